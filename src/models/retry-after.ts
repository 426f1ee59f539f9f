/** Longer waits are a day's or a month's limit, and nothing that a call should sleep through. */
const LONGEST_MS = 60_000;

/**
 * How long the endpoint asks to wait, by `retry-after-ms`, or by `retry-after` in seconds or as a date. undefined: it does not
 * say, or says less than nothing or more than a minute.
 */
export function retryAfterMs(headers: Headers | undefined, now: number = Date.now()): number | undefined {
  const asked = askedMs(headers, now);
  return asked !== undefined && asked >= 0 && asked <= LONGEST_MS ? Math.ceil(asked) : undefined;
}

function askedMs(headers: Headers | undefined, now: number): number | undefined {
  const ms = numberIn(headers?.get('retry-after-ms'));
  if (ms !== undefined) return ms;
  const text = headers?.get('retry-after');
  if (text == null) return undefined;
  const seconds = numberIn(text);
  if (seconds !== undefined) return seconds * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : date - now;
}

function numberIn(text: string | null | undefined): number | undefined {
  return text != null && /^-?\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;
}

/** `x-should-retry`; undefined: not said. */
export function shouldRetry(headers: Headers | undefined): boolean | undefined {
  const said = headers?.get('x-should-retry');
  return said === 'true' ? true : said === 'false' ? false : undefined;
}
