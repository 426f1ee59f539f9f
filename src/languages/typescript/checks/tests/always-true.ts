import { isDeepStrictEqual } from 'node:util';
import ts from 'typescript';
import { isFunctionWithBody, nodesIn } from '../../review/syntax.js';
import { actualOf, type Assertion } from './assertions.js';
import { bare } from './call-chain.js';

/** A value that stands in the test itself. */
interface Constant {
  readonly value: unknown;
}

/** Stands for a function of the test: it is there, and equal to itself alone. */
function functionAt(node: ts.Node): Constant {
  return { value: Symbol.for(`function at ${String(node.pos)}`) };
}

const EQUAL: ReadonlySet<string> = new Set([
  ...['toBe', 'toEqual', 'toStrictEqual', 'equal', 'equals', 'eq', 'eql', 'strictEqual', 'deepEqual'],
  ...['deepStrictEqual'],
]);
const UNEQUAL: ReadonlySet<string> = new Set([
  ...['notEqual', 'notStrictEqual', 'notDeepEqual', 'notDeepStrictEqual'],
]);

type Check = (actual: unknown, expected: unknown) => boolean;

/** Matchers whose outcome is known when both values are. */
const KNOWN: ReadonlyMap<string, Check> = new Map<string, Check>([
  ...[...EQUAL].map((name) => [name, isDeepStrictEqual] as const),
  ...[...UNEQUAL].map(
    (name) => [name, (one: unknown, other: unknown) => !isDeepStrictEqual(one, other)] as const,
  ),
  ['ok', (actual) => Boolean(actual)],
  ['toBeTruthy', (actual) => Boolean(actual)],
  ['toBeFalsy', (actual) => !actual],
  ['toBeDefined', (actual) => actual !== undefined],
  ['toBeUndefined', (actual) => actual === undefined],
  ['toBeNull', (actual) => actual === null],
  ['toBeGreaterThan', (actual, expected) => Number(actual) > Number(expected)],
  ['toBeGreaterThanOrEqual', (actual, expected) => Number(actual) >= Number(expected)],
  ['toBeLessThan', (actual, expected) => Number(actual) < Number(expected)],
  ['toBeLessThanOrEqual', (actual, expected) => Number(actual) <= Number(expected)],
]);

/** Why an assertion holds whatever the code does; undefined when it may fail. */
export function whyAlwaysTrue(assertion: Assertion): string | undefined {
  if (assertion.how !== 'compares' || assertion.isPromise) return undefined;
  if (comparesWithItself(assertion)) return 'compares a value with itself';
  return isTrueOfConstants(assertion) ? 'compares what stands in the test only' : undefined;
}

function comparesWithItself(assertion: Assertion): boolean {
  const actual = actualOf(assertion);
  const [expected] = assertion.expected;
  if (actual === undefined || assertion.isNegated || expected === undefined) return false;
  if (!EQUAL.has(assertion.matcher) || !isPlainReading(actual)) return false;
  return actual.getText() === bare(expected).getText();
}

/** Read twice it is the same: nothing is called on the way. */
function isPlainReading(node: ts.Expression): boolean {
  const at = bare(node);
  if (ts.isIdentifier(at) || at.kind === ts.SyntaxKind.ThisKeyword) return true;
  if (ts.isPropertyAccessExpression(at)) return isPlainReading(at.expression);
  if (ts.isElementAccessExpression(at))
    return isPlainReading(at.expression) && constantOf(at.argumentExpression) !== undefined;
  return ts.isTypeOfExpression(at) && isPlainReading(at.expression);
}

function isTrueOfConstants(assertion: Assertion): boolean {
  const check = KNOWN.get(assertion.matcher);
  const actual = assertion.actual === undefined ? undefined : constantOf(assertion.actual);
  if (check === undefined || actual === undefined) return false;
  const [wanted] = assertion.expected;
  const expected = wanted === undefined ? { value: undefined } : constantOf(wanted);
  // What an assert function is told beside one value is its message.
  if (expected === undefined && assertion.matcher !== 'ok') return false;
  // Of `assert.notEqual` the matcher says it already.
  const isTurned = assertion.isNegated && !UNEQUAL.has(assertion.matcher);
  return check(actual.value, expected?.value) !== isTurned;
}

function constantOf(node: ts.Expression): Constant | undefined {
  const at = bare(node);
  if (ts.isStringLiteralLike(at)) return { value: at.text };
  if (ts.isNumericLiteral(at)) return { value: Number(at.text) };
  if (isFunctionWithBody(at)) return functionAt(at);
  if (ts.isIdentifier(at)) return constantNamed(at);
  if (ts.isArrayLiteralExpression(at)) return constantArray(at);
  if (ts.isObjectLiteralExpression(at)) return constantObject(at);
  if (ts.isPrefixUnaryExpression(at)) return constantOfUnary(at);
  if (ts.isTypeOfExpression(at)) {
    const of = constantOf(at.expression);
    if (of === undefined) return undefined;
    return { value: typeof of.value === 'symbol' ? 'function' : typeof of.value };
  }
  switch (at.kind) {
    case ts.SyntaxKind.TrueKeyword:
      return { value: true };
    case ts.SyntaxKind.FalseKeyword:
      return { value: false };
    case ts.SyntaxKind.NullKeyword:
      return { value: null };
    default:
      return undefined;
  }
}

/** `undefined`, or a `const` of the file that holds a function or a value that cannot change. */
function constantNamed(name: ts.Identifier): Constant | undefined {
  if (name.text === 'undefined') return { value: undefined };
  const only = declarationOf(name);
  if (only === undefined) return undefined;
  if (ts.isFunctionDeclaration(only)) return functionAt(only);
  if (!ts.isVariableDeclaration(only) || only.initializer === undefined) return undefined;
  if (!(ts.getCombinedNodeFlags(only) & ts.NodeFlags.Const)) return undefined;
  const { initializer } = only;
  const value = bare(initializer);
  const isFixed =
    ts.isStringLiteralLike(value) ||
    ts.isNumericLiteral(value) ||
    isFunctionWithBody(value) ||
    value.kind === ts.SyntaxKind.TrueKeyword ||
    value.kind === ts.SyntaxKind.FalseKeyword;
  return isFixed ? constantOf(value) : undefined;
}

/** The innermost declaration of the name around its use. */
function declarationOf(name: ts.Identifier): Declaration | undefined {
  const inScope = nodesIn(name.getSourceFile(), isDeclaration).filter(
    (node) => node.name?.getText() === name.text && isAround(scopeOf(node), name),
  );
  return inScope.reduce<Declaration | undefined>(
    (inner, node) => (inner !== undefined && isAround(scopeOf(node), inner) ? inner : node),
    undefined,
  );
}

function isAround(outer: ts.Node, inner: ts.Node): boolean {
  return outer.pos <= inner.pos && outer.end >= inner.end;
}

/** The block, the loop, the function or the file that a declaration holds in. */
function scopeOf(declaration: ts.Node): ts.Node {
  let node = declaration.parent;
  while (!(
    ts.isBlock(node) ||
    ts.isSourceFile(node) ||
    ts.isFunctionLike(node) ||
    ts.isIterationStatement(node, false)
  ))
    node = node.parent;
  return node;
}

type Declaration =
  ts.VariableDeclaration | ts.FunctionDeclaration | ts.ParameterDeclaration | ts.BindingElement;

function isDeclaration(node: ts.Node): node is Declaration {
  return (
    ts.isVariableDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isBindingElement(node)
  );
}

function constantArray({ elements }: ts.ArrayLiteralExpression): Constant | undefined {
  const values = elements.map(constantOf);
  return values.includes(undefined) ? undefined : { value: values.map((each) => each?.value) };
}

function constantObject({ properties }: ts.ObjectLiteralExpression): Constant | undefined {
  const entries: [string, unknown][] = [];
  for (const property of properties) {
    if (!ts.isPropertyAssignment(property) || ts.isComputedPropertyName(property.name)) return undefined;
    const value = constantOf(property.initializer);
    if (value === undefined) return undefined;
    entries.push([property.name.text, value.value]);
  }
  return { value: Object.fromEntries(entries) };
}

function constantOfUnary({ operator, operand }: ts.PrefixUnaryExpression): Constant | undefined {
  const of = constantOf(operand);
  if (of === undefined) return undefined;
  switch (operator) {
    case ts.SyntaxKind.MinusToken:
      return { value: -Number(of.value) };
    case ts.SyntaxKind.PlusToken:
      return { value: Number(of.value) };
    case ts.SyntaxKind.ExclamationToken:
      return { value: !of.value };
    default:
      return undefined;
  }
}
