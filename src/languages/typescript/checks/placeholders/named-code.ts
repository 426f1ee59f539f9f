import type { Comment } from './comments.js';

/** Blank space, comments, and what closes the mark of one. */
const BETWEEN =
  /^(?:\s+|-->|\*\/|\/\/[^\n]*|\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|(?:--|#)(?:[ \t][^\n]*)?(?=\n|$))/;
/** The block ends, or nothing comes but what hands on the things that the comment says are there. */
const NOTHING_TO_NAME = /^(?:$|[)\]}]|<\/|(?:return|throw|break|continue)\b|export (?:default\b|[{*=]))/;

/** Whether code that a comment names ("Other routes") is there: on the line that it ends, or below it in the same block. */
export function namesWhatIsThere({ text, position, end }: Comment, content: string): boolean {
  const line = content.slice(content.lastIndexOf('\n', position - 1) + 1, position).trim();
  // At the end of a line it speaks of that line, but for one that opens a block or a list.
  if (line !== '' && !/[([{>]$/.test(line)) return true;
  let rest = content.slice(end);
  for (let skipped = BETWEEN.exec(rest); skipped !== null; skipped = BETWEEN.exec(rest))
    rest = rest.slice(skipped[0].length);
  if (NOTHING_TO_NAME.test(rest)) return false;
  return !/\bimports?\.?$/i.test(text) || /^(?:import|export|const|@import|from)\b/.test(rest);
}
