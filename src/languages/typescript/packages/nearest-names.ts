import { editDistance } from '../checks/closest-path.js';

/** Below it two names have nothing to do with each other. */
const ALIKE = 0.4;
/** From here on one is most likely what was meant by the other. */
const MEANT = 0.7;
/** So few are all of use. */
export const FEW = 12;

/** How many are shown with their declarations, and how many more by name. */
const SHOWN = { declared: 6, named: 40 };
const SHOWN_IF_MEANT = { declared: 3, named: 12 };

function wordsOf(name: string): ReadonlySet<string> {
  const words = name.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
  return new Set(words.match(/[a-z\d]{3,}/g) ?? []);
}

/** From 0 (nothing in common) to 1 (the same but for upper and lower case): by letters, by one within the other, by words. */
function likeness(one: string, other: string): number {
  const [from, to] = [one.toLowerCase(), other.toLowerCase()];
  const [shortest, longest] = [from.length, to.length].sort((a, b) => a - b) as [number, number];
  const letters = 1 - editDistance(from, to) / Math.max(1, longest);
  const isWithin = shortest > 2 && (from.includes(to) || to.includes(from));
  const [words, others] = [wordsOf(one), wordsOf(other)];
  const shared = [...words].filter((word) => others.has(word)).length;
  return Math.max(
    letters,
    isWithin ? 0.4 + (0.5 * shortest) / longest : 0,
    shared === 0 ? 0 : 0.3 + (0.6 * shared) / Math.max(words.size, others.size),
  );
}

export interface Chosen<Item> {
  /** To be shown with their declarations. */
  readonly declared: readonly Item[];
  /** To be named. */
  readonly named: readonly Item[];
}

/**
 * What is of use to somebody who wrote `wanted`: the nearest first, few where one of them is most likely what was meant. Without
 * a wanted name, and among equals, the order stays.
 */
export function chooseNearest<Item extends { readonly name: string }>(
  items: readonly Item[],
  wanted: string | undefined,
): Chosen<Item> {
  const ranked = items
    .map((item) => ({ item, like: wanted === undefined ? ALIKE : likeness(item.name, wanted) }))
    .sort((one, other) => other.like - one.like);
  const { declared: most, named } = (ranked[0]?.like ?? 0) >= MEANT ? SHOWN_IF_MEANT : SHOWN;
  const declared = items.length <= FEW ? ranked : ranked.slice(0, most).filter(({ like }) => like >= ALIKE);
  return {
    declared: declared.map(({ item }) => item),
    named: ranked.slice(declared.length, declared.length + named).map(({ item }) => item),
  };
}
