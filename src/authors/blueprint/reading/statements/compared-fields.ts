import { fieldTypeOf } from '../field-types.js';
import { nounWords } from '../nouns.js';
import { saidOf } from '../states.js';
import type { EntityNotes, FieldNotes, Understanding } from '../understanding.js';
import { type NamedField, fieldsNamed } from './constraints.js';

export const MODAL = '(?:must|has to|have to|should|shall|needs to|need to|may|can|is|are|will|is to)';

export const NEGATED =
  '(?:cannot|must not|may not|should not|shall not|must never|may never|can never|is never|is not|are not|will not|can not)';

export const BE = '(?:be |lie |come |fall |go |end |start |stay |always |exceed )*';

export function kindOf({ field }: { field: FieldNotes }): 'number' | 'time' | undefined {
  const kind = field.refersTo === undefined ? fieldTypeOf(field.words, saidOf(field))?.kind : undefined;
  if (kind === 'integer' || kind === 'number' || kind === 'money') return 'number';
  return kind === 'date' || kind === 'datetime' || kind === 'time' ? 'time' : undefined;
}

/** The field of one kind of record that a subject names; undefined where it can be several. */
export function oneField(phrase: string, understanding: Understanding): NamedField | undefined {
  const text = phrase
    .replace(/,? (?:if (?:given|known|set|any|there is one)|where given|when given),?$/i, '')
    .replace(/^no /i, 'the ');
  const topic = understanding.topic;
  const bare =
    topic === undefined
      ? undefined
      : understanding.field(topic, nounWords(text.replace(/^(?:it|they)$/i, '')));
  const found = fieldsNamed(text, understanding);
  if (found.length === 1) return found[0];
  return topic !== undefined && bare !== undefined ? { entity: topic, field: bare } : undefined;
}

/** "It", after a sentence about one field: the field that was spoken of last. */
export function pronounField(understanding: Understanding): NamedField | undefined {
  const { topic, fieldTopic } = understanding;
  return topic === undefined || fieldTopic === undefined || !topic.fields.includes(fieldTopic)
    ? undefined
    : { entity: topic, field: fieldTopic };
}

/** The start and the end of a record, where it has one of each. */
export function periodOf(entity: EntityNotes): { from: FieldNotes; to: FieldNotes } | undefined {
  const dated = entity.fields.filter((field) => kindOf({ field }) === 'time');
  const named = (pattern: RegExp): FieldNotes[] => dated.filter(({ words }) => pattern.test(words));
  const from = named(
    /^(?:(?:planned |actual )?(?:start|begin|from|first|check ?in|arrival|departure|pick ?up|opening|starting|begins|starts|valid from)(?: (?:date|day|time|at|on))?|(?:started|begun|opened|hired|lent|loaned|borrowed|rented) (?:at|on|date)|(?:start|begin).*)$/,
  );
  const to = named(
    /^(?:(?:planned |actual )?(?:end|until|to|last|check ?out|return|due|closing|ending|ends|finish|valid until)(?: (?:date|day|time|at|on))?|(?:ended|closed|returned|finished) (?:at|on|date)|(?:end|finish).*)$/,
  );
  // One arrives and departs, but a train departs and arrives.
  const stay = named(/^(?:departure|leaving|drop ?off)(?: (?:date|day|time))?$/);
  if (to.length === 0 && stay.length === 1 && from.length === 2)
    return periodBetween(
      from.filter((field) => !stay.includes(field) && /^(?:arrival|check ?in|from|start)/.test(field.words)),
      stay,
    );
  return periodBetween(from, to);
}

function periodBetween(
  from: readonly FieldNotes[],
  to: readonly FieldNotes[],
): { from: FieldNotes; to: FieldNotes } | undefined {
  const [first] = from;
  const [second] = to;
  return from.length === 1 && to.length === 1 && first !== undefined && second !== undefined
    ? { from: first, to: second }
    : undefined;
}
