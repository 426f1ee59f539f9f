import ts from 'typescript';
import { functionAround } from '../review/syntax.js';
import { isError, lastOf, type Refuses } from './branches.js';
import { givesNo, isNo, saysNo } from './refusing-words.js';

/** Members that say whether it was done. */
const OUTCOME = /^(?:ok|success|succeeded|valid|isValid|allowed|isAllowed|accepted|granted|permitted)$/;
const STATUS = /^(?:status|statusCode)$/;
/** Methods that a reply is given its status by. */
const REPLYING = /^(?:code|status|sendStatus|writeHead|json|send|text|error|fail|abort)$/;
/** Those of them that do nothing else: by these a statement is known that gives nothing back. */
const GIVING_STATUS = /^(?:code|status|sendStatus|writeHead)$/;
/** Functions that an error is handed on to. */
const HANDING_ON = /^(?:next|reject)$/;

export function refuses(branch: ts.Statement, checker: ts.TypeChecker): Refuses {
  const last = lastOf(branch);
  if (last === undefined) return 'no';
  if (ts.isThrowStatement(last)) return 'yes';
  if (ts.isExpressionStatement(last)) return endsWithNo(last.expression, checker) ? 'yes' : 'no';
  if (!ts.isReturnStatement(last)) return 'no';
  return last.expression === undefined ? repliedBefore(last, checker) : answer(last.expression, checker);
}

/** `reply.code(403).send(…); return;` */
function repliedBefore(last: ts.ReturnStatement, checker: ts.TypeChecker): Refuses {
  const block = last.parent;
  const before = ts.isBlock(block) ? block.statements.at(-2) : undefined;
  return before !== undefined &&
    ts.isExpressionStatement(before) &&
    (isReplyOfRefusal(before.expression, checker) || endsWithNo(before.expression, checker))
    ? 'yes'
    : 'no';
}

/** `res.status(404).json(…);`, `next(new NotFoundError());`, `process.exit(1);` */
function endsWithNo(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  const at = plain(expression);
  return isReplyOfRefusal(at, checker, GIVING_STATUS) || isHandedOn(at, checker) || isExit(at, checker);
}

function isHandedOn(at: ts.Expression, checker: ts.TypeChecker): boolean {
  if (!ts.isCallExpression(at) || !HANDING_ON.test(at.expression.getText())) return false;
  const [error] = at.arguments;
  return error !== undefined && isError(checker.getTypeAtLocation(error));
}

/** `process.exit(2)`, `process.exitCode = 1` */
function isExit(at: ts.Expression, checker: ts.TypeChecker): boolean {
  let code: ts.Expression | undefined;
  if (ts.isCallExpression(at) && at.expression.getText() === 'process.exit') [code] = at.arguments;
  if (ts.isBinaryExpression(at) && at.operatorToken.kind === ts.SyntaxKind.EqualsToken)
    code = at.left.getText() === 'process.exitCode' ? at.right : undefined;
  if (code === undefined) return false;
  const type = checker.getTypeAtLocation(code);
  return type.isNumberLiteral() && type.value !== 0;
}

function answer(expression: ts.Expression, checker: ts.TypeChecker): Refuses {
  const at = plain(expression);
  if (at.kind === ts.SyntaxKind.FalseKeyword || at.kind === ts.SyntaxKind.TrueKeyword) return 'perhaps';
  if (isReplyOfRefusal(at, checker) || endsWithNo(at, checker)) return 'yes';
  if (ts.isStringLiteralLike(at)) return isOneOfTexts(at, checker) ? 'perhaps' : 'no';
  if (ts.isObjectLiteralExpression(at)) {
    const said = answerOfMembers(at, checker);
    return said === 'no' && isOneOfKinds(at, checker) ? 'perhaps' : said;
  }
  const byType = answerOfType(at, checker);
  if (byType !== undefined) return byType;
  const name = nameOf(at);
  const isCount = (checker.getTypeAtLocation(at).flags & ts.TypeFlags.NumberLike) !== 0;
  return !isCount && name !== undefined && givesNo(name) ? 'perhaps' : 'no';
}

function plain(expression: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(expression) ||
    ts.isAwaitExpression(expression) ||
    ts.isVoidExpression(expression) ||
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
    if (isNo(name) && !isNumber && reason !== 'yes') reason = givenReason(value);
  }
  return reason;
}

/** `return 'full';` where the function answers with one of several texts, or with something else. */
function isOneOfTexts(text: ts.StringLiteralLike, checker: ts.TypeChecker): boolean {
  const answers = answersAround(text, checker);
  return answers.length > 1 && answers.some((each) => each.isStringLiteral() && each.value === text.text);
}

/** `return { kind: 'full' };` where the types tell the answers of the function apart by that text. */
function isOneOfKinds(literal: ts.ObjectLiteralExpression, checker: ts.TypeChecker): boolean {
  const answers = answersAround(literal, checker);
  return literal.properties.some((property) => {
    if (!ts.isPropertyAssignment(property)) return false;
    const value = plain(property.initializer);
    if (!ts.isStringLiteralLike(value)) return false;
    const texts = answers.map((each) => textsOf(each, property.name.getText(), literal, checker));
    const having = texts.filter((each) => each.includes(value.text));
    if (having.length > 0 && having.length < texts.length) return true;
    return saysNo(value.text) && having.some((each) => each.length > 1);
  });
}

/** What the function around a node may answer with. */
function answersAround(node: ts.Node, checker: ts.TypeChecker): readonly ts.Type[] {
  const around = functionAround(node);
  const whole =
    around === undefined ? undefined : checker.getSignatureFromDeclaration(around)?.getReturnType();
  if (whole === undefined) return [];
  const type = checker.getAwaitedType(whole) ?? whole;
  return type.isUnion() ? type.types : [type];
}

/** The texts that a member of a type may be. */
function textsOf(type: ts.Type, name: string, at: ts.Node, checker: ts.TypeChecker): readonly string[] {
  const property = type.getProperty(name.replace(/^['"]|['"]$/g, ''));
  if (property === undefined) return [];
  const of = checker.getTypeOfSymbolAtLocation(property, at);
  return (of.isUnion() ? of.types : [of]).flatMap((each) => (each.isStringLiteral() ? [each.value] : []));
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
  if (isError(type)) return 'yes';
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
function isReplyOfRefusal(
  expression: ts.Expression,
  checker: ts.TypeChecker,
  replying: RegExp = REPLYING,
): boolean {
  const at = plain(expression);
  if (ts.isPropertyAccessExpression(at)) return isReplyOfRefusal(at.expression, checker, replying);
  if (!ts.isCallExpression(at) && !ts.isNewExpression(at)) return false;
  const name = nameOf(at) ?? '';
  const given = at.arguments ?? [];
  const isGiven =
    replying.test(name) && ts.isCallExpression(at) && given.some((value) => isClientError(value, checker));
  const isInit = given.some(
    (value) =>
      ts.isObjectLiteralExpression(value) && statusOf(value).some((of) => isClientError(of, checker)),
  );
  const isRequestInit = isInit && replying === REPLYING && !isNo(name);
  return isGiven || isRequestInit || isReplyOfRefusal(at.expression, checker, replying);
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
