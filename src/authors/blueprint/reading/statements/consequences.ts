import type { Rule } from '../../domain/rule.js';
import { referenceTo } from '../named-children.js';
import { fieldVia } from '../named-fields.js';
import { stateOfValues, valueNamed } from '../named-values.js';
import { nounWords } from '../nouns.js';
import { noteRule, ruleId } from '../outcome/field-rules.js';
import type { EntityNotes, FieldNotes, Understanding } from '../understanding.js';
import { readFixed } from './fixed-fields.js';
import { ended } from './guarded-actions.js';
import { readRequiredWhen } from './required-when.js';
import { madeNamed } from './state-guards.js';
import { type Reader, type Statement, clean, entityNamed } from './statement.js';

const WHEN_THEN: readonly RegExp[] = [
  /^(?:when|once|if|as soon as|whenever|after) (.+?), ?(.+?) (?:becomes?|is|are|gets?|turns?(?: into)?|goes?(?: back)? to|is set to|is marked(?: as)?|will be|automatically becomes|is automatically|moves to|changes to|counts as)(?: (?:automatically|then|by itself|again|back to|once more))* ["'`]?([\p{L} -]+?)["'`]?(?: (?:again|automatically|by itself|by themselves|at once|immediately|too|once more))*$/iu,
  /^(?:when|once|if|as soon as|whenever|after) (.+?) (the [\p{L} -]+?|it|its [\p{L} -]+?) (?:becomes?|is|are|gets?|turns?(?: into)?|goes?(?: back)? to|is set to|is marked(?: as)?|changes to)(?: (?:automatically|then|by itself|again|back to))* ["'`]?([\p{L} -]+?)["'`]?(?: (?:again|automatically|by itself|by themselves|at once|immediately|too))*$/iu,
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

/** What happens to a record, and the record that "it" then is: an adopted animal, where an adoption is created. */
interface Happening {
  readonly entity: EntityNotes;
  readonly on: Trigger;
  readonly words: string;
  readonly spokenOf?: { readonly on: EntityNotes; readonly via: string };
}

/** The field that becomes something, and what it becomes: "its status", "the plot", "the animal's status". */
function changeOf(
  phrase: string,
  word: string,
  { entity, spokenOf }: Happening,
  understanding: Understanding,
): { via: string | null; field: FieldNotes; value: string | boolean } | undefined {
  const text = phrase.trim();
  const ofIt = /^(?:its|their|the) (.+)$/i.exec(text)?.[1];
  const own =
    spokenOf === undefined || ofIt === undefined
      ? undefined
      : understanding.field(spokenOf.on, nounWords(ofIt));
  const named =
    own !== undefined && spokenOf !== undefined
      ? { ...spokenOf, field: own }
      : fieldVia(text, entity, understanding);
  if (named !== undefined && named.field.refersTo === undefined) {
    const value = valueNamed({ ...named.on, fields: [named.field] }, word);
    if (value !== undefined) return { via: named.via, field: named.field, value: value.value };
  }
  const aimed =
    spokenOf !== undefined && /^(?:it|they)$/i.test(text) ? spokenOf : target(phrase, entity, understanding);
  const value = aimed === undefined ? undefined : valueNamed(aimed.on, word);
  return aimed === undefined || value === undefined
    ? undefined
    : { via: aimed.via, field: value.field, value: value.value };
}

/** What has to happen to a record: "a calibration fails", "a lease is ended", "it is opened". */
function triggersIn(clause: string, understanding: Understanding): readonly Happening[] {
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
  // "An animal is adopted": an adoption of it is created.
  const deed = madeNamed(match[2] ?? '', entity, understanding);
  return [
    ...(state === undefined
      ? []
      : [
          {
            entity,
            on: { action: 'enter' as const, state },
            words: `a ${entity.singular} is ${state.word}`,
          },
        ]),
    ...(deed === undefined
      ? []
      : [
          {
            entity: deed.entity,
            on: { action: 'create' as const },
            words: `a ${deed.entity.singular} is created`,
            spokenOf: { on: entity, via: deed.via },
          },
        ]),
  ];
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
    for (const happening of triggersIn(match[1] ?? '', understanding)) {
      const { entity, on, words } = happening;
      const change = changeOf(match[2] ?? '', match[3] ?? '', happening, understanding);
      if (change === undefined) continue;
      if (change.via === null && on.action === 'enter' && on.state.field === change.field.words) continue;
      return () => {
        noteEffect(entity, on, words, change.via, change.field, change.value, statement, understanding);
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
