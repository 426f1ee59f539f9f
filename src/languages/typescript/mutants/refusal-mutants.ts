import ts from 'typescript';
import type { CalledCode } from './called-code.js';
import { edit, type Edit } from './edit.js';
import { letThrough } from './guards.js';
import { refusingCall } from './refusing-call.js';
import { schemaMutants } from './schema-mutants.js';

/**
 * The ways to let through what a node refuses, each a decision of its own: edits of one decision show it only together.
 * A predicate is two edits, since it is not known which of its answers refuses. None lets less through and nothing more: that
 * is noticed by any test of what is allowed, and shows nothing of the refusal.
 */
export function refusalMutants(node: ts.Node, code: CalledCode): readonly (readonly Edit[])[] {
  const { checker } = code;
  if (ts.isIfStatement(node)) {
    const edits = letThrough(node, checker);
    return edits.length === 0 ? [] : [edits];
  }
  const called = refusingCall(node, code);
  if (called !== undefined) return [[called]];
  if (ts.isReturnStatement(node) && node.expression !== undefined) return predicate(node.expression, checker);
  if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) return predicate(node.body, checker);
  if (ts.isCallExpression(node)) return schemaMutants(node, checker);
  return [];
}

function predicate(expression: ts.Expression, checker: ts.TypeChecker): readonly (readonly Edit[])[] {
  const type = checker.getTypeAtLocation(expression);
  const isBoolean = (type.flags & ts.TypeFlags.BooleanLike) !== 0 || type === checker.getBooleanType();
  const isDecided =
    expression.kind !== ts.SyntaxKind.TrueKeyword && expression.kind !== ts.SyntaxKind.FalseKeyword;
  return isBoolean && isDecided
    ? [[edit('result-replaced', expression, 'true'), edit('result-replaced', expression, 'false')]]
    : [];
}
