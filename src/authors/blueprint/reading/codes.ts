import type { PatternPiece } from '../domain/field.js';
import { NUMBER, numberOf } from './numbers.js';

type Class = Exclude<PatternPiece['kind'], 'text'>;

const CLASSES: readonly (readonly [RegExp, Class])[] = [
  [
    /^(?:(?:capital|upper-?case|upper case|big) letters?|capitals?) (?:and|or|and\/or) (?:digits?|numbers?|numerals?)$/,
    'capitals-or-digits',
  ],
  [
    /^letters? (?:and|or|and\/or) (?:digits?|numbers?|numerals?)$|^alphanumeric characters?$/,
    'letters-or-digits',
  ],
  [/^(?:(?:capital|upper-?case|upper case|big|block) letters?|capitals?)$/, 'capitals'],
  [/^letters?$/, 'letters'],
  [/^(?:digits?|numerals?|figures?|numeric digits?|decimal digits?)$/, 'digits'],
];

const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/^(?:hyphen|dash|minus(?: sign)?)$/, '-'],
  [/^(?:forward )?slash$/, '/'],
  [/^(?:dot|point|full stop|period)$/, '.'],
  [/^(?:blank|space)$/, ' '],
  [/^underscore$/, '_'],
  [/^colon$/, ':'],
];

const COUNTED = new RegExp(
  `^(?:(?:exactly|always|precisely) )?(an?|${NUMBER})(?: ?(?:to|-|–|or|and) (${NUMBER}))? (?:of )?(.+)$`,
  'i',
);
const RANGE = new RegExp(`^(?:between )?(${NUMBER}) ?(?:to|-|–|and|or) ?(${NUMBER}) (.+)$`, 'i');

/** One piece of a code as people say it: "two capital letters", "hyphen", "INV-". */
function pieceOf(phrase: string): PatternPiece | undefined {
  const text = phrase
    .trim()
    .replace(/^(?:the|then|with|starting with|ending (?:in|with)|beginning with|of) /i, '');
  const sign = SIGNS.find(([pattern]) => pattern.test(text.toLowerCase().replace(/^an? /, '')));
  if (sign !== undefined) return { kind: 'text', text: sign[1] };
  const literal =
    /^(?:the )?(?:(?:capital )?letters?|prefix|text|characters?) ["']?([A-Z]{1,6}-?)["']?$/.exec(text) ??
    /^["']([\w./-]{1,10})["']$/.exec(text) ??
    /^([A-Z]{1,6}[-/.]?)$/.exec(text);
  if (literal?.[1] !== undefined) return { kind: 'text', text: literal[1] };
  const range = RANGE.exec(text) ?? COUNTED.exec(text);
  const [, low = '', high, noun = ''] = range ?? [];
  const kind = CLASSES.find(([pattern]) => pattern.test(noun.toLowerCase()))?.[1];
  if (range === null || kind === undefined) return undefined;
  const min = /^an?$/i.test(low) ? 1 : numberOf(low);
  const max = high === undefined ? min : numberOf(high);
  if (min === undefined || max === undefined || min < 1 || max < min || !Number.isInteger(min + max))
    return undefined;
  return { kind, min, max };
}

const SIGN_CLASSES: Readonly<Record<string, Class>> = {
  '\\d': 'digits',
  '[0-9]': 'digits',
  '[A-Z]': 'capitals',
  '[A-Za-z]': 'letters',
  '[a-zA-Z]': 'letters',
  '[A-Z0-9]': 'capitals-or-digits',
  '[A-Za-z0-9]': 'letters-or-digits',
  '[a-zA-Z0-9]': 'letters-or-digits',
};
const SIGNED = /(\\d|\[[^\]]+\])(?:\{(\d{1,2})(?:,(\d{1,2}))?\})?|\\?([A-Z/_.:-])/y;

/** A code as programmers write it: `^[A-Z]{2}\d{4,6}$`; undefined where it says more than pieces in a row. */
export function codeInSigns(text: string): readonly PatternPiece[] | undefined {
  const inner = /^[`"'/]?\^(.+)\$[`"'/]?$/.exec(text.trim())?.[1];
  if (inner === undefined) return undefined;
  const pieces: PatternPiece[] = [];
  SIGNED.lastIndex = 0;
  for (let at = 0; at < inner.length; at = SIGNED.lastIndex) {
    const match = SIGNED.exec(inner);
    if (match === null) return undefined;
    const [, sign, low = '1', high = low, letter] = match;
    const last = pieces.at(-1);
    if (letter !== undefined && last?.kind === 'text')
      pieces[pieces.length - 1] = { kind: 'text', text: last.text + letter };
    else if (letter !== undefined) pieces.push({ kind: 'text', text: letter });
    else {
      const kind = SIGN_CLASSES[sign ?? ''];
      const [min, max] = [Number(low), Number(high)];
      if (kind === undefined || min < 1 || max < min) return undefined;
      pieces.push({ kind, min, max });
    }
  }
  return pieces.some(({ kind }) => kind !== 'text') ? pieces : undefined;
}

/** A code that a phrase describes: `two capital letters followed by four digits`, `INV- and then five digits`. */
export function codeIn(text: string): readonly PatternPiece[] | undefined {
  const signed = codeInSigns(text);
  if (signed !== undefined) return signed;
  const phrase = text
    .trim()
    .replace(
      /^(?:(?:of )?the (?:form|format|pattern)|pattern|format|form|made (?:up )?of|consist(?:s|ing) of|written as)[: ]+(?:of )?/i,
      '',
    )
    .replace(/^of /i, '');
  const whole = pieceOf(phrase);
  if (whole !== undefined) return whole.kind === 'text' ? undefined : [whole];
  const parts = phrase
    .split(/\s*,\s*(?:and |then |and then )*|\s+(?:and then|and|then|followed by|plus|\+)\s+/i)
    .filter((part) => part !== '');
  const pieces = parts.map(pieceOf);
  const known = pieces.filter((piece) => piece !== undefined);
  if (known.length < 2 || known.length !== pieces.length) return undefined;
  return known.some(({ kind }) => kind !== 'text') ? known : undefined;
}

/** The values of a range of places: `from A1 to I9` has 81. */
export function placesIn(text: string): readonly string[] | undefined {
  const match = /^(?:from |between )?([A-Z])(\d{1,2}) ?(?:to|-|–|and|through) ?([A-Z])(\d{1,2})$/.exec(
    text.trim(),
  );
  const [, first = '', low = '', last = '', high = ''] = match ?? [];
  if (match === null || first >= last || Number(low) > Number(high)) return undefined;
  const letters = Array.from({ length: last.charCodeAt(0) - first.charCodeAt(0) + 1 }, (_each, index) =>
    String.fromCharCode(first.charCodeAt(0) + index),
  );
  const numbers = Array.from({ length: Number(high) - Number(low) + 1 }, (_each, index) =>
    String(Number(low) + index),
  );
  const places = letters.flatMap((letter) => numbers.map((number) => `${letter}${number}`));
  return places.length > 200 ? undefined : places;
}
