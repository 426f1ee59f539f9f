import type { Domain, Entity } from '../domain/domain.js';
import type { Field } from '../domain/field.js';
import { namesIn } from './domain-names.js';
import { DEFAULT_LIST_LIMIT, DEFAULT_TEXT_LIMIT, isCaseless, isList, moneyBounds } from './field-code.js';
import { patternProse } from './pattern.js';

function holds(domain: Domain, entity: Entity, field: Field): string {
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
      return isCaseless(domain, entity, field)
        ? 'an e-mail address, kept in small letters'
        : 'an e-mail address';
    case 'url':
      return 'a web address';
    case 'integer':
      return `a whole number${range('', type.min, type.max)}`;
    case 'code':
      return patternProse(type.pieces);
    case 'number':
      return `a number${type.decimals === null ? '' : ` with at most ${String(type.decimals)} decimal${type.decimals === 1 ? '' : 's'}`}${range('', type.min, type.max)}`;
    case 'money':
      return `an amount with at most two decimals${range('', type.min, moneyBounds(type).max)}`;
    case 'boolean':
      return '`true` or `false`';
    case 'date':
      return 'a date, as in `2026-03-01`';
    case 'datetime':
      return field.set === 'system'
        ? 'a moment in UTC, as in `2026-03-01T09:30:00Z`'
        : 'a moment, as in `2026-03-01T09:30:00Z` or `2026-03-01T10:30:00+01:00`, kept in UTC to the second';
    case 'time':
      return 'a time of day, as in `09:30`';
    case 'enum':
      return `one of ${type.values.map((value) => `\`${value}\``).join(', ')}`;
    case 'choices':
      return `any of ${type.values.map((value) => `\`${value}\``).join(', ')}, each at most once`;
    case 'reference':
      return `the id of ${namesIn(domain, type.entity).aSingular}`;
    case 'references':
      return `the ids of up to ${String(type.max ?? DEFAULT_LIST_LIMIT)} ${namesIn(domain, type.entity).plural}, each at most once`;
  }
}

/** The present as the field says it, and where its day and its time of day are those of. */
function presentProse({ kind }: Domain, { type }: Field): string {
  const where = kind === 'cli' ? '' : ' in UTC';
  if (type.kind === 'date') return `today${where}`;
  return type.kind === 'time' ? `the present time${where}` : 'the present';
}

function absence(domain: Domain, field: Field): string {
  if (typeof field.default === 'object' && field.default !== null) {
    return `${presentProse(domain, field)} when it is left out`;
  }
  if (isList(field)) return field.optional ? 'empty when it is left out' : '';
  if (field.default !== null) return `\`${String(field.default)}\` when it is left out`;
  return field.optional ? 'may be null' : '';
}

function setter(field: Field): string {
  switch (field.set) {
    case 'client':
      return '';
    case 'once':
      return 'never changes';
    case 'first':
      return 'never changes once it is given';
    case 'system':
      return 'set by the service';
  }
}

/** What a field holds, whether it may be left out, and whether it can change, for a README. */
export function fieldProse(domain: Domain, entity: Entity, field: Field): string {
  const left =
    field.set === 'system'
      ? absence(domain, field).replace(' when it is left out', ' at first')
      : absence(domain, field);
  return [holds(domain, entity, field), left, setter(field)].filter((part) => part !== '').join('; ');
}
