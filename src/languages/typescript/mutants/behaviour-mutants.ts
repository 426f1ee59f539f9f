import ts from 'typescript';
import { edit, LEFT_OUT, type Edit } from './edit.js';

const OPPOSITES = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.PlusToken, '-'],
  [ts.SyntaxKind.MinusToken, '+'],
  [ts.SyntaxKind.AsteriskToken, '/'],
  [ts.SyntaxKind.SlashToken, '*'],
  [ts.SyntaxKind.PlusEqualsToken, '-='],
  [ts.SyntaxKind.MinusEqualsToken, '+='],
]);

/**
 * Small breaks of what a node does. Each keeps the types of the original, so that a test which looks at a type alone
 * does not tell the two apart.
 */
export function behaviourMutants(node: ts.Node, checker: ts.TypeChecker): readonly Edit[] {
  if (ts.isExpressionStatement(node)) return droppedStatement(node);
  if (ts.isIfStatement(node))
    return [edit('branch-inverted', node.expression, `!(${node.expression.getText()})`, node)];
  if (ts.isConditionalExpression(node))
    return [edit('branch-inverted', node.condition, `!(${node.condition.getText()})`, node)];
  if (ts.isBinaryExpression(node)) return changedOperator(node, checker);
  if (ts.isCallExpression(node)) return [...droppedStep(node, checker), ...neighbour(node, checker)];
  if (ts.isReturnStatement(node) && node.expression !== undefined)
    return replacedResult(node.expression, checker);
  if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) return replacedResult(node.body, checker);
  if (ts.isPropertyAssignment(node)) {
    const left = leftOut(node, checker);
    return isWorkedOut(node.initializer) ? [...left, ...replacedResult(node.initializer, checker)] : left;
  }
  if (ts.isArrayLiteralExpression(node)) return leftOutElements(node);
  if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node) || isBooleanLiteral(node))
    return changedLiteral(node, checker);
  return [];
}

/** Worked out on the spot; what a name stands for is changed where that comes from. */
function isWorkedOut(value: ts.Expression): boolean {
  return ts.isCallExpression(value) || ts.isBinaryExpression(value) || ts.isTemplateExpression(value);
}

/** `{ ...rule, name: changed }` → `{ ...rule }`: what is laid over a value that has it already. */
function leftOut(node: ts.PropertyAssignment, checker: ts.TypeChecker): readonly Edit[] {
  const { properties } = node.parent;
  const isLaidOver = properties
    .slice(0, properties.indexOf(node))
    .some(
      (before) =>
        ts.isSpreadAssignment(before) &&
        checker.getTypeAtLocation(before.expression).getProperty(node.name.getText()) !== undefined,
    );
  return isLaidOver ? [edit('call-dropped', node, '...{}', node.parent)] : [];
}

/** `[...list, one]` → `[...list]`. */
function leftOutElements(node: ts.ArrayLiteralExpression): readonly Edit[] {
  return node.elements.some((element) => ts.isSpreadElement(element))
    ? node.elements
        .filter((element) => !ts.isSpreadElement(element))
        .map((element) => edit('call-dropped', element, '...[]', node))
    : [];
}

/** A call for its effect, or a second assignment to a variable. */
function droppedStatement(node: ts.ExpressionStatement): readonly Edit[] {
  const inner = ts.isAwaitExpression(node.expression) ? node.expression.expression : node.expression;
  const isAssigned = ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return ts.isCallExpression(inner) || isAssigned ? [edit('call-dropped', node, LEFT_OUT)] : [];
}

function changedOperator(node: ts.BinaryExpression, checker: ts.TypeChecker): readonly Edit[] {
  const opposite = OPPOSITES.get(node.operatorToken.kind);
  const isNumber = (side: ts.Expression): boolean =>
    (checker.getTypeAtLocation(side).flags & ts.TypeFlags.NumberLike) !== 0;
  return opposite !== undefined && isNumber(node.left) && isNumber(node.right)
    ? [edit('result-replaced', node.operatorToken, opposite, node)]
    : [];
}

/** `list.sort(…)` → `list`: a step of a chain left out, where the types allow it. */
function droppedStep(call: ts.CallExpression, checker: ts.TypeChecker): readonly Edit[] {
  if (!ts.isPropertyAccessExpression(call.expression)) return [];
  const receiver = call.expression.expression;
  if (ts.isIdentifier(receiver) && checker.getTypeAtLocation(receiver).getCallSignatures().length > 0)
    return [];
  const from = checker.getTypeAtLocation(receiver);
  const isAny = (from.flags & ts.TypeFlags.Any) !== 0;
  return !isAny && checker.isTypeAssignableTo(from, checker.getTypeAtLocation(call))
    ? [edit('call-dropped', call, receiver.getText())]
    : [];
}

/** A call to another function of the file that takes and gives the same. */
function neighbour(call: ts.CallExpression, checker: ts.TypeChecker): readonly Edit[] {
  if (!ts.isIdentifier(call.expression)) return [];
  const own = call.expression.text;
  const type = checker.getTypeAtLocation(call.expression);
  const other = call
    .getSourceFile()
    .statements.find(
      (statement): statement is ts.FunctionDeclaration & { readonly name: ts.Identifier } =>
        ts.isFunctionDeclaration(statement) &&
        statement.name !== undefined &&
        statement.name.text !== own &&
        !contains(statement, call) &&
        checker.isTypeAssignableTo(checker.getTypeAtLocation(statement), type),
    );
  return other === undefined ? [] : [edit('result-replaced', call.expression, other.name.text, call)];
}

function contains(outer: ts.Node, inner: ts.Node): boolean {
  return outer.getStart() <= inner.getStart() && inner.getEnd() <= outer.getEnd();
}

function replacedResult(expression: ts.Expression, checker: ts.TypeChecker): readonly Edit[] {
  if (
    ts.isConditionalExpression(expression) ||
    ts.isStringLiteralLike(expression) ||
    ts.isNumericLiteral(expression)
  )
    return [];
  const { flags } = checker.getTypeAtLocation(expression);
  const text = expression.getText();
  if ((flags & ts.TypeFlags.BooleanLike) !== 0) return [edit('result-replaced', expression, `!(${text})`)];
  if ((flags & ts.TypeFlags.NumberLike) !== 0) return [edit('result-replaced', expression, `(${text}) + 1`)];
  if ((flags & ts.TypeFlags.StringLike) !== 0)
    return [edit('result-replaced', expression, `\`\${${text}}…\``)];
  return [];
}

function isBooleanLiteral(node: ts.Node): node is ts.BooleanLiteral {
  return node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword;
}

/** A literal that decides: not a name, not an import, and free to be another of its type. */
function changedLiteral(
  node: ts.StringLiteralLike | ts.NumericLiteral | ts.BooleanLiteral,
  checker: ts.TypeChecker,
): readonly Edit[] {
  const { parent } = node;
  const isName =
    ts.isImportDeclaration(parent) ||
    ts.isExportDeclaration(parent) ||
    ts.isLiteralTypeNode(parent) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    ts.isExpressionStatement(parent) ||
    ts.isTaggedTemplateExpression(parent);
  if (isName || isForcedDefault(node) || isErrorText(node)) return [];
  const wanted = checker.getContextualType(node);
  const fits = (type: ts.Type): boolean => wanted === undefined || checker.isTypeAssignableTo(type, wanted);
  if (ts.isNumericLiteral(node))
    return fits(checker.getNumberType())
      ? [edit('literal-changed', node, String(Number(node.text) + 1), parent)]
      : [];
  if (isBooleanLiteral(node)) {
    const flipped = node.kind === ts.SyntaxKind.TrueKeyword ? 'false' : 'true';
    return fits(checker.getBooleanType()) ? [edit('literal-changed', node, flipped, parent)] : [];
  }
  return fits(checker.getStringType())
    ? [edit('literal-changed', node, JSON.stringify(`${node.text}…`), parent)]
    : [];
}

/**
 * A default that the types ask for and nothing may ever reach: `parts[1] ?? ''`, `const [, year = ''] = match`. To change it
 * changes nothing that a test could see.
 */
function isForcedDefault(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isBindingElement(parent))
    return parent.initializer === node && ts.isArrayBindingPattern(parent.parent);
  if (!ts.isBinaryExpression(parent) || parent.right !== node) return false;
  if (parent.operatorToken.kind !== ts.SyntaxKind.QuestionQuestionToken) return false;
  let { left } = parent;
  while (ts.isPropertyAccessExpression(left) || ts.isCallExpression(left)) left = left.expression;
  return ts.isElementAccessExpression(left);
}

/** What an error says, where it is made and not thrown at once: no requirement is decided by its wording. */
function isErrorText(node: ts.Expression): boolean {
  if (!ts.isStringLiteralLike(node)) return false;
  let { parent } = node as ts.Node;
  while (ts.isBinaryExpression(parent) || ts.isParenthesizedExpression(parent)) ({ parent } = parent);
  return ts.isNewExpression(parent) && /(?:Error|Exception)$/.test(parent.expression.getText());
}
