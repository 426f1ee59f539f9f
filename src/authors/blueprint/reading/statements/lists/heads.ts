import { isPlural, nounWords } from '../../nouns.js';
import type { EntityNotes, Understanding } from '../../understanding.js';
import { filterBy, type Asked } from './asked.js';
import type { Mode } from './mode.js';
import { fieldOfValue } from './list-fields.js';
import { ofOne } from './modifiers.js';

/** The record whose list is asked for, how, what its own words ask for, and what follows them. */
export interface Head {
  readonly entity: EntityNotes;
  readonly mode: Mode;
  readonly asked: readonly Asked[];
  readonly rest: string;
}

const GENERIC =
  '(?:(?:the |all |any |every |each |our |an? )?(?:users?|people|staff|everyone|everybody|anyone|anybody|one|callers?|clients?|visitors?|customers?|we|i|you|it|they|api|system|service|app|application|tool|program|library|software|website|somebody|someone|team))';
const MODAL =
  "(?:can|could|must|should|may|will|shall|wants?(?: to)?|needs?(?: to)?|(?:would|'d) (?:also )?(?:like|love|want)(?: to)?|ha(?:s|ve) to|(?:is|are|am) able to|be able to|wish(?:es)? to|like to|ought to|do|does|lets?(?: (?:me|us|you|one|people|users|staff|the caller|callers|everyone))?|allows?(?: (?:me|us|you|one|people|users|staff|the caller|callers|everyone))?(?: to)?|help(?:s)?(?: (?:me|us|you|people|users))?(?: to)?)";
const LEADS: readonly RegExp[] = [
  /^(?:it|there|this) (?:must|should|would|has to|needs to|ought to|shall|will|is to)(?: also)? be (?:also )?(?:possible|a way|an option|ways|nice|great|good|useful|helpful|handy|easy)(?: for [\p{L}]+(?: [\p{L}]+)?)? to (?:be able to )?/iu,
  /^(?:(?:i|we|they|users?|people) (?:(?:also |would |'d )*(?:want|need|like|love|have)|must have|should have) )?(?:an? |some )?(?:way|ways|possibility|option|chance|endpoint|command|means|button)(?: (?:to|that|which|for))? (?:lets? (?:me|us|users|people) )?/i,
  new RegExp(
    `^(?:${GENERIC} )?(?:also |just |then |always )*(?:${MODAL} (?:also |just )*)+(?:be able to )?(?:quickly |easily |always )?`,
    'iu',
  ),
  // "Volunteers need to search", "a librarian wants to see"
  new RegExp(
    `^(?:the |an? |our |every )?(?!no |none |nobody )[\\p{L}-]+(?: [\\p{L}-]+)? (?:also )?(?:(?:can|must|should|could|may|will)|(?:wants?|needs?|have|has|would like|are able|is able) to)(?: be able to)? (?:also |quickly |easily )*`,
    'iu',
  ),
  new RegExp(`^${GENERIC} (?:also )?`, 'iu'),
  /^(?:please|to|then|also|and|for (?:this|that)|at any time|at all times),? /i,
];

interface Verb {
  readonly mode: Mode;
  /** Whether it is said of many things besides lists, so that only several records are meant. */
  readonly isLoose: boolean;
  readonly rest: string;
  /** "Look it up": the particle follows the record. */
  readonly isSplit: boolean;
}

const VERBS: readonly (readonly [RegExp, Mode, boolean])[] = [
  [/^(?=(?:an? |the )?(?:lists?|overview|listing|table|view) (?:of|with|for) )/i, 'look', false],
  [
    /^(?:(?:full|free)[- ]?text )?search(?:es|ing)?(?: for| through| over| in| among| all)*(?= )/i,
    'search',
    false,
  ],
  [/^(?:find|locate|finding|finds)(?: out)?(?= )/i, 'search', false],
  [/^look(?:s|ing)?(?: up| for)(?= )/i, 'search', false],
  [/^quer(?:y|ies|ying)(?= )/i, 'search', false],
  [/^(?:filter|narrow|select|pick)(?:s|ing)?(?: down| out)?(?= )/i, 'filter', false],
  [/^(?:sort|order|arrange|rank)(?:s|ing)?(?= )/i, 'sort', false],
  [/^(?:list|show|see|view|browse|display|print|present)(?:s|ing)?(?: me| us)?(?= )/i, 'look', false],
  [
    /^(?:pull up|bring up|look at|go through|page through|scroll through|run through|call up)(?= )/i,
    'look',
    false,
  ],
  [/^(?:get|fetch|retrieve|give|have|know|check|tell)(?:s)?(?: me| us)?(?= )/i, 'look', true],
];

function verbAt(text: string): Verb | undefined {
  const split = /^(?:look|pull|bring|call)(?:s|ing)? (?=.+? up\b)/i.exec(text);
  if (split !== null && !/^\w+ (?:up|for|at)\b/i.test(text))
    return {
      mode: /^look/i.test(text) ? 'search' : 'look',
      isLoose: false,
      rest: text.slice(split[0].length),
      isSplit: true,
    };
  for (const [pattern, mode, isLoose] of VERBS) {
    const match = pattern.exec(text);
    if (match !== null) return { mode, isLoose, rest: text.slice(match[0].length).trim(), isSplit: false };
  }
  return undefined;
}

/** Whether the words begin with a verb of looking, whatever it is said of. */
export function startsLooking(text: string): boolean {
  return verbAt(withoutLead(text)) !== undefined;
}

/** The words without how a wish begins: "we also need to be able to". */
export function withoutLead(text: string): string {
  let rest = text.trim();
  for (let step = 0; step < 4; step += 1) {
    const before = rest;
    for (const lead of LEADS) {
      const match = lead.exec(rest);
      const tail = match === null ? rest : rest.slice(match[0].length);
      if (
        match !== null &&
        match[0] !== '' &&
        (verbAt(tail) !== undefined || LEADS.some((each) => each.test(tail)))
      ) {
        rest = tail;
        break;
      }
    }
    if (rest === before) break;
  }
  return rest;
}

const DETERMINERS =
  /^(?:(?:an?|the) (?:simple |full |complete )?(?:list|lists|overview|listing|table|view) (?:of|with|for) |lists? of |(?:all|any|every|each|each of|all of|the|an?|our|their|its|those|these|which|what|just|one|some|a given|a certain|a particular|a specific|a single) )+/i;

interface NounAt {
  readonly entity: EntityNotes;
  readonly adjectives: readonly string[];
  readonly rest: string;
  readonly isMany: boolean;
}

/** The record that the words begin with, after at most two adjectives. */
function nounAt(
  text: string,
  understanding: Understanding,
  current: EntityNotes | undefined,
): NounAt | undefined {
  const bare = text.replace(DETERMINERS, '');
  const pronoun = /^(?:them|these|those|it|one|all of them|they)(?=$|[ ,])/i.exec(bare);
  const listed = current ?? understanding.listed?.entity ?? understanding.topic;
  if (pronoun !== null && listed !== undefined)
    return { entity: listed, adjectives: [], rest: bare.slice(pronoun[0].length).trim(), isMany: true };
  const stretch = /^[^,;:()]*/.exec(bare)?.[0] ?? '';
  const words = stretch.split(' ').filter((word) => word !== '');
  for (let skip = 0; skip <= Math.min(2, words.length - 1); skip += 1) {
    for (let length = Math.min(3, words.length - skip); length > 0; length -= 1) {
      const phrase = words.slice(skip, skip + length).join(' ');
      if (/'s?$/.test(phrase)) continue;
      const noun = nounWords(phrase);
      const entity =
        understanding.entity(noun) ?? (length === 1 ? understanding.entityMeant(noun) : undefined);
      if (entity === undefined || noun.split(' ').length !== length) continue;
      const before = words.slice(0, skip + length).join(' ');
      return {
        entity,
        adjectives: words.slice(0, skip),
        rest: bare.slice(before.length).trim(),
        isMany: isPlural(noun),
      };
    }
  }
  return undefined;
}

const OWNED_TWO =
  /^(?:an?|one|the|each|every|any|a given|a certain) ([\p{L}]+(?: [\p{L}]+)?)(?:'s|s') ([\p{L}]+ [\p{L}]+)(?=$|[ ,;(])(.*)$/iu;
const OWNED_ONE =
  /^(?:an?|one|the|each|every|any|a given|a certain) ([\p{L}]+(?: [\p{L}]+)?)(?:'s|s') ([\p{L}]+)(?=$|[ ,;(])(.*)$/iu;

/** "A member's entries", "which badges a scout has": the records of one other. */
function ofOwner(text: string, understanding: Understanding): Omit<Head, 'mode'> | undefined {
  const owned = [OWNED_TWO, OWNED_ONE]
    .map((pattern) => pattern.exec(text))
    .find((match) => match !== null && understanding.entityMeant(nounWords(match[2] ?? '')) !== undefined);
  const had =
    /^(?:(?:which|what|the|all|all the) )([\p{L}]+(?: [\p{L}]+)?) (?:an?|one|the|each|any|a given|a certain) ([\p{L}]+(?: [\p{L}]+)?) (?:has|have|owns?|holds?|got|has got|earned|has earned|is in|belongs to|keeps|takes|is on|attends|has made|made)(?=$|[ ,;(])(.*)$/iu.exec(
      text,
    );
  const [parentWords, childWords, rest = ''] =
    owned !== null && owned !== undefined
      ? [owned[1], owned[2], owned[3]]
      : had !== null
        ? [had[2], had[1], had[3]]
        : [];
  if (parentWords === undefined || childWords === undefined) return undefined;
  const parent = understanding.entityMeant(nounWords(parentWords));
  const child = understanding.entityMeant(nounWords(childWords));
  if (parent === undefined || child === undefined || parent === child) return undefined;
  const words = text.slice(0, text.length - rest.length);
  const direct = child.fields.filter(({ refersTo }) => refersTo === parent.singular);
  const [field] = direct;
  if (field !== undefined && direct.length === 1)
    return { entity: child, asked: [ofOne(child, field, parent, words)], rest };
  // Records that tie the two, listed by one of them.
  const ties = understanding.entities.filter(
    ({ fields }) =>
      fields.filter(({ refersTo }) => refersTo === parent.singular).length === 1 &&
      fields.filter(({ refersTo }) => refersTo === child.singular).length === 1,
  );
  const [tie] = ties;
  const by = tie?.fields.find(({ refersTo }) => refersTo === parent.singular);
  if (tie === undefined || by === undefined || ties.length > 1) return undefined;
  return { entity: tie, asked: [ofOne(tie, by, parent, words)], rest };
}

function statesOf(noun: NounAt, understanding: Understanding): readonly Asked[] | undefined {
  const asked = noun.adjectives.map((word) => {
    const field = fieldOfValue(noun.entity, word, understanding);
    return field === undefined ? undefined : filterBy(noun.entity, field, word, false);
  });
  const known = asked.filter((each) => each !== undefined);
  return known.length === asked.length ? known : undefined;
}

/** "Search leaseholders …", "list available plots …": a verb of looking, and the records that it is about. */
export function activeHead(
  text: string,
  understanding: Understanding,
  current?: EntityNotes,
): Head | undefined {
  const verb = verbAt(withoutLead(text));
  if (verb === undefined) return undefined;
  const owned = ofOwner(verb.rest, understanding);
  if (owned !== undefined) return { ...owned, mode: verb.mode };
  const noun = nounAt(verb.rest, understanding, current);
  if (noun === undefined) return undefined;
  if (verb.isLoose && !noun.isMany && !/^(?:an?|the) (?:list|overview)/i.test(verb.rest)) return undefined;
  const asked = statesOf(noun, understanding);
  if (asked === undefined) return undefined;
  return {
    entity: noun.entity,
    mode: verb.mode,
    asked,
    rest: noun.rest.replace(verb.isSplit ? /^up\b\s*/i : /^(?:down|out) (?=by |to |on )/i, ''),
  };
}

const TOLD =
  /^(?:\s*(?:[:–-]|,|with|can|could|should|must|may|are|is|will|need to|needs to|have to|come|comes|shall|list:?|lists:?|filters?(?: by| on)?:|search:|sorting:))(?=\s|$)/i;

/** "Plots can be searched by …", "objects: filter on …". `rest` begins with the verb. */
export function passiveHead(text: string, understanding: Understanding): Head | undefined {
  const noun = nounAt(text.replace(/^(?:GET )?\/(?=[a-z])/i, ''), understanding, undefined);
  if (noun === undefined || noun.adjectives.length > 0 || !TOLD.test(noun.rest)) return undefined;
  const rest = noun.rest
    .replace(/^\s*[:–,-]\s*/, '')
    .replace(/^(?:lists?|overview|listing) (?=is |are |can |should |must |comes? )/i, '');
  // "A key is found in a box" tells where it is.
  if (
    /^(?:is|are|come|comes) (?:found|looked|listed|shown) (?!(?:up )?by\b|alphabetically|in (?:[\p{L}]+ )*order|(?:the )?(?:newest|latest|oldest|earliest|most recent|soonest|highest|lowest|cheapest) first\b)/iu.test(
      rest,
    )
  )
    return undefined;
  return { entity: noun.entity, mode: 'look', asked: [], rest };
}
