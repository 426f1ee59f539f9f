import type { Entity } from '../domain/domain.js';
import type { Field } from '../domain/field.js';
import type { Rule } from '../domain/rule.js';
import { DEFAULT_TEXT_LIMIT, isNullable, numberStep } from './field-code.js';
import { literal } from './literal.js';
import { patternSample, patternSerial } from './pattern.js';
import { sentenceCase } from './words.js';

/** A value of a field, as JSON has it. */
export type Value = string | number | boolean | null | readonly string[];

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

/** A number within bounds, near `wanted`; each `variant` is another one as long as there is room. */
function numberIn(
  { min, max }: { min: number | null; max: number | null },
  wanted: number,
  variant: number,
  step: number,
): number {
  const low = min ?? -Infinity;
  const high = max ?? Infinity;
  if (wanted >= low && wanted + variant <= high) return wanted + variant;
  const base = Math.min(Math.max(wanted, low), high);
  const moved = [base + variant, base + variant * step, base - variant, base - variant * step];
  const fitting = moved.find((value) => value >= low && value <= high) ?? base;
  return Number(fitting.toFixed(6));
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

/** What a list goes by when it is sorted: the place of an enum's value, and texts without regard to case. */
function sortKey({ type }: Field, value: Value): string | number {
  if (type.kind === 'enum') return type.values.indexOf(String(value));
  return typeof value === 'number' ? value : String(value).toLowerCase();
}

/** Valid values for the fields of one entity, and values that are not. */
export class Samples {
  private readonly rules: readonly Rule[];

  constructor(
    private readonly entity: Entity,
    rules: readonly Rule[],
    /** Values by field that a record can have together, where they are known. */
    private readonly settled: ReadonlyMap<string, Value> = new Map(),
  ) {
    this.rules = rules.filter((rule) => rule.entity === entity.singular);
  }

  /** A valid value. `variant` 0, 1, … give different ones where the type has several. */
  value(field: Field, variant = 0): Value {
    const settled = this.settled.get(field.words);
    if (settled === undefined || settled === null) return this.typical(field, variant);
    if (variant === 0) return settled;
    const other = this.typical(field, variant);
    return literal(other) === literal(settled) ? this.typical(field, 0) : other;
  }

  private typical(field: Field, variant: number): Value {
    const position = rank(field.words, this.rules);
    const { type } = field;
    switch (type.kind) {
      case 'text': {
        const text = `${['Sample', 'Another', 'Third'][variant] ?? 'Further'} ${field.words}`;
        return fit(text, type.min ?? 1, type.max ?? DEFAULT_TEXT_LIMIT);
      }
      case 'code':
        return patternSample(type.pieces, variant);
      case 'email':
        return `${['ada', 'grace', 'mary'][variant] ?? 'emmy'}@example.com`;
      case 'url':
        return `https://example.com/${['one', 'two', 'three'][variant] ?? 'four'}`;
      case 'integer':
      case 'money':
      case 'number':
        return numberIn(type, 3 + position * 2, variant, numberStep(type));
      case 'boolean':
        return variant !== 0;
      case 'date':
        return variant === 0 ? day(position) : day(position).replace(/.$/, variant === 1 ? '4' : '3');
      case 'datetime':
        return `${day(position)}T${['09', '10', '11'][variant] ?? '12'}:30:00Z`;
      case 'time':
        return `${String(9 + position).padStart(2, '0')}:${['30', '45', '50'][variant] ?? '55'}`;
      case 'enum':
        return type.values[variant % type.values.length] ?? null;
      case 'choices':
        return [type.values[variant % type.values.length] ?? ''];
      case 'reference':
        return null;
      case 'references':
        return [];
    }
  }

  /** Up to three different values, as a list that is sorted by the field has them. */
  ascending(field: Field): readonly Value[] {
    const values = [0, 1, 2].map((variant) => this.value(field, variant));
    const distinct = values.filter(
      (value, index) => value !== null && typeof value !== 'object' && values.indexOf(value) === index,
    );
    return distinct.sort((one, other) => {
      const [a, b] = [one, other].map((value) => sortKey(field, value));
      return a === undefined || b === undefined || a === b ? 0 : a < b ? -1 : 1;
    });
  }

  /** A valid value that is another for each `number` from 1 to 9. */
  nth(field: Field, number: number): Value {
    const { type } = field;
    switch (type.kind) {
      case 'text':
        return fit(`${String(number)} sample`, type.min ?? 1, type.max ?? DEFAULT_TEXT_LIMIT);
      case 'code':
        return patternSample(type.pieces, number);
      case 'email':
        return `person${String(number)}@example.com`;
      case 'url':
        return `https://example.com/record/${String(number)}`;
      case 'integer':
      case 'number':
      case 'money':
        return numberIn(type, 20, number, numberStep(type));
      case 'date':
        return `2026-04-0${String(number)}`;
      case 'datetime':
        return `2026-04-0${String(number)}T09:30:00Z`;
      default:
        return this.value(field, number);
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
    if (field.type.kind === 'reference' || (isNullable(field) && this.isState(field))) return 'null';
    const settled = this.settled.get(field.words);
    if (settled !== undefined) return literal(settled);
    return this.isUnique(field) ? this.serialCode(field) : literal(this.value(field));
  }

  /** Whether samples of the entity need a serial number. */
  needsSerial(): boolean {
    return this.entity.fields.some((field) => this.isUnique(field) && !this.settled.has(field.words));
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
      case 'code':
        return patternSerial(type.pieces);
      case 'email':
        return '`user${next()}@example.com`';
      case 'url':
        return '`https://example.com/${next()}`';
      case 'integer':
      case 'number':
      case 'money':
        return serialNumber(type.min, type.max);
      case 'date':
        return 'new Date(Date.UTC(2026, 5, Number(next()))).toISOString().slice(0, 10)';
      case 'datetime':
        return '`${new Date(Date.UTC(2026, 5, Number(next()))).toISOString().slice(0, 10)}T09:30:00Z`';
      default:
        return literal(this.value(field));
    }
  }
}
