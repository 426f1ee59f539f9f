import nlp from 'compromise';
import type { Passage } from './brief-text.js';
import { isPlural, nounWords, singular } from './nouns.js';
import { isGeneric } from './statements/generic-headings.js';
import { isSurelyField } from './statements/fields.js';
import { canBeRecord } from './statements/statement.js';
import type { Understanding } from './understanding.js';

/** What the place of a noun in a sentence says of it: each is one sign that records of that kind are kept. */
type Sign = 'has' | 'kept' | 'done to' | 'each' | 'counted' | 'owner' | 'tied' | 'ruled' | 'told' | 'head';

/** A noun with the words around it, in lower case. */
interface Place {
  readonly noun: string;
  readonly before: string;
  readonly after: string;
  /** Whether a clause begins with it. */
  readonly isSubject: boolean;
}

const HAS =
  /^(?:(?:also|must|can|may|should|will|always|only|each|never) )*(?:has|have|contains?|includes?|consists? of|comprises?|carry|carries|bears?|holds?|belongs? to|is made of|is described by|comes? with|stands? in|lies? in|sits? in|goes? from)\b/;
/** What people do with records. */
const KEEPING =
  /\b(?:add|record|register|enter|edit|publish|submit|assign|return|borrow|book|view|read|see|show|browse|track|maintain|list|log|cancell?|delet|remov|manag|stor|updat|chang|creat|archiv|handl|approv|write down|note down|look up|know|keep(?: track of)?)(?:s|e|es|d|ed|ing)? (?:(?:(?:an?|the|all|our) )?[\p{L}-]+(?:, and|,| and) )*(?:(?:an?|the|each|every|any|all|no|new|our|their|its|some|several|many|only|own|my|your|two) )*$/u;
const DONE =
  /^(?:is|are|can|cannot|may|must|should|was|were|gets?|has been)(?: (?:not|only|never|be|also|been|then|still))* (?:created|added|recorded|registered|entered|edited|changed|updated|deleted|removed|cancelled|archived|stored|kept|listed|filtered|searched|searchable|sorted|ordered|looked up|found by|assigned|booked|borrowed|paged)\b/;
const EACH = /\b(?:each|every|per|no two) $/;
const COUNTED =
  /\b(?:several|many|(?:at most|at least|more than|fewer than|less than|up to|no more than|maximum(?: of)?|max\.?) [\w-]+|\d+) $/;
const OF =
  /\b(?:name|date|price|title|number|status|address|code|day|amount|capacity|list|deletion) of (?:an?|the|each|every|all) $/;
const TIED = /\b(?:belongs? to|in|for|of|to|under|by|with|without) (?:exactly )?(?:one|a single|an?|no) $/;
/** What is said of all of a kind, and what tells some of a kind from others. */
const RULED = /^(?:must|may|can|cannot|should|are|have to|need to)\b/;
const TOLD = /^(?:with|without|who|whose|that|which|having)\b/;
/** What a clause begins after. */
const CLAUSE =
  /(?:^|[,;:.–—-] |\b(?:and|but|or|if|when|while|where|that|once|unless) )(?:(?:an?|the|each|every|any|all|no|one|our|new|these|those) )*$/;

const SIGNS: readonly (readonly [Sign, (place: Place) => boolean])[] = [
  ['has', ({ after, isSubject }): boolean => isSubject && HAS.test(after)],
  ['kept', ({ before }): boolean => KEEPING.test(before)],
  ['done to', ({ after, isSubject }): boolean => isSubject && DONE.test(after)],
  ['each', ({ before }): boolean => EACH.test(before)],
  ['counted', ({ noun, before }): boolean => isPlural(noun) && COUNTED.test(before)],
  ['owner', ({ before, after }): boolean => after.startsWith("'s ") || OF.test(before)],
  ['ruled', ({ noun, after, isSubject }): boolean => isSubject && isPlural(noun) && RULED.test(after)],
  ['told', ({ before, after }): boolean => /\b(?:an?|each|every|any|no) $/.test(before) && TOLD.test(after)],
  ['tied', ({ noun, before }): boolean => !isPlural(noun) && TIED.test(before)],
];

/** Signs of which one has to be there: the others are true of what is counted or measured as well. */
const STRONG: ReadonlySet<Sign> = new Set<Sign>(['has', 'kept', 'done to', 'head']);
/** Signs that people do something with each of them. */
const DONE_WITH: readonly Sign[] = ['kept', 'done to', 'head'];
/** So many different signs, of which one is strong, make a noun a kind of record. */
const ENOUGH = 2;
/** So many are enough where none of them is strong. */
const MANY = 4;

/** Nouns that stand where records do and are none: what software is made of, and what people say of time and number. */
const NOT_KEPT =
  /^(?:user|person|people|admin|administrator|page|endpoint|route|table|row|column|index|schema|file|command|option|flag|argument|test|case|scenario|bug|story|screen|button|form|ui|web|http|json|sql|database|token|session|password|email|e mail|account|day|week|month|year|hour|minute|second|time|date|today|tomorrow|cent|euro|dollar|number|amount|total|sum|count|part|bit|way|moment|same|end|start|beginning|rule|record|value|role|combination|pair|kind|type|change|everyone|anyone|nobody|brief|limit|offset|default|letter|digit|character|word|line|name|nothing|others?|rest|top|bottom|first|last|member of staff|typescript|node|express|fastify|prisma)$/;

interface Term {
  readonly text: string;
  readonly pre: string;
  readonly post: string;
  readonly tags: readonly string[];
}

/** The nouns of a text, a phrase and its last word apart, each with what stands around it. */
function placesIn(text: string): readonly Place[] {
  const parsed: unknown = nlp(text).json({ terms: { tags: true, text: true } });
  const sentences = parsed as readonly { readonly terms: readonly Term[] }[];
  return sentences.flatMap(({ terms }) => placesOf(terms));
}

function said(terms: readonly Term[]): string {
  return terms
    .map(({ pre, text, post }) => `${pre}${text}${post}`)
    .join('')
    .toLowerCase();
}

const isNoun = ({ tags }: Term): boolean =>
  tags.includes('Noun') && !tags.some((tag) => ['Pronoun', 'Value', 'Determiner'].includes(tag));
/** "A visit", "two orders": what is taken for a deed, and is a thing by the word before it. */
const isNamed = (term: Term, before: Term | undefined): boolean =>
  term.tags.includes('Verb') &&
  !term.tags.includes('PastTense') &&
  !term.tags.includes('Gerund') &&
  before !== undefined &&
  /^(?:an?|each|every|two|several|many|no)$/i.test(before.text) &&
  before.post.trim() === '';

function placesOf(terms: readonly Term[]): readonly Place[] {
  return terms.flatMap((term, last) => {
    const next = terms[last + 1];
    const goesOn = next !== undefined && isNoun(next) && !/[,;:.()]/.test(term.post);
    if (goesOn || !(isNoun(term) || isNamed(term, terms[last - 1]))) return [];
    const before = terms[last - 1];
    const isLonger = before !== undefined && isNoun(before) && !/[,;:.()]/.test(before.post);
    return (isLonger ? [last, last - 1] : [last]).map((first): Place => {
      const ahead = said(terms.slice(Math.max(0, first - 6), first));
      const behind = `${/[’']s$/i.test(term.text) ? "'s " : ''}${said(terms.slice(last + 1, last + 8))}`;
      return {
        noun: nounWords(said(terms.slice(first, last + 1)).replace(/[’']s\b/g, '')),
        before: ahead,
        after: behind,
        isSubject: CLAUSE.test(first <= 6 ? ahead : ` ${ahead}`),
      };
    });
  });
}

/** A kind of record that a brief speaks of, and how sure its signs make that. */
export interface FoundRecord {
  /** Singular. */
  readonly noun: string;
  /** Whether it is one though no sentence says what is kept of it. */
  readonly isCertain: boolean;
  /** Where it is spoken of first. */
  readonly position: number;
}

/**
 * What a brief speaks of as kinds of records, whatever its sentences are like: by how a noun is used in all of it together.
 * No single place decides.
 */
export function foundRecords(passages: readonly Passage[]): readonly FoundRecord[] {
  const nouns = new Map<string, { readonly signs: Set<Sign>; readonly position: number }>();
  for (const [position, { text, kind }] of passages.entries()) {
    if (kind === 'code') continue;
    for (const place of placesIn(text)) {
      const one = singular(place.noun);
      if (NOT_KEPT.test(one) || isGeneric(one) || !canBeRecord(place.noun) || isSurelyField(one)) continue;
      const found = nouns.get(one) ?? { signs: new Set<Sign>(), position };
      for (const [sign, holds] of SIGNS) if (holds(place)) found.signs.add(sign);
      if (kind === 'heading' && nounWords(text) === place.noun) found.signs.add('head');
      nouns.set(one, found);
    }
  }
  const counted = new Set(
    passages.flatMap(({ text }) =>
      [...text.matchAll(/\bnumber of (\p{L}+s)\b/giu)].map(([, noun = '']) => singular(noun.toLowerCase())),
    ),
  );
  const likely = [...nouns].flatMap(([noun, { signs, position }]): readonly FoundRecord[] => {
    // Of "a number of drawers" none is kept by itself, unless something is done with one.
    if (counted.has(noun) && !DONE_WITH.some((sign) => signs.has(sign))) return [];
    const strong = [...signs].filter((sign) => STRONG.has(sign)).length;
    if (signs.size < (strong > 0 ? ENOUGH : MANY)) return [];
    return [{ noun, isCertain: signs.size >= MANY && strong > 1, position }];
  });
  // "Packet" is what a brief calls a seed packet for short.
  return likely.filter(({ noun }) => !likely.some((longer) => longer.noun.endsWith(` ${noun}`)));
}

/** What a brief speaks of as a kind of record throughout is one, though no sentence was read that says what is kept of it. */
export function declareFound(
  found: readonly FoundRecord[],
  passages: readonly Passage[],
  understanding: Understanding,
): void {
  for (const { noun, isCertain, position } of found) {
    if (!isCertain || understanding.entityMeant(noun) !== undefined) continue;
    const { plural } = understanding.declare(noun, { text: passages[position]?.source ?? '', position });
    understanding.assume(`The brief speaks of ${plural} throughout: they are kept.`);
  }
}
