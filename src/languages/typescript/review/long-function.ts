import { finding, placeOfNode } from '../finding.js';
import type { ReviewRule } from './review-rule.js';
import { isFunctionWithBody, nameOfFunction, nodesIn } from './syntax.js';

/** About two screens: what a reader can hold. In lines, braces included. */
const MOST_LINES = 80;

export const longFunction: ReviewRule = {
  aspect: 'maintainability',
  review: ({ path, sourceFile, isTest }) =>
    isTest
      ? []
      : nodesIn(sourceFile, isFunctionWithBody).flatMap((node) => {
          const first = sourceFile.getLineAndCharacterOfPosition(node.getStart(sourceFile)).line;
          const last = sourceFile.getLineAndCharacterOfPosition(node.end).line;
          const lines = last - first + 1;
          if (lines <= MOST_LINES) return [];
          return [
            finding(
              'MW7301',
              placeOfNode(path, sourceFile, node),
              `"${nameOfFunction(node)}" is ${String(lines)} lines long (at most ${String(MOST_LINES)}).`,
              'Give its steps names of their own.',
            ),
          ];
        }),
};
