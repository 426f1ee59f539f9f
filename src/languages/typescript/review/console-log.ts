import ts from 'typescript';
import { finding, placeOfNode } from '../finding.js';
import type { ReviewRule } from './review-rule.js';
import { nodesIn } from './syntax.js';

/** Files that speak to who started the program. */
const SPEAKS = /(^|\/)(main|server|cli|index|bin)\.[cm]?[jt]sx?$|(^|\/)(bin|cli|commands)\//;

export const consoleLog: ReviewRule = {
  aspect: 'style',
  review: ({ path, sourceFile }) =>
    !path.startsWith('src/') || SPEAKS.test(path)
      ? []
      : nodesIn(sourceFile, ts.isCallExpression)
          .filter((call) => call.expression.getText(sourceFile) === 'console.log')
          .map((call) =>
            finding(
              'MW7403',
              placeOfNode(path, sourceFile, call),
              'A module writes to the console.',
              'Use the logger, or return the value.',
            ),
          ),
};
