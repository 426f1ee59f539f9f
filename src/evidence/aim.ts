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
 * - `refusal`: it forbids something, in its statement or in half of its examples (in one, where its statement says what must be
 *   so). A test that only does what is allowed breaks with almost any change of the code, and
 *   shows nothing of the refusal. So what must be killed is a mutant that lets the forbidden through.
 * - `behaviour`: anything else. One killed mutant shows that a bound test looks at what the symbol does.
 */
export interface AimedAt {
  readonly wants: 'limit' | 'refusal' | 'behaviour';
  readonly numbers: readonly number[];
  /** Numbers that are its limits where the code bounds something by them; where it does not, they say nothing. */
  readonly hinted?: readonly number[];
  /**
   * What it asks where the code neither orders two things nor bounds one by these numbers: then the word that made it a limit
   * ("after the header", "exactly one document") meant something else. Of a refusal, what is aimed at beside it: an exit code
   * may be made by code that refuses nothing itself.
   */
  readonly otherwise?: 'refusal' | 'behaviour';
  /** Its statement, which leads to the places in the symbol that speak of the same things. */
  readonly words: string;
}

/** A bound that is a number, stands before one, or behind it ("12 characters or more"). */
const BOUND =
  /\b(at (?:the )?(?:most|least)|no (?:more|fewer|less|longer|later|earlier) than|not (?:more|fewer|less|longer) than|(?:more|fewer|less|greater|larger|smaller|longer|shorter|higher|lower|older|younger) than|up to|maximum|minimum|max|min|limited to|capped at|(?:a )?cap of|as (?:many|much|long) as (?=\d)|exceeds?|between|within|exactly|over|under|above|below)\b|\d(?: [a-z]+){0,2} or (?:more|fewer|less|longer|shorter|greater|larger|smaller|higher|lower|older|younger|later|earlier)\b/i;
/** "Exactly" before a word that is no number ("exactly that status") bounds nothing. */
const EXACTLY_OTHER =
  /\bexactly (?!\d|(?:zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)/gi;
const EXACTLY_ONE = /\bexactly one\b/i;
/** "from 1 to 1000", of what is refused outside of it. */
const RANGE = /\bfrom -?\d[\d,.]* to -?\d/i;
/** What is answered in numbers is no limit: an exit code, a status of HTTP. */
const ANSWERED =
  /\b(?:exit code|exits with|(?:answered|refused|rejected|fails) with(?: status| code)?) \d+\b(?! (?:or|and) (?:above|more|over|higher|below|less|under|lower|fewer)\b)/gi;
/** An order of two things: the line is where they are equal. One that nothing follows ("start, end, after") is a name. */
const ORDER =
  /\b((?:not |strictly )?(?:after|before|later than|earlier than)(?=\s+\w)|no (?:later|earlier))\b/i;
/** A span of time, as in "in the 100 years after it". */
const SPAN = /\b(\d+) (?:milliseconds?|seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b/gi;
const FORBIDS =
  /\b(must(?:n't| not| never| have| match| exist| be (?:unique|different|distinct|valid|positive|present|one of))|cannot|can not|may not|may only|only if|only (?:its|their|the)|unless|never|required|no two|unique|not allowed|forbidden|invalid|refus\w*|reject\w*|den(?:y|ied|ies))\b/i;
/** Of what must be so, some may be tried otherwise and refused ("must be a number"), and some is only done ("must be sorted"). */
const MUST = /\bmust\b/i;
const REFUSED =
  /\b(refus\w*|reject\w*|not allowed|forbidden|denied|an? error|throws?|invalid|(?:400|401|403|409|422))\b/i;

/** A program that refuses says so by its exit code. */
const FAILED_EXIT = /\bexit(?:s with|s|ed with)?(?: code)?(?: is| of)? [1-9]\d*\b/i;

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
  const words = statement;
  const stated = statement.replace(ANSWERED, '').replace(EXACTLY_OTHER, '');
  const numbers = numbersIn(stated);
  const asked = withoutLimit({ statement, examples });
  const isHeldTo = asked.wants === 'refusal' || MUST.test(stated);
  const isBounded = BOUND.test(stated) || (isHeldTo && RANGE.test(stated));
  if (isBounded && numbers.length > 0) return { wants: 'limit', numbers, words };
  const otherwise = asked.wants;
  if (ORDER.test(statement)) {
    const hinted = [...statement.matchAll(SPAN)].map(([, span]) => Number(span));
    return { wants: 'limit', numbers: [], ...(hinted.length > 0 ? { hinted } : {}), otherwise, words };
  }
  if (EXACTLY_ONE.test(statement)) return { wants: 'limit', numbers: [1], otherwise, words };
  return { ...asked, numbers: [], words };
}

/** What it asks when it draws no line. */
export function withoutLimit({ statement, examples }: Pick<Requirement, 'statement' | 'examples'>): {
  readonly wants: 'refusal' | 'behaviour';
  readonly otherwise?: 'behaviour';
} {
  const isMust = MUST.test(statement);
  /** In half of its examples; of what must be so, in one of them. */
  const isTried = (refused: RegExp): boolean => {
    const count = examples.filter(({ then }) => refused.test(then)).length;
    return count > 0 && (isMust || count * 2 >= examples.length);
  };
  if (FORBIDS.test(statement) || isTried(REFUSED)) return { wants: 'refusal' };
  return isTried(FAILED_EXIT) ? { wants: 'refusal', otherwise: 'behaviour' } : { wants: 'behaviour' };
}

function numbersIn(statement: string): readonly number[] {
  const digits = [...statement.matchAll(/(?<![\w.])-?\d+(?:,\d{3})*(?:\.\d+)?(?![\w]|-\w)/g)].map(([text]) =>
    Number(text.replaceAll(',', '')),
  );
  const words = [...statement.toLowerCase().matchAll(/[a-z]+(?!-[a-z]|[a-z])/g)].map(([word]) =>
    NUMBER_WORDS.indexOf(word),
  );
  // "one" is a limit right behind a bound only: "each loan belongs to one book" states none.
  const one = /\b(?:most|least|than|to|exactly) one\b/i.test(statement) ? [1] : [];
  return [...new Set([...digits, ...words.filter((value) => value > 1), ...one])];
}
