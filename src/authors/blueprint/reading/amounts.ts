import type { Amount } from '../domain/rule.js';
import { NUMBER, numberOf } from './numbers.js';

/** Source of a pattern for a length of time: `30 days`, `a year`. Two groups: the number, the unit. */
export const AMOUNT = `(an?|one|${NUMBER})[ -](minute|hour|day|week|month|year)s?(?:'s|s')?`;

const UNITS: Readonly<Record<string, Amount['unit']>> = {
  minute: 'minutes',
  hour: 'hours',
  day: 'days',
  week: 'weeks',
  month: 'months',
  year: 'years',
};

/** What the two groups of `AMOUNT` say. */
export function amountOf(count: string | undefined, unit: string | undefined): Amount | undefined {
  const number = count === undefined ? undefined : /^an?$/i.test(count) ? 1 : numberOf(count);
  const known = UNITS[(unit ?? '').toLowerCase()];
  if (number === undefined || known === undefined || !Number.isInteger(number) || number < 1)
    return undefined;
  return { count: number, unit: known };
}

export function amountWords({ count, unit }: Amount): string {
  return `${String(count)} ${count === 1 ? unit.replace(/s$/, '') : unit}`;
}
