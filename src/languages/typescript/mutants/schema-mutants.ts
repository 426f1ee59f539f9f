import ts from 'typescript';
import { edit, type Edit } from './edit.js';

/** Steps of a schema that refuse a value, and leave one that they take as it is. */
const CHECKS =
  /^(?:min|max|gte?|lte?|length|nonempty|email|url|uuid|regex|int|positive|nonnegative|refine|superRefine|strict|startsWith|endsWith|includes)$/;
/** A value that is refused is taken as it came; one that is not goes through every step as before. */
const TAKES_ANYTHING = '.catch((refused) => refused?.input as never)';

/**
 * A schema without one of its checks, that takes what it refuses, or that takes what is missing. What it takes it makes the
 * same of as before: a schema that no longer trims, converts or fills in is noticed by whoever sends what is allowed.
 */
export function schemaMutants(
  call: ts.CallExpression,
  checker: ts.TypeChecker,
): readonly (readonly Edit[])[] {
  if (!ts.isPropertyAccessExpression(call.expression)) return [];
  const receiver = call.expression.expression;
  const name = call.expression.name.text;
  if (name === 'strictObject' && isOfZod(call))
    return [[edit('guard-removed', call.expression.name, 'looseObject', call)]];
  const decisions: Edit[][] = [];
  const type = checker.getTypeAtLocation(call);
  if (ts.isPropertyAssignment(call.parent) && isSchema(type) && type.getProperty('catch') !== undefined) {
    if (!takesNothing(type, call, checker))
      decisions.push([edit('guard-removed', call, `${call.getText()}.default(undefined as never)`)]);
    decisions.push([edit('guard-removed', call, `${call.getText()}${TAKES_ANYTHING}`)]);
  }
  const from = checker.getTypeAtLocation(receiver);
  const isCheck =
    CHECKS.test(name) && (isSchema(from) || isOfZod(call)) && checker.isTypeAssignableTo(from, type);
  if (isCheck) decisions.push([edit('guard-removed', call, receiver.getText())]);
  return decisions;
}

/** Whether a value that is missing is taken, and something made of it: `.default('title')`, `z.coerce.string()`. */
function takesNothing(type: ts.Type, at: ts.Node, checker: ts.TypeChecker): boolean {
  const input = type.getProperty('_input');
  if (input === undefined) return true;
  const taken = checker.getTypeOfSymbolAtLocation(input, at);
  const parts = taken.isUnion() ? taken.types : [taken];
  return parts.some(
    ({ flags }) => (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Unknown | ts.TypeFlags.Any)) !== 0,
  );
}

function isSchema(type: ts.Type): boolean {
  return type.getProperty('safeParse') !== undefined;
}

/** A chain that starts at zod's `z`. */
function isOfZod(call: ts.CallExpression): boolean {
  let node: ts.Expression = call;
  while (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node)) node = node.expression;
  return ts.isIdentifier(node) && node.text === 'z';
}
