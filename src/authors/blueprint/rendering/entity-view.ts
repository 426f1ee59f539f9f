import type { Domain, Entity } from '../domain/domain.js';
import type { Field } from '../domain/field.js';
import type { State } from '../domain/rule.js';
import { fieldTags, tagOf } from './aspect-tags.js';
import {
  DEFAULT_TEXT_LIMIT,
  fieldColumn,
  fieldName,
  fieldQuerySchema,
  fieldSchemaCode,
  fieldSqlType,
  fieldTypeCode,
  fieldValueType,
} from './field-code.js';
import { literal } from './literal.js';
import { probesOf } from './probes.js';
import { checksOf, ruleTestsOf } from './rule-views.js';
import { Samples } from './samples.js';
import { unwritten } from './unwritten.js';
import { article, camelCase, entityNames, proseWords, sentenceCase } from './words.js';

/** How an entity looks to the templates. Its members are those that the templates name. */
export type EntityView = ReturnType<typeof entityView>;

/** Query parameters that every list or search has; a field of that name is no filter. */
const TAKEN_PARAMETERS = new Set(['limit', 'offset', 'q', 'except']);

function namesOf(domain: Domain, singular: string): ReturnType<typeof entityNames> {
  const entity = domain.entities.find((candidate) => candidate.singular === singular);
  return entityNames(singular, entity?.plural ?? singular);
}

function holds(domain: Domain, field: Field): string {
  const { type } = field;
  const range = (unit: string, low: number | null, high: number | null): string =>
    low !== null && high !== null
      ? `, ${String(low)} to ${String(high)}${unit}`
      : low !== null
        ? `, at least ${String(low)}${unit}`
        : high !== null
          ? `, at most ${String(high)}${unit}`
          : '';
  switch (type.kind) {
    case 'text':
      return `a text${range(' characters', type.min ?? 1, type.max ?? DEFAULT_TEXT_LIMIT)}`;
    case 'email':
      return 'an e-mail address';
    case 'url':
      return 'a web address';
    case 'integer':
      return `a whole number${range('', type.min, type.max)}`;
    case 'number':
      return `a number${range('', type.min, type.max)}`;
    case 'money':
      return `an amount with at most two decimals${range('', type.min, type.max)}`;
    case 'boolean':
      return '`true` or `false`';
    case 'date':
      return 'a date, as in `2026-03-01`';
    case 'datetime':
      return 'a moment in UTC, as in `2026-03-01T09:30:00Z`';
    case 'time':
      return 'a time of day, as in `09:30`';
    case 'enum':
      return `one of ${type.values.map((value) => `\`${value}\``).join(', ')}`;
    case 'reference':
      return `the id of ${namesOf(domain, type.entity).aSingular}`;
    default:
      return unwritten(type);
  }
}

function fieldProse(domain: Domain, field: Field): string {
  const absent = field.optional
    ? '; may be null'
    : field.default === null
      ? ''
      : `; \`${typeof field.default === 'object' ? unwritten({ kind: 'now' }) : String(field.default)}\` when it is left out`;
  return `${holds(domain, field)}${absent}`;
}

/** The value a request takes when it leaves the field out, as source; undefined: it may not. */
function defaultCode(field: Field): string | undefined {
  if (field.default !== null) {
    return literal(typeof field.default === 'object' ? unwritten({ kind: 'now' }) : field.default);
  }
  return field.optional ? 'null' : undefined;
}

function fieldView(domain: Domain, entity: Entity, field: Field, samples: Samples) {
  const tags = fieldTags(domain, entity.singular, field.words);
  const rules = domain.rules.filter((rule) => rule.entity === entity.singular);
  const byDefault = defaultCode(field);
  const name = fieldName(field);
  const label = field.type.kind === 'reference' ? field.words : proseWords(field.words);
  const reference = field.type.kind === 'reference' ? namesOf(domain, field.type.entity) : undefined;
  const isSelf = field.type.kind === 'reference' && field.type.entity === entity.singular;
  const probeVariable = ['api', 'unknownId'].includes(name) ? 'value' : name;
  return {
    words: field.words,
    aWords: `${article(field.words)} ${label}`,
    name,
    column: fieldColumn(field),
    schema: fieldSchemaCode(field),
    tsType: fieldTypeCode(field),
    optional: field.optional,
    default: byDefault,
    defaultTitle: byDefault === undefined ? '' : `the value ${byDefault.replaceAll("'", '"')}`,
    omission: byDefault === undefined ? 'refused' : 'defaulted',
    sqlType: fieldSqlType(field),
    sqlConstraint: sqlConstraint(field, reference?.table),
    sample: samples.code(field),
    record:
      field.type.kind === 'reference'
        ? field.optional || isSelf
          ? 'null'
          : `'${recordId(domain, field.type.entity)}'`
        : samples.isState(field)
          ? 'null'
          : literal(samples.value(field)),
    reference,
    tags,
    probes: probesOf(field, rules, tags),
    probeVariable,
    probePair: probeVariable === name ? name : `${name}: ${probeVariable}`,
    prose: fieldProse(domain, field),
  };
}

function sqlConstraint(field: Field, table: string | undefined): string {
  const parts = [
    field.optional ? '' : '.notNull()',
    table === undefined ? '' : `.references('${table}.id')`,
  ].join('');
  return parts === '' ? '' : `, (column) => column${parts}`;
}

/** A fixed id for the record of an entity in the storage tests. */
function recordId(domain: Domain, singular: string): string {
  const index = domain.entities.findIndex((entity) => entity.singular === singular);
  return `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`;
}

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

function filterViews(domain: Domain, entity: Entity, samples: Samples) {
  const claimed = new Set(
    domain.claims.flatMap(({ aspect }) =>
      aspect.kind === 'filter' && aspect.entity === entity.singular ? [aspect.field] : [],
    ),
  );
  const { route } = entityNames(entity.singular, entity.plural);
  const equals = entity.fields
    .filter(
      (field) =>
        !TAKEN_PARAMETERS.has(fieldName(field)) &&
        (['reference', 'enum', 'boolean'].includes(field.type.kind) ||
          samples.isUnique(field) ||
          claimed.has(field.words)),
    )
    .map((field) => {
      const name = fieldName(field);
      const tag = tagOf(domain, { kind: 'filter', entity: entity.singular, field: field.words });
      const reference = field.type.kind === 'reference' ? namesOf(domain, field.type.entity) : undefined;
      const record = literal(samples.value(field));
      const isNull = field.type.kind === 'reference' || samples.isState(field);
      return {
        name,
        field: name,
        words: `a given ${proseWords(field.words)}`,
        prose: `\`${name}\``,
        tag,
        schema: fieldQuerySchema(field),
        tsType: fieldValueType(field),
        match: field.type.kind === 'boolean' ? 'flag' : 'equals',
        storage: isNull || samples.isUnique(field) ? undefined : storageProbe(field, record, samples),
        test: filterTest(field, name, route, samples, reference?.type),
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
      schema: "z.enum(['true', 'false']).transform((value) => value === 'true')",
      tsType: 'boolean',
      match: 'unset',
      storage: { hit: 'true', miss: 'false' },
      test: {
        before: undefined,
        wanted: `{ ${name}: null }`,
        other: `{ ${name}: ${filled} }`,
        query: `'${route}?${word}=true'`,
      },
    };
  });
  return [...equals, ...unset];
}

function storageProbe(field: Field, record: string, samples: Samples) {
  const other = samples.value(field, 1);
  return literal(other) === record ? undefined : { hit: record, miss: literal(other) };
}

function filterTest(field: Field, name: string, route: string, samples: Samples, target: string | undefined) {
  if (target !== undefined) {
    return {
      before: `const { id } = await create${target}(api);`,
      wanted: `{ ${name}: id }`,
      other: field.optional ? '{}' : undefined,
      query: `\`${route}?${name}=\${id}\``,
    };
  }
  if (samples.isUnique(field)) {
    return {
      before: undefined,
      wanted: undefined,
      other: undefined,
      query: `\`${route}?${name}=\${encodeURIComponent(${field.optional ? `String(wanted.${name})` : `wanted.${name}`})}\``,
    };
  }
  const [wanted, other] = [samples.value(field, 1), samples.value(field, 0)];
  if (wanted === other) return undefined;
  return {
    before: undefined,
    wanted: `{ ${name}: ${literal(wanted)} }`,
    other: `{ ${name}: ${literal(other)} }`,
    query: literal(`${route}?${name}=${encodeURIComponent(String(wanted))}`),
  };
}

const TOKENS = ['zebra', 'quokka', 'wombat', 'lynx', 'ibex', 'okapi'];

function searchView(entity: Entity, names: ReturnType<typeof entityNames>) {
  const fields = entity.searchable.flatMap((words) => entity.fields.filter((field) => field.words === words));
  if (fields.length === 0) return undefined;
  return {
    prose: listed(
      fields.map((field) => `the ${proseWords(field.words)}`),
      'or',
    ),
    fields: fields.map((field) => ({ name: fieldName(field) })),
    accesses: fields.map((field) => `${names.variable}.${fieldName(field)}`).join(', '),
    probes: fields.slice(0, TOKENS.length).map((field, index) => {
      const token = TOKENS[index] ?? 'zebra';
      return { variable: token, field: fieldName(field), ...searchProbe(field, token) };
    }),
  };
}

function searchProbe(field: Field, token: string): { value: string; query: string } {
  const { type } = field;
  if (type.kind === 'email') return { value: `'${token}@example.org'`, query: token.toUpperCase() };
  if (type.kind === 'url') return { value: `'https://example.org/${token}'`, query: token.toUpperCase() };
  const max = type.kind === 'text' ? (type.max ?? DEFAULT_TEXT_LIMIT) : DEFAULT_TEXT_LIMIT;
  const min = type.kind === 'text' ? (type.min ?? 1) : 1;
  const text = sentenceCase(token).slice(0, max).padEnd(min, 'x');
  return { value: literal(text), query: token.slice(0, Math.min(max, 4)).toUpperCase() };
}

/** `a, b and c`. */
export function listed(items: readonly string[], last: 'and' | 'or'): string {
  if (items.length <= 1) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1) ?? ''}`;
}

function indexesOf(domain: Domain, entity: Entity) {
  const column = (words: string): string => {
    const field = entity.fields.find((candidate) => candidate.words === words);
    return field === undefined ? words : fieldColumn(field);
  };
  const table = entityNames(entity.singular, entity.plural).table;
  const unique = domain.rules.flatMap((rule) => {
    if (rule.kind !== 'unique' || rule.entity !== entity.singular) return [];
    const columns = [...(rule.per === null ? [] : [column(rule.per)]), column(rule.field)];
    return [{ name: `${table}_${columns.join('_')}_unique`, unique: true, columns }];
  });
  const references = entity.fields
    .filter((field) => field.type.kind === 'reference')
    .map((field) => ({
      name: `${table}_${fieldColumn(field)}_index`,
      unique: false,
      columns: [fieldColumn(field)],
    }));
  return [...unique, ...references].map((index) => ({
    ...index,
    columns: index.columns.map((name) => `'${name}'`).join(', '),
  }));
}

/** The field that tests change: one that no rule watches, where there is one. */
function changeOf(domain: Domain, entity: Entity, samples: Samples) {
  const watched = new Set(
    domain.rules
      .filter((rule) => rule.entity === entity.singular)
      .flatMap((rule) =>
        rule.kind === 'order'
          ? [rule.earlier, rule.later]
          : rule.kind === 'unique'
            ? [rule.field]
            : rule.kind === 'at-most'
              ? [rule.state?.field ?? '']
              : [],
      ),
  );
  const differs = (field: Field): boolean => samples.value(field) !== samples.value(field, 1);
  const plain = entity.fields.filter((field) => field.type.kind !== 'reference');
  const field =
    plain.find((candidate) => !watched.has(candidate.words) && differs(candidate)) ??
    plain.find((candidate) => candidate.type.kind === 'text' && differs(candidate)) ??
    plain[0];
  if (field !== undefined) {
    const value = literal(samples.value(field, 1));
    return { field: fieldName(field), value, record: value };
  }
  const first = entity.fields[0];
  const name = first === undefined ? 'id' : fieldName(first);
  return { field: name, value: `before.${name}`, record: `${camelCase(entity.singular)}Record.${name}` };
}

/** What one entity of `domain` is to the templates. */
export function entityView(domain: Domain, entity: Entity) {
  const names = entityNames(entity.singular, entity.plural);
  const samples = new Samples(entity, domain.rules);
  const fields = entity.fields.map((field) => fieldView(domain, entity, field, samples));
  const filters = filterViews(domain, entity, samples);
  const search = searchView(entity, names);
  const checks = checksOf(domain, entity);
  const ruleTests = ruleTestsOf(domain, entity);
  const excludes = checks.some((check) => check.kind === 'unique' || check.kind === 'at-most');
  const hasFilter = search !== undefined || filters.length > 0 || excludes;
  const children = domain.entities.flatMap((child) =>
    child.fields
      .filter((field) => field.type.kind === 'reference' && field.type.entity === entity.singular)
      .map((field) => ({
        ...entityNames(child.singular, child.plural),
        field: fieldName(field),
        refusal: `This ${entity.singular} still has ${child.plural}; delete those first.`,
      })),
  );
  const needs = fields.filter((field) => field.reference !== undefined && !field.optional);
  const flags = fields.filter((_, index) => entity.fields[index]?.type.kind === 'boolean');
  const constants = ruleTests.flatMap((test) => (test.kind === 'at-most' ? [String(test.constant)] : []));
  const keepsPages = ruleTests.some((test) => test.kind === 'at-most' && test.freed !== null);
  const bodyCall = needs.length > 0 ? `await ${names.variable}Body(api, ` : `${names.variable}Body(`;
  const deletion =
    children.length === 0
      ? undefined
      : {
          function: `refuseDeletingUsed${names.type}`,
          doc: `${sentenceCase(names.aSingular)} that others refer to is not deleted.`,
        };
  const problems = [
    ...(checks.some((check) => check.kind === 'unique' || check.kind === 'at-most') || deletion !== undefined
      ? ['conflict']
      : []),
    ...(checks.some((check) => check.kind === 'reference' || check.kind === 'order')
      ? ['unprocessable']
      : []),
  ];
  const samplesUsed = new Set([
    `${names.variable}Body`,
    `create${names.type}`,
    ...fields.flatMap((field) => (field.reference === undefined ? [] : [`create${field.reference.type}`])),
    ...children.map((child) => `create${child.type}`),
  ]);
  return {
    ...names,
    tableKey: camelCase(entity.plural),
    fields,
    needs,
    defaults: fields.filter((field) => field.default !== undefined),
    flags,
    flagUnion: flags.map((flag) => `'${flag.name}'`).join(' | '),
    toRow: flags.length > 0 ? `toRow(${names.variable})` : names.variable,
    filters,
    search,
    hasFilter,
    excludes,
    /** Rules of its own count it, or those of the records that it refers to. */
    counted: excludes || entity.fields.some((field) => field.type.kind === 'reference'),
    listQuery: hasFilter ? `${names.type}Filter & PageQuery` : 'PageQuery',
    checks,
    ruleTests,
    ruleProblems: problems.join(', '),
    deletion,
    hasRules: checks.length > 0 || deletion !== undefined,
    serviceRules: [
      ...(checks.length > 0 ? [`check${names.type}`] : []),
      ...(deletion === undefined ? [] : [deletion.function]),
    ].join(', '),
    children,
    routeSchemas: [
      `new${names.type}Schema`,
      `${names.variable}ChangesSchema`,
      `${names.variable}PageSchema`,
      `${names.variable}QuerySchema`,
      `${names.variable}Schema`,
    ],
    indexes: indexesOf(domain, entity),
    change: changeOf(domain, entity, samples),
    recordId: recordId(domain, entity.singular),
    bodyCall,
    bodyCallEmpty: needs.length > 0 ? `await ${names.variable}Body(api)` : `${names.variable}Body()`,
    needsSerial: samples.needsSerial(),
    testSamples: [...samplesUsed].sort().join(', '),
    testImports: [
      ...(constants.length === 0
        ? []
        : [`import { ${constants.join(', ')} } from '../../src/${names.folder}/${names.file}-rules.js';`]),
      ...(keepsPages
        ? [`import { ${names.variable}PageSchema } from '../../src/${names.folder}/${names.file}-schema.js';`]
        : []),
    ],
    tags: {
      records: tagOf(domain, { kind: 'records', entity: entity.singular }),
      pagination: tagOf(domain, { kind: 'pagination', entity: entity.singular }),
      search: tagOf(domain, { kind: 'search', entity: entity.singular }),
      deletion: tagOf(domain, { kind: 'deletion', entity: entity.singular }),
    },
    queryProse: listed(
      [
        ...(search === undefined ? [] : [`\`q\` (text in ${search.prose})`]),
        ...filters.map((filter) => filter.prose),
      ],
      'and',
    ),
    ruleProse: [
      ...checks.flatMap((check) =>
        check.kind === 'reference'
          ? []
          : check.kind === 'at-most'
            ? [`${check.refusalBefore}${String(check.limit)}${check.refusalAfter}`]
            : [check.doc],
      ),
      ...(deletion === undefined ? [] : [deletion.doc]),
    ],
  };
}
