import { plainLetters } from '../nouns.js';
import { numberOf } from '../numbers.js';

/** A word of a text: what it comes down to whatever its ending, and where it stands. */
export interface Word {
  readonly text: string;
  readonly stem: string;
  readonly start: number;
  readonly end: number;
}

/** Forms that no rule of endings leads back. */
const IRREGULAR: Readonly<Record<string, string>> = {
  people: 'person',
  persons: 'person',
  children: 'child',
  men: 'man',
  women: 'woman',
  lent: 'lend',
  paid: 'pay',
  gone: 'go',
  went: 'go',
  goes: 'go',
  given: 'give',
  gave: 'give',
  taken: 'take',
  took: 'take',
  written: 'write',
  wrote: 'write',
  made: 'make',
  held: 'hold',
  kept: 'keep',
  met: 'meet',
  sent: 'send',
  left: 'leave',
  began: 'begin',
  begun: 'begin',
  chosen: 'choose',
  done: 'do',
  does: 'do',
  ran: 'run',
  sold: 'sell',
  bought: 'buy',
  known: 'know',
  seen: 'see',
  shown: 'show',
  spoken: 'speak',
  came: 'come',
  became: 'become',
  got: 'get',
  lay: 'lie',
  lies: 'lie',
  lying: 'lie',
  stood: 'stand',
  sat: 'sit',
  broken: 'break',
  lost: 'lose',
  said: 'say',
  told: 'tell',
  found: 'find',
  later: 'late',
  latest: 'late',
  earlier: 'early',
  earliest: 'early',
  higher: 'high',
  highest: 'high',
  lower: 'low',
  lowest: 'low',
  dice: 'die',
  colour: 'color',
  colours: 'color',
};

const NUMBER_WORD =
  /^(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?|dozen|hundred|thousand)$/;

const stems = new Map<string, string>();

function withoutEnding(word: string): string {
  let stem = word;
  if (/(?:[^aeiou]|qu)ies$/.test(stem) && stem.length > 4) stem = `${stem.slice(0, -3)}y`;
  else if (/(?:ss|x|ch|sh|zz)es$/.test(stem)) stem = stem.slice(0, -2);
  else if (/[^su]s$/.test(stem) && stem.length > 3) stem = stem.slice(0, -1);
  if (/[^aeiou]ied$/.test(stem) && stem.length > 4) stem = `${stem.slice(0, -3)}y`;
  else if (/(?:[a-z][aeiouy]|[aeiouy][a-z]+)(?:ed|ing)$/.test(stem) && stem.length > 4)
    stem = stem.replace(/(?:ed|ing)$/, '');
  else if (/..(?:ation|ition)$/.test(stem) && stem.length > 7) stem = stem.slice(0, -5);
  else if (/.tion$/.test(stem) && stem.length > 6) stem = stem.slice(0, -3);
  else if (/(?<!^com)(?<=.)ment$/.test(stem) && stem.length > 6) stem = stem.slice(0, -4);
  if (/(bb|dd|gg|ll|mm|nn|pp|rr|tt)$/.test(stem)) stem = stem.slice(0, -1);
  return stem.replace(/(?<=.{2})e$/, '').replace(/isat$/, 'is');
}

/** What a word comes down to: `cancelled` and `cancellation` alike; numbers in words as digits. */
export function stemOf(text: string): string {
  // "SKUs" are several of what "status" is one of.
  const word = plainLetters(/^\p{Lu}{2,}s$/u.test(text) ? text.slice(0, -1) : text)
    .replace(/['’](?:s|re|ve|ll|d|t)?$/, '')
    .replace(/(\d),(?=\d{3})/g, '$1');
  const known = stems.get(word);
  if (known !== undefined) return known;
  if (/n['’]t$/i.test(text) || word === 'cannot') return 'not';
  const irregular = Object.hasOwn(IRREGULAR, word) ? IRREGULAR[word] : undefined;
  const stem = NUMBER_WORD.test(word)
    ? String(word === 'dozen' ? 12 : (numberOf(word) ?? word))
    : /^\d/.test(word)
      ? /^-?\d+(?:\.\d+)?$/.test(word)
        ? String(Number(word))
        : word
      : withoutEnding(irregular ?? word);
  stems.set(word, stem);
  return stem;
}

const WORD =
  /\d[\d,]*(?:\.\d+)?(?=\b|[a-z€%])|\b(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-(?:one|two|three|four|five|six|seven|eight|nine)\b|(?:e-mail(?:s|ed)?|[\p{L}]+(?:['’](?:t|s|re|ve|ll|d|m)\b)?)\d*/giu;

/** The words of a text, in order; names in camel case word by word. */
export function wordsIn(text: string): readonly Word[] {
  return [...text.matchAll(WORD)].flatMap((match): readonly Word[] => {
    const start = match.index;
    const isCamel = /\p{Ll}\p{Lu}/u.test(match[0]) && !/^e-/i.test(match[0]);
    if (!isCamel)
      return [
        {
          text: match[0],
          stem: stemOf(match[0].replace(/-(?=mail)/i, '')),
          start,
          end: start + match[0].length,
        },
      ];
    return [...match[0].matchAll(/\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\d+/gu)].map((part) => ({
      text: part[0],
      stem: stemOf(part[0]),
      start: start + part.index,
      end: start + part.index + part[0].length,
    }));
  });
}

/** The stems of words that are set down one after another. */
export function stemsOf(text: string): ReadonlySet<string> {
  return new Set(wordsIn(text).map(({ stem }) => stem));
}
