interface Token {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** What stands for two words, as those: "isn't" is "is not", and "can't" is what others write in one. */
function wordsOf(written: string): readonly string[] {
  const word = written.toLowerCase().replace('’', "'");
  if (/^(?:can't|cannot)$/.test(word)) return ['cannot'];
  if (word === "won't") return ['will', 'not'];
  const [, verb] = /^(\p{L}+)n't$/u.exec(word) ?? [];
  return verb === undefined ? word.split("'") : [verb, 'not'];
}

function tokensOf(text: string): readonly Token[] {
  return [...text.matchAll(/[\p{L}\d]+(?:['’][\p{L}]+)?/gu)].flatMap((match) =>
    wordsOf(match[0]).map((word) => ({ word, start: match.index, end: match.index + match[0].length })),
  );
}

/**
 * The words of `whole` that say `fragment`, verbatim, where it was put in other ways of saying it since; `whole` where they
 * are not found.
 */
export function wordsSaying(whole: string, fragment: string): string {
  const words = fragment.trim().replace(/[.;,:]+$/, '');
  if (words === '') return whole;
  if (whole.includes(words)) return words;
  const there = tokensOf(whole);
  const said = tokensOf(words).map(({ word }) => word);
  const [first, second] = said;
  const [beforeLast, last] = [said.at(-2), said.at(-1)];
  if (said.length < 2) return whole;
  const from = there.findIndex((token, index) => token.word === first && there[index + 1]?.word === second);
  const start = from >= 0 ? from : there.findIndex(({ word }) => word === first);
  const to = there.findIndex(
    (token, index) => index > start && token.word === last && there[index - 1]?.word === beforeLast,
  );
  const end = to >= 0 ? to : there.findIndex((token, index) => index > start && token.word === last);
  if (start < 0 || end < 0) return whole;
  // A head that is said once, for several ends: the words between are another statement's.
  if (end - start + 1 > said.length + SKIPPED) {
    const tail = longestTail(there, said);
    if (tail !== undefined) return whole.slice(there[tail.start]?.start, there[tail.end]?.end);
  }
  return whole.slice(there[start]?.start ?? 0, there[end]?.end);
}

/** Words that may stand between those of a fragment without being those of another. */
const SKIPPED = 3;
/** Fewer words than these at its end say nothing by themselves. */
const LEAST = 4;

/** Where the longest end of `said` stands word for word. */
function longestTail(
  there: readonly Token[],
  said: readonly string[],
): { readonly start: number; readonly end: number } | undefined {
  for (let from = 1; said.length - from >= LEAST; from += 1) {
    const tail = said.slice(from);
    const at = there.findIndex((_token, index) =>
      tail.every((word, offset) => there[index + offset]?.word === word),
    );
    if (at >= 0) return { start: at, end: at + tail.length - 1 };
  }
  return undefined;
}
