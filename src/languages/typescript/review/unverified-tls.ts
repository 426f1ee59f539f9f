import ts from 'typescript';
import { finding, placeOfNode } from '../finding.js';
import type { ReviewRule } from './review-rule.js';
import { nodesIn } from './syntax.js';

/** A connection whose certificate nobody looks at is open to whoever sits between. */
export const unverifiedTls: ReviewRule = {
  aspect: 'security',
  review: ({ path, sourceFile }) =>
    nodesIn(sourceFile, isSetting)
      .filter(turnsVerificationOff)
      .map((node) =>
        finding(
          'MW7105',
          placeOfNode(path, sourceFile, node),
          'TLS certificates are not verified.',
          'Trust the certificate authority that you need (option "ca") instead.',
        ),
      ),
};

function isSetting(node: ts.Node): node is ts.PropertyAssignment | ts.BinaryExpression {
  return (
    ts.isPropertyAssignment(node) ||
    (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken)
  );
}

function turnsVerificationOff(node: ts.PropertyAssignment | ts.BinaryExpression): boolean {
  const [target, value] = ts.isPropertyAssignment(node)
    ? [node.name, node.initializer]
    : [node.left, node.right];
  if (value.kind === ts.SyntaxKind.FalseKeyword) return /\brejectUnauthorized\b/.test(target.getText());
  return (
    ts.isStringLiteralLike(value) &&
    value.text === '0' &&
    /\bNODE_TLS_REJECT_UNAUTHORIZED\b/.test(target.getText())
  );
}
