import ts from 'typescript';
import { lastOf } from './branches.js';

/**
 * Whether a branch refuses what comes there. `perhaps`: it gives an answer of which the syntax and the types do not say
 * whether it is a no, such as `return false` of a predicate.
 */
export type Refuses = 'yes' | 'perhaps' | 'no';

/** Members that say whether it was done. */
const OUTCOME = /^(?:ok|success|succeeded|valid|isValid|allowed|isAllowed|accepted|granted|permitted)$/;
/** Members that say why it was not. */
const REASON = /^(?:errors?|problems?|issues?|violations?|refusals?|refused|failures?|rejected|denied)$/;
const STATUS = /^(?:status|statusCode)$/;
/** Methods that a reply is given its status by. */
const REPLYING = /^(?:code|status|sendStatus|writeHead|json|send|text|error|fail|abort)$/;
/** What says no by its name alone, which is not much. */
const NAMED =
  /^(?:err|left|nope|(?:is)?(?:invalid|refus|reject|fail|den[iy]|forbid|error|problem|unauthori[sz]ed|conflict|notFound|badRequest)\w*)$/i;

export function refuses(branch: ts.Statement, checker: ts.TypeChecker): Refuses {
  const last = lastOf(branch);
  if (last === undefined) return 'no';
  if (ts.isThrowStatement(last)) return 'yes';
  if (!ts.isReturnStatement(last)) return 'no';
  return last.expression === undefined ? repliedBefore(last, checker) : answer(last.expression, checker);
}

/** `reply.code(403).send(…); return;` */
function repliedBefore(last: ts.ReturnStatement, checker: ts.TypeChecker): Refuses {
  const block = last.parent;
  const before = ts.isBlock(block) ? block.statements.at(-2) : undefined;
  return before !== undefined &&
    ts.isExpressionStatement(before) &&
    isReplyOfRefusal(before.expression, checker)
    ? 'yes'
    : 'no';
}

function answer(expression: ts.Expression, checker: ts.TypeChecker): Refuses {
  const at = plain(expression);
  if (at.kind === ts.SyntaxKind.FalseKeyword || at.kind === ts.SyntaxKind.TrueKeyword) return 'perhaps';
  if (isReplyOfRefusal(at, checker)) return 'yes';
  if (ts.isObjectLiteralExpression(at)) return answerOfMembers(at, checker);
  const byType = answerOfType(at, checker);
  if (byType !== undefined) return byType;
  const name = nameOf(at);
  const isCount = (checker.getTypeAtLocation(at).flags & ts.TypeFlags.NumberLike) !== 0;
  return !isCount && name !== undefined && NAMED.test(name) ? 'perhaps' : 'no';
}

function plain(expression: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(expression) ||
    ts.isAwaitExpression(expression) ||
    ts.isAsExpression(expression) ||
    ts.isSatisfiesExpression(expression)
    ? plain(expression.expression)
    : expression;
}

function nameOf(expression: ts.Expression): string | undefined {
  const named =
    ts.isCallExpression(expression) || ts.isNewExpression(expression) ? expression.expression : expression;
  if (ts.isIdentifier(named)) return named.text;
  return ts.isPropertyAccessExpression(named) ? named.name.text : undefined;
}

/** `{ ok: false }`, `{ status: 403, body }`, `{ errors: ['…'] }`; `{ ok: true, errors: [] }` is none. */
function answerOfMembers(literal: ts.ObjectLiteralExpression, checker: ts.TypeChecker): Refuses {
  let reason: Refuses = 'no';
  for (const property of literal.properties) {
    if (!ts.isPropertyAssignment(property) && !ts.isShorthandPropertyAssignment(property)) continue;
    const name = property.name.getText().replace(/^['"]|['"]$/g, '');
    const value = ts.isPropertyAssignment(property) ? plain(property.initializer) : property.name;
    if (OUTCOME.test(name)) {
      if (value.kind === ts.SyntaxKind.FalseKeyword) return 'yes';
      return value.kind === ts.SyntaxKind.TrueKeyword ? 'no' : 'perhaps';
    }
    const isNumber = (checker.getTypeAtLocation(value).flags & ts.TypeFlags.NumberLike) !== 0;
    if (STATUS.test(name) && isNumber) return isClientError(value, checker) ? 'yes' : 'no';
    if (REASON.test(name) && reason !== 'yes') reason = givenReason(value);
  }
  return reason;
}

/** A reason that stands there, one that is none, or a list that may be empty. */
function givenReason(value: ts.Expression): Refuses {
  if (ts.isStringLiteralLike(value)) return value.text === '' ? 'no' : 'yes';
  if (ts.isArrayLiteralExpression(value)) {
    if (value.elements.length === 0) return 'no';
    return value.elements.every((element) => ts.isSpreadElement(element)) ? 'perhaps' : 'yes';
  }
  if (ts.isTemplateExpression(value) || ts.isNewExpression(value)) return 'yes';
  if (value.kind === ts.SyntaxKind.TrueKeyword) return 'yes';
  const isNothing =
    value.kind === ts.SyntaxKind.NullKeyword ||
    value.kind === ts.SyntaxKind.FalseKeyword ||
    (ts.isIdentifier(value) && value.text === 'undefined');
  return isNothing ? 'no' : 'perhaps';
}

/** What the type of an answer says: that it is an error, or an outcome of which only one is left. */
function answerOfType(expression: ts.Expression, checker: ts.TypeChecker): Refuses | undefined {
  const whole = checker.getTypeAtLocation(expression);
  const type = checker.getAwaitedType(whole) ?? whole;
  if ((type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0) return undefined;
  if (type.getProperty('message') !== undefined && type.getProperty('stack') !== undefined) return 'yes';
  for (const property of type.getProperties()) {
    const isOutcome = OUTCOME.test(property.name);
    if (!isOutcome && !STATUS.test(property.name)) continue;
    const of = checker.getTypeOfSymbolAtLocation(property, expression);
    if (!isOutcome) {
      if (isClientErrorType(of)) return 'yes';
    } else if ((of.flags & ts.TypeFlags.BooleanLiteral) !== 0)
      return checker.typeToString(of) === 'false' ? 'yes' : 'no';
    else if ((of.flags & ts.TypeFlags.BooleanLike) !== 0) return 'perhaps';
  }
  return undefined;
}

/** `reply.code(403).send(…)`, `new Response(null, { status: 403 })`. */
function isReplyOfRefusal(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  const at = plain(expression);
  if (ts.isPropertyAccessExpression(at)) return isReplyOfRefusal(at.expression, checker);
  if (!ts.isCallExpression(at) && !ts.isNewExpression(at)) return false;
  const name = nameOf(at) ?? '';
  const given = at.arguments ?? [];
  const isGiven =
    REPLYING.test(name) && ts.isCallExpression(at) && given.some((value) => isClientError(value, checker));
  const isInit = given.some(
    (value) =>
      ts.isObjectLiteralExpression(value) && statusOf(value).some((of) => isClientError(of, checker)),
  );
  return isGiven || (isInit && !REASON.test(name)) || isReplyOfRefusal(at.expression, checker);
}

function statusOf(literal: ts.ObjectLiteralExpression): readonly ts.Expression[] {
  return literal.properties.flatMap((property) =>
    ts.isPropertyAssignment(property) && STATUS.test(property.name.getText()) ? [property.initializer] : [],
  );
}

function isClientError(value: ts.Expression, checker: ts.TypeChecker): boolean {
  return isClientErrorType(checker.getTypeAtLocation(value));
}

function isClientErrorType(type: ts.Type): boolean {
  return type.isNumberLiteral() && type.value >= 400 && type.value < 500;
}
