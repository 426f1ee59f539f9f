import { createHash } from 'node:crypto';

/** A number from 0 to below 1 that is always the same for the same parts. */
export function draw(...parts: readonly (string | number)[]): number {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}

/** The item that `drawn` (0 to below 1) falls on. */
export function pick<Item>(items: readonly Item[], drawn: number): Item | undefined {
  return items[Math.floor(drawn * items.length)];
}
