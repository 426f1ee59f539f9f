/** A sentence or item of a brief, as a person would count them. */
const ENDS = /(?<=[.!?])["')\]]*\s+(?=["'(]?\p{Lu})/u;
const MARKS = /^\s*(?:[-*+•]|\d{1,3}[.)]|#{1,6})\s+/;
/** What a sentence is about is in words longer than this: "the", "and", "is" ask for nothing. */
const SHORTEST_TELLING_WORD = 4;
/** A passage with less than this share of its telling words in requirements was passed over. */
const LEAST_COVERED = 0.5;

/**
 * Sentences and items of a brief. Told apart by rules of the bench's own, so that what the reading overlooks is not overlooked
 * here too. Headings are left out: they name what the lines under them say.
 */
export function passagesOf(brief: string): readonly string[] {
  const blocks: string[] = [];
  for (const line of brief.split('\n')) {
    if (/^\s*#{1,6}\s/.test(line) || line.trim() === '') blocks.push('');
    else if (MARKS.test(line) || blocks.length === 0) blocks.push(line.replace(MARKS, ''));
    else blocks.push(`${blocks.pop() ?? ''} ${line.trim()}`.trim());
  }
  return blocks.flatMap((block) => block.split(ENDS)).filter((passage) => /\p{L}{2}/u.test(passage));
}

function words(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\d]+/gu) ?? [];
}

/**
 * The passages that no requirement stands for: less than half of their telling words are words of the brief that some
 * requirement names as its source.
 */
export function droppedPassages(brief: string, sources: readonly string[]): readonly string[] {
  const said = new Set(sources.flatMap(words));
  const whole = sources.map((source) => words(source).join(' '));
  return passagesOf(brief).filter((passage) => {
    const own = words(passage);
    const text = own.join(' ');
    if (whole.some((source) => source.includes(text))) return false;
    const telling = own.filter((word) => word.length >= SHORTEST_TELLING_WORD || /\d/.test(word));
    const covered = telling.filter((word) => said.has(word)).length;
    const isNamed = whole.some((source) => source !== '' && text.includes(source));
    return !isNamed || covered < telling.length * LEAST_COVERED;
  });
}
