import type { State } from '../../domain/rule.js';
import { childrenNamed } from '../named-children.js';
import { stateOfValues, stateWith } from '../named-values.js';
import { fieldTypeOf } from '../field-types.js';
import { nounWords, singular } from '../nouns.js';
import { saidOf, stateOf } from '../states.js';
import type { EntityNotes, FieldNotes, Understanding } from '../understanding.js';
import type { Statement } from './statement.js';

export interface Held {
  readonly entity: EntityNotes;
  readonly per: FieldNotes;
  readonly also: readonly string[];
  readonly state: State | null;
  readonly act: () => void;
}

/** The records that are counted for one of `holder`: its children, or those that tie it to what is counted. */
export function heldRecords(
  holder: EntityNotes,
  counted: string,
  statement: Statement,
  understanding: Understanding,
): Held | undefined {
  const direct = childrenNamed(holder, counted, statement.source, understanding);
  if (direct !== undefined)
    return { entity: direct.child, per: direct.by, also: [], state: direct.state, act: direct.act };
  const words = nounWords(counted.replace(/^(?:different|other|of (?:our|the|its|their)) /i, '')).split(' ');
  for (let start = 0; start < words.length; start += 1) {
    const other = understanding.entityMeant(words.slice(start).join(' '));
    if (other === undefined || other === holder) continue;
    const adjective = words.slice(0, start).join(' ');
    const ties = understanding.entities.flatMap((entity) => {
      const per = entity.fields.filter(
        (field) => field.refersTo === holder.singular && field.several === undefined,
      );
      const to = entity.fields.filter(
        (field) => field.refersTo === other.singular && field.several === undefined,
      );
      const [first] = per;
      return first !== undefined && per.length === 1 && to.length === 1 ? [{ entity, per: first }] : [];
    });
    const [tie] = ties;
    if (tie === undefined || ties.length > 1) continue;
    const state =
      adjective === '' ? undefined : stateWith(tie.entity, adjective, statement.source, understanding);
    if (adjective !== '' && state === undefined) continue;
    return { ...tie, also: [], state: state?.state ?? null, act: state?.act ?? ((): void => undefined) };
  }
  return undefined;
}
/** A field of `entity` that has to be equal too: a reference, or "day" for its date. */
export function alsoIn(
  entity: EntityNotes,
  words: string,
  understanding: Understanding,
): FieldNotes | undefined {
  const noun = singular(nounWords(words));
  const reference = entity.fields.filter(
    (field) =>
      field.refersTo !== undefined &&
      field.several === undefined &&
      (field.words === noun || field.refersTo === noun),
  );
  if (reference.length > 0) return reference.length === 1 ? reference[0] : undefined;
  const field = understanding.field(entity, noun);
  if (field !== undefined) return field.refersTo === undefined ? field : undefined;
  if (!/^(?:day|date)$/.test(noun)) return undefined;
  const dates = entity.fields.filter(
    (each) => each.refersTo === undefined && fieldTypeOf(each.words, saidOf(each))?.kind === 'date',
  );
  return dates.length === 1 ? dates[0] : undefined;
}

/** Values of a status by which a record is over. */
const OVER =
  /^(?:returned|closed|completed?|finished|done|ended|cancell?ed|collected|picked up|paid|resolved|archived|rejected|refused|declined|checked out|expired|gone|delivered|over|withdrawn|terminated|settled|disposed|retired|handed back|brought back|back)$/i;
/** Words of the brief for records that are not over. */
const RUNNING =
  /^(?:open|active|outstanding|current|unreturned|ongoing|running|unfinished|live|in force|on loan|out|in progress)$/i;

/**
 * What tells the records of a kind that run now from those that are over: a word of the brief, a status, or an end that is
 * not there yet. Undefined where nothing tells.
 */
export function runningState(
  entity: EntityNotes,
  { source }: Statement,
  understanding: Understanding,
): Pick<Held, 'state' | 'act'> | undefined {
  const named = entity.states.find(({ word }) => RUNNING.test(word));
  if (named !== undefined) return { state: named, act: () => undefined };
  for (const field of entity.fields) {
    const type = field.refersTo === undefined ? fieldTypeOf(field.words, saidOf(field)) : undefined;
    if (type?.kind !== 'enum') continue;
    const running = type.values.filter((value) => !OVER.test(value));
    if (running.length > 0 && running.length < type.values.length)
      return { state: stateOfValues('running', { field, values: running }), act: () => undefined };
  }
  const open = stateOf(entity, 'open', source, understanding);
  return open !== undefined && entity.fields.some(({ words }) => words === open.state.field)
    ? open
    : undefined;
}

/** Whether records of the kind only have the day on which they were made, and so are never over: "registrations with a date". */
export function isLasting(entity: EntityNotes): boolean {
  const ends = entity.fields.filter((field) => {
    const kind = field.refersTo === undefined ? fieldTypeOf(field.words, saidOf(field))?.kind : undefined;
    return (
      kind === 'date' ||
      kind === 'datetime' ||
      (kind === 'enum' && /(?:^| )(?:status|state|stage)$/.test(field.words))
    );
  });
  return (
    !/(?:^| )(?:loan|rental|hire|lease|lending|checkout|borrowing|stay|visit)$/.test(entity.singular) &&
    ends.every(({ words }) => words === 'date' || words === `${entity.singular.split(' ').at(-1) ?? ''} date`)
  );
}

/** Whether a record of the kind lasts from one day to another, or until something is set: it may be over. */
export function mayEnd(entity: EntityNotes): boolean {
  return entity.fields.some((field) => {
    const kind = field.refersTo === undefined ? fieldTypeOf(field.words, saidOf(field))?.kind : undefined;
    return (
      kind === 'date' ||
      kind === 'datetime' ||
      (kind === 'enum' && /(?:^| )(?:status|state|stage)$/.test(field.words))
    );
  });
}
