import type { Aspect } from '../../domain/aspect.js';
import type { Field, FieldType } from '../../domain/field.js';
import { proseWords } from '../../rendering/words.js';
import { fieldTypeOf, isLimited, isOftenUnknown, isUntold } from '../field-types.js';
import type { Restrictions } from '../restriction.js';
import { saidOf } from '../states.js';
import {
  codeWords,
  noteMoment,
  noteNegative,
  noteOrder,
  noteUniqueWithin,
  valuesWords,
} from './field-rules.js';
import type { EntityNotes, FieldNotes, Source, Understanding } from '../understanding.js';
import { refuseContradictions, openMixedUnits } from './field-contradictions.js';
import { defaultFor, sentence } from './field-defaults.js';

function requirement(
  understanding: Understanding,
  field: FieldNotes,
  statement: string,
  source: Source,
  aspect: Aspect,
): void {
  // What follows from another sentence has no words of its own, and is told by what that says.
  if (source.text === '') return;
  if (field.stated || source !== field.source) understanding.met(statement, source, [aspect]);
}

function boundsSentence(what: string, type: FieldType, said: Restrictions): string {
  const unit = type.kind === 'text' ? ' characters' : '';
  const parts = [
    ...(said.min === undefined ? [] : [`at least ${String(said.min)}${unit}`]),
    ...(said.max === undefined ? [] : [`at most ${String(said.max)}${unit}`]),
    ...(said.above === undefined ? [] : [`more than ${String(said.above)}${unit}`]),
    ...(said.below === undefined ? [] : [`less than ${String(said.below)}${unit}`]),
  ];
  return `${what} is ${parts.join(' and ')}${type.kind === 'text' ? ' long' : ''}`;
}

function noteRestriction(
  entity: EntityNotes,
  field: FieldNotes,
  type: FieldType,
  { restriction: said, source }: FieldNotes['said'][number],
  understanding: Understanding,
): void {
  const of = { entity: entity.singular, field: field.words } as const;
  const what = `the ${proseWords(field.words)} of ${entity.plural}`;
  const note = (statement: string, aspect: Aspect): void => {
    requirement(understanding, field, statement, source, aspect);
  };
  if (said.required === true) note(`${what} is required`, { kind: 'required', ...of });
  if (said.optional === true && type.kind !== 'boolean')
    note(`${what} may be left out`, { kind: 'optional', ...of });
  if (isLimited({ ...said, positive: false }))
    note(boundsSentence(what, type, said), { kind: 'limit', ...of });
  if (said.positive === true) note(`${what} is positive`, { kind: 'limit', ...of });
  if (said.values !== undefined)
    note(`${what} is ${said.several === true ? 'any number' : 'one'} of ${valuesWords(said.values)}`, {
      kind: 'form',
      ...of,
    });
  if (said.type !== undefined && field.stated) {
    const aspect: Aspect = type.kind === 'text' ? { kind: 'limit', ...of } : { kind: 'form', ...of };
    note(`${what} is ${KINDS[type.kind]}`, aspect);
  }
  if (said.measure !== undefined) {
    understanding.assume(`${sentence(what)} is counted in ${said.measure}; the number alone is kept.`);
  }
  if (said.uniqueWithin !== undefined) {
    noteUniqueWithin(entity, field, said.uniqueWithin, source, understanding);
    return;
  }
  if (said.moment !== undefined) noteMoment(entity, field, type, said.moment, source, understanding);
  if (said.order !== undefined) noteOrder(entity, field, said.order, source, understanding);
  if (said.valid === true) {
    if (['email', 'url', 'date', 'datetime', 'time', 'code'].includes(type.kind))
      note(`${what} is well-formed: ${KINDS[type.kind]}`, { kind: 'form', ...of });
    else understanding.open(`${what} is valid`, source, 'nothing says what is valid');
  }
  if (said.code !== undefined) note(`${what} is ${codeWords(said.code)}`, { kind: 'form', ...of });
  if (said.decimals !== undefined) {
    if (type.kind === 'money' || type.kind === 'number')
      note(`${what} has at most ${String(said.decimals)} decimals`, { kind: 'form', ...of });
  }
  if (said.set !== undefined) {
    const how = {
      once: 'never changes once the record is there',
      first: 'never changes once it is set',
      system: 'is set by the system, and no request changes it',
    };
    note(`${what} ${how[said.set]}`, { kind: 'fixed', ...of });
  }
  if (said.negative === true && said.min === undefined)
    noteNegative(entity, field, type, source, understanding);
  if (said.unique === true) {
    const id = `unique-${entity.singular}-${field.words}`.replaceAll(' ', '-');
    if (!understanding.rules.some((rule) => rule.id === id)) {
      understanding.rules.push({
        kind: 'unique',
        id,
        entity: entity.singular,
        field: field.words,
        per: null,
        also: [],
        state: null,
      });
    }
    note(`no two ${entity.plural} have the same ${proseWords(field.words)}`, { kind: 'rule', rule: id });
  }
}

const KINDS: Readonly<Record<FieldType['kind'], string>> = {
  text: 'a text',
  email: 'an e-mail address',
  url: 'a web address',
  integer: 'a whole number',
  number: 'a number',
  code: 'a code',
  choices: 'a choice of several',
  references: 'a list of records',
  money: 'an amount of money',
  boolean: 'true or false',
  date: 'a date',
  datetime: 'a moment in time',
  time: 'a time of day',
  enum: 'one of some values',
  reference: 'a reference',
};

/** What else was said of a reference than that it is one; the reader of references writes that down. */
function noteReferenceRestrictions(
  entity: EntityNotes,
  field: FieldNotes,
  understanding: Understanding,
): void {
  const what = `the ${proseWords(field.words)} of ${entity.plural}`;
  const aspect: Aspect = { kind: 'reference', entity: entity.singular, field: field.words };
  for (const { restriction, source } of field.said) {
    const isNoted = understanding.requirements.some((each) => each.source === source);
    if (isNoted || source.text === '') continue;
    if (restriction.required === true) understanding.met(`${what} is required`, source, [aspect]);
    else if (restriction.optional === true) {
      understanding.met(`${what} may be left out`, source, [{ ...aspect, kind: 'optional' }]);
    }
  }
}

/** The field as everything that the brief says makes it, with a requirement for each thing said. */
export function settleField(entity: EntityNotes, field: FieldNotes, understanding: Understanding): Field {
  openMixedUnits(entity, field, understanding);
  refuseContradictions(entity, field, understanding);
  const said = saidOf(field);
  if (field.refersTo !== undefined) {
    const isOptional = said.optional === true;
    noteReferenceRestrictions(entity, field, understanding);
    if (field.several !== undefined) {
      return {
        words: field.words,
        type: {
          kind: 'references',
          entity: field.refersTo,
          max: field.several.max,
          onDelete: field.onDelete?.does === 'refuse' ? 'refuse' : 'clear',
        },
        optional: true,
        default: null,
        set: 'client',
      };
    }
    return {
      words: field.words,
      type: { kind: 'reference', entity: field.refersTo, onDelete: field.onDelete?.does ?? 'refuse' },
      optional: isOptional || field.onDelete?.does === 'clear',
      default: null,
      set: 'client',
    };
  }
  const found = fieldTypeOf(field.words, said);
  const type = found ??
    fieldTypeOf(field.words, { ...(said.type === undefined ? {} : { type: said.type }) }) ?? {
      kind: 'text',
      min: null,
      max: null,
    };
  for (const each of field.said) {
    const { restriction, source } = each;
    if (restriction.isBareRange === true && isUntold(field.words, said)) {
      understanding.open(
        `the bounds of the ${field.words} of ${entity.plural}`,
        source,
        'nothing says whether they bound a number or the length of a text',
      );
    } else if (found === undefined && isLimited(restriction)) {
      understanding.open(
        `the bounds of the ${field.words} of ${entity.plural}`,
        source,
        `a bound does not fit ${KINDS[type.kind]}`,
      );
    } else noteRestriction(entity, field, type, each, understanding);
  }
  const byDefault = defaultFor(entity, field, type, said, understanding);
  const guessed =
    said.required !== true &&
    said.optional === undefined &&
    byDefault === null &&
    isOftenUnknown(field.words);
  if (guessed) understanding.assume(`The ${field.words} of ${entity.plural} may be left out.`);
  return {
    words: field.words,
    type,
    optional:
      byDefault === null &&
      type.kind !== 'boolean' &&
      type.kind !== 'choices' &&
      (said.optional === true || guessed || said.set === 'first'),
    default:
      byDefault ??
      (said.set === 'system' && (type.kind === 'date' || type.kind === 'datetime')
        ? { moment: 'now' }
        : null),
    set: said.set ?? 'client',
  };
}
