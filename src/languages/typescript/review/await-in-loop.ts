import ts from 'typescript';
import { finding, placeOfNode } from '../finding.js';
import type { ReviewRule } from './review-rule.js';
import { functionAround, nodesIn } from './syntax.js';

/**
 * One wait after another where items do not need each other. A loop that carries something from one round to the next,
 * or that may end early, is left alone.
 */
export const awaitInLoop: ReviewRule = {
  aspect: 'performance',
  review: ({ path, sourceFile, isTest }) =>
    isTest
      ? []
      : nodesIn(sourceFile, ts.isForOfStatement)
          .filter((loop) => loop.awaitModifier === undefined && waitsForEach(loop) && !carriesOver(loop))
          .map((loop) =>
            finding(
              'MW7201',
              placeOfNode(path, sourceFile, loop),
              'Each round of this loop waits for the one before.',
              'Where the items do not need each other, wait for all of them together (Promise.all), with a bound on how many run at once.',
            ),
          ),
};

function waitsForEach(loop: ts.ForOfStatement): boolean {
  return nodesIn(loop.statement, ts.isAwaitExpression).some(
    (wait) => functionAround(wait) === functionAround(loop),
  );
}

function carriesOver(loop: ts.ForOfStatement): boolean {
  return nodesIn(loop.statement, isCarrying).length > 0;
}

function isCarrying(node: ts.Node): node is ts.Node {
  return (
    ts.isBreakStatement(node) ||
    ts.isReturnStatement(node) ||
    ts.isThrowStatement(node) ||
    ts.isYieldExpression(node) ||
    ts.isPostfixUnaryExpression(node) ||
    (ts.isBinaryExpression(node) &&
      node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      node.operatorToken.kind <= ts.SyntaxKind.LastAssignment)
  );
}
