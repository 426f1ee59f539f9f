import ts from 'typescript';
import { finding, placeOfNode } from '../finding.js';
import type { ReviewRule } from './review-rule.js';
import { functionAround, isFunctionWithBody, nameOfFunction, nodesIn } from './syntax.js';

/** McCabe's number: one path, and one more for each decision. Above this, tests of all paths are seldom written. */
const MOST_PATHS = 15;

export const manyPaths: ReviewRule = {
  aspect: 'maintainability',
  review: ({ path, sourceFile }) =>
    nodesIn(sourceFile, isFunctionWithBody).flatMap((node) => {
      const decisions = nodesIn(node, isDecision).filter((decision) => functionAround(decision) === node);
      const paths = decisions.length + 1;
      if (paths <= MOST_PATHS) return [];
      return [
        finding(
          'MW7302',
          placeOfNode(path, sourceFile, node),
          `"${nameOfFunction(node)}" has ${String(paths)} paths (at most ${String(MOST_PATHS)}).`,
          'Split it, or turn its decisions into a table.',
        ),
      ];
    }),
};

const DECISIONS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.IfStatement,
  ts.SyntaxKind.ConditionalExpression,
  ts.SyntaxKind.CaseClause,
  ts.SyntaxKind.CatchClause,
  ts.SyntaxKind.ForStatement,
  ts.SyntaxKind.ForInStatement,
  ts.SyntaxKind.ForOfStatement,
  ts.SyntaxKind.WhileStatement,
  ts.SyntaxKind.DoStatement,
]);
const SHORT_CIRCUITS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
]);

function isDecision(node: ts.Node): node is ts.Node {
  return (
    DECISIONS.has(node.kind) || (ts.isBinaryExpression(node) && SHORT_CIRCUITS.has(node.operatorToken.kind))
  );
}
