/** One place to change: `search` stands in the file exactly once. */
export interface Edit {
  readonly search: string;
  readonly replace: string;
}

const SEARCH = /^(<{5,9}) SEARCH/;
const DIVIDE = /^={5,9}$/;
const REPLACE = /^>{5,9} REPLACE/;

export interface ReadEdits {
  /** In order; [] when the block holds none. */
  readonly edits: readonly Edit[];
  /**
   * `unfinished`: one began and has no end; `ambiguous`: its lines hold what may divide it as well (a heading is underlined by as
   * many "="); null: neither.
   */
  readonly fault: 'unfinished' | 'ambiguous' | null;
}

interface OpenEdit {
  /** The line between what is searched and what replaces it: as many "=" as the edit began with "<". */
  readonly divider: string;
  readonly search: string[];
  replace?: string[];
}

/** The edits in a block, line by line: a search over the whole of it would begin again at each edit without an end. */
export function readEdits(block: string): ReadEdits {
  const edits: Edit[] = [];
  let open: OpenEdit | undefined;
  for (const line of block.split('\n')) {
    if (open === undefined) {
      const [, marks] = SEARCH.exec(line) ?? [];
      if (marks !== undefined) open = { divider: '='.repeat(marks.length), search: [] };
    } else if (REPLACE.test(line)) {
      const edit = editOf(open);
      if (edit === undefined) open.search.push(line);
      else {
        edits.push(edit);
        open = undefined;
      }
    } else if (open.replace === undefined) {
      if (line === open.divider) open.replace = [];
      else open.search.push(line);
    } else if (line === open.divider) {
      return { edits, fault: 'ambiguous' };
    } else if (SEARCH.test(line)) {
      // The one before it has no end, and what it would put into the file are the marks of the next.
      return { edits, fault: 'unfinished' };
    } else open.replace.push(line);
  }
  return { edits, fault: open === undefined ? null : 'unfinished' };
}

/** What an edit says once it has come to its end; undefined: nothing divides it. A divider of another length is taken where it is the only one. */
function editOf({ search, replace }: OpenEdit): Edit | undefined {
  if (replace !== undefined) return { search: ended(search), replace: ended(replace) };
  const [at, ...others] = search.flatMap((line, index) => (DIVIDE.test(line) ? [index] : []));
  if (at === undefined || others.length > 0) return undefined;
  return { search: ended(search.slice(0, at)), replace: ended(search.slice(at + 1)) };
}

/** Each of the lines with its end. */
function ended(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

export type Edited =
  | { readonly outcome: 'edited'; readonly content: string }
  | { readonly outcome: 'unfit'; readonly problem: string };

interface Place {
  readonly start: number;
  readonly end: number;
  /** Blanks that stand in front of each line here, and in the edit do not. */
  readonly indent: string;
}

const BLANKS = String.raw`[ \t]*`;

/** Whole lines that are those of `search`: letter for letter; but for the blanks at their ends; or further to the right. */
function patternsOf(search: string): readonly RegExp[] {
  const lines = search.replace(/\n$/, '').split('\n');
  const trimmed = lines.map((line) => escaped(line.trimEnd()));
  const first = trimmed.findIndex((line) => line !== '');
  const indented = trimmed.map((line, index) => {
    if (line === '') return '';
    return `${index === first ? String.raw`(?<indent>[ \t]+)` : String.raw`\k<indent>`}${line}`;
  });
  return [wholeLines(lines.map(escaped), ''), wholeLines(trimmed, BLANKS), wholeLines(indented, BLANKS)];
}

function escaped(line: string): string {
  return line.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

function wholeLines(lines: readonly string[], blanks: string): RegExp {
  return new RegExp(`^${lines.join(`${blanks}\n`)}${blanks}(?:\n|$)`, 'gm');
}

/** Where the lines of `search` stand in `content`, when they stand there once. */
function placeOf(content: string, search: string): Place | undefined {
  for (const pattern of patternsOf(search)) {
    const [first, ...others] = content.matchAll(pattern);
    if (first === undefined) continue;
    const { index: start, groups } = first;
    return others.length === 0
      ? { start, end: start + first[0].length, indent: groups?.indent ?? '' }
      : undefined;
  }
  return undefined;
}

function indentedBy(indent: string, lines: string): string {
  return indent === '' ? lines : lines.replaceAll(/^(?=.*\S)/gm, indent);
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
    text = `${text.slice(0, place.start)}${indentedBy(place.indent, replace)}${text.slice(place.end)}`;
  }
  return { outcome: 'edited', content: text };
}
