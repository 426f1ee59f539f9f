import ts from 'typescript';
import { edit, type Edit } from './edit.js';
import { guardRemoval } from './guards.js';
import { resolved, symbolOf } from './reach.js';

const COMPARISONS = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.LessThanToken, '<='],
  [ts.SyntaxKind.LessThanEqualsToken, '<'],
  [ts.SyntaxKind.GreaterThanToken, '>='],
  [ts.SyntaxKind.GreaterThanEqualsToken, '>'],
]);
const EQUALITIES = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);
const ARITHMETIC = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
]);
/** Methods and keys whose number is a bound. */
const BOUNDING =
  /^(?:.*(?:min|max|most|least|limit|length|size|capacity).*|gte?|lte?|range|between|default|slice|catch)$/i;

/** A place that draws a line: its edits show it from both sides only together. */
export interface LimitSite {
  /** The line one step to either side: both moves of a number, the shift of a comparison. */
  readonly moved: readonly Edit[];
  /** No line any more. */
  readonly gone: readonly Edit[];
}

export interface LimitSites {
  readonly sites: readonly LimitSite[];
  /** Those of the stated numbers that bound something in the code. */
  readonly found: ReadonlySet<number>;
}

/**
 * The limit of a requirement in the code: its numbers moved by one each way, the comparisons with them shifted, the guards on
 * them removed. Without numbers (one thing before another), every comparison of the nodes is the limit.
 */
export function limitMutants(
  nodes: readonly ts.Node[],
  numbers: readonly number[],
  checker: ts.TypeChecker,
): LimitSites {
  const sites: LimitSite[] = [];
  const found = new Set<number>();
  const constants = new Set<ts.Symbol>();
  for (const node of nodes) {
    if (!ts.isNumericLiteral(node)) continue;
    const literal = withSign(node);
    const value = valueOf(node);
    if (!numbers.includes(value) || !isBound(literal)) continue;
    found.add(value);
    const shown = shownAround(literal);
    const step = stepOf(node.text);
    const moved = [value - step, value + step].map((to) =>
      edit('limit-moved', literal, written(to, step), shown),
    );
    const dropped = droppedCall(literal, checker);
    sites.push({ moved, gone: dropped === undefined ? [] : [dropped] });
    const constant = constantOf(literal, checker);
    if (constant !== undefined) constants.add(constant);
  }
  for (const node of nodes) {
    if (!ts.isBinaryExpression(node) || !isComparison(node)) continue;
    if (numbers.length === 0 && isForPresence(node)) continue;
    if (numbers.length > 0 && !isAbout(node, numbers, constants, checker)) continue;
    const shifted = COMPARISONS.get(node.operatorToken.kind);
    const moved = shifted === undefined ? [] : [edit('limit-moved', node.operatorToken, shifted, node)];
    const removed = guardRemoval(node, checker);
    const isAnswer = removed.length === 0 && numbers.length === 0 && moved.length > 0;
    const gone = isAnswer ? answers(node) : removed;
    if (moved.length + gone.length > 0) sites.push({ moved, gone });
  }
  return { sites, found };
}

/** A comparison that a predicate is made of, answered the same way always: one of the two lets everything through. */
function answers(node: ts.BinaryExpression): readonly Edit[] {
  let whole: ts.Node = node;
  while (ts.isParenthesizedExpression(whole.parent) || isLogical(whole.parent)) whole = whole.parent;
  const { parent } = whole;
  const isResult = ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === whole);
  return isResult ? ['true', 'false'].map((answer) => edit('result-replaced', node, answer)) : [];
}

function isLogical(node: ts.Node): boolean {
  return (
    ts.isBinaryExpression(node) &&
    (node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ||
      node.operatorToken.kind === ts.SyntaxKind.BarBarToken)
  );
}

function isComparison(node: ts.BinaryExpression): boolean {
  return COMPARISONS.has(node.operatorToken.kind) || EQUALITIES.has(node.operatorToken.kind);
}

/** `found === undefined`: whether there is something, which is before and after nothing. */
function isForPresence({ left, right }: ts.BinaryExpression): boolean {
  return [left, right].some(
    (side) => side.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(side) && side.text === 'undefined'),
  );
}

function isAbout(
  node: ts.BinaryExpression,
  numbers: readonly number[],
  constants: ReadonlySet<ts.Symbol>,
  checker: ts.TypeChecker,
): boolean {
  let about = false;
  const visit = (part: ts.Node): void => {
    if (ts.isNumericLiteral(part)) about ||= numbers.includes(valueOf(part));
    else if (ts.isIdentifier(part)) {
      const symbol = symbolOf(part, checker);
      about ||= symbol !== undefined && constants.has(resolved(symbol, checker));
    } else ts.forEachChild(part, visit);
  };
  visit(node.left);
  visit(node.right);
  return about;
}

/** The literal with the minus before it. */
function withSign(node: ts.NumericLiteral): ts.Expression {
  const { parent } = node;
  return ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.MinusToken ? parent : node;
}

/** What the literal is part of, arithmetic and parentheses aside. */
function holderOf(literal: ts.Node): { readonly child: ts.Node; readonly parent: ts.Node } {
  let child = literal;
  while (
    ts.isParenthesizedExpression(child.parent) ||
    ts.isAsExpression(child.parent) ||
    ts.isSatisfiesExpression(child.parent) ||
    (ts.isBinaryExpression(child.parent) && ARITHMETIC.has(child.parent.operatorToken.kind))
  )
    child = child.parent;
  return { child, parent: child.parent };
}

/** The value, however it is written: `10_000`, `1e3`. */
function valueOf(node: ts.NumericLiteral): number {
  return withSign(node) === node ? Number(node.text) : -Number(node.text);
}

function isBound(literal: ts.Node): boolean {
  const { child, parent } = holderOf(literal);
  if (ts.isBinaryExpression(parent)) return isComparison(parent);
  if (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isParameter(parent))
    return parent.initializer === child;
  if (ts.isPropertyAssignment(parent)) return BOUNDING.test(parent.name.getText());
  return ts.isCallExpression(parent) && parent.expression !== child && BOUNDING.test(calledName(parent));
}

function calledName({ expression }: ts.CallExpression): string {
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
}

/** `x.max(200)` → `x`, where the types allow it. */
function droppedCall(literal: ts.Node, checker: ts.TypeChecker): Edit | undefined {
  const { parent } = holderOf(literal);
  if (!ts.isCallExpression(parent) || !ts.isPropertyAccessExpression(parent.expression)) return undefined;
  const receiver = parent.expression.expression;
  const fits = checker.isTypeAssignableTo(
    checker.getTypeAtLocation(receiver),
    checker.getTypeAtLocation(parent),
  );
  return fits ? edit('guard-removed', parent, receiver.getText()) : undefined;
}

/** The constant whose value the literal is. */
function constantOf(literal: ts.Node, checker: ts.TypeChecker): ts.Symbol | undefined {
  const { parent } = holderOf(literal);
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)
    ? checker.getSymbolAtLocation(parent.name)
    : undefined;
}

function shownAround(literal: ts.Node): ts.Node {
  const { parent } = holderOf(literal);
  return parent;
}

/** The unit of the number's last digit: 1 for 200, 0.01 for 9.99. */
function stepOf(text: string): number {
  const decimals = /\.(\d+)$/.exec(text)?.[1]?.length ?? 0;
  return 10 ** -decimals;
}

function written(value: number, step: number): string {
  return step === 1 ? String(value) : value.toFixed(Math.round(-Math.log10(step)));
}
