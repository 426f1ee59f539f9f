import ts from 'typescript';
import { finding, placeOfNode } from '../finding.js';
import type { ReviewRule } from './review-rule.js';
import { composedText, nodesIn } from './syntax.js';

/** In capitals, as SQL is written: in small letters the words are as good as English. */
const SQL =
  /^\s*(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s.+\sSET|DELETE\s+FROM|DROP\s+TABLE|ALTER\s+TABLE)\s/s;

/** Values belong beside a statement, not in it. A tagged template (`sql`) keeps them apart by itself. */
export const sqlFromValues: ReviewRule = {
  aspect: 'security',
  review: ({ path, sourceFile }) =>
    nodesIn(sourceFile, isText)
      .filter((node) => !isPart(node) && SQL.test(composedText(node) ?? ''))
      .map((node) =>
        finding(
          'MW7103',
          placeOfNode(path, sourceFile, node),
          'An SQL statement is put together from values.',
          'Use parameters, or a tagged template that makes them.',
        ),
      ),
};

function isText(node: ts.Node): node is ts.TemplateExpression | ts.BinaryExpression {
  return ts.isTemplateExpression(node) || ts.isBinaryExpression(node);
}

/** Of a longer text that is looked at as a whole, or of a tagged template. */
function isPart(node: ts.Node): boolean {
  return ts.isTaggedTemplateExpression(node.parent) || ts.isBinaryExpression(node.parent);
}
