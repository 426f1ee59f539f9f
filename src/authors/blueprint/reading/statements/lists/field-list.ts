import type { EntityNotes, FieldNotes, Understanding } from '../../understanding.js';
import { filterBy, sortBy, typeOf, type Asked } from './asked.js';
import { fieldMeant } from './list-fields.js';
import type { Mode } from './mode.js';
import { directionAt, orderAt } from './orders.js';
import { rangeAt } from './ranges.js';

/** A stretch at the start of the words that asks for something, or that nothing was found for. */
export interface Taken {
  readonly asked: readonly Asked[];
  readonly left: readonly string[];
  readonly length: number;
  readonly mode?: Mode;
  /** The field that it sorts by, for a direction that follows. */
  readonly sorted?: FieldNotes | undefined;
}

/** The list that is spoken of, and how. */
export interface Listing {
  readonly entity: EntityNotes;
  readonly mode: Mode;
  readonly sorted: FieldNotes | undefined;
  readonly understanding: Understanding;
}

const SEPARATOR =
  /^(?:\s*,\s*(?:and |or |as well as |then )?|\s*\/\s*|\s+(?:and\/or|and|or|as well as|plus|then)\s+)(?:(?:by|on|in|for|per|also|the|their|its|an?) )*/i;
const ITEM =
  /^[^,;()/]+?(?=\s*[,;(/]|\s+(?:and|(?<!\b(?:on|at) )or(?! (?:before|after|earlier|later)\b)|and\/or|as well as|plus)\s|\s*$)/i;
const ENOUGH = /^\s*\((?:(?:or )?(?:partial|parts?|a part|substring|any part|case|in part)[^)]*)\)/i;
const PART =
  /^(?:an? |any |the )?(?:part|piece|bit|fragment|portion|word|words|substring|beginning|start)s? (?:of|in|from) (?:the |their |its |a |his |her )?(.+)$/i;

/** Words by which a list is bounded on one side: no value is asked for. */
const ONE_SIDE =
  /(?:^|\s)(?:on|at|in)?[\s]?(?:or )?(?:before|after|earlier|later|until|since|up to|at (?:least|most)|more than|less than|above|below|over|under)$|^(?:before|after|until|since|up to|on or|at least|at most|more than|less than|above|below|over|under|no later|not later)\b|\bon or (?:before|after)\b/i;

function isBound(item: string): boolean {
  return ONE_SIDE.test(item.trim()) || /\b(?:on|at)$/i.test(item.trim());
}

function fieldAsked(item: string, listing: Listing, isSoleOrder: boolean): Taken | undefined {
  const { entity, mode, understanding } = listing;
  if (mode === 'sort') {
    const field = fieldMeant(entity, item.replace(/^(?:order of|the order of) /i, ''), understanding);
    if (
      field === undefined ||
      field.refersTo !== undefined ||
      ['choices', 'references'].includes(typeOf(field) ?? '')
    )
      return undefined;
    return {
      asked: [sortBy(entity, field, item, 'ascending', isSoleOrder)],
      left: [],
      length: item.length,
      sorted: field,
    };
  }
  // "Best before on or before": up to a day, and not of it.
  if (isBound(item)) return undefined;
  const part = PART.exec(item)?.[1];
  const field = fieldMeant(entity, part ?? item, understanding);
  if (field === undefined) return wholeName(entity, part ?? item, item, mode);
  const asked = filterBy(entity, field, item, mode === 'search' || part !== undefined);
  // A part of a value that is no text cannot be searched for.
  if (part !== undefined && asked.aspects.some(({ kind }) => kind === 'filter')) return undefined;
  return { asked: [asked], left: [], length: item.length };
}

/** "By name", of people who have a first and a last one. */
function wholeName(entity: EntityNotes, phrase: string, item: string, mode: Mode): Taken | undefined {
  if (mode !== 'search' || !/^(?:(?:the|their|his|her|its|full|whole) )*names?$/i.test(phrase.trim()))
    return undefined;
  const names = entity.fields.filter(({ words }) =>
    /^(?:first|last|given|family|middle|sur)[ ]?names?$|^initials$/.test(words),
  );
  return names.length < 2
    ? undefined
    : { asked: names.map((field) => filterBy(entity, field, item, true)), left: [], length: item.length };
}

/** "By date, newest first": the order of that field, and no filter. */
export function byInOrder(text: string, found: Taken, listing: Listing): Taken | undefined {
  const [only, ...others] = found.asked;
  const aspect = only?.aspects[0];
  if (listing.mode !== 'look' || aspect?.kind !== 'filter' || others.length > 0 || found.left.length > 0)
    return undefined;
  const field = listing.entity.fields.find(({ words }) => words === aspect.field);
  const kind = field === undefined ? '' : (typeOf(field) ?? '');
  if (field === undefined || !['date', 'datetime', 'time', 'integer', 'number', 'money'].includes(kind))
    return undefined;
  const gap = /^[ ,(]*/.exec(text.slice(found.length))?.[0].length ?? 0;
  const order = orderAt(listing.entity, text.slice(found.length + gap), field, listing.understanding);
  const sorted = order?.asked.aspects[0];
  if (order === undefined || sorted?.kind !== 'sort' || sorted.field !== field.words) return undefined;
  return { asked: [order.asked], left: [], length: found.length + gap + order.length, sorted: field };
}

/** The fields after "by", one after the other, up to where something else is asked. */
export function fieldsAt(
  text: string,
  listing: Listing,
  isOrder: boolean,
  stops: (text: string) => boolean,
): Taken | undefined {
  const asked: Asked[] = [];
  const left: string[] = [];
  const { entity, understanding } = listing;
  let at = 0;
  let sorted: FieldNotes | undefined;
  const takings: { item: string }[] = [];
  for (let first = true; ; first = false) {
    const separator = first ? '' : (SEPARATOR.exec(text.slice(at))?.[0] ?? '');
    if (!first && separator === '') break;
    const rest = text.slice(at + separator.length);
    if (!first && stops(text.slice(at).replace(/^(?:\s*,\s*(?:and |or )?|\s+(?:and|or)\s+)/i, ''))) break;
    const range = listing.mode === 'sort' ? undefined : rangeAt(entity, rest, understanding);
    if (range !== undefined) {
      asked.push(range.asked);
      at += separator.length + range.length;
      continue;
    }
    const item = ITEM.exec(rest)?.[0];
    if (item === undefined) break;
    const found = fieldAsked(item, listing, false);
    if (found === undefined) {
      // After a field that was found, what follows may belong to something else.
      if (first && stops(rest)) return undefined;
      left.push(item);
    } else {
      asked.push(...found.asked);
      sorted = found.sorted;
      takings.push({ item });
    }
    at += separator.length + item.length;
    at += ENOUGH.exec(text.slice(at))?.[0].length ?? 0;
  }
  if (asked.length + left.length === 0) return undefined;
  const direction = listing.mode === 'sort' ? directionAt(text.slice(at)) : undefined;
  const [only] = takings;
  if (
    listing.mode === 'sort' &&
    takings.length === 1 &&
    left.length === 0 &&
    only !== undefined &&
    sorted !== undefined
  ) {
    if (direction !== undefined) at += direction.length;
    if (isOrder || direction !== undefined)
      return {
        asked: [sortBy(entity, sorted, only.item, direction?.direction ?? 'ascending', true)],
        left,
        length: at,
        sorted,
      };
  }
  return { asked, left, length: at, sorted };
}
