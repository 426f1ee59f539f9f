import ts from 'typescript';
import { isRelative } from '../../compiler/module-resolver.js';
import { parameterNames, type TestCall } from './test-calls.js';
import { scriptSource } from '../parse-file.js';
import { sourceCandidates } from '../source-candidates.js';
import { AssertionReader } from './assertions.js';
import { chainOf, isReference } from './call-chain.js';
import { importedPath, importsSupport } from './test-support.js';

/** Content of a file of the project; undefined when it is not there (yet). */
export type ReadSource = (path: string) => string | undefined;

/** A file that supports tests and is supported by others, and so on, is read so many files deep. */
const DEPTH = 3;

type Origin =
  | { readonly from: 'import'; readonly specifier: string }
  | { readonly from: 'value'; readonly node: ts.Node };

/**
 * Which names of a file may check something when they are used: functions with an assertion in them, what such a function gives
 * back, and imports from files that support tests. In doubt one may: a test is accused only where nothing in it can fail.
 */
export class AssertingNames {
  readonly #origins = new Map<string, Origin[]>();
  readonly #known = new Map<string, boolean>();
  readonly #inQuestion = new Set<string>();
  /** Parameters that a table fills: its rows may bring functions that check. */
  readonly #filled = new Set<string>();
  readonly assertions: AssertionReader;

  constructor(
    sourceFile: ts.SourceFile,
    private readonly path: string,
    private readonly readSource: ReadSource,
    /** What was found in the files that support the tests. */
    private readonly read = new Map<string, boolean>(),
    private readonly depth = DEPTH,
  ) {
    const visit = (node: ts.Node): void => {
      this.#collect(node);
      ts.forEachChild(node, visit);
    };
    visit(sourceFile);
    this.assertions = new AssertionReader(sourceFile, (name) => this.#isSubject(name));
  }

  learnParameters({ body, modifiers, kind, isAlias }: TestCall): void {
    if (body === undefined) return;
    const isFilled = kind === 'suite' || modifiers.includes('each') || modifiers.includes('for') || isAlias;
    if (isFilled) for (const name of parameterNames(body)) this.#filled.add(name);
  }

  mayAssert(name: string): boolean {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    // What is defined by itself checks nothing by that.
    if (this.#inQuestion.has(name)) return false;
    this.#inQuestion.add(name);
    const asserts = (this.#origins.get(name) ?? []).some((origin) =>
      origin.from === 'import' ? this.#importAsserts(origin.specifier) : this.asserts(origin.node),
    );
    this.#inQuestion.delete(name);
    // A "no" that was found while another name was in question may have leant on that one.
    if (asserts || this.#inQuestion.size === 0) this.#known.set(name, asserts);
    return asserts;
  }

  /** Whether this use of a name may check something. */
  mayAssertBy(node: ts.Identifier): boolean {
    if (!isReference(node)) return false;
    return this.mayAssert(node.text) || (this.#filled.has(node.text) && isCalled(node));
  }

  /** Comes from a package or from Node itself, and is none of the project's making. */
  isForeign(name: string): boolean {
    const origins = this.#origins.get(name) ?? [];
    return (
      origins.length > 0 &&
      origins.every((origin) => {
        if (origin.from === 'import') return !isRelative(origin.specifier);
        const value = ts.isAwaitExpression(origin.node) ? origin.node.expression : origin.node;
        const root = ts.isCallExpression(value) ? chainOf(value)?.root.text : undefined;
        return root !== undefined && root !== name && this.isForeign(root);
      })
    );
  }

  /** Whether something at or below `node` may make a test fail. */
  asserts(node: ts.Node): boolean {
    if (this.assertions.read(node) !== undefined) return true;
    if (ts.isIdentifier(node) && this.mayAssertBy(node)) return true;
    return ts.forEachChild(node, (child) => this.asserts(child) || undefined) ?? false;
  }

  #collect(node: ts.Node): void {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const { name, namedBindings } = node.importClause ?? {};
      const bound =
        namedBindings === undefined
          ? []
          : ts.isNamespaceImport(namedBindings)
            ? [namedBindings]
            : namedBindings.elements;
      for (const local of [name, ...bound.map((each) => each.name)])
        if (local !== undefined)
          this.#add(local.text, { from: 'import', specifier: node.moduleSpecifier.text });
    }
    if ((ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) && node.name !== undefined)
      this.#add(node.name.text, { from: 'value', node });
    if (ts.isVariableDeclaration(node)) {
      const loop = node.parent.parent;
      const value = ts.isForOfStatement(loop) ? loop.expression : node.initializer;
      if (value !== undefined) this.#bind(node.name, value);
    }
    // `let check; beforeEach(() => { check = openCheck(); })`
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isIdentifier(node.left)
    )
      this.#add(node.left.text, { from: 'value', node: node.right });
  }

  #bind(name: ts.BindingName, value: ts.Expression): void {
    if (ts.isIdentifier(name)) this.#add(name.text, { from: 'value', node: value });
    else
      for (const element of name.elements) if (ts.isBindingElement(element)) this.#bind(element.name, value);
  }

  #add(name: string, origin: Origin): void {
    this.#origins.set(name, [...(this.#origins.get(name) ?? []), origin]);
  }

  /** Imported from a file of the project that supports no tests. */
  #isSubject(name: string): boolean {
    const origins = this.#origins.get(name) ?? [];
    return (
      origins.length > 0 &&
      origins.every(
        (origin) =>
          origin.from === 'import' &&
          isRelative(origin.specifier) &&
          !importsSupport(this.path, origin.specifier),
      )
    );
  }

  #importAsserts(specifier: string): boolean {
    if (!importsSupport(this.path, specifier)) return false;
    const path = sourceCandidates(importedPath(this.path, specifier)).find(
      (each) => this.readSource(each) !== undefined,
    );
    if (path === undefined || this.depth === 0) return true;
    const known = this.read.get(path);
    if (known !== undefined) return known;
    const source = scriptSource(path, this.readSource(path) ?? '');
    const names = new AssertingNames(source, path, this.readSource, this.read, this.depth - 1);
    const asserts = names.asserts(source);
    this.read.set(path, asserts);
    return asserts;
  }
}

/** `check()`, `row.check()`. */
function isCalled(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node) return isCalled(parent);
  return ts.isCallExpression(parent) && parent.expression === node;
}
