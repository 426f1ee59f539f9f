import ts from 'typescript';
import { finding, placeOfNode } from '../finding.js';
import type { ReviewRule } from './review-rule.js';
import { nodesIn } from './syntax.js';

const SELECTS_ROWS = /^\s*SELECT\s.+\sFROM\s/is;
const IS_BOUNDED =
  /\b(LIMIT|WHERE|FETCH\s+FIRST|TOP)\b|^\s*SELECT\s+(COUNT|SUM|MIN|MAX|AVG|EXISTS|TOTAL)\s*\(/i;

/** A query that returns a whole table is fast until the table has grown. */
export const queryWithoutLimit: ReviewRule = {
  aspect: 'performance',
  review: ({ path, sourceFile, isTest }) =>
    isTest
      ? []
      : nodesIn(sourceFile, isQuery).flatMap((node) => {
          const text = node.getText(sourceFile).replaceAll(/^[`'"]|[`'"]$/g, '');
          if (!SELECTS_ROWS.test(text) || IS_BOUNDED.test(text)) return [];
          return [
            finding(
              'MW7203',
              placeOfNode(path, sourceFile, node),
              'This query returns every row of the table.',
              'Give it a LIMIT, and pages where all rows are wanted.',
            ),
          ];
        }),
};

function isQuery(node: ts.Node): node is ts.StringLiteralLike | ts.TemplateExpression {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}
