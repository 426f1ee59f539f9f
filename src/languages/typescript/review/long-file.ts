import { finding } from '../finding.js';
import type { ReviewRule } from './review-rule.js';

/** In lines; a file of one concept seldom needs a third of it. */
const MOST_LINES = 400;

export const longFile: ReviewRule = {
  aspect: 'maintainability',
  review: ({ path, sourceFile }) => {
    const lines = sourceFile.text.trimEnd().split('\n').length;
    if (lines <= MOST_LINES) return [];
    return [
      finding(
        'MW7303',
        { path, line: 1 },
        `The file has ${String(lines)} lines (at most ${String(MOST_LINES)}).`,
        'Give each concept a file of its own.',
      ),
    ];
  },
};
