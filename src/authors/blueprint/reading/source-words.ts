interface Token {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

function tokensOf(text: string): readonly Token[] {
  return [...text.matchAll(/[\p{L}\d]+/gu)].map((match) => ({
    word: match[0].toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }));
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
  return whole.slice(there[start]?.start ?? 0, there[end]?.end);
}
