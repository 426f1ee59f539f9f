import type { Aspect } from '../../../domain/aspect.js';
import { fieldTypeOf } from '../../field-types.js';
import { saidOf } from '../../states.js';
import type { EntityNotes, FieldNotes, Source, Understanding } from '../../understanding.js';
import { openReason } from '../../open-reasons.js';
import { within, type Statement } from '../statement.js';

/** One thing asked of a list: how it is understood, with what has to be there for it. */
export interface Asked {
  readonly words: string;
  readonly statement: string;
  readonly aspects: readonly Aspect[];
  /** Notes it, as said by `source`. */
  readonly act: (source: Source, understanding: Understanding) => void;
}

export function typeOf(field: FieldNotes): string | undefined {
  if (field.refersTo !== undefined) return field.several === undefined ? 'reference' : 'references';
  return fieldTypeOf(field.words, saidOf(field))?.kind;
}

const SEARCHED = ['text', 'email', 'url'];

/** Searching asks for a part of a text; of anything else it asks for the value. */
export function filterBy(entity: EntityNotes, field: FieldNotes, words: string, isSearch: boolean): Asked {
  if (isSearch && SEARCHED.includes(typeOf(field) ?? '')) {
    return {
      words,
      statement: `${entity.plural} can be searched by ${field.words}`,
      aspects: [{ kind: 'search', entity: entity.singular }],
      act: () => {
        if (!entity.searchable.includes(field.words)) entity.searchable.push(field.words);
      },
    };
  }
  return {
    words,
    statement: `${entity.plural} can be filtered by ${field.words}`,
    aspects: [{ kind: 'filter', entity: entity.singular, field: field.words }],
    act: () => undefined,
  };
}

const BOUNDED = ['integer', 'number', 'money', 'date', 'datetime', 'time'];

/** A list between two values of a field; `undefined`: its values have no order. */
export function rangeOf(entity: EntityNotes, field: FieldNotes, words: string): Asked | undefined {
  if (!BOUNDED.includes(typeOf(field) ?? '')) return undefined;
  return {
    words,
    statement: `a list of ${entity.plural} can be bounded by ${field.words}, from and to`,
    aspects: [{ kind: 'range', entity: entity.singular, field: field.words }],
    act: () => {
      if (!entity.ranged.includes(field.words)) entity.ranged.push(field.words);
    },
  };
}

/** How an order is said: "earliest first", "alphabetically". */
function orderWords(field: FieldNotes, direction: 'ascending' | 'descending'): string {
  const kind = typeOf(field) ?? '';
  const isUp = direction === 'ascending';
  if (['date', 'datetime', 'time'].includes(kind)) return isUp ? 'earliest first' : 'latest first';
  if (['integer', 'number', 'money'].includes(kind)) return isUp ? 'lowest first' : 'highest first';
  if (kind === 'text' || kind === 'code') return isUp ? 'alphabetically' : 'from Z to A';
  return isUp ? 'in ascending order' : 'in descending order';
}

/** `isDefault`: lists come in this order when nothing is asked for. */
export function sortBy(
  entity: EntityNotes,
  field: FieldNotes,
  words: string,
  direction: 'ascending' | 'descending',
  isDefault: boolean,
): Asked {
  return {
    words,
    statement: isDefault
      ? `${entity.plural} are listed by ${field.words}, ${orderWords(field, direction)}`
      : `${entity.plural} can be sorted by ${field.words}`,
    aspects: [{ kind: 'sort', entity: entity.singular, field: field.words }],
    act: (source, understanding) => {
      if (!entity.sortable.includes(field.words)) entity.sortable.push(field.words);
      if (!isDefault) return;
      const before = (entity.sortedBy ??= { field: field.words, direction, source });
      if (before.field === field.words && before.direction !== direction)
        understanding.contradict(
          `${entity.plural} are listed by ${field.words}, upward and downward`,
          before.source,
          source,
        );
    },
  };
}

/** What was found in a statement about one list, with the words that nothing was found for. */
export interface Found {
  readonly entity: EntityNotes;
  readonly asked: readonly Asked[];
  readonly left: readonly string[];
}

/** Notes what is asked of lists; what nothing was found for stays open with its own words. */
export function noteFound(found: readonly Found[], statement: Statement, understanding: Understanding): void {
  const count = found.reduce((sum, { asked, left }) => sum + asked.length + left.length, 0);
  for (const { entity, asked, left } of found) {
    for (const each of asked) {
      const source = count === 1 ? statement.source : within(statement, each.words);
      each.act(source, understanding);
      understanding.met(each.statement, source, each.aspects, statement.source.text);
    }
    for (const words of left)
      understanding.open(`${entity.plural}: ${words}`, within(statement, words), openReason(words));
    understanding.topic = entity;
    const { listed } = understanding;
    const { position } = statement.source;
    const before =
      listed === undefined || position - listed.position > 1 ? [] : [...listed.others, listed.entity];
    understanding.listed = { entity, position, others: before.filter((each) => each !== entity) };
  }
}
