import type { FieldType } from '../domain/field.js';
import type { Amount } from '../domain/rule.js';

/** A value that differs from every other, left to whoever makes the record. */
export interface Fresh {
  readonly fresh: number;
}

/** What a field of a record in a scenario holds; a reference holds the id of another record there. */
export type Value = string | number | boolean | null | readonly string[] | Fresh;

/** The present of every scenario. */
export const PRESENT = '2026-03-16T09:30:00Z';
export const TODAY = PRESENT.slice(0, 10);

const MINUTES = { minutes: 1, hours: 60, days: 1440, weeks: 10_080 } as const;

export function isFresh(value: Value | undefined): value is Fresh {
  return typeof value === 'object' && value !== null && 'fresh' in value;
}

export function same(a: Value | undefined, b: Value | undefined): boolean {
  if (isFresh(a) && isFresh(b)) return a.fresh === b.fresh;
  if (Array.isArray(a) && Array.isArray(b)) return a.join('\n') === b.join('\n');
  return a === b;
}

function afterTime(value: string, minutes: number): string {
  const [hours = '0', rest = '0'] = value.split(':');
  const total = Number(hours) * 60 + Number(rest) + minutes;
  return `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`;
}

/** A day, moment or time of day so much later; months and years keep the day of the month, or take the last one. */
export function later(value: string, { count, unit }: Amount, sign: 1 | -1 = 1): string {
  const steps = count * sign;
  if (unit !== 'months' && unit !== 'years') {
    if (/^\d\d:/.test(value)) return afterTime(value, steps * MINUTES[unit]);
    const moved = new Date(Date.parse(value) + steps * MINUTES[unit] * 60_000).toISOString();
    return value.length === 10 ? moved.slice(0, 10) : `${moved.slice(0, 19)}Z`;
  }
  const months = unit === 'years' ? steps * 12 : steps;
  const [year = 0, month = 1, day = 1] = value.slice(0, 10).split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0));
  const moved = new Date(
    Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(day, last.getUTCDate())),
  );
  return moved.toISOString().slice(0, 10) + value.slice(10);
}

/** The smallest amount by which values of a type differ. */
export function stepOf(type: FieldType): number {
  switch (type.kind) {
    case 'integer':
    case 'text':
      return 1;
    case 'money':
      return 0.01;
    case 'number':
      return type.decimals === null ? 0.01 : Number((10 ** -type.decimals).toFixed(type.decimals));
    default:
      return 1;
  }
}

export function rounded(value: number): number {
  return Number(value.toFixed(6));
}

/** `value` moved by so many of the smallest steps of its type. */
export function moved(type: FieldType, value: Value, steps: number): Value {
  if (typeof value === 'number') return rounded(value + steps * stepOf(type));
  if (typeof value !== 'string' || steps === 0) return value;
  const sign = steps < 0 ? -1 : 1;
  const count = Math.abs(steps);
  switch (type.kind) {
    case 'date':
      return later(value, { count, unit: 'days' }, sign);
    case 'datetime':
      return `${new Date(Date.parse(value) + steps * 1000).toISOString().slice(0, 19)}Z`;
    case 'time':
      return later(value, { count, unit: 'minutes' }, sign);
    default:
      return value;
  }
}

/** Both as days where only one of them has a time of day. */
function alike(a: string, b: string): readonly [string, string] {
  const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);
  return isDay(a) === isDay(b) ? [a, b] : [a.slice(0, 10), b.slice(0, 10)];
}

/** Negative, zero or positive; undefined where the two have no order. */
export function compared(a: Value | undefined, b: Value | undefined): number | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== 'string' || typeof b !== 'string') return undefined;
  const [one, other] = alike(a, b);
  return one < other ? -1 : one > other ? 1 : 0;
}

/** A day or moment in the form of a field of `type`. */
export function asType(type: FieldType, value: Value): Value {
  if (typeof value !== 'string') return value;
  if (type.kind === 'date') return value.slice(0, 10);
  return type.kind === 'datetime' && value.length === 10 ? `${value}T12:00:00Z` : value;
}
