import ts from 'typescript';

/**
 * What a node gives another value, or takes away: of a pattern each of its parts (`[this.free, { name: seat }] = …`). A
 * declaration gives none another one.
 */
export function assignedBy(node: ts.Node): readonly ts.Expression[] {
  if (ts.isDeleteExpression(node)) return [node.expression];
  if (ts.isPostfixUnaryExpression(node) || ts.isPrefixUnaryExpression(node)) {
    const isStep =
      node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken;
    return isStep ? [node.operand] : [];
  }
  if (ts.isForOfStatement(node) || ts.isForInStatement(node))
    return ts.isVariableDeclarationList(node.initializer) ? [] : targetsIn(node.initializer);
  return ts.isBinaryExpression(node) &&
    node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    node.operatorToken.kind <= ts.SyntaxKind.LastAssignment
    ? targetsIn(node.left)
    : [];
}

function targetsIn(target: ts.Expression): readonly ts.Expression[] {
  if (ts.isParenthesizedExpression(target) || ts.isSpreadElement(target)) return targetsIn(target.expression);
  if (ts.isBinaryExpression(target)) return targetsIn(target.left);
  if (ts.isArrayLiteralExpression(target))
    return target.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : targetsIn(element)));
  if (!ts.isObjectLiteralExpression(target)) return [target];
  return target.properties.flatMap((property) => {
    if (ts.isPropertyAssignment(property)) return targetsIn(property.initializer);
    if (ts.isSpreadAssignment(property)) return targetsIn(property.expression);
    return ts.isShorthandPropertyAssignment(property) ? [property.name] : [];
  });
}
