import ts from 'typescript';
import { finding, placeOfNode } from '../finding.js';
import type { ReviewRule } from './review-rule.js';

/** A function or class without a name shows up nameless in every stack and every import list. */
export const anonymousDefault: ReviewRule = {
  aspect: 'style',
  review: ({ path, sourceFile }) =>
    sourceFile.statements
      .filter(isAnonymousDefault)
      .map((statement) =>
        finding(
          'MW7402',
          placeOfNode(path, sourceFile, statement),
          'The default export has no name.',
          'Name it, and export it by its name.',
        ),
      ),
};

function isAnonymousDefault(statement: ts.Statement): boolean {
  if (ts.isExportAssignment(statement))
    return (
      ts.isArrowFunction(statement.expression) ||
      ts.isFunctionExpression(statement.expression) ||
      ts.isClassExpression(statement.expression)
    );
  return (
    (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) &&
    statement.name === undefined &&
    statement.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword) === true
  );
}
