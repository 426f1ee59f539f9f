import ts from 'typescript';
import { assignedBy } from '../review/assigned.js';
import { isFunctionWithBody, type FunctionWithBody } from '../review/syntax.js';
import type { CalledCode } from './called-code.js';
import { calledName, isAsserting, isLogger, lastName, receiverOf } from './calls.js';
import { queryOf, writes } from './queries.js';
import { declarationOf, isWithin, resolved } from './reach.js';

/** What only looks, by its name; asked of what is not of the project. In doubt a function changes something. */
const LOOKING =
  /^(?:all|at|ceil|compare|concat|count|digest|endsWith|entries|equals?|every|exists?|filter|forEach|find|first|flat|floor|format|from|get|has|includes?|index|is|join|keys|last|length|list|load|localeCompare|lookup|map|match|max|min|now|omit|parse|pick|prepare|read|reduce|round|safeParse|search|select|slice|some|split|startsWith|stringify|sum|test|text|timingSafe|to|total|trim|value|values|where|with|String|Number|Boolean|BigInt|Symbol|Date)(?![a-z])/;
/** Functions that make the condition of a query. */
const CONDITION = /^(?:and|asc|between|desc|eq|gte?|ilike|inArray|like|lte?|ne|not|notInArray|or)$/;
/** Names of two things, of which the second one changes: `findOneAndUpdate`, `findOrCreate`, `getDel`. */
const LOOKING_FIRST =
  /(?:And|Or)(?:Update|Delete|Replace|Set|Remove|Modify|Create|Insert|Upsert|Add|Save|Increment|Decrement)|^get(?:Set|Del|Ex)$/;
/** A digest is made step by step, of itself. */
const DIGEST = /^create(?:Hash|Hmac)\(/;
/** What is made new and changed by nothing but the function that made it. */
const CONTAINER = /^(?:Array|Set|Map|WeakSet|WeakMap|Date|URL|URLSearchParams)$/;
/** What has no state that a call could change. */
const STATELESS = /^(?:Math|JSON|Number|String|BigInt|Intl)$/;

/** Whether running the function changes anything that outlives it, or in doubt may. */
export function changes(node: FunctionWithBody, code: CalledCode, seen: Set<ts.Node>): boolean {
  if (seen.has(node)) return false;
  seen.add(node);
  const { checker } = code;
  const visit = (part: ts.Node): boolean => {
    if (assignedBy(part).some((target) => !isOwn(target, node, checker))) return true;
    if (ts.isTaggedTemplateExpression(part) && (isForItself(part) || writes(part.template, checker)))
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
  const { checker } = code;
  const functions = code.of(call);
  if (call.arguments.some((given) => handsOver(given, functions !== undefined, code, seen))) return true;
  if (functions !== undefined) return functions.some((each) => changes(each, code, seen));
  const receiver = receiverOf(call);
  if (receiver !== undefined && (isLogger(receiver) || isOwn(receiver, around, checker))) return false;
  if (receiver !== undefined && isStateless(receiver, checker)) return false;
  if (isAsserting(call, checker) || DIGEST.test(call.getText())) return false;
  const name = calledName(call);
  if (LOOKING_FIRST.test(name)) return true;
  const query = queryOf(call, checker);
  if (query !== undefined) return query === 'changes';
  const looks = LOOKING.test(name) || (receiver === undefined && CONDITION.test(name));
  return !looks || (isForItself(call) && name !== 'forEach');
}

/** What gives nothing back is called for what it does. */
function isForItself(node: ts.Expression): boolean {
  const { parent } = node;
  const whole = ts.isAwaitExpression(parent) || ts.isVoidExpression(parent) ? parent : node;
  return ts.isExpressionStatement(whole.parent);
}

/**
 * Whether a function is handed over by its name that changes something: `ids.forEach(remove)`. One that stands there is read
 * where it stands; one of another's is called by another's only, as far as can be seen.
 */
function handsOver(given: ts.Expression, toProject: boolean, code: CalledCode, seen: Set<ts.Node>): boolean {
  const at = ts.isSpreadElement(given) ? given.expression : given;
  if (isFunctionWithBody(at)) return false;
  const type = code.checker.getNonNullableType(code.checker.getTypeAtLocation(at));
  if (type.getCallSignatures().length === 0) return false;
  const known = functionNamed(at, code.checker);
  if (known !== undefined) return changes(known, code, seen);
  return !toProject && !LOOKING.test(lastName(at) ?? '');
}

function functionNamed(at: ts.Expression, checker: ts.TypeChecker): FunctionWithBody | undefined {
  const name = ts.isPropertyAccessExpression(at) ? at.name : at;
  const symbol = checker.getSymbolAtLocation(name);
  const declarations = symbol === undefined ? [] : (resolved(symbol, checker).declarations ?? []);
  for (const declaration of declarations) {
    if (isFunctionWithBody(declaration)) return declaration;
    const value =
      ts.isVariableDeclaration(declaration) ||
      ts.isPropertyAssignment(declaration) ||
      ts.isPropertyDeclaration(declaration)
        ? declaration.initializer
        : undefined;
    if (value !== undefined && isFunctionWithBody(value)) return value;
  }
  return undefined;
}

/** A text or a number stays what it is, whatever is asked of it. */
function isStateless(receiver: ts.Expression, checker: ts.TypeChecker): boolean {
  if (ts.isIdentifier(receiver) && STATELESS.test(receiver.text)) return true;
  const type = checker.getNonNullableType(checker.getTypeAtLocation(receiver));
  const primitive =
    ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike | ts.TypeFlags.BigIntLike;
  const isPrimitive = (part: ts.Type): boolean =>
    part.isIntersection() ? part.types.some(isPrimitive) : (part.flags & primitive) !== 0;
  return (type.isUnion() ? type.types : [type]).every(isPrimitive);
}

/** A variable of the function, or a part of a value that it made itself. */
function isOwn(target: ts.Expression, around: FunctionWithBody, checker: ts.TypeChecker): boolean {
  let root = target;
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root)) root = root.expression;
  if (!ts.isIdentifier(root)) return isFresh(root);
  const declaration = declarationOf(root, checker);
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
