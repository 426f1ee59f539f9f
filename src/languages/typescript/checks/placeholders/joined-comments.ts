import type { Comment } from './comments.js';

const STARTS_WITH_DOTS = /^(\.{3}|…)/;
/** What stands for code whatever it follows: "... rest of the routes", "…". */
const STANDS_FOR_CODE =
  /^(\.{3}|…)\s*($|\W|(and |the |your |some |more )*(rest|remain\w*|existing|others?|previous|same|more|omitted|etc|code|implementation|logic|methods?|functions?|imports?|routes?|fields?|unchanged|so on|implement|add|write|handle)\b)/i;
/** A line that ends so is not the end of what it says. */
const GOES_ON =
  /(?:[,(–—-]|\b(?:an?|the|of|and|or|to|by|in|on|at|for|from|with|without|before|after|than|that|which|is|are|was|were|be|as|its?|their|our|all|any|no|not|but|unless|when|while|if|until|because|so|into|over|under|between|per))$/i;
const ENDS = /[.!?:;]$/;
/** A line that the next word would have made as long as this was broken because it was full. */
const FULL_COLUMNS = 77;

/**
 * Comments with their sentences whole: a `//` line goes on in the next where it was broken, and where the next is indented as an
 * example is. Lines that each say something of their own stay apart.
 */
export function joinedComments(comments: readonly Comment[], content: string): readonly Comment[] {
  const joined: Comment[] = [];
  /** The first comment of neighbouring lines, and the last. */
  let first: Comment | undefined;
  let last: Comment | undefined;
  for (const comment of comments) {
    const isNext = last !== undefined && areNeighbours(last, comment, content);
    if (!isNext) first = comment;
    if (isNext && first !== undefined && last !== undefined && goesOn({ first, last, comment }, content)) {
      const start = joined.pop() ?? comment;
      joined.push({ ...comment, text: `${start.text} ${comment.text}`, position: start.position });
    } else joined.push(comment);
    last = comment;
  }
  return joined;
}

/** Two `//` comments, one on the line after the other's; behind code only where the second takes up the first with dots. */
function areNeighbours(one: Comment, two: Comment, content: string): boolean {
  if (!isLine(one, content) || !isLine(two, content)) return false;
  const between = content.slice(one.end, two.position);
  return between.split('\n').length === 2 && (between.trim() === '' || STARTS_WITH_DOTS.test(two.text));
}

function isLine({ position }: Comment, content: string): boolean {
  return content.startsWith('//', position);
}

function goesOn(
  lines: { readonly first: Comment; readonly last: Comment; readonly comment: Comment },
  content: string,
): boolean {
  const { first, last, comment } = lines;
  if (indentOf(comment, content) >= indentOf(first, content) + 2) return true;
  if (STARTS_WITH_DOTS.test(comment.text)) return !STANDS_FOR_CODE.test(comment.text);
  if (GOES_ON.test(last.text)) return true;
  const columns = last.end - (content.lastIndexOf('\n', last.position) + 1);
  const word = comment.text.split(' ', 1)[0] ?? '';
  return !ENDS.test(last.text) && columns + 1 + word.length >= FULL_COLUMNS;
}

/** Columns between the marks and the text. */
function indentOf({ position, end }: Comment, content: string): number {
  return /^\/\/+([ \t]*)/.exec(content.slice(position, end))?.[1]?.length ?? 0;
}
