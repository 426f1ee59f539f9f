import type { Entity } from '../domain/domain.js';
import type { Field } from '../domain/field.js';
import type { Rule } from '../domain/rule.js';
import { DEFAULT_TEXT_LIMIT } from './field-code.js';
import { literal } from './literal.js';
import { unwritten } from './unwritten.js';
import { sentenceCase } from './words.js';

type Value = string | number | boolean | null;

/** `text` made to fit the bounds of a field. */
function fit(text: string, min: number, max: number): string {
  return text.slice(0, max).trim().padEnd(min, 'x');
}

/** How many fields of the record must come before this one. */
function rank(words: string, rules: readonly Rule[], seen: readonly string[] = []): number {
  if (seen.includes(words)) return 0;
  const before = rules.flatMap((rule) =>
    rule.kind === 'order' && rule.later === words ? [rule.earlier] : [],
  );
  return before.reduce(
    (highest, earlier) => Math.max(highest, rank(earlier, rules, [...seen, words]) + 1),
    0,
  );
}

function numberIn(min: number | null, max: number | null, wanted: number): number {
  const above = min === null ? wanted : Math.max(min, wanted);
  return max === null ? above : Math.min(max, above);
}

/** A day of March 2026, later for the fields that have to be later. */
function day(position: number): string {
  return `2026-03-${String(position * 7 + 1).padStart(2, '0')}`;
}

/** A number within bounds that is new each time, for as many as fit. */
function serialNumber(min: number | null, max: number | null): string {
  const low = Math.ceil(min ?? 0);
  const upward = max === null ? 'Number(next())' : `(Number(next()) % ${String(Math.floor(max) - low + 1)})`;
  return low === 0 ? upward : `${String(low)} + ${upward}`;
}

/** Valid values for the fields of one entity, and values that are not. */
export class Samples {
  private readonly rules: readonly Rule[];

  constructor(
    private readonly entity: Entity,
    rules: readonly Rule[],
  ) {
    this.rules = rules.filter((rule) => rule.entity === entity.singular);
  }

  /** A valid value. `variant` 0, 1, … give different ones where the type has several. */
  value(field: Field, variant = 0): Value {
    const position = rank(field.words, this.rules);
    const { type } = field;
    switch (type.kind) {
      case 'text': {
        const text = variant === 0 ? `Sample ${field.words}` : `Another ${field.words}`;
        return fit(text, type.min ?? 1, type.max ?? DEFAULT_TEXT_LIMIT);
      }
      case 'email':
        return variant === 0 ? 'ada@example.com' : 'grace@example.com';
      case 'url':
        return variant === 0 ? 'https://example.com/one' : 'https://example.com/two';
      case 'integer':
      case 'money':
      case 'number':
        return numberIn(type.min, type.max, 3 + position * 2 + variant);
      case 'boolean':
        return variant !== 0;
      case 'date':
        return variant === 0 ? day(position) : day(position).replace(/.$/, '4');
      case 'datetime':
        return `${day(position)}T${variant === 0 ? '09' : '10'}:30:00Z`;
      case 'time':
        return `${String(9 + position).padStart(2, '0')}:${variant === 0 ? '30' : '45'}`;
      case 'enum':
        return type.values[variant % type.values.length] ?? null;
      case 'reference':
        return null;
      default:
        return unwritten(type);
    }
  }

  isUnique(field: Field): boolean {
    return this.rules.some((rule) => rule.kind === 'unique' && rule.field === field.words);
  }

  /** Whether leaving the field empty puts the record in a state that a rule counts. */
  isState(field: Field): boolean {
    return this.rules.some(
      (rule) =>
        rule.kind === 'at-most' && rule.state?.field === field.words && rule.state.is.kind === 'unset',
    );
  }

  /** Source of a valid value for a request's body; it calls `next()` where the value has to be new each time. */
  code(field: Field): string {
    if (field.type.kind === 'reference' || (field.optional && this.isState(field))) return 'null';
    return this.isUnique(field) ? this.serialCode(field) : literal(this.value(field));
  }

  /** Whether samples of the entity need a serial number. */
  needsSerial(): boolean {
    return this.entity.fields.some((field) => this.isUnique(field));
  }

  private serialCode(field: Field): string {
    const { type } = field;
    switch (type.kind) {
      case 'text': {
        const min = type.min ?? 1;
        const max = type.max ?? DEFAULT_TEXT_LIMIT;
        const label = `${sentenceCase(field.words)} `;
        if (max < label.length + 4) return min > 1 ? `next().padStart(${String(min)}, '0')` : 'next()';
        return min > 1 ? `\`${label}\${next()}\`.padEnd(${String(min)}, 'x')` : `\`${label}\${next()}\``;
      }
      case 'email':
        return '`user${next()}@example.com`';
      case 'url':
        return '`https://example.com/${next()}`';
      case 'integer':
      case 'number':
      case 'money':
        return serialNumber(type.min, type.max);
      case 'date':
        return "`2026-03-${next().padStart(2, '0')}`";
      case 'datetime':
        return "`2026-03-${next().padStart(2, '0')}T09:30:00Z`";
      default:
        return literal(this.value(field));
    }
  }
}
