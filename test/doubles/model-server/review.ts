import { REVIEWERS } from '../../../src/protocol/review.js';
import type { Prompt } from './prompt.js';

/** One finding, in the words of the prompt's schema. */
export interface Finding {
  readonly path: string;
  readonly quote: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly problem: string;
  readonly mend: string;
}

/** A finding about code that nobody wrote. */
export const INVENTED_FINDING: Finding = {
  path: 'src/app.ts',
  quote: 'const password = eval(request.query.password);',
  severity: 'error',
  problem: 'The password of the request is run as code.',
  mend: 'Compare it with the stored one.',
};

/** Share of the reviews that have nothing to say. */
const SILENT = 0.5;

/** What the script does not allow about a review; undefined: nothing. */
export function unreviewable({ task: { subject }, files, section }: Prompt): string | undefined {
  if (!REVIEWERS.some((each) => each === subject)) return `Nobody reviews "${subject}".`;
  if (files.size === 0) return 'A review is asked for, and the prompt shows no file.';
  return section('Requirements') === ''
    ? 'A review is asked for, and the prompt states no requirement.'
    : undefined;
}

/** Nothing, or one piece of advice on a line that the prompt shows. @param drawn from 0 to below 1. */
export function adviceOn({ task: { subject }, files }: Prompt, drawn: number): readonly Finding[] {
  const [path, content] = [...files][0] ?? ['', ''];
  const quote = content.split('\n').find((line) => /^export (?:async )?(?:function|const|class) /.test(line));
  if (drawn < SILENT || quote === undefined) return [];
  return [
    {
      path,
      quote,
      severity: 'info',
      problem: `Nothing beside this says what it owes to ${subject}.`,
      mend: 'Say it in its comment.',
    },
  ];
}
