import ts from 'typescript';
import { isFilter, keepsProblem, lastOf } from './branches.js';
import { edit, type Edit } from './edit.js';
import { refuses } from './refusing-branch.js';

/**
 * The edits of an `if`, or of one part of its condition, that let through what it refuses; none when it refuses nothing. Where
 * it is not known which of its two ways refuses they are two, one for each, and show something only together: one alone may
 * refuse what was allowed, which any test of what is allowed notices. The condition is still worked out: a call that is wrong
 * in itself throws there, with the guard and without.
 */
export function letThrough(
  statement: ts.IfStatement,
  checker: ts.TypeChecker,
  part: ts.Expression = statement.expression,
): readonly Edit[] {
  const { thenStatement, elseStatement } = statement;
  const whole = part === statement.expression;
  const to = (added: string, kind: Edit['kind'] = 'guard-removed'): Edit => {
    const text = `(${part.getText()}) ${added}`;
    return edit(kind, part, whole ? text : `(${text})`, statement);
  };
  const kept = keepsProblem(thenStatement, checker);
  const then = kept === 'no' ? refuses(thenStatement, checker) : kept;
  if (then === 'yes') return [to('&& false')];
  const otherwise = elseStatement === undefined ? 'no' : refuses(elseStatement, checker);
  if (otherwise === 'yes' || isWayPast(statement, checker)) return [to('|| true')];
  const isEither = then === 'perhaps' || otherwise === 'perhaps' || isFilter(statement, checker);
  return isEither ? [to('&& false', 'branch-inverted'), to('|| true', 'branch-inverted')] : [];
}

/**
 * Whether what follows `statement` in its block refuses: then it is the way past the refusal. The last of them: an earlier one
 * would take what a later one lets past.
 */
function isWayPast(statement: ts.IfStatement, checker: ts.TypeChecker): boolean {
  const block = statement.parent;
  if (!ts.isBlock(block)) return false;
  const [end, ...between] = block.statements.slice(block.statements.indexOf(statement) + 1).reverse();
  if (end === undefined || refuses(end, checker) !== 'yes') return false;
  const last = lastOf(statement.thenStatement);
  return last !== undefined && ts.isReturnStatement(last) && !between.some(returns);
}

function returns(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  return ts.isReturnStatement(node) || ts.forEachChild(node, (child) => returns(child) || undefined) === true;
}

/** The guard that a comparison belongs to, without it: without that comparison alone, where nothing turns it around. */
export function guardRemoval(condition: ts.Expression, checker: ts.TypeChecker): readonly Edit[] {
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
  if (!ts.isIfStatement(parent) || parent.expression !== node) return [];
  return isTurned ? letThrough(parent, checker) : letThrough(parent, checker, condition);
}
