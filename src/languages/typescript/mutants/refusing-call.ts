import ts from 'typescript';
import type { FunctionWithBody } from '../review/syntax.js';
import type { CalledCode } from './called-code.js';
import { edit, LEFT_OUT, type Edit } from './edit.js';
import { resolved, symbolOf } from './reach.js';

/** What a function of a package that refuses by throwing, and does nothing else, is called. */
const ASSERTING = /^(?:assert|invariant)(?![a-z])/;
/** What only looks, by its name; asked of what is not of the project. In doubt a function changes something. */
const LOOKING =
  /^(?:all|at|ceil|compare|concat|count|digest|endsWith|entries|equals?|every|exists?|filter|forEach|find|first|flat|floor|format|from|get|has|includes?|index|is|join|keys|last|length|list|load|localeCompare|lookup|map|match|max|min|now|omit|parse|pick|prepare|read|reduce|round|safeParse|search|select|slice|some|split|startsWith|stringify|sum|test|text|timingSafe|to|total|trim|value|values|where|with|String|Number|Boolean|BigInt|Symbol|Date)(?![a-z])/;
/** A digest is made step by step, of itself. */
const DIGEST = /^create(?:Hash|Hmac)\(/;
/** What is made new and changed by nothing but the function that made it. */
const CONTAINER = /^(?:Array|Set|Map|WeakSet|WeakMap|Date|URL|URLSearchParams)$/;
const LOGGERS = /^(?:console|log|logger)$/;

/**
 * `await checkLoan(loan);`: a statement that only refuses, left out. It does so where the code that it leads to can throw and
 * changes nothing: what is called like a check may be what the statement is for (`room.checkIn(guest)`), and leaving that out
 * does less for everybody.
 */
export function refusingCall(node: ts.Node, code: CalledCode): Edit | undefined {
  if (!ts.isExpressionStatement(node)) return undefined;
  const inner = ts.isAwaitExpression(node.expression) ? node.expression.expression : node.expression;
  if (!ts.isCallExpression(inner)) return undefined;
  const functions = code.of(inner);
  const onlyRefuses =
    functions === undefined
      ? isAsserting(inner, code.checker)
      : functions.every((each) => canThrow(each, code, new Set()) && !changes(each, code, new Set()));
  return onlyRefuses ? edit('guard-removed', node, LEFT_OUT) : undefined;
}

function calledName({ expression }: ts.CallExpression): string {
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
  return ts.isIdentifier(expression) ? expression.text : '';
}

/** `assert(…)`, `invariant(…)`, `schema.parse(body)`. */
function isAsserting(call: ts.CallExpression, checker: ts.TypeChecker): boolean {
  const { expression } = call;
  const name = calledName(call);
  const isOfConsole = ts.isPropertyAccessExpression(expression) && isLogger(expression.expression);
  if (ASSERTING.test(name)) return !isOfConsole;
  return (
    /^parse(?:Async)?$/.test(name) &&
    ts.isPropertyAccessExpression(expression) &&
    checker.getTypeAtLocation(expression.expression).getProperty('safeParse') !== undefined
  );
}

function isLogger(node: ts.Expression): boolean {
  const last = ts.isPropertyAccessExpression(node) ? node.name : node;
  return LOGGERS.test(last.getText());
}

function canThrow(node: FunctionWithBody, code: CalledCode, seen: Set<ts.Node>): boolean {
  if (seen.has(node)) return false;
  seen.add(node);
  const visit = (part: ts.Node): boolean => {
    if (ts.isThrowStatement(part)) return true;
    if (ts.isCallExpression(part)) {
      const functions = code.of(part);
      if (
        functions === undefined
          ? isAsserting(part, code.checker)
          : functions.some((each) => canThrow(each, code, seen))
      )
        return true;
    }
    return ts.forEachChild(part, (child) => visit(child) || undefined) === true;
  };
  return visit(node.body);
}

/** Whether running the function changes anything that outlives it, or in doubt may. */
function changes(node: FunctionWithBody, code: CalledCode, seen: Set<ts.Node>): boolean {
  if (seen.has(node)) return false;
  seen.add(node);
  const { checker } = code;
  const isAway = (target: ts.Expression): boolean => !isOwn(target, node, checker);
  const visit = (part: ts.Node): boolean => {
    const target = assigned(part);
    if (target !== undefined && isAway(target)) return true;
    if (ts.isExpressionStatement(part) && ts.isTaggedTemplateExpression(unawaited(part.expression)))
      return true;
    if (ts.isCallExpression(part) && callChanges(part, node, code, seen)) return true;
    return ts.forEachChild(part, (child) => visit(child) || undefined) === true;
  };
  return visit(node.body);
}

function callChanges(
  call: ts.CallExpression,
  around: FunctionWithBody,
  code: CalledCode,
  seen: Set<ts.Node>,
): boolean {
  const functions = code.of(call);
  if (functions !== undefined) return functions.some((each) => changes(each, code, seen));
  const { expression } = call;
  const receiver = ts.isPropertyAccessExpression(expression) ? expression.expression : undefined;
  if (receiver !== undefined && (isLogger(receiver) || isOwn(receiver, around, code.checker))) return false;
  if (isAsserting(call, code.checker) || DIGEST.test(call.getText())) return false;
  const name = calledName(call);
  // What gives nothing back is called for what it does.
  const whole = ts.isAwaitExpression(call.parent) || ts.isVoidExpression(call.parent) ? call.parent : call;
  const isForItself = ts.isExpressionStatement(whole.parent);
  return !LOOKING.test(name) || (isForItself && name !== 'forEach');
}

function unawaited(node: ts.Expression): ts.Expression {
  return ts.isAwaitExpression(node) ? node.expression : node;
}

/** What a node gives another value. */
function assigned(node: ts.Node): ts.Expression | undefined {
  if (ts.isDeleteExpression(node)) return node.expression;
  if (ts.isPostfixUnaryExpression(node)) return node.operand;
  if (ts.isPrefixUnaryExpression(node))
    return node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken
      ? node.operand
      : undefined;
  const isAssignment =
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    node.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
  return isAssignment ? node.left : undefined;
}

/** A variable of the function, or a part of a value that it made itself. */
function isOwn(target: ts.Expression, around: FunctionWithBody, checker: ts.TypeChecker): boolean {
  let root = target;
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root)) root = root.expression;
  if (!ts.isIdentifier(root)) return isFresh(root);
  const symbol = symbolOf(root, checker);
  const declaration = symbol === undefined ? undefined : resolved(symbol, checker).valueDeclaration;
  if (declaration === undefined || !isWithin(declaration, around)) return false;
  if (root === target && !isReceiver(target)) return true;
  return (
    ts.isVariableDeclaration(declaration) &&
    declaration.initializer !== undefined &&
    isFresh(declaration.initializer)
  );
}

function isReceiver(node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node.parent) && node.parent.expression === node;
}

function isFresh(value: ts.Expression): boolean {
  if (ts.isNewExpression(value)) return CONTAINER.test(value.expression.getText());
  return ts.isArrayLiteralExpression(value) || ts.isObjectLiteralExpression(value);
}

function isWithin(node: ts.Node, outer: ts.Node): boolean {
  return node.getSourceFile() === outer.getSourceFile() && node.pos >= outer.pos && node.end <= outer.end;
}
