import ts from 'typescript';
import type { ProjectCompiler } from '../compiler/project-compiler.js';
import { wordsOf } from './words.js';

/** How many declarations a symbol may reach; past it, what is aimed at is the whole file. */
const MOST_DECLARATIONS = 24;

/** And how many where all files are looked through. */
const MOST_IN_PROJECT = 200;

export interface Reach {
  /** Empty when the file has no such export. */
  readonly declarations: readonly ts.Node[];
  /** Whether nothing was left out for being too much. */
  readonly isWhole: boolean;
}

/**
 * The code that a symbol stands for: its declaration first, then what that uses (the fields of a schema, a helper) of the same
 * file, or of the whole project. Constants of numbers are followed wherever they are in the project.
 */
export function reachOf(
  compiler: ProjectCompiler,
  path: string,
  name: string,
  within: 'file' | 'project' = 'file',
): Reach {
  const most = within === 'file' ? MOST_DECLARATIONS : MOST_IN_PROJECT;
  const checker = compiler.program().getTypeChecker();
  const sourceFile = compiler.sourceFile(path);
  const module = sourceFile === undefined ? undefined : checker.getSymbolAtLocation(sourceFile);
  if (module === undefined) return { declarations: [], isWhole: true };
  const exported = checker.getExportsOfModule(module).find((symbol) => symbol.name === name);
  const reached: ts.Node[] = [];
  let isWhole = true;
  const add = (symbol: ts.Symbol | undefined, from: ts.SourceFile | undefined): void => {
    if (symbol === undefined) return;
    const declaration = resolved(symbol, checker).declarations?.find(isCode);
    if (declaration === undefined || reached.includes(declaration) || !isTopLevel(declaration)) return;
    const file = declaration.getSourceFile();
    if (compiler.projectPath(file.fileName) === undefined) return;
    if (within === 'file' && from !== undefined && file !== from && !isNumericConstant(declaration)) return;
    if (reached.length >= most) isWhole = false;
    else reached.push(declaration);
  };
  add(exported, undefined);
  // Grows while it is walked.
  for (const declaration of reached) {
    const visit = (node: ts.Node): void => {
      if (ts.isTypeNode(node)) return;
      if (ts.isIdentifier(node)) add(symbolOf(node, checker), declaration.getSourceFile());
      ts.forEachChild(node, visit);
    };
    visit(declaration);
  }
  return { declarations: reached, isWhole };
}

export function resolved(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}

export function symbolOf(node: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  return ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
}

/** Where what a name stands for is declared, in whatever file. */
export function declarationOf(node: ts.Identifier, checker: ts.TypeChecker): ts.Declaration | undefined {
  const symbol = symbolOf(node, checker);
  return symbol === undefined ? undefined : resolved(symbol, checker).valueDeclaration;
}

export function isWithin(node: ts.Node, outer: ts.Node): boolean {
  return node.getSourceFile() === outer.getSourceFile() && node.pos >= outer.pos && node.end <= outer.end;
}

function isCode(node: ts.Declaration): boolean {
  return (
    ts.isVariableDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    (ts.isFunctionDeclaration(node) && node.body !== undefined)
  );
}

function isTopLevel(node: ts.Node): boolean {
  const holder = ts.isVariableDeclaration(node) ? node.parent.parent : node;
  return ts.isSourceFile(holder.parent);
}

export function isNumericConstant(node: ts.Node): boolean {
  return (
    ts.isVariableDeclaration(node) && node.initializer !== undefined && ts.isNumericLiteral(node.initializer)
  );
}

/**
 * The code below `root`. Of an object literal or a class with members that the requirement names in full, only those are
 * entered, and their code is `named`: a rule about a title is not aimed at the author beside it. What a `throw` says is left
 * out, since it decides nothing.
 */
export function aimedNodes(root: ts.Node, statement: string): readonly AimedNode[] {
  const words = new Set(wordsOf(statement));
  const found: AimedNode[] = [];
  const enter = (node: ts.Node, named: boolean): void => {
    if (ts.isTypeNode(node)) return;
    found.push({ node, named });
    if (ts.isThrowStatement(node)) return;
    const members = ts.isObjectLiteralExpression(node)
      ? node.properties
      : ts.isClassLike(node)
        ? node.members
        : undefined;
    const wanted = members?.filter((member) => isNamed(member, words) && holdsCode(member)) ?? [];
    if (wanted.length > 0) for (const member of wanted) enter(member, true);
    else
      ts.forEachChild(node, (child) => {
        enter(child, named);
      });
  };
  enter(root, false);
  return found;
}

export interface AimedNode {
  readonly node: ts.Node;
  /** Inside of a member that the requirement names. */
  readonly named: boolean;
}

/** A field that only holds a value decides nothing, whatever it is called. */
function holdsCode(member: ts.ObjectLiteralElementLike | ts.ClassElement): boolean {
  return !ts.isPropertyDeclaration(member) || member.initializer !== undefined;
}

function isNamed(
  member: ts.ObjectLiteralElementLike | ts.ClassElement,
  statement: ReadonlySet<string>,
): boolean {
  const name = member.name;
  if (name === undefined || !(ts.isIdentifier(name) || ts.isStringLiteral(name))) return false;
  const words = wordsOf(name.text);
  return words.length > 0 && words.every((word) => statement.has(word));
}
