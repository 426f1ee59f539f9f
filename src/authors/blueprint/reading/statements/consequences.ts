import type { Rule } from '../../domain/rule.js';
import { referenceTo } from '../named-children.js';
import { stateOfValues, valueNamed } from '../named-values.js';
import { nounWords } from '../nouns.js';
import { noteRule, ruleId } from '../outcome/field-rules.js';
import type { EntityNotes, FieldNotes, Understanding } from '../understanding.js';
import { readFixed } from './fixed-fields.js';
import { ended } from './guarded-actions.js';
import { readRequiredWhen } from './required-when.js';
import { type Reader, type Statement, clean, entityNamed } from './statement.js';

const WHEN_THEN: readonly RegExp[] = [
  /^(?:when|once|if|as soon as|whenever|after) (.+?), ?(.+?) (?:becomes?|is|are|gets?|turns?(?: into)?|goes?(?: back)? to|is set to|is marked(?: as)?|will be|automatically becomes|is automatically|moves to|changes to|counts as)(?: (?:automatically|then|by itself|again|back to|once more))* ["'`]?([\p{L} -]+?)["'`]?(?: (?:again|automatically|by itself|by themselves|at once|immediately|too|once more))*$/iu,
  /^(?:when|once|if|as soon as|whenever|after) (.+?) (the [\p{L} -]+?|it|its [\p{L} -]+?) (?:becomes?|is|are|gets?|turns?(?: into)?|goes?(?: back)? to|is set to|is marked(?: as)?)(?: (?:automatically|then|by itself|again|back to))* ["'`]?([\p{L} -]+?)["'`]?(?: (?:again|automatically|by itself|by themselves|at once|immediately|too))*$/iu,
];

const CREATED =
  /^(?:an? |the |a new )?([\p{L} -]+?) (?:is|was|has been|gets|are) (?:made|created|added|entered|recorded|registered|started|opened|booked|signed)$/iu;

const THEN =
  /^(?:the |its |then the )([\p{L} -]+?) (?:then |thereby |automatically |also )+(?:becomes?|is|turns|gets?|is set to|is marked(?: as)?) ["'`]?([\p{L} -]+?)["'`]?(?: again)?$/iu;

const SET_AT =
  /^(?:the |its )?([\p{L} -]+?) is (?:set|recorded|noted|filled in|stamped|written|taken)(?: to (?:today|now|the current (?:date|time|day)))?(?: automatically)? (?:when|once|as soon as|on the day) (.+)$/iu;

/** A value of `entity`, or of the one record it names that a phrase means: "the plot", of a lease. */
function target(
  phrase: string,
  entity: EntityNotes,
  understanding: Understanding,
): { on: EntityNotes; via: string | null } | undefined {
  const text = phrase.trim().replace(/^(?:its|their|that) /i, 'the ');
  if (/^(?:it|they)$/i.test(text)) return { on: entity, via: null };
  const named = entityNamed(text, understanding);
  if (named === entity) return { on: entity, via: null };
  const reference = referenceTo(entity, text, understanding);
  const other = understanding.entities.find(({ singular }) => singular === reference?.refersTo);
  return reference === undefined || other === undefined ? undefined : { on: other, via: reference.words };
}

type Trigger = Extract<Rule, { kind: 'effect' }>['on'];

/** What has to happen to a record: "a calibration fails", "a lease is ended", "it is opened". */
function triggersIn(
  clause: string,
  understanding: Understanding,
): readonly { entity: EntityNotes; on: Trigger; words: string }[] {
  const text = clause.trim().replace(/^(?:then|ever) /i, '');
  const created = CREATED.exec(text);
  const made = created === null ? undefined : entityNamed(created[1] ?? '', understanding);
  if (made !== undefined)
    return [{ entity: made, on: { action: 'create' }, words: `a ${made.singular} is created` }];
  const match =
    /^(.+) (?:is|are|gets|has been|becomes?|goes to|was) ([\p{L} -]+)$/iu.exec(text) ??
    /^(.+) (\p{L}+)$/iu.exec(text);
  if (match === null) return [];
  const subject = match[1] ?? '';
  const entity = entityNamed(subject, understanding);
  if (entity === undefined) return [];
  const verb = (match[2] ?? '').replace(/^(\w+?)(?:e?s)$/i, (word, stem: string) =>
    valueNamed(entity, word) === undefined ? `${stem}ed` : word,
  );
  const value = valueNamed(entity, match[2] ?? '') ?? valueNamed(entity, verb);
  const state =
    value === undefined
      ? (ended(verb, entity) ?? ended(match[2] ?? '', entity))
      : stateOfValues(String(value.value === true ? value.field.words : value.value), {
          field: value.field,
          values: [value.value],
        });
  return state === undefined
    ? []
    : [{ entity, on: { action: 'enter', state }, words: `a ${entity.singular} is ${state.word}` }];
}

function noteEffect(
  entity: EntityNotes,
  on: Trigger,
  words: string,
  via: string | null,
  field: FieldNotes,
  value: Extract<Rule, { kind: 'effect' }>['value'],
  statement: Statement,
  understanding: Understanding,
): void {
  const said = typeof value === 'object' ? 'the present moment' : String(value);
  noteRule(
    {
      kind: 'effect',
      id: ruleId('effect', entity.singular, words, field.words, said),
      entity: entity.singular,
      on,
      via,
      field: field.words,
      value,
    },
    `when ${words}, the ${field.words}${via === null ? '' : ` of its ${via}`} becomes ${said}`,
    statement.source,
    understanding,
  );
  understanding.topic = entity;
}

/** "When a calibration fails the instrument is locked", "the plot then becomes leased". */
export const readEffect: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  for (const pattern of WHEN_THEN) {
    const match = pattern.exec(text);
    if (match === null) continue;
    for (const { entity, on, words } of triggersIn(match[1] ?? '', understanding)) {
      const aimed = target(match[2] ?? '', entity, understanding);
      const value = aimed === undefined ? undefined : valueNamed(aimed.on, match[3] ?? '');
      if (aimed === undefined || value === undefined) continue;
      if (aimed.via === null && on.action === 'enter' && on.state.field === value.field.words) continue;
      return () => {
        noteEffect(entity, on, words, aimed.via, value.field, value.value, statement, understanding);
      };
    }
  }
  const then = THEN.exec(text);
  const { created } = understanding;
  if (then !== null && created !== undefined) {
    const aimed = target(then[1] ?? '', created, understanding);
    const value = aimed === undefined ? undefined : valueNamed(aimed.on, then[2] ?? '');
    if (aimed !== undefined && value !== undefined && aimed.via !== null)
      return () => {
        noteEffect(
          created,
          { action: 'create' },
          `a ${created.singular} is created`,
          aimed.via,
          value.field,
          value.value,
          statement,
          understanding,
        );
      };
  }
  const set = SET_AT.exec(text);
  if (set === null) return undefined;
  for (const { entity, on, words } of triggersIn(set[2] ?? '', understanding)) {
    const field = understanding.field(entity, nounWords(set[1] ?? ''));
    if (field === undefined || field.refersTo !== undefined || on.action === 'create') continue;
    return () => {
      field.said.push({ restriction: { optional: true }, source: { ...statement.source, text: '' } });
      noteEffect(entity, on, words, null, field, { moment: 'now' }, statement, understanding);
    };
  }
  return undefined;
};

export const CONSEQUENCES: readonly Reader[] = [readRequiredWhen, readEffect, readFixed];
