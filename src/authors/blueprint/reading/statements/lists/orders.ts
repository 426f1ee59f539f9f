import type { EntityNotes, FieldNotes, Understanding } from '../../understanding.js';
import { sortBy, typeOf, type Asked } from './asked.js';
import { fieldMeant, superlativeField } from './list-fields.js';

const DOWN =
  'latest|newest|most recent|youngest|highest|largest|biggest|most expensive|dearest|longest|heaviest|best|greatest|fullest';
const UP =
  'earliest|oldest|soonest|lowest|smallest|cheapest|least expensive|shortest|lightest|closest|nearest|next';
const ON_TOP =
  '(?:first|on top|at the top|(?:come|comes|coming|being|shown|listed|is|are) (?:first|on top|at the top)|at the front|before the others|up top|to last|to newest|to oldest|to highest|to lowest|to latest|to dearest|to most expensive)';
const FIRST = new RegExp(
  `^(?:(?:with|starting with|beginning with|so that|and) )?(?:the )?(?:ones? |those |entries |records )?(?:that |which |who |with the )?(?:(?:is|are|expire|end|start|come|expires|ends) )?(?:the )?(${DOWN}|${UP})(?: (?:one|ones|entries|entry|records))?(?: ([\\p{L}][\\p{L} -]*?))? ${ON_TOP}(?![\\p{L}])`,
  'iu',
);
const CLOSEST = new RegExp(
  `^(?:with )?(?:the |those |the ones )?(?:closest|nearest|next) to (?:its |their |the )?([\\p{L} -]+?) ${ON_TOP}(?![\\p{L}])`,
  'iu',
);
const WHOEVER = new RegExp(
  `^(?:with )?(?:whoever|the ones?|those) (?:who |that |which )?(?:has |have )?([\\p{L}]+) (first|last|earliest|latest|soonest) (?:on top|at the top|first)(?![\\p{L}])`,
  'iu',
);
const REVERSED = /^(?:reverse|reversed|descending|falling|from new to old|z to a)$/i;

/** `direction` as a word says it. */
function directionOf(word: string): 'ascending' | 'descending' {
  return new RegExp(`^(?:${DOWN})$`, 'i').test(word) ? 'descending' : 'ascending';
}

/** How an order ends that names its direction: `descending`, `A to Z`, `(ascending)`. */
export const DIRECTION =
  /^[ ,]*\(?(?:in )?(ascending|descending|a to z|z to a|a-z|z-a|reverse|falling|rising)(?: order)?\)?(?![\p{L}])/iu;

export function directionAt(
  text: string,
): { direction: 'ascending' | 'descending'; length: number } | undefined {
  const first = new RegExp(`^[ ,]*\\((${DOWN}|${UP}) first\\)`, 'i').exec(text);
  if (first !== null) return { direction: directionOf(first[1] ?? ''), length: first[0].length };
  const match = DIRECTION.exec(text);
  if (match === null) return undefined;
  const isDown = REVERSED.test(match[1] ?? '') || /^z/i.test(match[1] ?? '');
  return { direction: isDown ? 'descending' : 'ascending', length: match[0].length };
}

interface OrderAt {
  readonly asked: Asked;
  readonly length: number;
}

/** "Latest first", "oldest harvest on top". `sorted`: the field that the words before sort by. */
export function orderAt(
  entity: EntityNotes,
  text: string,
  sorted: FieldNotes | undefined,
  understanding: Understanding,
): OrderAt | undefined {
  const closest = CLOSEST.exec(text);
  if (closest?.[1] !== undefined) {
    const field = fieldMeant(entity, closest[1], understanding);
    return field === undefined || field.refersTo !== undefined
      ? undefined
      : { asked: sortBy(entity, field, closest[0], 'ascending', true), length: closest[0].length };
  }
  const whoever = WHOEVER.exec(text);
  if (whoever !== null) {
    const [whole, verb = '', rank = ''] = whoever;
    const stem = verb.replace(/(?:ed|en|d|s)$/i, '').toLowerCase();
    const fields = entity.fields.filter(
      (field) =>
        (typeOf(field) ?? '').startsWith('date') &&
        field.words.split(' ').some((word) => word.startsWith(stem)),
    );
    const [field] = fields;
    return field === undefined || fields.length > 1 || stem.length < 3
      ? undefined
      : {
          asked: sortBy(entity, field, whole, /la(?:st|test)/i.test(rank) ? 'descending' : 'ascending', true),
          length: whole.length,
        };
  }
  const match = FIRST.exec(text);
  const [whole, word = '', name] = match ?? [];
  if (whole === undefined) return undefined;
  const isNoun = name !== undefined && (understanding.entityMeant(name) === entity || name === 'date');
  const named = name === undefined || isNoun ? undefined : fieldMeant(entity, name, understanding);
  if (name !== undefined && !isNoun && named === undefined) return undefined;
  const field = named ?? sorted ?? superlativeField(entity, word);
  if (field === undefined || field.refersTo !== undefined) return undefined;
  return { asked: sortBy(entity, field, whole, directionOf(word), true), length: whole.length };
}

const ALPHABETICAL =
  /^(?:(?:sorted|ordered|arranged|listed) )?(?:in )?(?:alphabetical(?:ly)?|alphabetic)(?: order)?(?: (?:sorted |ordered )?(?:by|of|on) (?:the |their |its )?([\p{L} -]+?))?(?=$|[,;(]| (?:unless|and|or|by default|with)\b)/iu;
const NAMES = ['name', 'title', 'last name', 'surname', 'family name', 'full name', 'label'];

/** "In alphabetical order", "alphabetical by title". */
export function alphabetAt(
  entity: EntityNotes,
  text: string,
  understanding: Understanding,
): OrderAt | undefined {
  const match = ALPHABETICAL.exec(text);
  if (match === null) return undefined;
  const field =
    match[1] === undefined
      ? NAMES.map((name) => entity.fields.find(({ words }) => words === name)).find(
          (each) => each !== undefined,
        )
      : fieldMeant(entity, match[1], understanding);
  if (field === undefined || !['text', 'email', 'url', 'code'].includes(typeOf(field) ?? ''))
    return undefined;
  return { asked: sortBy(entity, field, match[0], 'ascending', true), length: match[0].length };
}
