import type { Domain } from '../domain/domain.js';
import type { Field } from '../domain/field.js';
import { namesIn } from './domain-names.js';
import { DEFAULT_TEXT_LIMIT } from './field-code.js';
import { unwritten } from './unwritten.js';

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
      return `the id of ${namesIn(domain, type.entity).aSingular}`;
    default:
      return unwritten(type);
  }
}

/** What a field holds and whether it may be left out, for a README. */
export function fieldProse(domain: Domain, field: Field): string {
  const absent = field.optional
    ? '; may be null'
    : field.default === null
      ? ''
      : `; \`${typeof field.default === 'object' ? unwritten({ kind: 'now' }) : String(field.default)}\` when it is left out`;
  return `${holds(domain, field)}${absent}`;
}
