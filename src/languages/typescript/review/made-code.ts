import ts from 'typescript';
import { finding, placeOfNode } from '../finding.js';
import type { ReviewRule } from './review-rule.js';
import { nodesIn } from './syntax.js';

const TIMERS = new Set(['setTimeout', 'setInterval']);

/** `eval`, `new Function` and timers that are given text run whatever reaches them. */
export const madeCode: ReviewRule = {
  aspect: 'security',
  review: ({ path, sourceFile }) =>
    nodesIn(sourceFile, isCall)
      .filter(runsText)
      .map((call) =>
        finding(
          'MW7101',
          placeOfNode(path, sourceFile, call),
          `"${call.expression.getText(sourceFile)}" runs text as code.`,
          'Parse the text, or choose among functions by name.',
        ),
      ),
};

function isCall(node: ts.Node): node is ts.CallExpression | ts.NewExpression {
  return ts.isCallExpression(node) || ts.isNewExpression(node);
}

function runsText(call: ts.CallExpression | ts.NewExpression): boolean {
  if (!ts.isIdentifier(call.expression)) return false;
  const name = call.expression.text;
  if (name === 'eval' || name === 'Function') return true;
  const [first] = call.arguments ?? [];
  return (
    TIMERS.has(name) &&
    first !== undefined &&
    (ts.isStringLiteralLike(first) || ts.isTemplateExpression(first))
  );
}
