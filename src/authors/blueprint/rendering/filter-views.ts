import type { Domain, Entity } from '../domain/domain.js';
import { namesRecords, type Field } from '../domain/field.js';
import type { State } from '../domain/rule.js';
import { tagOf } from './aspect-tags.js';
import { ROLE } from './completed-domain.js';
import { namesIn, recordId, UNKNOWN_ID } from './domain-names.js';
import {
  booleanInQuery,
  fieldName,
  fieldQuerySchema,
  fieldQueryType,
  filterName,
  isList,
} from './field-code.js';
import { literal } from './literal.js';
import { rangeFilterViews } from './range-views.js';
import type { Samples, Value } from './samples.js';
import { camelCase, proseWords } from './words.js';

/** Query parameters that every list or search has; a field of that name is no filter. */
const TAKEN_PARAMETERS = new Set(['limit', 'offset', 'q', 'except', 'sort', 'ownedBy']);

function statesOf(domain: Domain, entity: Entity): readonly State[] {
  const states = domain.rules.flatMap((rule) =>
    rule.kind === 'at-most' &&
    rule.entity === entity.singular &&
    rule.state !== null &&
    rule.state.is.kind === 'unset'
      ? [rule.state]
      : [],
  );
  return states.filter((state, index) => states.findIndex(({ word }) => word === state.word) === index);
}

/** What a list of the entity can be narrowed by. */
export function filterViews(domain: Domain, entity: Entity, samples: Samples) {
  const claimed = new Set(
    domain.claims.flatMap(({ aspect }) =>
      aspect.kind === 'filter' && aspect.entity === entity.singular ? [aspect.field] : [],
    ),
  );
  const equals = entity.fields
    .filter(
      (field) =>
        !TAKEN_PARAMETERS.has(fieldName(field)) &&
        (['reference', 'references', 'enum', 'boolean', 'choices'].includes(field.type.kind) ||
          samples.isUnique(field) ||
          claimed.has(field.words)),
    )
    .map((field) => {
      const own = fieldName(field);
      const tag = tagOf(domain, { kind: 'filter', entity: entity.singular, field: field.words });
      const name = filterName(entity, field);
      const target = namesRecords(field.type) ? namesIn(domain, field.type.entity) : undefined;
      const record = literal(queried(samples.value(field)));
      const isNull = field.type.kind === 'reference' || samples.isState(field);
      return {
        name,
        field: own,
        words:
          field.type.kind === 'references'
            ? `a given ${field.type.entity} among their ${field.words}`
            : `a given ${proseWords(field.words)}`,
        prose: `\`${name}\``,
        tag,
        schema: fieldQuerySchema(domain, entity, field),
        tsType: fieldQueryType(field),
        match: matchOf(field),
        storage:
          field.type.kind === 'references'
            ? { hit: literal(recordId(domain, field.type.entity)), miss: literal(UNKNOWN_ID) }
            : isNull || samples.isUnique(field)
              ? undefined
              : storageProbe(field, record, samples),
        // The tests' own people have every role.
        test:
          domain.access?.people === entity.singular && field.words === ROLE
            ? undefined
            : filterTest(field, name, samples, target?.type),
      };
    });
  const unset = statesOf(domain, entity).map((state) => {
    const field = entity.fields.find((candidate) => candidate.words === state.field);
    const name = field === undefined ? camelCase(state.field) : fieldName(field);
    const word = camelCase(state.word);
    const filled = field === undefined ? 'null' : literal(samples.value(field));
    return {
      name: word,
      field: name,
      words: `no ${proseWords(state.field)}`,
      prose: `\`${word}\` (\`true\`: no ${proseWords(state.field)} yet)`,
      tag: tagOf(domain, { kind: 'filter', entity: entity.singular, field: state.word }),
      schema: booleanInQuery(domain.kind),
      tsType: 'boolean',
      match: 'unset',
      storage: { hit: 'true', miss: 'false' },
      test: {
        before: undefined,
        wanted: `{ ${name}: null }`,
        other: `{ ${name}: ${filled} }`,
        query: `{ ${word}: true }`,
      },
    };
  });
  const filters = [...equals, ...unset, ...rangeFilterViews(domain, entity, samples)];
  // A field may be called as another's bound is: the first has the name.
  return filters.filter(({ name }, index) => filters.findIndex((each) => each.name === name) === index);
}

function matchOf(field: Field): 'flag' | 'has' | 'equals' {
  return field.type.kind === 'boolean' ? 'flag' : isList(field) ? 'has' : 'equals';
}

/** What a query asks for to find the value: of a list, its only one. */
function queried(value: Value): Value {
  return typeof value === 'object' && value !== null ? (value[0] ?? null) : value;
}

function storageProbe(field: Field, record: string, samples: Samples) {
  const other = queried(samples.value(field, 1));
  return literal(other) === record ? undefined : { hit: record, miss: literal(other) };
}

function filterTest(field: Field, query: string, samples: Samples, target: string | undefined) {
  const name = fieldName(field);
  if (target !== undefined) {
    return {
      before: `const { id } = await create${target}(harness);`,
      wanted: isList(field) ? `{ ${name}: [id] }` : `{ ${name}: id }`,
      other: field.optional ? '{}' : undefined,
      query: `{ ${query}: id }`,
    };
  }
  if (samples.isUnique(field)) {
    return {
      before: undefined,
      wanted: undefined,
      other: undefined,
      query: `{ ${name}: wanted.${name} }`,
    };
  }
  const [wanted, other] = [samples.value(field, 1), samples.value(field, 0)];
  if (literal(wanted) === literal(other)) return undefined;
  return {
    before: undefined,
    wanted: `{ ${name}: ${literal(wanted)} }`,
    other: `{ ${name}: ${literal(other)} }`,
    query: `{ ${name}: ${literal(queried(wanted))} }`,
  };
}
