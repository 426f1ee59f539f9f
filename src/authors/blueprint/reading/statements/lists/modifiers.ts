import { nounWords } from '../../nouns.js';
import type { EntityNotes, FieldNotes } from '../../understanding.js';
import { filterBy, sortBy, typeOf, type Asked } from './asked.js';
import { byInOrder, fieldsAt, type Listing, type Taken } from './field-list.js';
import { fieldMeant, fieldOfValue } from './list-fields.js';
import type { Mode } from './mode.js';
import { alphabetAt, DIRECTION, orderAt } from './orders.js';
import { pagesAt } from './pages.js';
import { rangeAt } from './ranges.js';

const FILLER =
  '(?:(?:can|could|should|must|may|also|to|be|it|them|is|are|being|possible|then|have|has|offer|offers|with|using|an?|the|some|possibility|option|ability|users?|by means of|support|supports|supporting|of|allow|allows|each|all|optional|optionally) )*';
const KEYWORD = new RegExp(
  `^(${FILLER})((?:full[- ]?text |free[- ]?text |text )?search(?:es|ed|ing|able)?|filter(?:s|ed|ing|able)?|narrow(?:ed|ing)?(?: down)?|look(?:ed|ing)?(?: (?:them|it|one|these|those))? up|f(?:ind|ound|inding)|queri?(?:y|ed|able)|sort(?:s|ed|ing|able)?|order(?:s|ed|ing|able)?|arranged|ranked|listed|shown|displayed|presented)(?: (?:them|it|these|those|this|results|the list|the results|one|everything|down))*(?: to(?: (?:an?|one))?(?= \\p{L}+(?: \\p{L}+)?(?:$|,| and | or )))?(?: for (?:an? |any )?(?:words?|text|terms?|keywords?|strings?|part|piece)(?: of (?:it|them|text))?)?(?: (?:by|on|in|for|per|through|via|using|over|within|according to)(?: (?:their|its|the))?|:)\\s+`,
  'iu',
);
/** "`q` matches make and model": a parameter that searches. */
const PARAMETER =
  /^(?:an? )?(?:q|query|search|the search|the search box)(?: parameter)? (?:matches|searches|looks (?:in|into|at|through)|covers|finds)(?: in)? (?:the )?/i;
const BY =
  /^(?:(?:searching|filtering|filters?) )?(?:by|via|using|through|per)(?: (?:their|its|the|a|an|one's))? /i;
const CAN = /\b(?:can|could|may|should|must|possible|possibility|option|ability|users?|allow\w*)\b/i;
/** Types whose values nobody expects a list in the order of, unless it is said. */
const UNORDERED = new Set(['enum', 'boolean', 'choices']);
/** "Filter bikes on kind", "search bikes in maker and model". */
const ON = /^(?:on|in|for|within)(?: (?:their|its|the|a|an))? /i;
const IN_ORDER =
  /^(?:(?:listed|shown|presented|sorted|arranged|given|displayed|put) (?:(?:it|them|these|those|the list|the results|everything) )?)?(?:in (?:the )?order of|by order of|in (?:ascending|descending|rising|falling) order of|in the order of) (?:the |their |its )?/i;
const IN_FIELD_ORDER =
  /^(?:(?:listed|shown|presented|sorted|given) )?in (?:order of |(?:the )?)([\p{L}][\p{L} -]*?) order(?![\p{L}])/iu;
function modeOf(keyword: string): Mode {
  const word = keyword.toLowerCase();
  if (/^(?:sort|order|arranged|ranked)/.test(word)) return 'sort';
  if (/^(?:filter|narrow)/.test(word)) return 'filter';
  if (/^(?:listed|shown|displayed|presented)/.test(word)) return 'look';
  return 'search';
}

const OF_ONE = new RegExp(
  '^(?:(?:that |which |who )?(?:(?:is|are|was|were|has been|have been) )?(?:[\\p{L}]+ )?)?(?:of|for|in|from|on|at|to|with|by|under|inside|about) (?:(?:an?|one|the|each|every|any|some|that|this)(?: (?:given|certain|particular|specific|single|chosen|same))?) ([\\p{L}-]+(?: [\\p{L}-]+){0,2}?)(?=$|[,;(]| (?:and|or|by|sorted|ordered|in|with|newest|latest|oldest|between|from|filtered|at|on|for|paged|that|which|before|after)\\b)',
  'iu',
);

/** "Of a patrol", "for one owner": the records that name it. */
export function ofOneAt(text: string, { entity, understanding }: Listing): Taken | undefined {
  const match = OF_ONE.exec(text);
  const named = match === null ? undefined : understanding.entityMeant(nounWords(match[1] ?? ''));
  if (match === null || named === undefined) return undefined;
  const fields = entity.fields.filter(({ refersTo }) => refersTo === named.singular);
  const [field] = fields;
  if (field === undefined || fields.length > 1) return undefined;
  return { asked: [ofOne(entity, field, named, match[0])], left: [], length: match[0].length };
}

export function ofOne(entity: EntityNotes, field: FieldNotes, named: EntityNotes, words: string): Asked {
  return {
    words,
    statement: `the ${entity.plural} of one ${named.singular} can be listed`,
    aspects: [{ kind: 'filter', entity: entity.singular, field: field.words }],
    act: () => undefined,
  };
}

const STATED =
  /^(?:(?:that|which|who) (?:(?:is|are|was|were|has|have)(?: been)? )(?:still |currently |already )?(not |un)?([\p{L}][\p{L} -]*?)(?: yet| so far)?|(?:with|in|of|having) (?:the |a |an )?([\p{L} ]+?) ["']?([\p{L}][\p{L} -]*?)["']?|whose ([\p{L} ]+?) is ["']?([\p{L}][\p{L} -]*?)["']?)(?=$|[,;(]| (?:and|or|by|sorted|ordered|newest|latest|oldest|of|for|in|at|from)\b)/iu;

/** "That are available", "with status open": records with one value of a field. */
function statedAt(text: string, { entity, understanding }: Listing): Taken | undefined {
  const match = STATED.exec(text);
  if (match === null) return undefined;
  const [whole, not, bare, withField, withValue, whoseField, whoseValue] = match;
  const value = bare ?? withValue ?? whoseValue ?? '';
  const field = fieldOfValue(entity, value, understanding);
  if (field === undefined || field.refersTo !== undefined) return undefined;
  const name = withField ?? whoseField;
  if (name !== undefined && fieldMeant(entity, name, understanding) !== field) return undefined;
  if (not !== undefined && typeOf(field) !== 'boolean') return undefined;
  return { asked: [filterBy(entity, field, whole, false)], left: [], length: whole.length };
}

/** How the list spoken of is brought up again. */
const SHOWN =
  /^(?:(?:the )?(?:results?|lists?|answers?|it|they|entries|this|that|them) (?:is|are|come|comes|should be|must be|will be|should come|must come)(?: (?:shown|delivered|returned|given|listed))? |(?:see|show|list|get|have|display|put)(?: me)? (?=(?:the|those|them|whoever|\d))(?:(?:those|them) )?)/i;

/** What else is asked at the start of the words, whatever comes before. */
export function elsewhereAt(text: string, listing: Listing): Taken | undefined {
  const { entity, understanding, sorted } = listing;
  const idle = SHOWN.exec(text)?.[0] ?? '';
  const rest = text.slice(idle.length);
  const found =
    pagesAt(entity, rest) ??
    orderAt(entity, rest, sorted, understanding) ??
    alphabetAt(entity, rest, understanding);
  return found === undefined
    ? undefined
    : { asked: [found.asked], left: [], length: idle.length + found.length };
}

/** The next thing asked at the start of the words. `startsAnother`: whether the words ask for another list. */
export function modifierAt(
  text: string,
  listing: Listing,
  startsAnother: (text: string) => boolean,
): Taken | undefined {
  const { entity, understanding } = listing;
  const stops = (rest: string): boolean =>
    elsewhereAt(rest, listing) !== undefined ||
    KEYWORD.test(rest) ||
    DIRECTION.test(rest) ||
    IN_ORDER.test(rest) ||
    statedAt(rest, listing) !== undefined ||
    startsAnother(rest);
  const other = elsewhereAt(text, listing);
  if (other !== undefined) return other;
  const parameter = PARAMETER.exec(text);
  if (parameter !== null) {
    const found = fieldsAt(text.slice(parameter[0].length), { ...listing, mode: 'search' }, false, stops);
    if (found !== undefined) return { ...found, length: found.length + parameter[0].length, mode: 'search' };
  }
  const inOrder = IN_ORDER.exec(text);
  const keyword = inOrder ?? KEYWORD.exec(text);
  if (keyword !== null) {
    const mode = inOrder === null ? modeOf(keyword[2] ?? '') : 'sort';
    const isOrder =
      inOrder !== null ||
      (/^(?:sorted|ordered|arranged|ranked)$/i.test(keyword[2] ?? '') && !CAN.test(keyword[1] ?? ''));
    const rest = text.slice(keyword[0].length);
    const can = CAN.test(keyword[1] ?? '');
    // "Listed by date" is an order, "listed per member" a part of the list; by one of some values it may be either.
    if (mode === 'look' && !can && !/\bper\s+$/i.test(keyword[0])) {
      const order = fieldsAt(rest, { ...listing, mode: 'sort' }, true, stops);
      const [only, ...others] = order?.asked ?? [];
      const isPlain = only?.aspects.every(
        (aspect) =>
          aspect.kind === 'sort' &&
          entity.fields.some((field) => field.words === aspect.field && !UNORDERED.has(typeOf(field) ?? '')),
      );
      return order?.left.length === 0 && others.length === 0 && isPlain === true
        ? { ...order, length: order.length + keyword[0].length, mode: 'sort' }
        : undefined;
    }
    const found = fieldsAt(rest, { ...listing, mode: mode === 'look' ? 'filter' : mode }, isOrder, stops);
    return found === undefined ? undefined : { ...found, length: found.length + keyword[0].length, mode };
  }
  const fieldOrder = IN_FIELD_ORDER.exec(text);
  if (fieldOrder !== null) {
    const field = fieldMeant(entity, fieldOrder[1] ?? '', understanding);
    if (field !== undefined && field.refersTo === undefined)
      return {
        asked: [sortBy(entity, field, fieldOrder[0], 'ascending', true)],
        left: [],
        length: fieldOrder[0].length,
        sorted: field,
      };
  }
  const one = ofOneAt(text, listing);
  if (one !== undefined) return one;
  const range = rangeAt(entity, text, understanding);
  if (range !== undefined) return { asked: [range.asked], left: [], length: range.length };
  const by = BY.exec(text);
  if (by !== null) {
    const mode = listing.mode === 'look' ? 'filter' : listing.mode;
    const found = fieldsAt(text.slice(by[0].length), { ...listing, mode }, mode === 'sort', stops);
    const ordered = found === undefined ? undefined : byInOrder(text.slice(by[0].length), found, listing);
    if (ordered !== undefined) return { ...ordered, length: ordered.length + by[0].length };
    if (found !== undefined) return { ...found, length: found.length + by[0].length };
  }
  const on = listing.mode === 'look' ? null : ON.exec(text);
  const onFields =
    on === null ? undefined : fieldsAt(text.slice(on[0].length), listing, listing.mode === 'sort', stops);
  if (on !== null && onFields?.left.length === 0)
    return { ...onFields, length: onFields.length + on[0].length };
  return statedAt(text, listing);
}
