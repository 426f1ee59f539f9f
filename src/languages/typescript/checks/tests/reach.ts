import ts from 'typescript';
import { functionAround, isFunctionWithBody, nodesIn, type FunctionWithBody } from '../../review/syntax.js';
import type { AssertingNames } from './asserting-names.js';
import type { Assertion } from './assertions.js';
import { chainOf, isReference } from './call-chain.js';
import { remembers } from './remembered.js';
import { parameterNames } from './test-calls.js';

/** Why an assertion may not make its test fail although it does not hold. */
export type Unheard =
  /** The `try` or the promise around it takes the failure away. */
  | 'swallowed'
  /** Only what is thrown leads there. */
  | 'catch'
  /** Only under a condition of the code's making. */
  | 'condition'
  /** In a function that nothing calls, or a loop over nothing. */
  | 'never'
  /** In what nobody waits for. */
  | 'late';

/** The test that assertions are in. */
export interface TestGround {
  readonly body: FunctionWithBody;
  readonly names: AssertingNames;
  /** It counts its assertions (`expect.assertions(2)`, `t.plan(2)`), or a callback ends it (`done()`): what is not reached is noticed. */
  readonly counts: boolean;
}

const LATER: ReadonlySet<string> = new Set(['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']);

export function countsAssertions(body: FunctionWithBody): boolean {
  const ends = body.parameters.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
  return nodesIn(body, ts.isCallExpression).some(({ expression, arguments: given }) => {
    const chain = chainOf(expression);
    if (chain === undefined) return false;
    const word = [chain.root.text, ...chain.names].join('.');
    if (word === 'expect.hasAssertions') return true;
    if (word === 'expect.assertions' || (chain.names.length === 1 && chain.names[0] === 'plan'))
      return given[0]?.getText() !== '0';
    return chain.names.length === 0 && ends.includes(chain.root.text);
  });
}

/** Why the assertion may stay unheard; undefined when its test fails with it, as far as can be told. */
export function whyUnheard(assertion: Assertion, ground: TestGround): Unheard | undefined {
  return climb(assertion.node, assertion, ground, new Set());
}

function climb(
  from: ts.Node,
  assertion: Assertion,
  ground: TestGround,
  seen: ReadonlySet<ts.Node>,
): Unheard | undefined {
  for (let node = from; node !== ground.body; node = node.parent) {
    const { parent } = node;
    if (isFunctionWithBody(parent) && parent !== ground.body)
      return outOfFunction(parent, assertion, ground, seen);
    // What is done again and again may fail at first, and depend on the round.
    const why = isRepeated(node, ground)
      ? loopOverNothing(parent)
      : (tried(parent, node, from, ground) ?? depends(parent, node, assertion, ground));
    if (why !== undefined) return why;
  }
  return undefined;
}

/** In a loop of the function that it is in. */
function isRepeated(from: ts.Node, { body }: TestGround): boolean {
  for (let node = from; node !== body && !isFunctionWithBody(node); node = node.parent)
    if (ts.isIterationStatement(node.parent, false)) return true;
  return false;
}

function loopOverNothing(node: ts.Node): Unheard | undefined {
  if (!ts.isForOfStatement(node)) return undefined;
  const over = ts.isAsExpression(node.expression) ? node.expression.expression : node.expression;
  return ts.isArrayLiteralExpression(over) && over.elements.length === 0 ? 'never' : undefined;
}

function tried(parent: ts.Node, child: ts.Node, from: ts.Node, ground: TestGround): Unheard | undefined {
  if (ts.isTryStatement(parent) && parent.tryBlock === child)
    return parent.catchClause !== undefined &&
      swallows(parent.catchClause.block) &&
      !remembers(parent, from, ground)
      ? 'swallowed'
      : undefined;
  if (!ts.isCatchClause(parent) || ground.counts) return undefined;
  return ground.names.asserts(parent.parent.tryBlock) ? undefined : 'catch';
}

/** Nothing comes of a failure that ends here. */
function swallows(block: ts.ConciseBody): boolean {
  if (!ts.isBlock(block))
    return block.getText() === 'undefined' || block.kind === ts.SyntaxKind.NullKeyword || isConsole(block);
  return block.statements.every(
    (statement) =>
      (ts.isReturnStatement(statement) && statement.expression === undefined) ||
      (ts.isExpressionStatement(statement) && isConsole(statement.expression)),
  );
}

function isConsole(node: ts.Expression): boolean {
  return ts.isCallExpression(node) && chainOf(node)?.root.text === 'console';
}

/** Under a condition without another way that asserts as well. A failure made by hand (`if (x) throw`) is meant to depend on one. */
function depends(
  parent: ts.Node,
  child: ts.Node,
  { how }: Assertion,
  ground: TestGround,
): Unheard | undefined {
  if (how !== 'compares' || ground.counts) return undefined;
  const { names } = ground;
  if (ts.isIfStatement(parent) && child !== parent.expression) {
    const other = child === parent.thenStatement ? parent.elseStatement : parent.thenStatement;
    const isEither = other !== undefined && names.asserts(other);
    return isEither || isGiven(parent.expression, names) ? undefined : 'condition';
  }
  if (ts.isConditionalExpression(parent) && child !== parent.condition) {
    const other = child === parent.whenTrue ? parent.whenFalse : parent.whenTrue;
    return names.asserts(other) || isGiven(parent.condition, names) ? undefined : 'condition';
  }
  if (
    ts.isBinaryExpression(parent) &&
    child === parent.right &&
    parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken
  )
    return isGiven(parent.left, names) ? undefined : 'condition';
  return leftEarly(parent, child, ground) ? 'condition' : undefined;
}

/** `if (found === undefined) return;` before it. */
function leftEarly(parent: ts.Node, child: ts.Node, { names, body }: TestGround): boolean {
  if (!ts.isBlock(parent) || parent.parent !== body) return false;
  const before = parent.statements.slice(
    0,
    parent.statements.findIndex((each) => each === child),
  );
  return before.some(
    (statement) =>
      ts.isIfStatement(statement) &&
      endsTheTest(statement.thenStatement) &&
      !names.asserts(statement.thenStatement) &&
      !isGiven(statement.expression, names),
  );
}

function endsTheTest(statement: ts.Statement): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return last !== undefined && ts.isReturnStatement(last) && last.expression === undefined;
}

/** The condition is the machine's, or that of the row that the test is made for: some row meets it. */
function isGiven(condition: ts.Expression, names: AssertingNames): boolean {
  const rows = new Set<string>(['process']);
  for (
    let node: ts.Node | undefined = condition;
    node !== undefined;
    node = node.parent as ts.Node | undefined
  )
    if (isFunctionWithBody(node)) for (const name of parameterNames(node)) rows.add(name);
  const isRow = (node: ts.Node): node is ts.Identifier =>
    ts.isIdentifier(node) && isReference(node) && (rows.has(node.text) || names.isForeign(node.text));
  return isRow(condition) || nodesIn(condition, isRow).length > 0;
}

/** Who calls the function that the assertion is in? */
function outOfFunction(
  inner: FunctionWithBody,
  assertion: Assertion,
  ground: TestGround,
  seen: ReadonlySet<ts.Node>,
): Unheard | undefined {
  if (seen.has(inner)) return undefined;
  const further = new Set([...seen, inner]);
  const { parent } = inner;
  const name = nameOf(inner);
  if (name !== undefined) return whereItIsUsed(name, inner, assertion, ground, further);
  if (!ts.isCallExpression(parent) || !parent.arguments.some((argument) => argument === inner))
    return undefined;
  const { expression: callee } = parent;
  const called = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
  if (ground.counts) return undefined;
  if (called === 'catch' && !ground.names.asserts(parent.expression)) return 'catch';
  const isLate =
    LATER.has(called) ||
    ((called === 'then' || called === 'catch' || called === 'finally') && isFloating(parent)) ||
    (called === 'forEach' && isAsync(inner));
  if (isLate) return isWaitedFor(parent, ground) || settlesWhatIsAwaited(parent, ground) ? undefined : 'late';
  // A callback may be called for each of many: what it depends on there is its own matter.
  return undefined;
}

function nameOf(inner: FunctionWithBody): ts.Identifier | undefined {
  if (ts.isFunctionDeclaration(inner)) return inner.name;
  const { parent } = inner;
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name : undefined;
}

function whereItIsUsed(
  name: ts.Identifier,
  inner: FunctionWithBody,
  assertion: Assertion,
  ground: TestGround,
  seen: ReadonlySet<ts.Node>,
): Unheard | undefined {
  const uses = nodesIn(ground.body, ts.isIdentifier).filter(
    (node) => node.text === name.text && node !== name && isReference(node) && !isWithin(node, inner),
  );
  const outcomes = uses.map((use): Unheard | undefined => {
    const settled = settledBy(use);
    if (settled === 'swallowed') return 'swallowed';
    if (settled === 'floating' && isAsync(inner) && !ground.counts && !isWaitedFor(use, ground))
      return 'late';
    return climb(use, assertion, ground, seen);
  });
  if (outcomes.length === 0) return 'never';
  return outcomes.includes(undefined) ? undefined : outcomes[0];
}

function isWithin(node: ts.Node, outer: ts.Node): boolean {
  return node.pos >= outer.pos && node.end <= outer.end;
}

function isAsync(node: FunctionWithBody): boolean {
  return (
    ts.canHaveModifiers(node) &&
    ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) === true
  );
}

/** What becomes of the result of `later()`: nobody looks at it, or its failure is taken away. */
function settledBy(use: ts.Node): 'swallowed' | 'floating' | undefined {
  let node = use;
  for (; isPartOfChain(node); node = node.parent) {
    const { parent } = node;
    if (!ts.isCallExpression(parent) || !ts.isPropertyAccessExpression(node)) continue;
    const [handler] = parent.arguments;
    if (node.name.text === 'catch' && handler !== undefined && isFunctionWithBody(handler))
      if (swallows(handler.body)) return 'swallowed';
  }
  return isFloating(node) ? 'floating' : undefined;
}

function isPartOfChain(node: ts.Node): boolean {
  const { parent } = node;
  return (
    ((ts.isCallExpression(parent) || ts.isPropertyAccessExpression(parent)) && parent.expression === node) ||
    ts.isParenthesizedExpression(parent)
  );
}

/** A statement of its own, without `await` or `return`. */
export function isFloating(node: ts.Node): boolean {
  let at = node;
  while (isPartOfChain(at) || ts.isVoidExpression(at.parent)) at = at.parent;
  return ts.isExpressionStatement(at.parent);
}

/** The test waits for something after it: what floats may have been settled by then. */
function isWaitedFor(node: ts.Node, { body }: TestGround): boolean {
  const waits = nodesIn(
    body,
    (each): each is ts.Node =>
      ts.isAwaitExpression(each) ||
      (ts.isReturnStatement(each) && each.expression !== undefined) ||
      (ts.isCallExpression(each) &&
        /^(?:advance|run)[A-Z]\w*(?:Timers?|Time|Ticks)\w*/.test(chainOf(each)?.names.at(-1) ?? '')),
  );
  return waits.some(({ pos }) => pos >= node.end);
}

/** It is started by the executor of a promise that the test waits for, and that is not settled before it. */
function settlesWhatIsAwaited(start: ts.Node, ground: TestGround): boolean {
  for (let around = functionAround(start); around !== undefined; around = functionAround(around)) {
    if (around === ground.body) return false;
    const { parent } = around;
    if (
      ts.isNewExpression(parent) &&
      parent.expression.getText() === 'Promise' &&
      isSettledFrom(start, around) &&
      isAwaited(parent, ground)
    )
      return true;
  }
  return false;
}

/** By a name of the executor that is handed on, or used in a function within it: not by the executor on its own way. */
function isSettledFrom(start: ts.Node, executor: FunctionWithBody): boolean {
  const settling = parameterNames(executor);
  return nodesIn(executor, ts.isIdentifier).some(
    (name) =>
      settling.has(name.text) &&
      isReference(name) &&
      name.end > start.pos &&
      !(functionAround(name) === executor && isCallee(name)),
  );
}

function isCallee(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && node.parent.expression === node;
}

/** Within an `await`, or given back: by the test itself, or by a function whose result is. */
function isAwaited(promise: ts.Node, { body }: TestGround): boolean {
  for (let node = promise; node !== body;) {
    const { parent } = node;
    const isPassedOn = ts.isAwaitExpression(parent) || ts.isReturnStatement(parent);
    if (ts.isStatement(parent) && !isPassedOn) return false;
    node = isPassedOn ? (functionAround(parent) ?? body) : parent;
  }
  return true;
}
