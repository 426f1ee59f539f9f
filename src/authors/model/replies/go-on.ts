import { fencedBlocks, type FencedBlock } from './fenced-blocks.js';

/** The end of a reply that is a fence, and so a line as it is: nobody writes a line's end behind the last one. */
const ENDS_WITH_FENCE = /\n {0,3}(?:`{3,}|~{3,})[^\S\n]*$/;

/**
 * A reply that was cut off, up to where its last whole line ends: what it is gone on from. Models differ in whether they go on
 * in the middle of a word, and none tells a line's end at the beginning of a reply, so the piece of a line behind it is dropped.
 */
export function wholeLines(cut: string): string {
  const isClosed = ENDS_WITH_FENCE.test(cut) && fencedBlocks(cut).at(-1)?.closed === true;
  return isClosed ? `${cut}\n` : cut.slice(0, cut.lastIndexOf('\n') + 1);
}

const MARKDOWN = new Set(['md', 'markdown']);

/** A fence on the first line, or behind one line that announces it ("Here is the rest:"). */
const OPENS_AGAIN = /^\s*(?:\S[^\n]*:[^\S\n]*\n\s*)?(`{3,}|~{3,})[^\S\n]*([\w+#.-]*)[^\n]*\n/;
const FENCE_LINE = /^ {0,3}(?:`{3,}|~{3,})[^\S\n]*(\S*)/m;

/** Does a fence at the beginning of a continuation open again what is open anyway? Else it closes it, or is content. */
function isOpenedAgain(
  { fence: open, language: opened }: FencedBlock,
  { fence, language, rest, cut }: { fence: string; language: string; rest: string; cut: boolean },
): boolean {
  if (!fence.startsWith(open)) return false;
  // A page has fences of its own.
  if (MARKDOWN.has(opened)) return MARKDOWN.has(language);
  if (language !== '') return true;
  // What stands behind an empty line is said of the block that has ended; code does not begin with one.
  if (/^[^\S\n]*\n/.test(rest)) return false;
  // A bare one closes, unless another bare one follows: then they are a pair around the rest.
  const next = FENCE_LINE.exec(rest);
  return next === null ? cut && rest.trim() !== '' : next[1] === '';
}

/**
 * A reply and what was said when it was to be gone on with, as one.
 * @param begun whole lines, as `wholeLines` gives them.
 * @param cut whether what was said then is cut off as well.
 */
export function goneOn(begun: string, more: string, cut: boolean): string {
  const open = fencedBlocks(begun).at(-1);
  const found = open?.closed === false ? OPENS_AGAIN.exec(more) : null;
  if (open === undefined || found === null) return `${begun}${more}`;
  const [all, fence = '', language = ''] = found;
  const rest = more.slice(all.length);
  const again = isOpenedAgain(open, { fence, language: language.toLowerCase(), rest, cut });
  return `${begun}${again ? rest : more}`;
}
