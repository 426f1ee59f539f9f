import ts from 'typescript';
import { isTestPath } from '../../../protocol/test-path.js';
import type { ProjectCompiler } from '../compiler/project-compiler.js';
import { isFunctionWithBody, type FunctionWithBody } from '../review/syntax.js';

/** The code of the project that a call leads to. */
export class CalledCode {
  readonly checker: ts.TypeChecker;
  #members: ReadonlyMap<string, readonly FunctionWithBody[]> | undefined;

  constructor(private readonly compiler: ProjectCompiler) {
    this.checker = compiler.program().getTypeChecker();
  }

  /**
   * The functions that may be run; of a method that an interface of the project declares, everything of that name that the
   * project implements. Undefined when it is not known: a function of a package, or one that is handed in.
   */
  of(call: ts.CallExpression): readonly FunctionWithBody[] | undefined {
    const declaration = this.checker.getResolvedSignature(call)?.declaration;
    if (declaration === undefined || ts.isJSDocSignature(declaration)) return undefined;
    if (this.compiler.projectPath(declaration.getSourceFile().fileName) === undefined) return undefined;
    if (isFunctionWithBody(declaration)) return [declaration];
    const named = memberOf(declaration) ?? declaration;
    const symbol = 'name' in named ? this.checker.getSymbolAtLocation(named.name) : undefined;
    const overloaded = symbol?.declarations?.find(isFunctionWithBody);
    if (overloaded !== undefined) return [overloaded];
    const found = symbol === undefined ? undefined : this.#implementations().get(symbol.name);
    return found === undefined || found.length === 0 ? undefined : found;
  }

  /** Functions that are members of something, by their name. */
  #implementations(): ReadonlyMap<string, readonly FunctionWithBody[]> {
    if (this.#members !== undefined) return this.#members;
    const members = new Map<string, FunctionWithBody[]>();
    const visit = (node: ts.Node): void => {
      const body = memberBody(node);
      if (body !== undefined) members.set(body.name, [...(members.get(body.name) ?? []), body.code]);
      ts.forEachChild(node, visit);
    };
    for (const file of this.compiler.program().getSourceFiles()) {
      const path = this.compiler.projectPath(file.fileName);
      if (path !== undefined && !isTestPath(path)) visit(file);
    }
    this.#members = members;
    return members;
  }
}

/** `find: (id: string) => Loan`: the member that a function type belongs to. */
function memberOf(declaration: ts.SignatureDeclaration): ts.PropertySignature | undefined {
  return ts.isFunctionTypeNode(declaration) && ts.isPropertySignature(declaration.parent)
    ? declaration.parent
    : undefined;
}

function memberBody(node: ts.Node): { readonly name: string; readonly code: FunctionWithBody } | undefined {
  if (ts.isMethodDeclaration(node) && isFunctionWithBody(node))
    return { name: node.name.getText(), code: node };
  if (!ts.isPropertyAssignment(node) && !ts.isPropertyDeclaration(node)) return undefined;
  const { initializer } = node;
  return initializer !== undefined && isFunctionWithBody(initializer)
    ? { name: node.name.getText(), code: initializer }
    : undefined;
}
