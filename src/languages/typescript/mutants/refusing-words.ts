import { wordsOf } from './words.js';

/** Words that say no, in the singular. */
const NO =
  '(?:err|error|problem|issue|violation|fault|complaint|invalid|fail\\w*|refus\\w*|reject\\w*|den(?:y|ied|ial)|forbid\\w*|unauthori[sz]ed|conflict\\w*|not found|bad request)';
const WITHIN = new RegExp(`(?:^| )${NO}(?: |$)`);
const FIRST = new RegExp(`^(?:is )?${NO}(?: |$)`);
const WHOLE = new RegExp(`^${NO}$`);
/** What gives back one of two things has its no on the left. */
const EITHER = /^(?:left|nope)$/;

/** Whether one of the words of a name (`formErrors`) says no: a part of a word does not, as in `defaults`. */
export function saysNo(name: string): boolean {
  return WITHIN.test(wordsOf(name).join(' '));
}

/** Whether a name says nothing but no: `errors`, `notFound`. */
export function isNo(name: string): boolean {
  return WHOLE.test(wordsOf(name).join(' '));
}

/** Whether what is called so gives back a no: `invalid('name')`, `isRefused`, `left(…)`. */
export function givesNo(name: string): boolean {
  return EITHER.test(name) || FIRST.test(wordsOf(name).join(' '));
}
