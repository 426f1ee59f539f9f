import { DEFAULT_PAGE, type Domain, type Entity } from '../domain/domain.js';
import { namesRecords, type Field } from '../domain/field.js';
import { tagOf } from './aspect-tags.js';
import { seedsOf } from './access-view.js';
import { namesIn, recordId } from './domain-names.js';
import { fieldColumn, fieldName } from './field-code.js';
import { changeScenario, removalScenario } from './feasible.js';
import { fieldView } from './field-view.js';
import { filterViews } from './filter-views.js';
import { guardView } from './guard-view.js';
import { literal } from './literal.js';
import { rangeTests } from './range-views.js';
import { fieldOption, queryOptions } from './option-views.js';
import type { RuleFilterView } from './rules/states.js';
import { rulesView } from './rules/rules-view.js';
import { ruleTestsOf, testImportsOf, testSamplesOf } from './rule-tests.js';
import type { Samples } from './samples.js';
import { samplesFor } from './settled-samples.js';
import { arranged } from './scenario-code.js';
import { searchView } from './search-view.js';
import { sortView } from './sort-view.js';
import { camelCase, entityNames, listed, type EntityNames } from './words.js';

/** How an entity looks to the templates. Its members are those that the templates name. */
export type EntityView = ReturnType<typeof entityView>;

function indexesOf(domain: Domain, entity: Entity) {
  const column = (words: string): string => {
    const field = entity.fields.find((candidate) => candidate.words === words);
    return field === undefined ? words : fieldColumn(field);
  };
  const table = entityNames(entity.singular, entity.plural).table;
  const unique = domain.rules.flatMap((rule) => {
    if (rule.kind !== 'unique' || rule.entity !== entity.singular) return [];
    const shared = [rule.per, ...rule.also].filter((words) => words !== null);
    const columns = [...shared, rule.field].map(column);
    // Where only records in a state count, the rule alone decides.
    return [{ name: `${table}_${columns.join('_')}_unique`, unique: rule.state === null, columns }];
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
  const differs = (field: Field): boolean =>
    literal(samples.value(field)) !== literal(samples.value(field, 1));
  const plain = entity.fields.filter(({ type, set }) => !namesRecords(type) && set === 'client');
  const field =
    plain.find((candidate) => !watched.has(candidate.words) && differs(candidate)) ??
    plain.find((candidate) => candidate.type.kind === 'text' && differs(candidate)) ??
    plain[0];
  if (field !== undefined) {
    const value = literal(samples.value(field, 1));
    return { field: fieldName(field), value, record: value };
  }
  const first = entity.fields.find((candidate) => candidate.set === 'client');
  const name = first === undefined ? 'id' : fieldName(first);
  return { field: name, value: `before.${name}`, record: `${camelCase(entity.singular)}Record.${name}` };
}

/** The period that a repository compares others with. */
function overlapOf(
  filters: readonly RuleFilterView[],
  fields: readonly { name: string; nullable: boolean }[],
) {
  const period = filters.find(({ match }) => match === 'overlap');
  if (period === undefined) return undefined;
  const openStart = fields.some(({ name, nullable }) => name === period.field && nullable);
  return { ...period, openStart, after: period.before === '<' ? '>' : '>=' };
}

/** What the tests of permissions make records with. */
function permissionSamples(domain: Domain, names: EntityNames, guard: ReturnType<typeof guardView>): string {
  if (guard === undefined) return '';
  const people = namesIn(domain, domain.access?.people ?? '');
  const used = [`create${names.type}`, `create${people.type}`, `${names.variable}Fields`];
  return [...new Set([...used, ...guard.sampleTargets.map(({ type }) => `create${type}`)])].sort().join(', ');
}

/** What one entity of `domain` is to the templates. */
export function entityView(domain: Domain, entity: Entity) {
  const names = entityNames(entity.singular, entity.plural);
  const samples = samplesFor(domain, entity);
  const fields = entity.fields.map((field) => fieldView(domain, entity, field, samples));
  const filters = filterViews(domain, entity, samples);
  const search = searchView(entity, names);
  const sort = sortView(domain, entity, samples);
  const ranges = rangeTests(domain, entity, samples);
  const rules = rulesView(domain, entity);
  const ruleTests = ruleTestsOf(domain, entity);
  const ruleFilters = rules.filters.filter(({ name }) => filters.every((filter) => filter.name !== name));
  const guard = guardView(domain, entity, samples);
  const readActor = guard?.permissions.find(({ action }) => action === 'read')?.actor;
  const listsSelfOnly = readActor === 'owner' && guard?.isPeople === true;
  const listMine = readActor === 'owner' && guard?.isPeople !== true;
  const hasFilter =
    search !== undefined ||
    filters.length > 0 ||
    ruleFilters.length > 0 ||
    rules.excludes ||
    guard?.listsOwn === true;
  const needs = fields.filter(({ needed }) => needed);
  const converted = fields.filter(({ cell }) => cell !== 'plain');
  const onceGiven = fields.filter(({ givenOnce }) => givenOnce);
  const fieldsCall =
    needs.length > 0 ? `await ${names.variable}Fields(harness, ` : `${names.variable}Fields(`;
  const change = changeScenario(domain, entity, (field) => samples.value(field, 1));
  const removal = removalScenario(domain, entity);
  const changed = change === undefined ? undefined : arranged(domain, change);
  const removed = removal === undefined ? undefined : arranged(domain, removal);
  const beside = fields.flatMap((field) => [
    field.omittedBeside,
    field.besidePresent,
    ...field.probes.flatMap(({ accepted }) => accepted),
  ]);
  const samplesUsed = testSamplesOf(names, fields, [
    ...ruleTests.flatMap(({ lines }) => lines),
    ...(changed?.lines ?? []),
    ...(removed?.lines ?? []),
    ...beside,
    ...(listMine ? [`createMy${names.type}(`] : []),
  ]);
  const schemas = [...fields, ...filters].map(({ schema }) => schema);
  return {
    ...names,
    /** What its schemas take from the values that all share. */
    valueSchemas: ['numberInQuery', 'plainText', 'recordId', 'utcMoment']
      .filter((name) => schemas.some((schema) => schema.includes(name)) || (name === 'plainText' && search))
      .join(', '),
    fields,
    needs,
    /** Fields that a new record does not have as they are kept. */
    overridden: fields.filter((field) => field.newSchema !== undefined),
    /** Fields that the service gives a new record. */
    initial: fields.filter((field) => field.initial !== undefined),
    onceGiven,
    needsNow: fields.some((field) => field.initial?.includes('now()')),
    /** What the service takes from the calendar. */
    calendar: ['dayOf', 'timeOf']
      .filter((name) => fields.some(({ initial }) => initial?.includes(`${name}(`)))
      .join(', '),
    systemFields: fields.filter((field) => !field.given),
    testsPresent: fields.some((field) => field.present !== undefined),
    bodyFields: fields.filter((field) => field.given),
    /** Fields that a row keeps in another form. */
    converted,
    toRow: converted.length > 0 ? `toRow(${names.variable})` : names.variable,
    filters,
    search,
    hasFilter,
    rules,
    ruleFilters,
    overlap: overlapOf(rules.filters, fields),
    /** Rules of its own count it, or those of the records that it refers to. */
    counted: rules.filters.length > 0 || entity.fields.some(({ type }) => namesRecords(type)),
    listQuery: [
      ...(hasFilter ? [`${names.type}Filter`] : []),
      'PageQuery',
      ...(sort === undefined ? [] : [`{ sort?: ${names.type}Sort | undefined }`]),
    ].join(' & '),
    queryOnly: sort === undefined ? 'keyof PageQuery' : "'sort' | keyof PageQuery",
    sort,
    sortTests: sort?.tests ?? [],
    pageSamples: [0, 1, 2].map((place) => {
      const given = sort?.inOrder[place];
      return given === undefined ? '' : `, ${given}`;
    }),
    usesSql: search !== undefined || sort !== undefined || filters.some(({ match }) => match === 'has'),
    usesSqlBool: search !== undefined || filters.some(({ match }) => match === 'has'),
    ranges,
    page: entity.page,
    listTests: !listsSelfOnly && [...ranges, ...(sort?.tests ?? [])].some(({ hasTwo }) => hasTwo),
    ruleTests,
    routeSchemas: [
      `new${names.type}Schema`,
      `${names.variable}ChangesSchema`,
      `${names.variable}PageSchema`,
      `${names.variable}QuerySchema`,
      `${names.variable}Schema`,
    ],
    /** The word that the commands for these records come after. */
    command: names.route.slice(1),
    commandSchemas: [
      `new${names.type}Schema`,
      `${names.variable}ChangesSchema`,
      `${names.variable}QuerySchema`,
    ],
    fieldOptions: entity.fields
      .filter(({ set }) => set !== 'system')
      .map((field) => ({ ...fieldOption(domain, entity, field), fixed: field.set === 'once' })),
    queryOptions: queryOptions(entity, { filters, search, sort }),
    changed,
    removed,
    indexes: indexesOf(domain, entity),
    change: changeOf(domain, entity, samples),
    recordId: recordId(domain, entity.singular),
    fieldsCall,
    fieldsCallEmpty:
      needs.length > 0 ? `await ${names.variable}Fields(harness)` : `${names.variable}Fields()`,
    guard,
    /** Whether its records are the people who sign in. */
    signsIn: guard?.isPeople === true,
    /** Whether the service has to know who creates one. */
    createCaller: guard !== undefined && !guard.isOpen,
    readCaller: guard !== undefined && !guard.isReadOpen,
    listsOwn: guard?.listsOwn === true,
    maps: guard?.listsOwn === true ? guard.maps : [],
    listMine,
    /** How tests make a record that whoever asks for a list sees. */
    createListed: listMine ? `createMy${names.type}` : `create${names.type}`,
    listsSelfOnly,
    seeds: seedsOf(domain, entity),
    permissionSamples: permissionSamples(domain, names, guard),
    needsSerial: samples.needsSerial(),
    testSamples: samplesUsed.join(', '),
    testImports: testImportsOf(names, ruleTests),
    tags: {
      records: tagOf(domain, { kind: 'records', entity: entity.singular }),
      pagination: tagOf(domain, { kind: 'pagination', entity: entity.singular }),
      search: tagOf(domain, { kind: 'search', entity: entity.singular }),
      deletion: tagOf(domain, { kind: 'deletion', entity: entity.singular }),
    },
    /** How lists are sorted and how long a page is, where it is not as everywhere. */
    listProse: [
      ...(sort === undefined
        ? []
        : [`Lists are ${sort.orderProse}, unless ${sort.prose} asks for another order.`]),
      ...(entity.page.size === DEFAULT_PAGE.size && entity.page.most === DEFAULT_PAGE.most
        ? []
        : [
            `A page has ${String(entity.page.size)} ${entity.plural} unless asked otherwise, and at most ${String(entity.page.most)}.`,
          ]),
    ],
    queryProse: listed(
      [
        ...(search === undefined ? [] : [`\`q\` (text in ${search.prose})`]),
        ...filters.map((filter) => filter.prose),
      ],
      'and',
    ),
    ruleProse: rules.prose,
  };
}
