import ts from 'typescript';
import { around, nodeAt } from './node-at.js';
import { meantBy } from './reading.js';

/** What somebody should have known who wrote what the compiler complains of. */
export type Question =
  | {
      readonly about: 'exports';
      readonly module: ts.Symbol;
      /** The module as the file imports it, or the name that it has there. */
      readonly as: string;
      readonly wanted: string | undefined;
    }
  | {
      readonly about: 'members';
      readonly type: ts.Type;
      /** What is written for a type without a name. */
      readonly as: string;
      readonly wanted: string | undefined;
    }
  | { readonly about: 'type'; readonly symbol: ts.Symbol }
  | { readonly about: 'signatures'; readonly call: ts.CallExpression | ts.NewExpression };

type Kind = 'export' | 'member' | 'call' | 'assignment' | 'callee' | 'type';

/** The compiler's codes by what they are about. */
const CODES: Readonly<Record<Kind, readonly number[]>> = {
  // No such export; no default; not exported; a namespace, or a type, where something else is wanted.
  export: [1192, 2305, 2459, 2460, 2497, 2595, 2596, 2613, 2614, 2616, 2617, 2693, 2694, 2724],
  // No such property, with and without a guess at what was meant.
  member: [2339, 2551, 2568, 7053],
  // Wrong arguments, too few or too many, no overload that takes them.
  call: [2345, 2379, 2554, 2555, 2556, 2558, 2560, 2575, 2743, 2769],
  // Not assignable; missing or unknown properties, or none in common.
  assignment: [1360, 2322, 2353, 2375, 2412, 2559, 2561, 2739, 2740, 2741, 2820],
  // Neither to be called nor to be made with `new`.
  callee: [2349, 2351],
  // Wrong type arguments.
  type: [2314, 2315, 2344, 2707],
};
const KINDS: ReadonlyMap<number, Kind> = new Map(
  (Object.keys(CODES) as Kind[]).flatMap((kind) => CODES[kind].map((code) => [code, kind] as const)),
);

export function isAboutDeclarations(code: number): boolean {
  return KINDS.has(code);
}

function isModule(symbol: ts.Symbol | undefined): symbol is ts.Symbol {
  return (
    symbol !== undefined &&
    (symbol.flags & ts.SymbolFlags.Module) !== 0 &&
    (symbol.flags & ts.SymbolFlags.Class) === 0
  );
}

function resolved(checker: ts.TypeChecker, node: ts.Node): ts.Symbol | undefined {
  const symbol = checker.getSymbolAtLocation(node);
  return symbol === undefined ? undefined : meantBy(checker, symbol);
}

/** What a module or a value has: a namespace is asked for its exports. */
function ofType(type: ts.Type, as: string, wanted: string | undefined): Question {
  return isModule(type.symbol)
    ? { about: 'exports', module: type.symbol, as, wanted }
    : { about: 'members', type, as, wanted };
}

function isCall(node: ts.Node): node is ts.CallExpression | ts.NewExpression {
  return ts.isCallExpression(node) || ts.isNewExpression(node);
}

function isImport(node: ts.Node): node is ts.ImportDeclaration | ts.ExportDeclaration | ts.ImportTypeNode {
  return ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isImportTypeNode(node);
}

/** The statement that brings a name into the file: where it is a type, it has no symbol in the place of a value. */
function importOf(name: ts.Node): ts.ImportDeclaration | undefined {
  return name
    .getSourceFile()
    .statements.filter(ts.isImportDeclaration)
    .find(({ importClause: clause }) => {
      const bindings = clause?.namedBindings;
      const named = bindings !== undefined && ts.isNamedImports(bindings) ? bindings.elements : [];
      return [clause, ...named].some((each) => each?.name?.text === name.getText());
    });
}

function aboutExport(checker: ts.TypeChecker, node: ts.Node): Question | undefined {
  const wanted = ts.isIdentifier(node) ? node.text : undefined;
  if (ts.isQualifiedName(node.parent) && node.parent.right === node) {
    const module = resolved(checker, node.parent.left);
    return isModule(module)
      ? { about: 'exports', module, as: node.parent.left.getText(), wanted }
      : undefined;
  }
  const statement = around(node, isImport) ?? importOf(node);
  if (statement === undefined) return undefined;
  const specifier = ts.isImportTypeNode(statement)
    ? ts.isLiteralTypeNode(statement.argument)
      ? statement.argument.literal
      : undefined
    : statement.moduleSpecifier;
  if (specifier === undefined || !ts.isStringLiteral(specifier)) return undefined;
  const module = checker.getSymbolAtLocation(specifier);
  const named = ts.isImportSpecifier(node.parent) || ts.isExportSpecifier(node.parent);
  const own = named ? (node.parent.propertyName ?? node.parent.name).text : wanted;
  return module === undefined ? undefined : { about: 'exports', module, as: specifier.text, wanted: own };
}

function aboutMember(checker: ts.TypeChecker, node: ts.Node): Question | undefined {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node)
    return ofType(
      checker.getTypeAtLocation(parent.expression),
      parent.expression.getText(),
      parent.name.text,
    );
  if (ts.isElementAccessExpression(parent) && parent.argumentExpression === node)
    return ofType(
      checker.getTypeAtLocation(parent.expression),
      parent.expression.getText(),
      ts.isStringLiteral(node) ? node.text : undefined,
    );
  if (ts.isBindingElement(parent)) {
    const from = around(parent, ts.isVariableDeclaration)?.initializer;
    const name = parent.propertyName ?? parent.name;
    if (from === undefined || parent.parent.parent.kind !== ts.SyntaxKind.VariableDeclaration)
      return undefined;
    return ofType(
      checker.getTypeAtLocation(from),
      from.getText(),
      ts.isIdentifier(name) ? name.text : undefined,
    );
  }
  return undefined;
}

/**
 * The call that a finding is about. The compiler points at an argument, which may be a call itself, and a right one. A call is
 * not to blame for what a function does that it is given.
 */
function callAround(node: ts.Node): ts.CallExpression | ts.NewExpression | undefined {
  const { parent } = node;
  const isGiven = ts.isExpression(node) && isCall(parent) && parent.arguments?.includes(node) === true;
  return around(isGiven ? parent : node, isCall, (each) => ts.isBlock(each) || ts.isClassLike(each));
}

function aboutCall(node: ts.Node): Question | undefined {
  const call = callAround(node);
  return call === undefined ? undefined : { about: 'signatures', call };
}

/** A property of an object that is written out: what is expected in its place. */
function aboutProperty(checker: ts.TypeChecker, node: ts.Node): Question | undefined {
  const { parent } = node;
  if (!ts.isObjectLiteralElement(parent) || parent.name !== node) return undefined;
  const type = ts.isObjectLiteralExpression(parent.parent)
    ? checker.getContextualType(parent.parent)
    : undefined;
  const wanted = node.getText().replace(/^['"]|['"]$/g, '');
  return type === undefined ? undefined : { about: 'members', type, as: `what has ${wanted}`, wanted };
}

/** What is expected where something else is given: what it has where that is little, else what it is. */
function aboutExpected(checker: ts.TypeChecker, node: ts.Node): readonly Question[] {
  const { parent } = node;
  const type =
    ts.isVariableDeclaration(parent) && parent.name === node && parent.type !== undefined
      ? checker.getTypeFromTypeNode(parent.type)
      : ts.isExpression(node)
        ? checker.getContextualType(node)
        : undefined;
  if (type === undefined) return [];
  const symbol = type.aliasSymbol ?? type.getSymbol();
  return [
    { about: 'members', type, as: 'what is expected', wanted: undefined },
    ...(symbol === undefined ? [] : [{ about: 'type' as const, symbol }]),
  ];
}

/** What is called is no function: of a member, its own declaration says what it is. */
function aboutCallee(checker: ts.TypeChecker, node: ts.Node): Question | undefined {
  const callee = around(node, isCall)?.expression ?? node;
  if (ts.isPropertyAccessExpression(callee)) return aboutMember(checker, callee.name);
  return ofType(checker.getTypeAtLocation(callee), callee.getText(), undefined);
}

/** The type that is given wrong arguments: the compiler points at it, or at the one that does not fit. */
function aboutType(checker: ts.TypeChecker, node: ts.Node): Question | undefined {
  const isArgument = (each: ts.Node): each is ts.TypeNode =>
    ts.isTypeNode(each) && ts.isTypeReferenceNode(each.parent);
  const reference = around(around(node, isArgument)?.parent ?? node, ts.isTypeReferenceNode);
  const symbol = reference === undefined ? undefined : resolved(checker, reference.typeName);
  return symbol === undefined ? undefined : { about: 'type', symbol };
}

/**
 * What a finding of the compiler asks of declarations, the most telling first: the answer to a later one is of use where the
 * one before it is not about a package.
 */
export function questionsOf(
  checker: ts.TypeChecker,
  source: ts.SourceFile,
  finding: ts.Diagnostic,
): readonly Question[] {
  const kind = KINDS.get(finding.code);
  if (kind === undefined || finding.start === undefined) return [];
  const node = nodeAt(source, finding.start, finding.length ?? 0);
  if (ts.isSourceFile(node)) return [];
  const inTurn: readonly (Question | undefined)[] = {
    export: () => [aboutExport(checker, node)],
    member: () => [aboutMember(checker, node)],
    call: () => [aboutProperty(checker, node), aboutCall(node)],
    assignment: () => [aboutProperty(checker, node), ...aboutExpected(checker, node), aboutCall(node)],
    callee: () => [aboutCallee(checker, node)],
    type: () => [aboutType(checker, node), aboutCall(node)],
  }[kind]();
  return inTurn.filter((each) => each !== undefined);
}
