import { splitOutside } from './outside-brackets.js';

/** Verbs that a clause of a brief turns on. */
const VERB =
  'belongs?|has|have|had|links?|is|are|was|were|can|may|must|should|cannot|could|refers?|needs?|contains?|includes?|consists?|will|shall|gets?|receives?|' +
  'holds?|carry|carries|says|bears?|records?|stands?|sits?|goes|go|becomes?|starts?|ends?|stays?|keeps?|lists?|shows?|prints?|takes?|counts?|' +
  'lasts|appears?|applies|apply|defaults?|does|do|lapses?|expires?|vanish(?:es)?|moves?|identif(?:y|ies)|requires?|supports?|sees?|logs?|put|want|get';
const MODAL = 'can|may|must|should|cannot|could|will|shall';
const DETERMINED =
  '(?:an?|the|each|every|all|any|no|nobody|nothing|its|their|his|her|it|they|he|she|we|i|you|somebody|someone|nobody|both|there|once|only)';
const SUBJECT = new RegExp(
  `^((?:(?:deleting|removing) (?:an?|the) [\\p{L}-]+(?= \\p{L}+))|(?:an? |the |each |every |all |any |our |its |their )?[\\p{L}\\d'’-]+(?: [\\p{L}\\d'’-]+){0,3}?) (?:${VERB}|deletes|removes)\\b`,
  'iu',
);
/** Words that make what stands before a verb part of a condition, not a subject. */
const SUBORDINATE =
  /\b(?:whether|which|that|who|whose|when|while|if|unless|until|where|because|as|before|after|than|what|how)\b/i;
const STARTS_WITH_VERB = new RegExp(`^(?:(?:also|always|only|never|then|both|it|they) )*(?:${VERB})\\b`, 'i');

function startsClause(rest: string): boolean {
  // "Owners, animals and stays" are three things.
  if (/^\p{L}+[.!]?$/u.test(rest)) return false;
  // "and an optional note" is an item of a list.
  if (/^an? (?:optional|unique|required) /i.test(rest) && !/\b(?:is|are|must|can|may)\b/i.test(rest))
    return false;
  if (/^only (?:an?|the) \p{L}+ \p{L}+ \p{L}+/iu.test(rest)) return true;
  if (STARTS_WITH_VERB.test(rest) || /^(?:nobody|no ?one|nothing) \p{L}+/iu.test(rest)) return true;
  // "An end" is a thing, "an order ends" a clause.
  const match = new RegExp(
    `^((?:(?:an?|the|every|no|its|their|his|her) [\\p{L}\\d'’-]+ |(?!(?:an?|the|every|no|its|their|his|her) )${DETERMINED} )?(?:(?!(?:an?|the) )[\\p{L}\\d'’-]+ ){0,4}?)(?:also |always |then |only |never )?(?:${VERB})\\b`,
    'iu',
  ).exec(rest);
  if (match === null || SUBORDINATE.test(match[1] ?? '') || / (?:and|or) /i.test(match[1] ?? ''))
    return false;
  const isDetermined = new RegExp(`^${DETERMINED}\\b`, 'i').test(rest);
  // "a name and tags are optional": without an article only a modal or "is" makes it a clause.
  return (
    isDetermined ||
    new RegExp(`^[\\p{L}\\d'’-]+(?: [\\p{L}\\d'’-]+){0,2} (?:${MODAL}|is|are|has|have)\\b`, 'iu').test(rest)
  );
}

function hasVerb(said: string): boolean {
  // Of "if it is closed, its items" the main clause has none yet.
  const text = /^(?:if|when|whenever|while|once|after|as soon as) [^,]+,/i.test(said)
    ? said.replace(/^[^,]+,\s*/, 'x ')
    : said;
  return new RegExp(`\\b(?:${VERB})\\b`, 'i').test(text.replace(/^\w+ /, ' '));
}

const BOUNDARY =
  /\s*;\s*(?:(?:and|but|so|or) )?|,? (?:and(?: also)?|but|so|or) (?:then |also )?|, (?=(?:starts? (?:at|on|in)|ends? (?:at|on|in)|lasts?|costs?|takes? place|never more than|no more than|at most|which|who|each|every|where|it|they|has|have|belongs?|must|cannot|can|may|is|are|only|never|while|unless|except) )| [–—-] (?=\w+ )/;

const LEADING = /^(?:if|when|whenever|while|once|after|before|until|unless|as soon as|as long as) [^,]*,\s*/i;
const CONDITION = /\b(?:if|when|whenever|while|once|until|unless|as long as|as soon as|provided)\b/i;

/** "Only if it is paid and its owner agrees": what follows still belongs to the condition, and is none without it. */
function isConditional(pending: string, separator: string): boolean {
  const main = pending.replace(LEADING, '');
  return CONDITION.test(main) && !(separator.includes(',') && /and/i.test(separator));
}

/** A statement of several: "A task has a title and belongs to a project" is two about the same. */
export function clausesOf(text: string): readonly string[] {
  // "To an event, which has a name" speaks of the event.
  const said = text.replace(
    new RegExp(`((?:an?|the|one|each|every) [\\w-]+), (?:which|who) (?=(?:${VERB})\\b)`, 'gi'),
    (match, noun: string) => {
      const words = noun.replace(/^(?:an?|one|each|every) /i, 'the ');
      return `${noun}; ${words} `;
    },
  );
  const conditions = eachCondition(said) ?? onlyInstead(said) ?? eachOf(said);
  if (conditions !== undefined) return conditions;
  const parts: string[] = [];
  let pending = '';
  const pieces = piecesOf(said, BOUNDARY);
  for (const [index, { text: piece, separator }] of pieces.entries()) {
    if (index === 0) {
      pending = piece;
      continue;
    }
    const isContrast =
      /but/i.test(separator) &&
      hasVerb(pending) &&
      hasVerb(piece) &&
      !/^(?:only|not|never) (?:if|when|while|for|from|the|to|by|in)\b/i.test(piece);
    const isHard = separator.includes(';') || isContrast;
    if (isHard || (hasVerb(pending) && startsClause(piece) && !isConditional(pending, separator))) {
      parts.push(pending);
      pending = piece;
    } else pending = `${pending}${separator}${piece}`;
  }
  parts.push(pending);
  let subject: string | undefined;
  return parts.map((clause) => {
    if (
      /^(?:also |always |only |then |never )*(?:it|they|both) /i.test(clause) ||
      !STARTS_WITH_VERB.test(clause)
    ) {
      subject = SUBJECT.exec(clause)?.[1] ?? subject;
      return clause;
    }
    return subject === undefined || /^(?:it|they)$/i.test(subject) ? clause : `${subject} ${clause}`;
  });
}

/** "You cannot start if it is broken, or if it is out": two statements, each with its condition. */
function eachCondition(text: string): readonly string[] | undefined {
  const parts = splitOutside(text.replace(/[.]+$/, ''), /,? (?:or|nor) (?=(?:if|when|while|once|after) )/);
  const [first = '', ...rest] = parts;
  const head =
    /^(.+? (?:cannot|must not|may not|should not|can only|may only|is refused|fails?)\b.*?)(?: (?:if|when|while|once|with|that|which) .*)?$/i.exec(
      first,
    )?.[1];
  if (rest.length === 0 || head === undefined) return undefined;
  return [first, ...rest.map((condition) => `${head} ${condition}`)];
}

/** One sentence of two things alike: "with vehicles or drivers", "at least 15 minutes and at most 8 hours". */
const BOTH: readonly RegExp[] = [
  // "Bugs are reported by users and assigned to developers."
  /^((?:an? |each |every |all |the )?[\p{L} -]+? (?:is|are) (?:always )?)(\p{Ll}+(?:ed|en|wn|t) (?:by|to|in|at|for|on|with) (?:(?:an?|the|one|exactly one) )?[\p{L}-]+(?: [\p{L}-]+)?) and (\p{Ll}+(?:ed|en|wn|t) (?:by|to|in|at|for|on|with) (?:(?:an?|the|one|exactly one) )?[\p{L}-]+(?: [\p{L}-]+)?)()$/iu,
  /^((?:an? |the |any |deleting |removing )*[\p{L} -]+? (?:that has|that have|which has|which have|who has|who have|with|having) )([\p{L} -]+?) or ([\p{L} -]+?)( (?:cannot|must not|may not|should not|is|are) (?:be )?(?:deleted|removed|refused|rejected|forbidden|not allowed|not possible).*)$/iu,
  /^((?:you )?(?:cannot|do not|never|must not) (?:delete|remove) (?:an? |the )?[\p{L} -]+? (?:with|that has|which has|having) )([\p{L} -]+?) or ([\p{L} -]+)()$/iu,
  /^(.+? (?:lasts?|takes?|runs?|must last|may last|can last|should last|must be|is) )((?:at least|no less than|not less than) .+?) and ((?:at most|no more than|not more than|up to) .+)()$/iu,
];

function eachOf(text: string): readonly string[] | undefined {
  for (const pattern of BOTH) {
    const match = pattern.exec(text.replace(/[.]+$/, ''));
    if (match === null) continue;
    const [, head = '', first = '', second = '', tail = ''] = match;
    // Of a number or a text the bounds are one statement.
    if (tail === '' && /\b(?:characters?|chars?|letters?|words)\b/i.test(text)) return undefined;
    return [`${head}${first}${tail}`, `${head}${second}${tail}`];
  }
  return undefined;
}

/** "Cannot be deleted, only marked as retired": what is done instead is a statement of its own. */
function onlyInstead(text: string): readonly string[] | undefined {
  const match =
    /^((.+?) (?:cannot|must not|may not|should not|is never|are never) .+?),? (?:only|we only|but only|just|it is only|they are only) ((?:marked|set|archived|flagged)\b.*?)[.]?$/i.exec(
      text,
    );
  if (match === null) return undefined;
  const [, rule = '', subject = '', instead = ''] = match;
  const noun = subject.replace(/ (?:with|that|which|who|having) .*$/i, '');
  return [rule, `${noun} can be ${instead.replace(/^set (?:them|it) /i, 'set to ')}`];
}

/** The pieces between separators outside of brackets, each with the separator before it. */
function piecesOf(
  text: string,
  separator: RegExp,
): readonly { readonly text: string; readonly separator: string }[] {
  const texts = splitOutside(text, separator);
  let at = 0;
  return texts.map((piece, index) => {
    const start = text.indexOf(piece, at);
    const between = index === 0 ? '' : text.slice(at, start);
    at = start + piece.length;
    return { text: piece, separator: between };
  });
}
