/** What is smaller is told as this: no call costs less. */
const MOST_DECIMALS = 6;

/** US dollars in figures: cents, and of less than ten cents its first two digits, so that nothing that was paid reads as nothing. */
export function usdFigures(usd: number): string {
  if (usd === 0 || usd >= 0.1) return usd.toFixed(2);
  const decimals = Math.min(MOST_DECIMALS, 1 - Math.floor(Math.log10(usd)));
  return usd.toFixed(decimals).replace(/(\.\d\d\d*?)0+$/, '$1');
}

/** `1.25 USD`, `0.034 USD`. */
export function formatUsd(usd: number): string {
  return `${usdFigures(usd)} USD`;
}
