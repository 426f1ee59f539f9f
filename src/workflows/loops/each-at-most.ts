import { allEnded } from './all-ended.js';

/**
 * What `work` comes to for each of `items`, in their order: at most `most` side by side, the next begun when one ends. When one
 * fails, none is begun any more, and those under way are waited for.
 */
export async function eachAtMost<Item, Result>(
  most: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  // All lanes take from the same iterator.
  const left = items.entries();
  let failed = false;
  const lane = async (): Promise<void> => {
    for (const [place, item] of left) {
      try {
        results[place] = await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
      if (failed) return;
    }
  };
  await allEnded(Array.from({ length: Math.min(most, items.length) }, lane));
  return results;
}
