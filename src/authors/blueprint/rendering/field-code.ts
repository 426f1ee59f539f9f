import type { Domain, Entity } from '../domain/domain.js';
import type { Field, FieldType } from '../domain/field.js';
import { literal } from './literal.js';
import { patternProse, patternSource } from './pattern.js';
import { camelCase, databaseName, pascalCase } from './words.js';

/** Longest text of a field whose brief says no limit, in characters. */
export const DEFAULT_TEXT_LIMIT = 200;

/** Largest amount of money where the brief says no limit: beyond it, numbers no longer tell every two decimals apart. */
export const DEFAULT_MOST_MONEY = 999_999_999_999.99;

/** How many records a list names at most where its brief says no limit. */
export const DEFAULT_LIST_LIMIT = 100;

/** What every object has: one that lacks its "constructor" would have one all the same. And the place of a row in its table. */
const TAKEN_FIELDS = new Set([...Object.getOwnPropertyNames(Object.prototype), 'insertionOrder']);

/** The words that name a field in code. */
function namingWords({ words, type }: Field): string {
  if (type.kind === 'references') return `${type.entity} ids`;
  if (type.kind === 'reference') return `${words} id`;
  return TAKEN_FIELDS.has(camelCase(words)) ? `${words} value` : words;
}

/** The name of a field in JSON and in code: `bornOn`, `ownerId` for a reference, `tagIds` for a list of them. */
export function fieldName(field: Field): string {
  return camelCase(namingWords(field));
}

export function fieldColumn(field: Field): string {
  return databaseName(fieldName(field));
}

/** What narrows a list of records by the field: its name, and `tagId` for a list that names the tag. */
export function filterName(entity: Entity, field: Field): string {
  if (field.type.kind !== 'references') return fieldName(field);
  const name = `${camelCase(field.type.entity)}Id`;
  const isTaken = entity.fields.some((other) => other !== field && fieldName(other) === name);
  return isTaken ? `among${pascalCase(field.words)}` : name;
}

/** Whether the field holds a list; one that is left out is empty, and never null. */
export function isList({ type }: Field): boolean {
  return type.kind === 'choices' || type.kind === 'references';
}

/** Whether the field can be null. */
export function isNullable(field: Field): boolean {
  return field.optional && !isList(field);
}

/** The references that a record cannot be without: what requests call each, and the kind of record that it names. */
export function requiredReferences({
  fields,
}: Entity): readonly { readonly name: string; readonly entity: string }[] {
  return fields.flatMap((field) =>
    field.type.kind === 'reference' && !isNullable(field)
      ? [{ name: fieldName(field), entity: field.type.entity }]
      : [],
  );
}

/** Whether a list can be bounded by the field with a number, a text that sorts by time, or not at all. */
export function rangeOf({ type }: Field): 'number' | 'time' | undefined {
  switch (type.kind) {
    case 'integer':
    case 'number':
    case 'money':
      return 'number';
    case 'date':
    case 'datetime':
    case 'time':
      return 'time';
    default:
      return undefined;
  }
}

/** The smallest difference between two values of a number. */
export function numberStep(type: FieldType): number {
  if (type.kind === 'integer') return 1;
  return type.kind === 'number' && type.decimals !== null ? Number((10 ** -type.decimals).toFixed(6)) : 0.01;
}

function atMostDecimals(decimals: number): string {
  const noun = decimals === 1 ? 'decimal' : 'decimals';
  return `.multipleOf(${String(Number((10 ** -decimals).toFixed(6)))}, 'must have at most ${String(decimals)} ${noun}')`;
}

/** The bounds of an amount: the brief's own, and those of what is told apart to two decimals. */
export function moneyBounds({ min, max }: { min: number | null; max: number | null }): {
  readonly min: number | null;
  readonly max: number | null;
} {
  return {
    min: min ?? (max !== null && max < -DEFAULT_MOST_MONEY ? null : -DEFAULT_MOST_MONEY),
    max: max ?? (min !== null && min > DEFAULT_MOST_MONEY ? null : DEFAULT_MOST_MONEY),
  };
}

function bounded(base: string, { min, max }: { min: number | null; max: number | null }): string {
  return `${base}${min === null ? '' : `.min(${String(min)})`}${max === null ? '' : `.max(${String(max)})`}`;
}

function typeSchema(type: FieldType): string {
  switch (type.kind) {
    case 'text':
      return bounded('plainText', { min: type.min ?? 1, max: type.max ?? DEFAULT_TEXT_LIMIT });
    case 'code':
      return `z.string().regex(/${patternSource(type.pieces)}/, ${literal(`must be ${patternProse(type.pieces)}`)})`;
    case 'email':
      return 'z.email().max(254)';
    case 'url':
      return 'z.url({ protocol: /^https?$/ }).max(2000)';
    case 'integer':
      return bounded('z.int()', type);
    case 'number':
      return bounded(`z.number()${type.decimals === null ? '' : atMostDecimals(type.decimals)}`, type);
    case 'money':
      return bounded(`z.number()${atMostDecimals(2)}`, moneyBounds(type));
    case 'boolean':
      return 'z.boolean()';
    case 'date':
      return 'z.iso.date()';
    case 'datetime':
      return `utcMoment.describe('kept in UTC, to the second')`;
    case 'time':
      return 'z.iso.time({ precision: -1 })';
    case 'enum':
      return enumSchema(type.values);
    case 'choices':
      return (
        `z.array(${enumSchema(type.values)})` +
        `.refine((values) => new Set(values).size === values.length, 'must name each value at most once')`
      );
    case 'reference':
      return 'recordId';
    case 'references':
      return (
        `z.array(recordId).max(${String(type.max ?? DEFAULT_LIST_LIMIT)})` +
        `.refine((ids) => new Set(ids).size === ids.length, 'must name each at most once')`
      );
  }
}

function enumSchema(values: readonly string[]): string {
  return `z.enum([${values.map(literal).join(', ')}])`;
}

/** Whether a rule compares the field, an e-mail address, with those of other records: one is the same in any spelling. */
export function isCaseless(domain: Domain, entity: Entity, field: Field): boolean {
  const isLogin = domain.access?.people === entity.singular && domain.access.login === field.words;
  const isCompared = domain.rules.some(
    (rule) =>
      rule.kind === 'unique' &&
      rule.entity === entity.singular &&
      [rule.field, rule.per, ...rule.also].includes(field.words),
  );
  return field.type.kind === 'email' && (isLogin || isCompared);
}

function caseless(schema: string, domain: Domain, entity: Entity, field: Field): string {
  return isCaseless(domain, entity, field) ? `${schema}.toLowerCase()` : schema;
}

/** The zod schema of a field, as source. */
export function fieldSchemaCode(domain: Domain, entity: Entity, field: Field): string {
  // What the service alone writes has no other form than that in which it is kept.
  const isOwn = field.set === 'system' && field.type.kind === 'datetime';
  const given = isOwn ? 'z.iso.datetime({ precision: 0 })' : typeSchema(field.type);
  const schema = caseless(given, domain, entity, field);
  return isNullable(field) ? `${schema}.nullable()` : schema;
}

function valueType(type: FieldType): string {
  switch (type.kind) {
    case 'integer':
    case 'number':
    case 'money':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'enum':
      return type.values.map(literal).join(' | ');
    case 'choices':
      return `(${type.values.map(literal).join(' | ')})[]`;
    case 'references':
      return 'string[]';
    default:
      return 'string';
  }
}

/** The TypeScript type of a field's value, without null. */
export function fieldValueType(field: Field): string {
  return valueType(field.type);
}

/** The TypeScript type of a field. */
export function fieldTypeCode(field: Field): string {
  return isNullable(field) ? `${valueType(field.type)} | null` : valueType(field.type);
}

export function fieldSqlType(field: Field): 'text' | 'integer' | 'real' {
  switch (field.type.kind) {
    case 'integer':
    case 'boolean':
      return 'integer';
    case 'number':
    case 'money':
      return 'real';
    default:
      return 'text';
  }
}

/** How a query says the value of a field, as a zod schema: in a query string everything is text; others hand values in. */
export function fieldQuerySchema(domain: Domain, entity: Entity, field: Field): string {
  switch (field.type.kind) {
    case 'boolean':
      return booleanInQuery(domain.kind);
    case 'integer':
    case 'number':
    case 'money':
      return domain.kind === 'api' ? 'numberInQuery(z.number())' : 'z.number()';
    case 'text':
      return 'plainText.min(1)';
    case 'choices':
      return enumSchema(field.type.values);
    case 'references':
      return 'recordId';
    case 'datetime':
      return 'utcMoment';
    default:
      return caseless(typeSchema(field.type), domain, entity, field);
  }
}

/** How a query says yes or no, as a zod schema. */
export function booleanInQuery(kind: Domain['kind']): string {
  return kind === 'api' ? "z.enum(['true', 'false']).transform((value) => value === 'true')" : 'z.boolean()';
}

/** The type of what a query says of the field: for a list, one of its values. */
export function fieldQueryType(field: Field): string {
  const { type } = field;
  if (type.kind === 'references') return 'string';
  return type.kind === 'choices' ? type.values.map(literal).join(' | ') : fieldValueType(field);
}
