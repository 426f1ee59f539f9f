/** Positions of `text` that are in no bracket and in no quotation. */
function openPositions(text: string): readonly boolean[] {
  let depth = 0;
  let quoted = false;
  // By code unit, as the positions of matches are.
  return text.split('').map((character) => {
    if (character === '"') quoted = !quoted;
    if ('([{'.includes(character)) depth += 1;
    const open = depth === 0 && !quoted;
    if (')]}'.includes(character)) depth = Math.max(0, depth - 1);
    return open;
  });
}

/** `text` cut at every match of `separator` that lies outside of brackets. */
export function splitOutside(text: string, separator: RegExp): readonly string[] {
  const open = openPositions(text);
  const parts: string[] = [];
  let start = 0;
  for (const match of text.matchAll(new RegExp(separator.source, separator.unicode ? 'giu' : 'gi'))) {
    if (open[match.index] !== true || match[0] === '') continue;
    parts.push(text.slice(start, match.index));
    start = match.index + match[0].length;
  }
  parts.push(text.slice(start));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/** `text` without what stands in brackets. */
export function withoutBrackets(text: string): string {
  return text.replace(/\s*\([^()]*\)/g, '');
}
