import ts from 'typescript';
import type { Diagnostic } from '../../../../protocol/diagnostic.js';
import { finding, placeOfNode } from '../../finding.js';
import { exportedStatements } from './exported-functions.js';

/** `any` where other files look: in the signatures of what a file exports, not in its bodies. */
export function anyStandIns(path: string, sourceFile: ts.SourceFile): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isBlock(node) || isHidden(node)) return;
    if (node.kind === ts.SyntaxKind.AnyKeyword)
      found.push(
        finding(
          'MW2004',
          placeOfNode(path, sourceFile, node),
          'An exported declaration says "any".',
          'Name the type, or "unknown" where it is parsed.',
        ),
      );
    ts.forEachChild(node, visit);
  };
  for (const statement of exportedStatements(sourceFile)) {
    if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations) visitConstant(declaration, visit);
    } else visit(statement);
  }
  return found;
}

/** Of a constant its type, the signature of a function that it holds, and a cast that decides its type. */
function visitConstant({ type, initializer }: ts.VariableDeclaration, visit: (node: ts.Node) => void): void {
  if (type !== undefined) visit(type);
  else if (
    initializer !== undefined &&
    (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))
  ) {
    for (const parameter of initializer.parameters) visit(parameter);
    if (initializer.type !== undefined) visit(initializer.type);
  } else if (initializer !== undefined && ts.isAsExpression(initializer)) visit(initializer.type);
}

function isHidden(node: ts.Node): boolean {
  return (
    ts.canHaveModifiers(node) &&
    node.modifiers?.some(
      ({ kind }) => kind === ts.SyntaxKind.PrivateKeyword || kind === ts.SyntaxKind.ProtectedKeyword,
    ) === true
  );
}
