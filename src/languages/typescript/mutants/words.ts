/** Words that say nothing of what a requirement is about. */
const COMMON = new Set(
  'a an and are as at be been by can each every for from has have in is it its may most must no not of on one only or that the their this to two when which with least than more'.split(
    ' ',
  ),
);

/** The words of a text or of names in code (`numberOfCopies`), in lower case and in the singular. */
export function wordsOf(text: string): readonly string[] {
  return text
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '')
    .map(singular);
}

/** Those of `wordsOf` that say what a text is about. */
export function tellingWords(text: string): ReadonlySet<string> {
  return new Set(wordsOf(text).filter((word) => word.length > 1 && !COMMON.has(word)));
}

function singular(word: string): string {
  if (word.length < 4) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(?:s|x|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

/**
 * How much each text speaks of `words`: a word that few of the texts have weighs more than one that most have. A word that
 * all of them have tells none apart, and weighs nothing.
 */
export function relevance(words: ReadonlySet<string>, texts: readonly string[]): readonly number[] {
  const found = texts.map((text) => new Set(wordsOf(text).filter((word) => words.has(word))));
  const weights = new Map(
    [...words].map((word) => {
      const holders = found.filter((has) => has.has(word)).length;
      return [word, holders === 0 ? 0 : Math.log(texts.length / holders)] as const;
    }),
  );
  return found.map((has) => [...has].reduce((sum, word) => sum + (weights.get(word) ?? 0), 0));
}
