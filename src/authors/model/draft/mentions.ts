/** What a text speaks of: names as they are written, and the plain words that names and sentences are made of. */
export interface Mentions {
  readonly names: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
}

/** Shorter words say nothing of what a text is about. */
const SHORTEST_WORD = 4;

export function namesIn(text: string): ReadonlySet<string> {
  return new Set(text.match(/[A-Za-z_$][\w$]*/g) ?? []);
}

/** `createBookings` is about a booking, and so is "the bookings of a member". */
export function wordsIn(text: string): ReadonlySet<string> {
  const words = text.replace(/([a-z\d])([A-Z])/g, '$1 $2').match(/[A-Za-z]+/g) ?? [];
  return new Set(
    words
      .filter((word) => word.length >= SHORTEST_WORD)
      .map((word) => word.toLowerCase().replace(/ies$/, 'y').replace(/s$/, '')),
  );
}

export function hasAny(set: ReadonlySet<string>, wanted: Iterable<string>): boolean {
  for (const each of wanted) if (set.has(each)) return true;
  return false;
}
