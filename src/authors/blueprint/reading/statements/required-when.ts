import type { Rule } from '../../domain/rule.js';
import { conditionIn, conditionWords } from '../conditions.js';
import { valueNamed } from '../named-values.js';
import { nounWords } from '../nouns.js';
import { noteRule, ruleId } from '../outcome/field-rules.js';
import { restrictionOf } from '../restrictions.js';
import type { EntityNotes, FieldNotes, Understanding } from '../understanding.js';
import { oneField } from './compared-fields.js';
import { adjectiveAndNoun } from './state-guards.js';
import { type Reader, type Reading, type Statement, clean, entityNamed } from './statement.js';

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

const WITHOUT =
  /^(?:an? |the |every |each |any )?([\p{L} -]+?) (?:cannot|may not|must not|should not|can never|must never) be (?:marked (?:as )?|set to |moved to )?([\p{L} -]+?) (?:without|unless (?:it|they) (?:has|have)|if (?:it|they) (?:has|have) no|if there is no) (?:an? |the |its |their |any )?([\p{L} -]+)$/iu;

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

/** What some records of a kind have to have: a field that they all may have, or nothing that is understood. */
function neededBy(
  entity: EntityNotes,
  phrase: string,
  when: Extract<Rule, { kind: 'required-when' }>['when'],
  statement: Statement,
  understanding: Understanding,
): Reading {
  const found = fieldAndMore(entity, phrase, understanding);
  if (
    found !== undefined &&
    found.field.refersTo === undefined &&
    found.field.words !== fieldOfCondition(when)
  )
    return () => {
      noteRequired(entity, found.field, found.more, when, false, statement, understanding);
    };
  return () => {
    understanding.open(
      statement.text,
      statement.source,
      `no field of ${entity.plural} was found that such ones need`,
    );
    understanding.topic = entity;
  };
}

function fieldOfCondition(condition: Extract<Rule, { kind: 'required-when' }>['when']): string | undefined {
  return 'field' in condition ? condition.field : undefined;
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
  const needs = ONLY_WITH.exec(text);
  const without = WITHOUT.exec(text);
  // "A critical bug must have an assignee", "a bug cannot be closed without an assignee".
  const some = needs === null ? undefined : adjectiveAndNoun(needs[1] ?? '', understanding);
  const stated =
    some === undefined
      ? undefined
      : conditionIn(some.adjective, some.entity, statement.source, understanding);
  const whole = without === null ? undefined : entityNamed(without[1] ?? '', understanding);
  const value = whole === undefined ? undefined : valueNamed(whole, without?.[2] ?? '');
  if (some !== undefined && stated?.condition.via === null)
    return neededBy(some.entity, needs?.[2] ?? '', stated.condition, statement, understanding);
  if (whole !== undefined && value !== undefined)
    return neededBy(
      whole,
      without?.[3] ?? '',
      { kind: 'value', via: null, field: value.field.words, values: [value.value], not: false },
      statement,
      understanding,
    );
  // "A rejection needs a reason of at least 20 characters": the state by its noun.
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
