/** One place to change: `search` stands in the file exactly once. */
export interface Edit {
  readonly search: string;
  readonly replace: string;
}

const EDIT = /^<{5,9} SEARCH[^\n]*\n([\s\S]*?)^={5,9}\n([\s\S]*?)^>{5,9} REPLACE[^\n]*$/gm;

/** The edits in a block, in order; [] when it holds none. */
export function readEdits(block: string): readonly Edit[] {
  return [...`${block}\n`.matchAll(EDIT)].map(([, search = '', replace = '']) => ({ search, replace }));
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
