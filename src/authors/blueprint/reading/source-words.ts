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
  if (/^(?:it|he|she|that|there|what|who|where|here)'s$/.test(word)) return [word.slice(0, -2), 'is'];
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
  const [beforeLast, last] = [said.at(-2), said.at(-1)];
  if (said.length < 2) return whole;
  const start = longestStart(there, said);
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

/** Where most of the first words of `said` stand in a row: "when it was closed", beside "when it was raised". */
function longestStart(there: readonly Token[], said: readonly string[]): number {
  const runs = there.map((_token, index) => {
    const differs = said.findIndex((word, offset) => there[index + offset]?.word !== word);
    return differs < 0 ? said.length : differs;
  });
  const longest = Math.max(...runs);
  return longest === 0 ? -1 : runs.indexOf(longest);
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
