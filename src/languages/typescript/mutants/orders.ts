import ts from 'typescript';
import type { ProjectCompiler } from '../compiler/project-compiler.js';
import { isNumericConstant, reachOf, resolved, symbolOf } from './reach.js';

const ORDERS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
]);
/** Calls that order, whatever they are made of: of a package, or of what is handed in. */
const ORDERING_CALL =
  /after|before|past|future|earlie|later|compare|since|until|expire|overdue|between|within|diff|less|greater|sort|min|max/i;
/** A comparison in a text that something else reads, such as a query. */
const ORDERING_TEXT = /[<>]|\bbetween\b|\border by\b/i;

/**
 * Whether the code of a symbol, or anything of the project that it uses in any file, orders two things. A comparison with a
 * constant orders one, and a loop that counts orders none. In doubt it does.
 */
export function ordersAnything(
  compiler: ProjectCompiler,
  symbol: { readonly path: string; readonly export: string },
): boolean {
  const checker = compiler.program().getTypeChecker();
  const isConstant = (side: ts.Expression): boolean => {
    if (ts.isNumericLiteral(side)) return true;
    const found = ts.isIdentifier(side) ? symbolOf(side, checker) : undefined;
    return found !== undefined && (resolved(found, checker).declarations ?? []).some(isNumericConstant);
  };
  const orders = (node: ts.Node): boolean => {
    if (ts.isBinaryExpression(node) && ORDERS.has(node.operatorToken.kind))
      return !isConstant(node.left) && !isConstant(node.right) && !isLoopCondition(node);
    if (ts.isCallExpression(node)) {
      const { expression } = node;
      const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
      return ORDERING_CALL.test(name.getText());
    }
    return (ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node)) && ORDERING_TEXT.test(node.text);
  };
  const anywhere = (node: ts.Node): boolean =>
    !ts.isTypeNode(node) && (orders(node) || ts.forEachChild(node, anywhere) === true);
  const { declarations, isWhole } = reachOf(compiler, symbol.path, symbol.export, 'project');
  return !isWhole || declarations.some(anywhere);
}

function isLoopCondition(node: ts.Node): boolean {
  return ts.isForStatement(node.parent) && node.parent.condition === node;
}
