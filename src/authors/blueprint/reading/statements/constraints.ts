import { canNameField } from '../clean-words.js';
import { fieldTypeOf } from '../field-types.js';
import { itemsOf } from '../lists.js';
import { nounWords, singular } from '../nouns.js';
import { restrictionOf } from '../restrictions.js';
import { valuesIn } from '../values.js';
import type { Restrictions } from '../restriction.js';
import { isLongerName } from '../same-words.js';
import { saidOf } from '../states.js';
import type { EntityNotes, FieldNotes, Source, Understanding } from '../understanding.js';
import { entityNamed, type Reader } from './statement.js';

/** A field that a phrase names, and the record it is part of. */
export interface NamedField {
  readonly entity: EntityNotes;
  readonly field: FieldNotes;
}

function ofEntity(phrase: string, words: string, understanding: Understanding): NamedField[] | undefined {
  const entity = entityNamed(phrase, understanding);
  if (entity === undefined) return undefined;
  const field = understanding.field(entity, nounWords(words));
  return field === undefined ? [] : [{ entity, field }];
}

/** "Dates of birth" are what is called a date of birth. */
function withOneHead(words: string): string {
  return words.replace(/^([a-z]+) of /, (_of, head: string) => `${singular(head)} of `);
}

/** "The number of servings": what is called servings, where that is a count. */
function countOf(entity: EntityNotes, words: string, understanding: Understanding): FieldNotes | undefined {
  const counted = /^number of (.+)$/.exec(words)?.[1];
  const field = counted === undefined ? undefined : understanding.field(entity, counted);
  const isCount =
    field?.refersTo === undefined &&
    field !== undefined &&
    singular(field.words) === singular(counted ?? '') &&
    fieldTypeOf(field.words, saidOf(field))?.kind === 'integer';
  return isCount ? field : undefined;
}

/**
 * "Prices must be positive", of several records that have one: under the name of a record its own, otherwise those that the
 * brief has told of by then. Only the fields of that very name: "numbers" are not licence numbers here and seat numbers there.
 */
function ofEvery(
  words: string,
  holders: readonly NamedField[],
  at: Source,
  understanding: Understanding,
): readonly NamedField[] {
  const above = understanding.sections.get(at.position);
  const own = holders.filter(({ entity }) => entity === above);
  if (own.length > 0) return own;
  const named = holders.filter(
    ({ field }) => singular(field.words) === singular(words) || isLongerName(singular(words), field.words),
  );
  const told = named.filter(({ field }) => field.stated && field.source.position <= at.position);
  return told.length > 0 ? told : named;
}

/**
 * The fields that a phrase can mean: "the title of a book", "a book's title", "the book title", "titles". Without the name
 * of a record it is a field of the last one spoken of, or of every one that has it when the phrase is in the plural.
 * @param at Where the phrase stands, for one that may be said of several records.
 */
export function fieldsNamed(
  phrase: string,
  understanding: Understanding,
  at?: Source,
): readonly NamedField[] {
  const text = phrase.trim().replace(/^(?:the|an?|each|every|all|its|their) (?:value of (?:the )?)?/i, '');
  const of = /^(.+?) of (?:an?|the|each|every|all) ?(.+)$/i.exec(text) ?? /^(.+?) of ([\w -]+)$/i.exec(text);
  const viaOf = of === null ? undefined : ofEntity(of[2] ?? '', of[1] ?? '', understanding);
  if (viaOf !== undefined) return viaOf;
  const owner = /^(.+?)(?:'s|s') (.+)$/i.exec(text);
  const viaOwner = owner === null ? undefined : ofEntity(owner[1] ?? '', owner[2] ?? '', understanding);
  if (viaOwner !== undefined) return viaOwner;
  const words = nounWords(text);
  for (const entity of understanding.entities) {
    if (!words.startsWith(`${entity.singular} `)) continue;
    const field = understanding.field(entity, words.slice(entity.singular.length + 1));
    if (field !== undefined && understanding.field(entity, words) === undefined) return [{ entity, field }];
  }
  const holders = understanding.entities.flatMap((entity) => {
    const field =
      understanding.field(entity, words) ??
      understanding.field(entity, withOneHead(words)) ??
      countOf(entity, words, understanding);
    return field === undefined ? [] : [{ entity, field }];
  });
  const isOfEvery =
    at !== undefined &&
    holders.length > 1 &&
    singular(words) !== words &&
    !words.startsWith('number of ') &&
    !/^(?:its|their|his|her) /i.test(phrase.trim());
  if (isOfEvery) return ofEvery(words, holders, at, understanding);
  const onTopic = holders.filter(({ entity }) => entity === understanding.topic);
  if (onTopic.length > 0) return onTopic;
  return holders.length === 1 || singular(words) !== words ? holders : [];
}

const FALL = '(?:be|go|drop|fall|sink|rise) ';
const CONSTRAINT = new RegExp(
  `^(.+?) (?:(?:must|should|shall|has to|have to|needs? to|can|may|will) (?:always |also )?(?:only )?(?:be|have|contain|lie|range|default)|(?:is|are)|(?:must|should|can|may) (?=not )|(?:must|should|can|may) never (?:${FALL})?|cannot (?:${FALL})?|can't (?:be )?|may not |must not |goes?|ranges?|defaults?|has|have|starts? as|accepts?) ?(.+)$`,
  'i',
);
/** What says that it is not so. */
const NEGATED = /cannot|can't|may not|must not|never/i;

/** What "must not …" forbids, said the other way round. */
function positive(text: string): string {
  const words = text
    .trim()
    .replace(/^(?:always|also|either one of|only) /i, '')
    .replace(/^(not|never) (?:be|go|drop|fall|sink|rise) /i, '$1 ');
  if (/^not (?:be )?(?:empty|blank|null|missing)/i.test(words)) return 'required';
  const exceed = /^(?:not )?exceed (.+)$/i.exec(words);
  if (exceed?.[1] !== undefined) return `at most ${exceed[1]}`;
  return words.replace(
    /^not (?:be )?(?=(?:more|less|longer|shorter|fewer|greater|higher|above|below|over)\b)/i,
    'not ',
  );
}

function restrictionsIn(text: string, isNegated: boolean): readonly Restrictions[] | undefined {
  const said = positive(isNegated ? `not ${text.replace(/^be /i, '')}` : text);
  // "Can be: requested, confirmed, cancelled".
  const listed = valuesIn(said.replace(/^(?:either|one of(?: the following)?)?:\s*/i, ''));
  if (/^(?:either|one of(?: the following)?)?:\s/i.test(said) && listed.length >= 2)
    return [{ values: listed }];
  const whole = restrictionOf(said);
  if (whole !== undefined) return [whole];
  const parts = itemsOf(said)
    .flatMap((item) => item.split(/,\s*/))
    .map((part) => restrictionOf(positive(part)));
  return parts.length > 0 && parts.every((part) => part !== undefined) ? parts : undefined;
}

/** "The title of a book is required and has at most 200 characters": a restriction on a field. */
export const readConstraint: Reader = (statement, understanding) => {
  const text = statement.text.replace(/[.!]+$/, '').trim();
  const match = CONSTRAINT.exec(text);
  const [, subject = '', said = ''] = match ?? [];
  if (match === null) return undefined;
  const between = text.slice(subject.length, text.length - said.length);
  const isNegated = NEGATED.test(between);
  const restrictions = restrictionsIn(
    /default/i.test(between) ? `default ${said.replace(/^to /i, '')}` : said,
    isNegated,
  );
  if (restrictions === undefined || restrictions.length === 0) return undefined;
  // "May not be today or earlier" lists nothing that it may be.
  if ((isNegated || /^(?:not|never) /i.test(said)) && restrictions.some(({ values }) => values !== undefined))
    return undefined;
  // Of a reference it can only be said whether it has to be there.
  const sayable = restrictions.every((said) => said.required === true || said.optional === true);
  const fields = fieldsNamed(subject, understanding, statement.source).filter(
    ({ field }) => sayable || field.refersTo === undefined,
  );
  if (fields.length === 0) return undefined;
  return () => {
    for (const { field, entity } of fields) {
      for (const restriction of restrictions) field.said.push({ restriction, source: statement.source });
      understanding.topic = entity;
    }
  };
};

const IS_ALSO =
  /^(?:the |its |their |an? )?([\p{L}][\p{L} -]*?) (?:is|are|can be|may be) (?:an? |also )?(.+)$/iu;

/** "Remarks are optional": a field of the record spoken of, which nothing else names. */
export const readAlsoField: Reader = (statement, understanding) => {
  const match = IS_ALSO.exec(statement.text.replace(/[.!]+$/, '').trim());
  const { topic } = understanding;
  const words = nounWords(match?.[1] ?? '');
  if (match === null || topic === undefined || entityNamed(match[1] ?? '', understanding) !== undefined)
    return undefined;
  if (
    !canNameField(words) ||
    words.split(' ').length > 3 ||
    fieldsNamed(match[1] ?? '', understanding).length > 0
  )
    return undefined;
  // Only where it is said what is kept of it: free text, or that it may be left out.
  if (!/^(?:optional|free text|text|a number|a date|long text|not required)\b/i.test(match[2] ?? ''))
    return undefined;
  const restrictions = restrictionsIn(match[2] ?? '', false);
  if (restrictions === undefined || restrictions.length === 0) return undefined;
  return () => {
    const field = understanding.addField(topic, words, statement.source);
    for (const restriction of restrictions) field.said.push({ restriction, source: statement.source });
    understanding.met(`${topic.plural} are kept, each with ${words}`, statement.source, [
      { kind: 'records', entity: topic.singular },
    ]);
  };
};
