import type { Analysis } from '../../../protocol/analysis.js';

/** What was decided where the brief is silent: what was assumed, and the questions with their answers or, without one, the default. */
export function decisionsOf(
  { assumptions, questions }: Pick<Analysis, 'assumptions' | 'questions'>,
  answers: Readonly<Record<string, string>> = {},
): readonly string[] {
  return [
    ...assumptions,
    ...questions.map(({ id, text, default: taken }) => `${text} ${answers[id] ?? taken}.`),
  ];
}
