import type { Aspect } from '../../domain/aspect.js';
import type { Field, FieldType } from '../../domain/field.js';
import { DEFAULT_TEXT_LIMIT } from '../../rendering/field-code.js';
import { proseWords } from '../../rendering/words.js';
import { fieldTypeOf, isLimited, isOftenUnknown } from '../field-types.js';
import { numberOf } from '../numbers.js';
import type { Restrictions } from '../restrictions.js';
import { singular } from '../nouns.js';
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

function requirement(
  understanding: Understanding,
  field: FieldNotes,
  statement: string,
  source: Source,
  aspect: Aspect,
): void {
  if (field.stated || source !== field.source) understanding.met(statement, source, [aspect]);
}

/** Two restrictions of one field that cannot both hold. */
function refuseContradictions(entity: EntityNotes, field: FieldNotes, understanding: Understanding): void {
  const having = (test: (said: Restrictions) => boolean): FieldNotes['said'][number] | undefined =>
    // A rule that makes a field optional has no words of its own.
    field.said.find(({ restriction, source }) => source.text !== '' && test(restriction));
  const about = `the ${field.words} of ${entity.plural}`;
  const bounded = field.said.filter(({ restriction }) => isLimited(restriction));
  const required = having((said) => said.required === true);
  const optional = having((said) => said.optional === true);
  if (required !== undefined && optional !== undefined) {
    understanding.contradict(`${about} is both required and optional`, required.source, optional.source);
  }
  for (const low of bounded) {
    for (const high of bounded) {
      const min = low.restriction.min ?? low.restriction.above;
      const max = high.restriction.max ?? high.restriction.below;
      if (min !== undefined && max !== undefined && min > max) {
        understanding.contradict(
          `${about} is at least ${String(min)} and at most ${String(max)}`,
          low.source,
          high.source,
        );
        return;
      }
    }
  }
  const byDefault = field.said.flatMap(({ restriction, source }) =>
    restriction.default === undefined ? [] : [{ value: restriction.default.toLowerCase(), source }],
  );
  const [first] = byDefault;
  const other = byDefault.find(({ value }) => value !== first?.value);
  if (first !== undefined && other !== undefined) {
    understanding.contradict(
      `${about} is ${first.value} at first, and it is ${other.value}`,
      first.source,
      other.source,
    );
  }
  for (const side of ['min', 'max'] as const) {
    const bounds = field.said.filter(({ restriction }) => restriction[side] !== undefined);
    const [first] = bounds;
    const other = bounds.find(({ restriction }) => restriction[side] !== first?.restriction[side]);
    if (first !== undefined && other !== undefined) {
      understanding.contradict(
        `${about} has two different ${side === 'min' ? 'lower' : 'upper'} bounds, ${String(first.restriction[side])} and ${String(other.restriction[side])}`,
        first.source,
        other.source,
      );
    }
  }
}

/** "At least 30 minutes and at most 4 hours": bounds in two units cannot be told of one number. */
function openMixedUnits(entity: EntityNotes, field: FieldNotes, understanding: Understanding): void {
  const bounds = field.said.filter(({ restriction }) => isLimited(restriction));
  const units = new Set(
    bounds.flatMap(({ restriction: { measure } }) => (measure === undefined ? [] : [singular(measure)])),
  );
  if (units.size < 2) return;
  for (const bound of bounds) {
    field.said.splice(field.said.indexOf(bound), 1);
    understanding.open(
      `a bound of the ${field.words} of ${entity.plural}`,
      bound.source,
      'the field is one number, and its bounds are in different units',
    );
  }
}

/** The default of a field as its type takes it; undefined when it does not. */
function defaultOf(type: FieldType, said: string): Exclude<Field['default'], null> | undefined {
  switch (type.kind) {
    case 'date':
    case 'datetime':
      return /^(?:today|now|the current (?:date|day|time|moment)|the (?:day|date|time|moment) (?:of|on which|when) .*|current (?:date|time)|today's date|the present (?:day|moment))$/.test(
        said,
      )
        ? { moment: 'now' }
        : undefined;
    case 'enum':
      return type.values.find((value) => value.toLowerCase() === said);
    case 'boolean':
      return /^(?:true|yes|on)$/.test(said) ? true : /^(?:false|no|off)$/.test(said) ? false : undefined;
    case 'integer':
    case 'number':
    case 'money': {
      const value = numberOf(said);
      const fits =
        value !== undefined &&
        (type.min === null || value >= type.min) &&
        (type.max === null || value <= type.max);
      return fits && (type.kind !== 'integer' || Number.isInteger(value)) ? value : undefined;
    }
    case 'text':
      return said.length >= (type.min ?? 1) && said.length <= (type.max ?? DEFAULT_TEXT_LIMIT)
        ? said
        : undefined;
    default:
      return undefined;
  }
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

function defaultFor(
  entity: EntityNotes,
  field: FieldNotes,
  type: FieldType,
  said: Restrictions,
  understanding: Understanding,
): Field['default'] {
  const what = `the ${field.words} of ${entity.plural}`;
  if (said.default !== undefined) {
    const value = defaultOf(type, said.default);
    const source =
      field.said.find(({ restriction }) => restriction.default !== undefined)?.source ?? field.source;
    if (value === undefined) {
      understanding.open(
        `${what} is ${said.default} by default`,
        source,
        'this default does not fit the field',
      );
      return null;
    }
    const shown =
      typeof value === 'object' ? (type.kind === 'date' ? 'today' : 'this moment') : String(value);
    understanding.met(`${what} is ${shown} by default`, source, [
      { kind: 'default', entity: entity.singular, field: field.words },
    ]);
    return value;
  }
  if (said.required === true) return null;
  if (type.kind === 'boolean') {
    understanding.assume(`${sentence(what)} is false unless a request says otherwise.`);
    return false;
  }
  if (type.kind === 'enum' && /(?:^| )(?:status|state)$/.test(field.words) && said.optional !== true) {
    const [first] = type.values;
    if (first === undefined) return null;
    understanding.assume(
      `${sentence(what)} is "${first}" unless a request says otherwise: the first that the brief names.`,
    );
    return first;
  }
  return null;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

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
    if (isNoted) continue;
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
    if (found === undefined && isLimited(restriction)) {
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
