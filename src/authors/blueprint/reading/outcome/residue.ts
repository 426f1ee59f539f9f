import type { Aspect } from '../../domain/aspect.js';
import type { Domain } from '../../domain/domain.js';
import type { Passage } from '../brief-text.js';
import { codeInSigns } from '../codes.js';
import { EXAMPLES } from '../examples.js';
import { labelOf } from '../labels.js';
import type { RequirementNotes } from '../understanding.js';
import { expressedBy, GLUE } from './expressed-words.js';
import { stemsOf, wordsIn, type Word } from './word-stems.js';

/** Words that limit what they stand beside, wherever else the brief has them. */
const LIMITING = stemsOf(
  'not never no only same before after until first last once twice again running open current live more less most least per each every day week month year time before now',
);

/** Bounds that leave out what is on them: no list is asked for so. */
const STRICT = stemsOf('before after');

/** To look after something is to care for it. */
function isStrict({ stem, start }: Word, passage: string): boolean {
  return STRICT.has(stem) && !/\blook(?:s|ed|ing)? $/i.test(passage.slice(0, start));
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Why something is said: an example, a reason, a consequence for the one who writes. Nothing of it is asked for. */
const ASIDES: readonly RegExp[] = [
  ...EXAMPLES,
  /,? (?:because|since (?:we|it|they|i|people|that)|so that|so (?:we|i|that|it|they|people|nobody)|otherwise|as (?:we|i|they) |that is how|we need (?:the|it|them)|in order to)\b[^.;)]*/gi,
  /^as an? [\w -]+?,? i (?:want|need|can|may|would like|should be able|must|wish)(?: to)?(?: be able to)?\b/gi,
  / like (?=\S*\d)\S+/gi,
];

/** A code in signs, which is read or left open as a whole: its letters are no words. */
function codesIn(text: string): readonly Span[] {
  return [...text.matchAll(/\^\S+\$/g)]
    .filter(([code]) => codeInSigns(code) !== undefined)
    .map(({ index, 0: code }) => ({ start: index, end: index + code.length }));
}

function asidesIn(text: string): readonly Span[] {
  return [...codesIn(text), ...examplesIn(text)];
}

function examplesIn(text: string): readonly Span[] {
  return ASIDES.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(({ index, 0: match }) => ({ start: index, end: index + match.length })),
  );
}

function spanOf(text: string, passage: string): Span {
  const start = passage.indexOf(text);
  return start < 0 || text === '' ? { start: 0, end: passage.length } : { start, end: start + text.length };
}

const holds = (span: Span, { start, end }: Span): boolean => span.start <= start && end <= span.end;

/** Where one clause of a passage may end and the next begin. */
const BORDER =
  /[;:]\s+|,\s+(?:and |but |or |so )?|\s+[–—-]\s+|\s+(?:and|but|or|nor|unless|except)\s+(?=\w)|[()]/g;

/** The clause of a passage that holds a word. */
function clauseAround(passage: string, word: Span): Span {
  let start = 0;
  for (const { index, 0: border } of passage.matchAll(BORDER)) {
    const after = index + border.length;
    if (after <= word.start) start = after;
    else if (index >= word.end) return { start, end: index };
  }
  return { start, end: passage.length };
}

/** Passages at the start that may say what is to be built along with what it keeps. */
const OPENING = 3;
const SOFTWARE =
  /\b(?:apis?|rest|back-?ends?|back end|servers?|(?:micro|web ?)?service|library|package|module|cli|command[- ]line|program|tool|app|application|system|software)\b/i;

/** Units that are kept with no value: "counted in kg". */
function unitsIn(assumptions: readonly string[]): ReadonlySet<string> {
  return stemsOf(assumptions.flatMap((each) => / is counted in (.+?);/.exec(each)?.[1] ?? []).join(' '));
}

/** A part of a passage of which nothing is claimed, though something around it is. */
export interface Unclaimed {
  readonly source: RequirementNotes['source'];
  /** The words, as the brief has them. */
  readonly words: readonly string[];
}

export interface Residue {
  /** Claims that leave out words of what they come from, with those words. */
  readonly partial: ReadonlyMap<RequirementNotes, readonly string[]>;
  readonly unclaimed: readonly Unclaimed[];
}

/** A claim that says what is kept, and nothing of how: what it leaves out is another statement. */
function isDeclaration({ outcome }: RequirementNotes): boolean {
  return (
    outcome.kind === 'met' && outcome.aspects.every(({ kind }) => kind === 'records' || kind === 'reference')
  );
}

/** "Books can be filtered by shelf, newest first": the words of each claim are a part, what they are said of is not in it. */
function isQuery({ outcome }: RequirementNotes): boolean {
  const kinds: readonly Aspect['kind'][] = ['filter', 'range', 'search', 'sort', 'pagination'];
  return outcome.kind === 'met' && outcome.aspects.every(({ kind }) => kinds.includes(kind));
}

/** "Part of the name or the code": of the second a part is meant too. */
const PART_OF =
  /\b(parts?|pieces?|bits?|fragments?|beginning) (?:of|in|from) (?:(?!\b(?:and|or)\b)[^,;.])+? (?:and|or) (?:of )?(?:the |their |its |his |her )?$/i;

function isExact({ outcome }: RequirementNotes): boolean {
  return outcome.kind === 'met' && outcome.aspects.every(({ kind }) => kind === 'filter');
}

interface Claim {
  readonly requirement: RequirementNotes;
  /** The words that it comes from. */
  readonly span: Span;
  /** Where words are that it may account for. */
  readonly reach: Span;
  readonly expressed: ReadonlySet<string>;
}

/**
 * Words of the brief that nothing claimed accounts for. A statement is understood when all that it says is: whatever is left
 * over limits or extends it in a way that was not read.
 */
export function residueOf(
  passages: readonly Passage[],
  requirements: readonly RequirementNotes[],
  domain: Pick<Domain, 'entities' | 'rules'>,
  assumptions: readonly string[],
  background: readonly RequirementNotes['source'][] = [],
): Residue {
  const partial = new Map<RequirementNotes, string[]>();
  const unclaimed: Unclaimed[] = [];
  const context = new Set([...contextOf(passages, requirements), ...unitsIn(assumptions)]);
  for (const [position, { source: passage }] of passages.entries()) {
    const here = requirements.filter(({ source }) => source.position === position && source.text !== '');
    const claims = here
      .filter(({ outcome }) => outcome.kind === 'met' && outcome.aspects.length > 0)
      .map((requirement): Claim => ({
        requirement,
        span: spanOf(requirement.source.text, passage),
        reach: isQuery(requirement)
          ? { start: 0, end: passage.length }
          : spanOf(requirement.source.text, passage),
        expressed: expressedBy(requirement, domain),
      }));
    if (claims.length === 0 || here.some((each) => isWholeProject(each))) continue;
    const settled = [
      { start: 0, end: labelOf(passage)?.length ?? 0 },
      ...asidesIn(passage),
      ...here
        .filter(({ outcome }) => outcome.kind !== 'met')
        .map(({ source }) => spanOf(source.text, passage)),
      ...background
        .filter((source) => source.position === position && passage.includes(source.text))
        .map(({ text }) => ({ start: passage.indexOf(text), end: passage.indexOf(text) + text.length })),
    ];
    const taken = here.flatMap(({ taken: words = [] }) =>
      [words].flat().map((each) => spanOf(each, passage)),
    );
    const unexpressed = wordsIn(passage).filter(
      (word) =>
        !GLUE.has(word.stem) &&
        !context.has(word.stem) &&
        !claims.some(({ reach, expressed }) => holds(reach, word) && expressed.has(word.stem)),
    );
    const left = unexpressed.filter(
      (word) =>
        (isStrict(word, passage) || !taken.some((span) => holds(span, word))) &&
        !settled.some((span) => holds(span, word)),
    );
    for (const { requirement, span } of claims) {
      const part = PART_OF.exec(passage.slice(0, span.start));
      if (part?.[1] !== undefined && isExact(requirement))
        partial.set(requirement, [...(partial.get(requirement) ?? []), part[1]]);
    }
    for (const claim of claims.filter(({ requirement }) => isQuery(requirement))) {
      const doubted = doubting(passage, claim.span, unexpressed);
      if (doubted !== undefined)
        partial.set(claim.requirement, [...(partial.get(claim.requirement) ?? []), doubted.text]);
    }
    const clauses = new Map<number, { span: Span; words: Word[] }>();
    for (const word of left) {
      const around = claims.filter(
        ({ span, requirement }) => holds(span, word) && !isDeclaration(requirement),
      );
      const shortest = Math.min(...around.map(({ span }) => span.end - span.start));
      const own = around.filter(({ span }) => span.end - span.start === shortest);
      for (const { requirement } of own)
        partial.set(requirement, [...(partial.get(requirement) ?? []), word.text]);
      if (own.length > 0) continue;
      const span = clauseAround(passage, word);
      if (position < OPENING && SOFTWARE.test(passage.slice(span.start, span.end))) continue;
      const clause = clauses.get(span.start) ?? { span, words: [] };
      clause.words.push(word);
      clauses.set(span.start, clause);
    }
    for (const { span, words } of clauses.values()) {
      // "Pens: each pen has a number": what a passage is about, of which it claims something.
      const isHead = span.start === 0 && words.every(({ stem }) => namesOf(claims).has(stem));
      if (isHead && claims.every(({ span: of }) => of.start > span.end - 1)) continue;
      unclaimed.push({
        source: { text: passage.slice(span.start, span.end).trim(), position },
        words: words.map(({ text }) => text),
      });
    }
  }
  return { partial, unclaimed };
}

/**
 * A word that was not understood and on which depends what a list is asked for: the first behind a semicolon, which names
 * another list, or one in brackets behind it, which says how.
 */
function doubting(passage: string, { start, end }: Span, left: readonly Word[]): Word | undefined {
  const from = passage.lastIndexOf(';', start) + 1;
  const [first] = wordsIn(passage.slice(from, start)).filter(({ stem }) => !GLUE.has(stem));
  const [bracket = ''] = /^ ?\([^()]*\)/.exec(passage.slice(end)) ?? [];
  return left.find(
    (word) =>
      (from > 0 && first !== undefined && first.text.length > 1 && word.start === from + first.start) ||
      (word.start >= end && word.end <= end + bracket.length),
  );
}

/** The names of the records of which something is claimed. */
function namesOf(claims: readonly Claim[]): ReadonlySet<string> {
  const aspects = claims.flatMap(({ requirement: { outcome } }) =>
    outcome.kind === 'met' ? outcome.aspects : [],
  );
  return stemsOf(aspects.flatMap((aspect) => ('entity' in aspect ? [aspect.entity] : [])).join(' '));
}

/** Whose software it is, and for what: words that the rest of the brief may say again and add nothing by. */
function contextOf(
  passages: readonly Passage[],
  requirements: readonly RequirementNotes[],
): ReadonlySet<string> {
  const framing = requirements.filter(isWholeProject).map(({ source }) => source.text);
  const title = passages
    .slice(0, 1)
    .flatMap(({ source }) => (source.split(' ').length <= 10 ? [source] : []));
  return new Set([...stemsOf([...framing, ...title].join(' '))].filter((stem) => !LIMITING.has(stem)));
}

/** What is to be built, and for whom: a sentence about the whole. */
function isWholeProject({ outcome }: RequirementNotes): boolean {
  return outcome.kind === 'met' && outcome.aspects.length === 0;
}
