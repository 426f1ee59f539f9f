import type { Field, FieldType } from '../domain/field.js';
import { literal } from './literal.js';
import { unwritten } from './unwritten.js';
import { camelCase, snakeCase } from './words.js';

/** Longest text of a field whose brief says no limit, in characters. */
export const DEFAULT_TEXT_LIMIT = 200;

/** The name of a field in JSON and in code: `bornOn`, and `ownerId` for a reference. */
export function fieldName(field: Field): string {
  return field.type.kind === 'reference' ? `${camelCase(field.words)}Id` : camelCase(field.words);
}

export function fieldColumn(field: Field): string {
  return field.type.kind === 'reference' ? `${snakeCase(field.words)}_id` : snakeCase(field.words);
}

function bounded(base: string, { min, max }: { min: number | null; max: number | null }): string {
  return `${base}${min === null ? '' : `.min(${String(min)})`}${max === null ? '' : `.max(${String(max)})`}`;
}

function typeSchema(type: FieldType): string {
  switch (type.kind) {
    case 'text':
      return bounded('z.string().trim()', { min: type.min ?? 1, max: type.max ?? DEFAULT_TEXT_LIMIT });
    case 'email':
      return 'z.email().max(254)';
    case 'url':
      return 'z.url({ protocol: /^https?$/ }).max(2000)';
    case 'integer':
      return bounded('z.int()', type);
    case 'number':
      return bounded('z.number()', type);
    case 'money':
      return bounded('z.number().multipleOf(0.01)', type);
    case 'boolean':
      return 'z.boolean()';
    case 'date':
      return 'z.iso.date()';
    case 'datetime':
      return 'z.iso.datetime({ precision: 0 })';
    case 'time':
      return 'z.iso.time({ precision: -1 })';
    case 'enum':
      return `z.enum([${type.values.map(literal).join(', ')}])`;
    case 'reference':
      return 'z.uuid()';
    default:
      return unwritten(type);
  }
}

/** The zod schema of a field, as source. */
export function fieldSchemaCode(field: Field): string {
  return field.optional ? `${typeSchema(field.type)}.nullable()` : typeSchema(field.type);
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
  return field.optional ? `${valueType(field.type)} | null` : valueType(field.type);
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

/** How a query string says the value of a field, as a zod schema. */
export function fieldQuerySchema(field: Field): string {
  switch (field.type.kind) {
    case 'boolean':
      return "z.enum(['true', 'false']).transform((value) => value === 'true')";
    case 'integer':
    case 'number':
    case 'money':
      return 'z.coerce.number()';
    case 'text':
      return 'z.string().trim().min(1)';
    default:
      return typeSchema(field.type);
  }
}
