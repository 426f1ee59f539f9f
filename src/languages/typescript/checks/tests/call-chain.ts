import ts from 'typescript';

/** `it.each(rows)`, `request(app).get('/')`: the name that it begins with, and the names that follow, calls left out. */
export interface CallChain {
  readonly root: ts.Identifier;
  readonly names: readonly string[];
}

/** An expression without what says nothing about its value: brackets, `as`, `satisfies`, `!`. */
export function bare(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node)
    ? bare(node.expression)
    : node;
}

export function chainOf(node: ts.Expression): CallChain | undefined {
  const names: string[] = [];
  for (let at = bare(node); ;) {
    if (ts.isIdentifier(at)) return { root: at, names };
    if (ts.isPropertyAccessExpression(at)) names.unshift(at.name.text);
    if (ts.isTaggedTemplateExpression(at)) at = bare(at.tag);
    else if (ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at) || ts.isCallExpression(at))
      at = bare(at.expression);
    else return undefined;
  }
}

/** Whether a name stands for a value here: it is no member's name and does not declare anything. */
export function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent)) return parent.initializer === node;
  return !(
    ts.isFunctionDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isImportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isTypeNode(parent)
  );
}
