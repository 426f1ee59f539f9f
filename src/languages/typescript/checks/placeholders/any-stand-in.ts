import ts from 'typescript';
import type { Diagnostic } from '../../../../protocol/diagnostic.js';
import { isTestPath } from '../../../../protocol/test-path.js';
import { finding, placeOfNode } from '../../finding.js';
import { exportedStatements } from './exported-functions.js';

/**
 * `any` where other files look, in the signatures of what a file exports; and, anywhere but in a test, a cast to it, which
 * makes whatever is there into what is asked for.
 */
export function anyStandIns(path: string, sourceFile: ts.SourceFile): readonly Diagnostic[] {
  const signatures = inSignatures(sourceFile);
  const casts = isTestPath(path) ? [] : castsIn(sourceFile).filter((node) => !signatures.includes(node));
  return [
    ...signatures.map((node) =>
      finding(
        'MW2004',
        placeOfNode(path, sourceFile, node),
        'An exported declaration says "any".',
        'Name the type, or "unknown" where it is parsed.',
      ),
    ),
    ...casts.map((node) =>
      finding(
        'MW2004',
        placeOfNode(path, sourceFile, node),
        'A cast to "any" hides what is not there.',
        'Make a value of the type that is asked for, or narrow the one that there is.',
      ),
    ),
  ];
}

function castsIn(sourceFile: ts.SourceFile): readonly ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (
      (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) &&
      node.type.kind === ts.SyntaxKind.AnyKeyword
    )
      found.push(node.type);
    ts.forEachChild(node, visit);
  };
  visit(sourceFile);
  return found;
}

function inSignatures(sourceFile: ts.SourceFile): readonly ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isBlock(node) || isHidden(node)) return;
    if (node.kind === ts.SyntaxKind.AnyKeyword && !isAskedFor(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  for (const statement of exportedStatements(sourceFile)) {
    if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations) visitConstant(declaration, visit);
    } else visit(statement);
  }
  return found;
}

/**
 * `...values: any[]` of what can be made with `new`, or of a function type that a type parameter is held to: no other type takes
 * what every mixin's or wrapped function's parameters are, and callers see those.
 */
function isAskedFor(any: ts.Node): boolean {
  const values = ts.isArrayTypeNode(any.parent) ? any.parent : any;
  const { parent: parameter } = values;
  if (!ts.isParameter(parameter) || parameter.dotDotDotToken === undefined) return false;
  const { parent: signature } = parameter;
  return (
    ts.isConstructorTypeNode(signature) ||
    ts.isConstructSignatureDeclaration(signature) ||
    (ts.isFunctionTypeNode(signature) && isWhatIsExtended(signature))
  );
}

/** `<F extends …>`, or `F extends … ? … : …`. */
function isWhatIsExtended(type: ts.TypeNode): boolean {
  const { parent } = type;
  if (ts.isParenthesizedTypeNode(parent) || ts.isUnionTypeNode(parent)) return isWhatIsExtended(parent);
  return ts.isTypeParameterDeclaration(parent)
    ? parent.constraint === type
    : ts.isConditionalTypeNode(parent) && parent.extendsType === type;
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
