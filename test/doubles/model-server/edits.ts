/** Lines around a change that are shown, so that the place is found once. */
const CONTEXT = 2;
/** A change of more than this share of the file is written as a whole file. */
const LARGEST_SHARE = 0.4;

/** The change as one SEARCH/REPLACE edit; undefined when it is large, or its place is not the only one that looks so. */
export function asEdit(current: string, wanted: string): string | undefined {
  const before = current.split('\n');
  const after = wanted.split('\n');
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end++;
  const from = Math.max(0, start - CONTEXT);
  const tail = Math.max(0, end - CONTEXT);
  const search = before.slice(from, before.length - tail).join('\n');
  const replace = after.slice(from, after.length - tail).join('\n');
  if (search.trim() === '' || search.length > current.length * LARGEST_SHARE) return undefined;
  if (current.split(search).length !== 2) return undefined;
  return `<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE`;
}
