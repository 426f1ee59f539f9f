import type { Domain, Entity } from '../domain/domain.js';
import type { Field } from '../domain/field.js';
import { baseRecordsOf } from '../scenarios/base.js';
import { effectValue, takesEffect } from '../scenarios/consequences.js';
import { isFresh, PRESENT, TODAY } from '../scenarios/values.js';
import { fieldTags } from './aspect-tags.js';
import { namesIn, recordId } from './domain-names.js';
import {
  fieldColumn,
  fieldName,
  fieldSchemaCode,
  fieldSqlType,
  fieldTypeCode,
  isList,
  isNullable,
} from './field-code.js';
import { besideMembers, changeableTo, membersWith, sourceValue } from './feasible.js';
import { fieldProse } from './field-prose.js';
import { keptForm } from './kept-forms.js';
import { literal } from './literal.js';
import { parentView } from './parents.js';
import { isOwnerStep } from './permissions.js';
import { probesOf, type Probe } from './probes.js';
import { isDeferred } from './rules/deletion.js';
import type { Samples } from './samples.js';
import { article, isTakenVariable, proseWords } from './words.js';

function isPresent(field: Field): boolean {
  return typeof field.default === 'object' && field.default !== null;
}

/** The value a request takes when it leaves the field out, as source; undefined: it may not, or it is the present. */
function defaultCode(field: Field): string | undefined {
  if (typeof field.default === 'object' && field.default !== null) return undefined;
  if (field.default !== null) return literal(field.default);
  if (isNullable(field)) return 'null';
  return isList(field) && field.optional ? '[]' : undefined;
}

/** The present as the field says it, from an expression of type `Date`: a program has the clock of whoever runs it. */
function presentCode(kind: Domain['kind'], field: Field, date: string): string {
  if (kind === 'cli' && field.type.kind === 'date') return `dayOf(${date})`;
  if (kind === 'cli' && field.type.kind === 'time') return `timeOf(${date})`;
  return presentInUtc(field, date);
}

function presentInUtc(field: Field, date: string): string {
  const iso = `${date}.toISOString()`;
  switch (field.type.kind) {
    case 'date':
      return `${iso}.slice(0, 10)`;
    case 'time':
      return `${iso}.slice(11, 16)`;
    default:
      return `${iso.replace('toISOString()', 'toISOString().slice(0, 19)')} + 'Z'`;
  }
}

const BY_SYSTEM = 'is set by the service: a request can neither give nor change it';
const ONCE = 'is given when the record is created, and never changes';

/** A schema that takes nothing and says why. */
function refusedSchema(why: string): string {
  return `z.never(${literal(why)}).exactOptional()`;
}

function newSchema(field: Field): string | undefined {
  const byDefault = defaultCode(field);
  if (field.set === 'system') return refusedSchema(BY_SYSTEM);
  if (isPresent(field)) return `fields.${fieldName(field)}.exactOptional()`;
  return byDefault === undefined ? undefined : `fields.${fieldName(field)}.default(${byDefault})`;
}

function changesSchema(field: Field): string {
  if (field.set === 'system') return refusedSchema(BY_SYSTEM);
  if (field.set === 'once') return refusedSchema(ONCE);
  return `fields.${fieldName(field)}.exactOptional()`;
}

/** What the service itself puts into a new record, as source over `input` and `now`; undefined: `input` has it. */
function initialCode(kind: Domain['kind'], field: Field): string | undefined {
  const name = fieldName(field);
  const present = presentCode(kind, field, 'now()');
  if (field.set === 'system') {
    const initial = isPresent(field) ? present : defaultCode(field);
    if (initial === undefined) {
      throw new Error(`"${field.words}" is set by the system and has neither a default nor may it be empty.`);
    }
    return initial;
  }
  if (!isPresent(field)) return undefined;
  return isNullable(field)
    ? `input.${name} === undefined ? ${present} : input.${name}`
    : `input.${name} ?? ${present}`;
}

/** What effects of its own give the field of a plain record when it is created, as source; undefined: there are none. */
function settledAtFirst(domain: Domain, entity: Entity, field: Field): string | undefined {
  const { record } = baseRecordsOf(domain).of(entity);
  const settled = domain.rules.flatMap((rule) =>
    rule.kind === 'effect' &&
    rule.entity === entity.singular &&
    rule.via === null &&
    rule.field === field.words &&
    takesEffect(rule, undefined, record)
      ? [effectValue(domain, rule)]
      : [],
  );
  const last = settled.at(-1);
  return last === undefined || isFresh(last) ? undefined : literal(last);
}

/** How a test shows that the field is fixed; `client`: it is not. */
function fixedView(
  domain: Domain,
  entity: Entity,
  field: Field,
  samples: Samples,
  target: string | undefined,
) {
  if (field.set === 'client') return { set: field.set, value: '', other: '', atFirst: undefined };
  const made = `(await create${target ?? ''}(harness)).id`;
  const [usual, second] = [samples.value(field), samples.value(field, 1)];
  // One that is given later has to be one that rules let be given then.
  const given =
    field.set === 'first' && target === undefined
      ? changeableTo(domain, entity, field, [second, usual], { [field.words]: null })
      : undefined;
  const first = literal(given ?? second);
  const [value, other] =
    target === undefined ? [first, literal(first === literal(usual) ? second : usual)] : [made, made];
  const atFirst = isPresent(field)
    ? presentInUtc(field, 'NOW')
    : (settledAtFirst(domain, entity, field) ?? defaultCode(field));
  return { set: field.set, value, other, atFirst };
}

/** The present of the tests, in the form of the field. */
function presentOf(field: Field): string {
  const { kind } = field.type;
  return kind === 'date' ? TODAY : kind === 'time' ? PRESENT.slice(11, 16) : PRESENT;
}

/** A probe whose accepted values are members of a record that every rule lets be; those that none can have are left out. */
function feasibleProbe(domain: Domain, entity: Entity, field: Field, probe: Probe): Probe {
  return {
    ...probe,
    accepted: probe.accepted.flatMap((source) => membersWith(domain, entity, field, source) ?? []),
  };
}

/** A command line cannot give a list's option anything else than a list. */
function sayable({ kind }: Domain, field: Field, probe: Probe): Probe {
  if (kind !== 'cli' || !isList(field)) return probe;
  return { ...probe, refused: probe.refused.filter((value) => value.startsWith('[')) };
}

/** What one field is to the templates. */
export function fieldView(domain: Domain, entity: Entity, field: Field, samples: Samples) {
  const own = fieldTags(domain, entity.singular, field.words);
  // A list that may be left out is shown to be empty then: that is its default.
  const tags = isList(field) ? { ...own, default: `${own.optional}${own.default}` } : own;
  const rules = domain.rules.filter((rule) => rule.entity === entity.singular);
  const byDefault = defaultCode(field);
  const name = fieldName(field);
  const label = field.type.kind === 'reference' ? field.words : proseWords(field.words);
  const reference = field.type.kind === 'reference' ? namesIn(domain, field.type.entity) : undefined;
  const isSelf = field.type.kind === 'reference' && field.type.entity === entity.singular;
  const probeVariable = isTakenVariable(name) ? 'value' : name;
  const isGiven = field.set !== 'system';
  const omitted = byDefault === undefined ? undefined : sourceValue(byDefault);
  const omittedBeside =
    omitted === undefined || !isGiven ? '' : besideMembers(domain, entity, { [field.words]: omitted });
  const presentBeside =
    isPresent(field) && isGiven ? besideMembers(domain, entity, { [field.words]: presentOf(field) }) : '';
  const record =
    field.type.kind === 'reference'
      ? field.optional || isSelf
        ? 'null'
        : `'${recordId(domain, field.type.entity)}'`
      : samples.isState(field)
        ? 'null'
        : field.type.kind === 'references'
          ? `['${recordId(domain, field.type.entity)}']`
          : literal(samples.value(field));
  return {
    words: field.words,
    aWords: isList(field) ? `any ${label}` : `${article(field.words)} ${label}`,
    name,
    column: fieldColumn(field),
    schema: fieldSchemaCode(domain, entity, field),
    newSchema: newSchema(field),
    changesSchema: changesSchema(field),
    initial: initialCode(domain.kind, field),
    tsType: fieldTypeCode(field),
    /** The members of types of requests, as a contract says them. */
    newMember: isGiven ? `${name}${isPresent(field) ? '?' : ''}: ${fieldTypeCode(field)}` : `${name}?: never`,
    changesMember:
      field.set === 'system' || field.set === 'once'
        ? `${name}?: never`
        : `${name}?: ${fieldTypeCode(field)}`,
    optional: field.optional,
    nullable: isNullable(field),
    /** Whether tests always give it: a record that belongs to nobody shows little. */
    needed: reference !== undefined && (!field.optional || isOwnerStep(domain, entity.singular, field.words)),
    /** Whether a request can give it. */
    given: isGiven,
    givenOnce: field.set === 'first',
    fixed: fixedView(domain, entity, field, samples, reference?.type),
    default: byDefault,
    present: isPresent(field) ? presentInUtc(field, 'NOW') : undefined,
    besidePresent: presentBeside ?? '',
    defaultTitle: byDefault === undefined ? '' : `the value ${byDefault.replaceAll("'", '"')}`,
    omission: !isGiven
      ? 'fixed'
      : isPresent(field)
        ? presentBeside === undefined
          ? 'impossible'
          : 'present'
        : byDefault === undefined
          ? 'refused'
          : omittedBeside === undefined
            ? 'impossible'
            : 'defaulted',
    omittedBeside: omittedBeside ?? '',
    /** How a row keeps it: as it is, a boolean as a number, a list as JSON. */
    cell: field.type.kind === 'boolean' ? 'flag' : isList(field) ? 'list' : 'plain',
    sqlType: fieldSqlType(field),
    sqlConstraint: sqlConstraint(field, reference?.table, isDeferred(domain, entity, field)),
    sample: samples.code(field),
    /** What a record that tests arrange has where no request gives it. */
    stored: samples.code(field),
    record,
    /** The same where a request gives it: what a list names has to exist. */
    asked: field.type.kind === 'references' ? '[]' : record,
    reference,
    parent: parentView(domain, entity, field),
    tags,
    probes: isGiven
      ? probesOf(field, rules, tags)
          .map((probe) => sayable(domain, field, probe))
          .map((probe) => feasibleProbe(domain, entity, field, probe))
      : [],
    keptForm: isGiven ? keptForm(domain, entity, field, samples, tags) : undefined,
    probeVariable,
    probePair: probeVariable === name ? name : `${name}: ${probeVariable}`,
    prose: fieldProse(domain, entity, field),
  };
}

function sqlConstraint(field: Field, table: string | undefined, isLate: boolean): string {
  const parts = [
    isNullable(field) ? '' : '.notNull()',
    table === undefined ? '' : `.references('${table}.id')`,
    // What goes together goes one after the other, so some of it refers to nothing until all is gone.
    isLate ? '.modifyEnd(sql`deferrable initially deferred`)' : '',
  ].join('');
  return parts === '' ? '' : `, (column) => column${parts}`;
}
