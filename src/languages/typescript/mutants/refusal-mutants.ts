import ts from 'typescript';
import { edit, type Edit } from './edit.js';
import { letThrough, refusingCall } from './guards.js';

/** Steps of a schema that refuse a value. */
const CHECKS =
  /^(?:min|max|gte?|lte?|length|nonempty|email|url|uuid|regex|int|positive|nonnegative|refine|superRefine|check|strict|startsWith|endsWith|includes)$/;

/**
 * The ways to let through what a node refuses, each a decision of its own: edits of one decision show it only together.
 * A predicate is two edits, since it is not known which of its answers refuses.
 */
export function refusalMutants(node: ts.Node, checker: ts.TypeChecker): readonly (readonly Edit[])[] {
  if (ts.isIfStatement(node)) {
    const edit = letThrough(node);
    return edit === undefined ? [] : [[edit]];
  }
  const called = refusingCall(node);
  if (called !== undefined) return [[called]];
  if (ts.isReturnStatement(node) && node.expression !== undefined) return predicate(node.expression, checker);
  if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) return predicate(node.body, checker);
  if (ts.isCallExpression(node)) return schemaStep(node, checker);
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

/** A schema without one of its checks, without all of them, or that takes what is missing. */
function schemaStep(call: ts.CallExpression, checker: ts.TypeChecker): readonly (readonly Edit[])[] {
  if (!ts.isPropertyAccessExpression(call.expression)) return [];
  const receiver = call.expression.expression;
  const name = call.expression.name.text;
  if (name === 'strictObject' && isSchema(call))
    return [[edit('guard-removed', call.expression.name, 'looseObject', call)]];
  const decisions: Edit[][] = [];
  if (ts.isPropertyAssignment(call.parent) && isSchema(call)) {
    decisions.push([edit('guard-removed', call, `${call.getText()}.default(undefined as never)`)]);
    decisions.push([edit('guard-removed', call, 'z.any()')]);
  }
  const fits =
    CHECKS.test(name) &&
    checker.isTypeAssignableTo(checker.getTypeAtLocation(receiver), checker.getTypeAtLocation(call));
  if (fits) decisions.push([edit('guard-removed', call, receiver.getText())]);
  return decisions;
}

/** A chain that starts at zod's `z`. */
function isSchema(call: ts.CallExpression): boolean {
  let node: ts.Expression = call;
  while (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node)) node = node.expression;
  return ts.isIdentifier(node) && node.text === 'z';
}
