import type { Rule } from '../../domain/rule.js';
import { conditionIn, conditionWords, referenceTo, stateOfValues, valueNamed } from '../conditions.js';
import { nounWords } from '../nouns.js';
import { noteRule, ruleId } from '../outcome/field-rules.js';
import { restrictionOf } from '../restrictions.js';
import type { EntityNotes, FieldNotes, Understanding } from '../understanding.js';
import { oneField } from './comparisons.js';
import { ended } from './guards.js';
import { clean, entityNamed, type Reader, type Statement } from './statement.js';

const REQUIRED_WHEN: readonly (readonly [RegExp, field: number, clause: number, unless: boolean])[] = [
  [
    /^(.+?) (?:is|are|must be|has to be|have to be|should be|needs to be) (?:required|mandatory|given|entered|filled in|needed|compulsory|there|present|set|obligatory),? (?:only )?(?:if|when|whenever|as soon as|once|where) (.+)$/i,
    1,
    2,
    false,
  ],
  [
    /^(.+?) (?:is|are|must be|has to be|have to be|should be) (?:required|mandatory|given|entered|filled in|needed|compulsory|there|present|obligatory),? (?:unless|except (?:if|when)) (.+)$/i,
    1,
    2,
    true,
  ],
  [
    /^(?:if|when|whenever|once|as soon as) (.+?),? (?:there (?:must|has to|should) be|(?:it|they) (?:must|has to|have to|should|needs? to) have|(?:it|they|one) needs?|we need|(?:it|they) (?:requires?)) (?:an? |the |its )?(.+)$/i,
    2,
    1,
    false,
  ],
  [
    /^(?:if|when|whenever|once|as soon as) (.+?),? (?:an? |the |its |their )?(.+?) (?:is|are|must be|has to be|have to be|should be|becomes?) (?:required|mandatory|given|entered|filled in|needed|compulsory|obligatory|present)$/i,
    2,
    1,
    false,
  ],
  [
    /^(?:unless) (.+?),? (?:an? |the |its |their )?(.+?) (?:is|are|must be|has to be|should be) (?:required|mandatory|given|entered|filled in|needed)$/i,
    2,
    1,
    true,
  ],
];
const ONLY_WITH =
  /^(?:an? |the |every |each )?([\p{L} -]+?) (?:needs?|requires?|must have|has to have|must (?:come|be given) with|must give|must state) (?:an? |the )?(.+)$/iu;

function fieldAndMore(
  entity: EntityNotes,
  phrase: string,
  understanding: Understanding,
): { field: FieldNotes; more: string } | undefined {
  const words = phrase.replace(/^(?:an? |the |its )/i, '').split(' ');
  for (let length = words.length; length > 0; length -= 1) {
    const name = nounWords(words.slice(0, length).join(' '));
    const field = entity.fields.find((each) => each.words === name);
    const more = words.slice(length).join(' ');
    if (field !== undefined && (more === '' || restrictionOf(more) !== undefined)) return { field, more };
  }
  const field = understanding.field(entity, nounWords(phrase));
  return field === undefined ? undefined : { field, more: '' };
}

function noteRequired(
  entity: EntityNotes,
  field: FieldNotes,
  more: string,
  when: Extract<Rule, { kind: 'required-when' }>['when'],
  unless: boolean,
  statement: Statement,
  understanding: Understanding,
): void {
  field.said.push({ restriction: { optional: true }, source: { ...statement.source, text: '' } });
  const bound = more === '' ? undefined : restrictionOf(more);
  if (bound !== undefined) field.said.push({ restriction: bound, source: statement.source });
  noteRule(
    {
      kind: 'required-when',
      id: ruleId('required', entity.singular, field.words, unless ? 'unless' : 'when', conditionWords(when)),
      entity: entity.singular,
      field: field.words,
      when,
      unless,
    },
    `the ${field.words} of ${entity.plural} is required ${unless ? 'unless' : 'when'} ${conditionWords(when)}`,
    statement.source,
    understanding,
  );
  understanding.topic = entity;
}

/** "The best-before date is required unless the category is hygiene", "if it failed there must be a remark". */
export const readRequiredWhen: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  for (const [pattern, fieldAt, clauseAt, unless] of REQUIRED_WHEN) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const named = oneField(match[fieldAt] ?? '', understanding);
    const clause = (match[clauseAt] ?? '').replace(
      /^(it|they) (fail|pass|clos|cancel|reject|end|return)(?:ed|es|s)$/i,
      '$1 is $2ed',
    );
    for (const entity of [named?.entity, understanding.topic].filter((each) => each !== undefined)) {
      const found =
        named?.entity === entity
          ? { field: named.field, more: '' }
          : fieldAndMore(entity, match[fieldAt] ?? '', understanding);
      const when = conditionIn(clause, entity, statement.source, understanding);
      if (found === undefined || when === undefined || found.field.refersTo !== undefined) continue;
      return () => {
        when.act();
        noteRequired(entity, found.field, found.more, when.condition, unless, statement, understanding);
      };
    }
  }
  // "A rejection needs a reason of at least 20 characters": the state by its noun.
  const needs = ONLY_WITH.exec(text);
  if (needs === null) return undefined;
  const noun = nounWords(needs[1] ?? '');
  if (understanding.entityMeant(noun) !== undefined) return undefined;
  const stem = noun.replace(/(?:ation|ition|ion|al|ment|ure|lation|ing)$/, '').slice(0, 9);
  if (stem.length < 4) return undefined;
  for (const entity of [understanding.topic, ...understanding.entities].filter(
    (each) => each !== undefined,
  )) {
    const value = entity.fields
      .flatMap((field) =>
        field.said.flatMap(({ restriction }) =>
          (restriction.values ?? [])
            .filter((each) => each.toLowerCase().startsWith(stem))
            .map((each) => ({ field, each })),
        ),
      )
      .at(-1);
    if (value === undefined) continue;
    const phrase = /^(.+?)(?: ((?:of|with|between|from|up to|at (?:least|most)|that|which) .+))?$/i.exec(
      needs[2] ?? '',
    );
    const words = nounWords(phrase?.[1] ?? '');
    if (words === '' || words.split(' ').length > 3) continue;
    const more = phrase?.[2] ?? '';
    if (more !== '' && restrictionOf(more) === undefined) continue;
    return () => {
      const field = understanding.addField(entity, words, statement.source);
      noteRequired(
        entity,
        field,
        more,
        { kind: 'value', via: null, field: value.field.words, values: [value.each], not: false },
        false,
        statement,
        understanding,
      );
    };
  }
  return undefined;
};

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

const SET_ONCE =
  /^(?:an? |the |its )?(.+?) (?:can|may|is|must) (?:only )?(?:be )?(?:set|entered|given|recorded)(?: only)? (?:only )?once(?:[;,.]? (?:and |after that |then )*(?:it is |is )?(?:fixed|final|never changed|cannot be changed))?$/i;
const NEVER_CHANGED =
  /^(?:an? |the |its )?(.+?) (?:is|are|can|may|must|cannot|may not|must not|should) ?(?:never|not)? ?(?:be )?(?:changed|altered|edited|modified)(?: (?:later|afterwards|after that|any ?more|once (?:it has been |it is )?(?:set|created|entered|recorded)|after (?:creation|it was created)))?$/i;
const FIXED =
  /^(?:after that|afterwards|then|from then on),? (?:it|they|this) (?:is|are|stays?) (?:fixed|final|unchangeable|never changed)$/i;

/** "A result can be set once; after that it is fixed", "the serial number can never be changed". */
export const readFixed: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  const once = SET_ONCE.exec(text);
  const never = once === null && / (?:never|not|cannot) /i.test(text) ? NEVER_CHANGED.exec(text) : null;
  if (FIXED.test(text) && understanding.fieldTopic !== undefined) {
    const { fieldTopic, topic } = understanding;
    if (
      topic?.fields.includes(fieldTopic) === true &&
      fieldTopic.said.some(({ restriction }) => restriction.set === 'first')
    )
      return () => {
        understanding.met(
          `the ${fieldTopic.words} of ${topic.plural} never changes once it is set`,
          statement.source,
          [{ kind: 'fixed', entity: topic.singular, field: fieldTopic.words }],
        );
      };
  }
  const phrase = once?.[1] ?? never?.[1];
  if (phrase === undefined || entityNamed(phrase, understanding) !== undefined) return undefined;
  const named = oneField(phrase, understanding);
  if (named === undefined || named.field.refersTo !== undefined) return undefined;
  return () => {
    named.field.said.push({
      restriction: { set: once === null ? 'once' : 'first' },
      source: statement.source,
    });
    understanding.topic = named.entity;
    understanding.fieldTopic = named.field;
  };
};

export const CONSEQUENCES: readonly Reader[] = [readRequiredWhen, readEffect, readFixed];
