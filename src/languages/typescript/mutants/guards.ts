import ts from 'typescript';
import { edit, LEFT_OUT, type Edit } from './edit.js';

/** What a function that refuses is called. */
const REFUSING_CALL =
  /^(?:assert|check|ensure|require|refuse|forbid|verify|validate|guard|limit|reject|deny)/i;

/** The last statement of a branch. */
function lastOf(branch: ts.Statement): ts.Statement | undefined {
  return ts.isBlock(branch) ? branch.statements.at(-1) : branch;
}

function throws(branch: ts.Statement | undefined): boolean {
  const last = branch === undefined ? undefined : lastOf(branch);
  return last !== undefined && ts.isThrowStatement(last);
}

/** `problems.push(…)`: a finding that is kept. */
function isKeptProblem(statement: ts.Statement | undefined): boolean {
  return (
    statement !== undefined &&
    ts.isExpressionStatement(statement) &&
    ts.isCallExpression(statement.expression) &&
    statement.expression.expression.getText().endsWith('.push')
  );
}

/** Whether what follows `statement` in its block ends by throwing: then it is the way past the refusal. */
function isWayPast(statement: ts.IfStatement): boolean {
  const block = statement.parent;
  if (!ts.isBlock(block) || block.statements.at(-1) === statement) return false;
  const last = lastOf(statement.thenStatement);
  return last !== undefined && ts.isReturnStatement(last) && throws(block.statements.at(-1));
}

/**
 * The edit of an `if`, or of one part of its condition, that lets through what it refuses; undefined when it refuses nothing.
 * The condition is still worked out: a call that is wrong in itself throws there, with the guard and without.
 */
export function letThrough(
  statement: ts.IfStatement,
  part: ts.Expression = statement.expression,
): Edit | undefined {
  const { thenStatement, elseStatement } = statement;
  const whole = part === statement.expression;
  const to = (added: string): Edit => {
    const text = `(${part.getText()}) ${added}`;
    return edit('guard-removed', part, whole ? text : `(${text})`, statement);
  };
  if (throws(thenStatement) || isKeptProblem(lastOf(thenStatement)) || isRefusal(thenStatement))
    return to('&& false');
  return throws(elseStatement) || isWayPast(statement) ? to('|| true') : undefined;
}

/** A result that says no: `return { ok: false, … }`, `return problem('…')`, `return false`. */
function isRefusal(branch: ts.Statement): boolean {
  const last = lastOf(branch);
  if (last === undefined || !ts.isReturnStatement(last) || last.expression === undefined) return false;
  return /\b(?:false|errors?|problems?|invalid|refus\w*|reject\w*|fail\w*)\b/i.test(
    last.expression.getText(),
  );
}

/** The guard that a comparison belongs to, without it: without that comparison alone, where nothing turns it around. */
export function guardRemoval(condition: ts.Expression): Edit | undefined {
  let node: ts.Node = condition;
  let isTurned = false;
  while (
    ts.isParenthesizedExpression(node.parent) ||
    ts.isPrefixUnaryExpression(node.parent) ||
    (ts.isBinaryExpression(node.parent) &&
      [ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken].includes(
        node.parent.operatorToken.kind,
      ))
  ) {
    node = node.parent;
    isTurned ||= ts.isPrefixUnaryExpression(node);
  }
  const { parent } = node;
  if (!ts.isIfStatement(parent) || parent.expression !== node) return undefined;
  return isTurned ? letThrough(parent) : letThrough(parent, condition);
}

/** `await checkLoan(loan);`: a statement that only refuses. */
export function refusingCall(node: ts.Node): Edit | undefined {
  if (!ts.isExpressionStatement(node)) return undefined;
  const call = ts.isAwaitExpression(node.expression) ? node.expression.expression : node.expression;
  if (!ts.isCallExpression(call)) return undefined;
  const name = ts.isPropertyAccessExpression(call.expression)
    ? call.expression.name.text
    : call.expression.getText();
  return REFUSING_CALL.test(name) ? edit('guard-removed', node, LEFT_OUT) : undefined;
}
