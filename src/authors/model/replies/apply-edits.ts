/** One place to change: `search` stands in the file exactly once. */
export interface Edit {
  readonly search: string;
  readonly replace: string;
}

const SEARCH = /^<{5,9} SEARCH/;
const DIVIDE = /^={5,9}$/;
const REPLACE = /^>{5,9} REPLACE/;

export interface ReadEdits {
  /** In order; [] when the block holds none. */
  readonly edits: readonly Edit[];
  /** One began and has no end. */
  readonly unfinished: boolean;
}

/** The edits in a block, line by line: a search over the whole of it would begin again at each edit without an end. */
export function readEdits(block: string): ReadEdits {
  const edits: Edit[] = [];
  let open: { readonly search: string[]; replace?: string[] } | undefined;
  for (const line of block.split('\n')) {
    if (open === undefined) {
      if (SEARCH.test(line)) open = { search: [] };
    } else if (open.replace === undefined) {
      if (DIVIDE.test(line)) open.replace = [];
      else open.search.push(line);
    } else if (REPLACE.test(line)) {
      edits.push({ search: ended(open.search), replace: ended(open.replace) });
      open = undefined;
    } else if (SEARCH.test(line)) {
      // The one before it has no end, and what it would put into the file are the marks of the next.
      return { edits, unfinished: true };
    } else open.replace.push(line);
  }
  return { edits, unfinished: open !== undefined };
}

/** Each of the lines with its end. */
function ended(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

export type Edited =
  | { readonly outcome: 'edited'; readonly content: string }
  | { readonly outcome: 'unfit'; readonly problem: string };

/** Where `search` begins in `content`, when it stands there once, or once but for the blanks at the ends of its lines. */
function placeOf(
  content: string,
  search: string,
): { readonly start: number; readonly end: number } | undefined {
  const [before, ...others] = content.split(search);
  if (before !== undefined && others.length > 0) {
    const start = before.length;
    return others.length === 1 ? { start, end: start + search.length } : undefined;
  }
  const pattern = search
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.trimEnd().replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join(String.raw`[ \t]*\n`);
  const found = [...content.matchAll(new RegExp(String.raw`^${pattern}[ \t]*(?:\n|$)`, 'gm'))];
  const [only] = found;
  return found.length === 1 && only !== undefined
    ? { start: only.index, end: only.index + only[0].length }
    : undefined;
}

/** Applies edits one after the other. One that does not fit spoils all of them: half a repair is none. */
export function applyEdits(content: string, edits: readonly Edit[]): Edited {
  let text = content;
  for (const { search, replace } of edits) {
    const place = search.trim() === '' ? undefined : placeOf(text, search);
    if (place === undefined) {
      const [first = ''] = search.split('\n').filter((line) => line.trim() !== '');
      return {
        outcome: 'unfit',
        problem: `The lines to replace do not stand in the file exactly once: ${JSON.stringify(first.slice(0, 120))} …`,
      };
    }
    text = `${text.slice(0, place.start)}${replace}${text.slice(place.end)}`;
  }
  return { outcome: 'edited', content: text };
}
