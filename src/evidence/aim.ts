import type { Requirement } from '../protocol/analysis.js';

/**
 * What a requirement asks of the mutants aimed at it.
 *
 * - `limit`: it draws a line (at most, at least, before …). A line is shown only from both sides: a test that stays on the
 *   allowed side passes with the limit gone, one on the refused side with everything refused. So *every* mutant of the
 *   limit must be killed: moved by one in each direction, its comparison shifted, its guard removed. Those that let more
 *   through fall to an assertion only; those that let less through may also show in that the code throws where the test
 *   wants a value. `numbers` are the limits that it states; where it states some, code that bounds something else does not
 *   count.
 * - `refusal`: it forbids something, in its statement or in half of its examples. A test that only does what is allowed breaks with almost any change of the code, and
 *   shows nothing of the refusal. So what must be killed is a mutant that lets the forbidden through.
 * - `behaviour`: anything else. One killed mutant shows that a bound test looks at what the symbol does.
 */
export interface AimedAt {
  readonly wants: 'limit' | 'refusal' | 'behaviour';
  readonly numbers: readonly number[];
  /** Its statement, which leads to the places in the symbol that speak of the same things. */
  readonly words: string;
}

/** A bound that is a number, or stands before one. */
const BOUND =
  /\b(at (?:the )?(?:most|least)|no (?:more|fewer|less|longer|later|earlier) than|not (?:more|fewer|less|longer) than|(?:more|fewer|less|greater|larger|smaller|longer|shorter|higher|lower|older|younger) than|up to|maximum|minimum|max|min|limited to|exceeds?|between|within|exactly|over|under|above|below)\b/i;
/** An order of two things: the line is where they are equal. */
const ORDER = /\b((?:not |strictly )?(?:after|before|later than|earlier than)|no (?:later|earlier))\b/i;
const FORBIDS =
  /\b(must|cannot|can not|may not|may only|only if|only (?:its|their|the)|unless|never|required|no two|unique|not allowed|forbidden|invalid|refus\w*|reject\w*|den(?:y|ied|ies))\b/i;
const REFUSED =
  /\b(refus\w*|reject\w*|not allowed|forbidden|denied|an? error|throws?|invalid|(?:400|401|403|409|422))\b/i;

const NUMBER_WORDS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/** What the mutants of a requirement have to show, read from its statement and its acceptance examples. */
export function aimOf({ statement, examples }: Pick<Requirement, 'statement' | 'examples'>): AimedAt {
  const numbers = numbersIn(statement);
  const words = statement;
  if (BOUND.test(statement) && numbers.length > 0) return { wants: 'limit', numbers, words };
  if (ORDER.test(statement)) return { wants: 'limit', numbers: [], words };
  const refused = examples.filter(({ then }) => REFUSED.test(then)).length;
  const refuses = FORBIDS.test(statement) || (refused > 0 && refused * 2 >= examples.length);
  return { wants: refuses ? 'refusal' : 'behaviour', numbers: [], words };
}

function numbersIn(statement: string): readonly number[] {
  const digits = [...statement.matchAll(/(?<![\w.])-?\d+(?:,\d{3})*(?:\.\d+)?(?![\w])/g)].map(([text]) =>
    Number(text.replaceAll(',', '')),
  );
  const words = [...statement.toLowerCase().matchAll(/[a-z]+/g)].map(([word]) => NUMBER_WORDS.indexOf(word));
  // "one" is a limit right behind a bound only: "each loan belongs to one book" states none.
  const one = /\b(?:most|least|than|to|exactly) one\b/i.test(statement) ? [1] : [];
  return [...new Set([...digits, ...words.filter((value) => value > 1), ...one])];
}
