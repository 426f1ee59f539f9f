import { DEFAULT_PAGE, type Domain, type Entity } from '../domain/domain.js';
import type { Field } from '../domain/field.js';
import { tagOf } from './aspect-tags.js';
import { recordId } from './domain-names.js';
import { fieldColumn, fieldName } from './field-code.js';
import { fieldView } from './field-view.js';
import { filterViews } from './filter-views.js';
import { literal } from './literal.js';
import { rangeTests } from './range-views.js';
import { fieldOption, queryOptions } from './option-views.js';
import { checksOf, ruleTestsOf } from './rule-views.js';
import { Samples } from './samples.js';
import { searchView } from './search-view.js';
import { sortView } from './sort-view.js';
import { camelCase, entityNames, listed, sentenceCase } from './words.js';

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
  const differs = (field: Field): boolean =>
    literal(samples.value(field)) !== literal(samples.value(field, 1));
  const plain = entity.fields.filter((field) => field.type.kind !== 'reference' && field.set === 'client');
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

/** What one entity of `domain` is to the templates. */
export function entityView(domain: Domain, entity: Entity) {
  const names = entityNames(entity.singular, entity.plural);
  const samples = new Samples(entity, domain.rules);
  const fields = entity.fields.map((field) => fieldView(domain, entity, field, samples));
  const filters = filterViews(domain, entity, samples);
  const search = searchView(entity, names);
  const sort = sortView(domain, entity, samples);
  const ranges = rangeTests(domain, entity, samples);
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
  const converted = fields.filter(({ cell }) => cell !== 'plain');
  const onceGiven = fields.filter(({ givenOnce }) => givenOnce);
  const constants = ruleTests.flatMap((test) => (test.kind === 'at-most' ? [String(test.constant)] : []));
  const keepsPages = ruleTests.some((test) => test.kind === 'at-most' && test.freed !== null);
  const fieldsCall =
    needs.length > 0 ? `await ${names.variable}Fields(harness, ` : `${names.variable}Fields(`;
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
    `${names.variable}Fields`,
    `create${names.type}`,
    ...fields.flatMap((field) => (field.reference === undefined ? [] : [`create${field.reference.type}`])),
    ...children.map((child) => `create${child.type}`),
  ]);
  return {
    ...names,
    tableKey: camelCase(entity.plural),
    fields,
    needs,
    /** Fields that a new record does not have as they are kept. */
    overridden: fields.filter((field) => field.newSchema !== undefined),
    /** Fields that the service gives a new record. */
    initial: fields.filter((field) => field.initial !== undefined),
    onceGiven,
    needsNow: fields.some((field) => field.initial?.includes('now()')),
    systemFields: fields.filter((field) => !field.given),
    testsPresent: fields.some((field) => field.present !== undefined),
    bodyFields: fields.filter((field) => field.given),
    /** Fields that a row keeps in another form. */
    converted,
    toRow: converted.length > 0 ? `toRow(${names.variable})` : names.variable,
    filters,
    search,
    hasFilter,
    excludes,
    /** Rules of its own count it, or those of the records that it refers to. */
    counted: excludes || entity.fields.some((field) => field.type.kind === 'reference'),
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
    listTests: [...ranges, ...(sort?.tests ?? [])].some(({ hasTwo }) => hasTwo),
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
    /** The word that the commands for these records come after. */
    command: names.route.slice(1),
    commandSchemas: [
      `new${names.type}Schema`,
      `${names.variable}ChangesSchema`,
      `${names.variable}QuerySchema`,
    ],
    fieldOptions: entity.fields
      .filter(({ set }) => set !== 'system')
      .map((field) => ({ ...fieldOption(domain, field), fixed: field.set === 'once' })),
    queryOptions: queryOptions(entity, { filters, search, sort }),
    indexes: indexesOf(domain, entity),
    change: changeOf(domain, entity, samples),
    recordId: recordId(domain, entity.singular),
    fieldsCall,
    fieldsCallEmpty:
      needs.length > 0 ? `await ${names.variable}Fields(harness)` : `${names.variable}Fields()`,
    needsSerial: samples.needsSerial(),
    testSamples: [...samplesUsed].sort().join(', '),
    testImports: [
      ...(constants.length === 0
        ? []
        : [`import { ${constants.join(', ')} } from '../../src/${names.folder}/${names.file}-rules.js';`]),
      `import { ${keepsPages ? `${names.variable}PageSchema, ` : ''}${names.variable}Schema } from '../../src/${names.folder}/${names.file}-schema.js';`,
    ],
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
