import type { Domain, Entity } from '../domain/domain.js';
import type { Field } from '../domain/field.js';
import { tagOf } from './aspect-tags.js';
import { fieldName, isNullable } from './field-code.js';
import { literal } from './literal.js';
import type { Samples } from './samples.js';
import { listed, proseWords } from './words.js';

/** A list of the entity in the order of one field, as a test arranges and expects it. */
function sortTest(domain: Domain, entity: Entity, field: Field, samples: Samples) {
  const [low, high] = samples.ascending(field);
  return {
    tag: tagOf(domain, { kind: 'sort', entity: entity.singular, field: field.words }),
    words: proseWords(field.words),
    field: fieldName(field),
    nullable: isNullable(field),
    unique: samples.isUnique(field),
    ...stored(entity, field, samples),
    low: literal(low ?? null),
    high: literal(high ?? null),
    hasTwo: low !== undefined && high !== undefined,
  };
}

/** Records for the suite of the storages, in the order in which they are created, and the ends of their ids as sorted. */
function stored(entity: Entity, field: Field, samples: Samples) {
  const [low, high] = samples.ascending(field);
  const none = isNullable(field) ? [{ end: 'e', value: null }] : [];
  const twins = samples.isUnique(field)
    ? []
    : [
        { end: 'c', value: high },
        { end: 'd', value: low },
      ];
  const records = [...none, { end: 'a', value: high }, { end: 'b', value: low }, ...twins];
  const others = entity.fields.filter((other) => other !== field && samples.isUnique(other));
  const ends = (value: unknown): string[] =>
    records.filter((record) => record.value === value).map(({ end }) => end);
  return {
    records: records.map(({ end, value }, index) => ({
      id: `00000000-0000-4000-9000-00000000000${end}`,
      given: [
        `${fieldName(field)}: ${literal(value ?? null)}`,
        ...others.map((other) => `${fieldName(other)}: ${literal(samples.nth(other, index + 1))}`),
      ].join(', '),
    })),
    upward: literal([...ends(low), ...ends(high), ...(none.length > 0 ? ends(null) : [])]),
    downward: literal([...ends(high), ...ends(low), ...(none.length > 0 ? ends(null) : [])]),
  };
}

function keyOf(field: Field) {
  const { type } = field;
  const isText = type.kind === 'text' || type.kind === 'code' || type.kind === 'email' || type.kind === 'url';
  return {
    name: fieldName(field),
    kind: type.kind === 'enum' ? 'enum' : isText ? 'text' : 'plain',
    values: type.kind === 'enum' ? literal(type.values) : '',
    nullable: isNullable(field),
  };
}

/** How lists of the entity can be sorted; undefined: in order of creation only. */
export function sortView(domain: Domain, entity: Entity, samples: Samples) {
  const fields = entity.sortable.flatMap((words) => entity.fields.filter((field) => field.words === words));
  if (fields.length === 0) return undefined;
  const names = fields.map(fieldName);
  const sorts = names.flatMap((name) => [name, `-${name}`]);
  const { sortedBy } = entity;
  const first = sortedBy === null ? undefined : fields.find(({ words }) => words === sortedBy.field);
  const isDescending = sortedBy?.direction === 'descending';
  return {
    sorts: literal(sorts),
    union: sorts.map(literal).join(' | '),
    keys: fields.map(keyOf),
    hasTexts: fields.some((field) => keyOf(field).kind === 'text'),
    tests: fields.map((field) => sortTest(domain, entity, field, samples)),
    byDefault: first === undefined ? undefined : literal(`${isDescending ? '-' : ''}${fieldName(first)}`),
    /** Values of the field that lists are sorted by, in their order. */
    inOrder: first === undefined ? [] : inOrder(first, samples, isDescending),
    prose: `\`sort\` (${listed(
      names.map((name) => `\`${name}\``),
      'or',
    )}; with \`-\` before it the other way round)`,
    orderProse:
      first === undefined
        ? 'in order of creation'
        : `sorted by ${proseWords(first.words)}${isDescending ? ', descending' : ''}`,
  };
}

function inOrder(field: Field, samples: Samples, isDescending: boolean) {
  const values = samples.ascending(field).map((value) => `{ ${fieldName(field)}: ${literal(value)} }`);
  if (values.length < 3) return [];
  return isDescending ? values.reverse() : values;
}
