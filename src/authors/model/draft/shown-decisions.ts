import { decisionsOf } from '../prompts/decisions.js';
import { requirementsFor, type FileContext } from './file-context.js';
import { hasAny, wordsIn } from './mentions.js';

/** Characters of decisions that every file is shown; of more it is shown those that are about what it does. */
const SHOWN_TO_ALL = 2_400;

/** Does the decision share a word with what the file is for, or with a requirement that it serves or shows? */
export function isAbout(decision: string, context: FileContext): boolean {
  const said = requirementsFor(context).flatMap(({ statement, examples }) => [
    statement,
    ...examples.flatMap(({ given, when, then }) => [given, when, then]),
  ]);
  return hasAny(wordsIn([context.spec.purpose, ...said].join('\n')), wordsIn(decision));
}

/** Decisions that the writer of the file has to know; who writes documentation, and for small projects everybody, knows all. */
export function decisionsFor(context: FileContext): readonly string[] {
  const { analysis, plan, spec } = context;
  const all = plan.decided ?? decisionsOf(analysis);
  const isShort = all.reduce((sum, { length }) => sum + length, 0) <= SHOWN_TO_ALL;
  return isShort || spec.role === 'docs' ? all : all.filter((each) => isAbout(each, context));
}
