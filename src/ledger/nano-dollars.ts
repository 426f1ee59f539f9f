import { LedgerError } from './ledger-error.js';

/** The ledger counts in integers, billionths of a dollar: sums never drift, and millions of dollars fit exactly. */
const NANOS_PER_DOLLAR = 1_000_000_000;

/** Digits of a decimal number that a double keeps; those after them are noise (0.0041 × 10⁹ is 4100000.0000000005). */
const DIGITS = 15;

function scaled(usd: number): number {
  const nanos = Number((usd * NANOS_PER_DOLLAR).toPrecision(DIGITS));
  if (nanos >= 0 && nanos <= Number.MAX_SAFE_INTEGER) return nanos;
  throw new LedgerError(
    `${usd} is no amount of US dollars that the ledger can keep: give one from 0 to ` +
      `${Math.floor(Number.MAX_SAFE_INTEGER / NANOS_PER_DOLLAR)}.`,
  );
}

/** What is set aside or was paid, rounded up. @throws LedgerError when `usd` is no amount. */
export function nanosOfCost(usd: number): number {
  return Math.ceil(scaled(usd));
}

/** What may be spent, rounded down. @throws LedgerError when `usd` is no amount. */
export function nanosOfLimit(usd: number): number {
  return Math.floor(scaled(usd));
}

export function usdOfNanos(nanos: number): number {
  return nanos / NANOS_PER_DOLLAR;
}
