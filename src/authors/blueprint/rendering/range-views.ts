import type { Domain, Entity } from '../domain/domain.js';
import type { Field } from '../domain/field.js';
import { tagOf } from './aspect-tags.js';
import { fieldName, fieldQuerySchema, fieldValueType, isNullable, rangeOf } from './field-code.js';
import { literal } from './literal.js';
import type { Samples } from './samples.js';
import { proseWords } from './words.js';

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Query parameters that bound a list by a field: `minPrice`, `maxPrice`; `bornOnFrom`, `bornOnTo`. */
export function parametersOf(field: Field): { least: string; most: string } {
  const name = fieldName(field);
  return rangeOf(field) === 'number'
    ? { least: `min${upperFirst(name)}`, most: `max${upperFirst(name)}` }
    : { least: `${name}From`, most: `${name}To` };
}

function rangedFields(entity: Entity): readonly Field[] {
  return entity.fields.filter((field) => entity.ranged.includes(field.words) && rangeOf(field) !== undefined);
}

/** A moment that has four digits for its year only where it is given: in UTC it is in the year after. */
export const BEYOND_UTC = '9999-12-31T23:59:59-01:00';

/** Both ends of the earliest and the latest that a field can say. */
const EXTREMES = {
  date: ['0001-01-01', '9999-12-31'],
  datetime: ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z'],
  time: ['00:00', '23:59'],
} as const;

function beyond(field: Field, value: unknown): { below: string; above: string } {
  const { kind } = field.type;
  if (kind === 'date' || kind === 'datetime' || kind === 'time') {
    return { below: literal(EXTREMES[kind][0]), above: literal(EXTREMES[kind][1]) };
  }
  return { below: literal(Number(value) - 1), above: literal(Number(value) + 1) };
}

/** The filters that bound a list by a field, from and to. */
export function rangeFilterViews(domain: Domain, entity: Entity, samples: Samples) {
  return rangedFields(entity).flatMap((field) => {
    const { least, most } = parametersOf(field);
    const value = samples.value(field);
    const { below, above } = beyond(field, value);
    const hit = literal(value);
    const isKept = !samples.isState(field);
    const base = {
      field: fieldName(field),
      words: `${proseWords(field.words)} within bounds`,
      tag: '',
      schema: fieldQuerySchema(domain, entity, field),
      tsType: fieldValueType(field),
      nullable: isNullable(field),
      test: undefined,
    };
    return [
      {
        ...base,
        name: least,
        prose: `\`${least}\``,
        match: 'at-least',
        storage: isKept ? { hit, miss: above } : undefined,
      },
      {
        ...base,
        name: most,
        prose: `\`${most}\``,
        match: 'at-most',
        storage: isKept ? { hit, miss: below } : undefined,
      },
    ];
  });
}

/** Bounds that are refused; every kind of field has some that look like one of its values. */
function nonsenseFor(field: Field): string {
  const lookalikes =
    rangeOf(field) === 'number' ? ['0x10', '1e3'] : field.type.kind === 'datetime' ? [BEYOND_UTC] : [];
  return ['nonsense', '', ...lookalikes].map(literal).join(', ');
}

/** One test for each field that bounds lists. */
export function rangeTests(domain: Domain, entity: Entity, samples: Samples) {
  return rangedFields(entity).map((field) => {
    const [low, high] = samples.ascending(field);
    return {
      ...parametersOf(field),
      tag: tagOf(domain, { kind: 'range', entity: entity.singular, field: field.words }),
      words: proseWords(field.words),
      field: fieldName(field),
      nullable: isNullable(field),
      low: literal(low ?? null),
      high: literal(high ?? null),
      nonsense: nonsenseFor(field),
      hasTwo: low !== undefined && high !== undefined,
    };
  });
}
