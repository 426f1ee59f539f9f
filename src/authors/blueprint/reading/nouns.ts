import nlp from 'compromise';
import { remembered } from './remembered.js';

/** What compromise gets wrong, or does not know as a thing that is kept. */
const IRREGULAR: ReadonlyMap<string, string> = new Map(
  Object.entries({
    caches: 'cache',
    axes: 'axis',
    'to-dos': 'to-do',
    todos: 'todo',
    staff: 'staff',
    media: 'media',
    data: 'data',
    news: 'news',
    leaves: 'leave',
    dice: 'die',
    movies: 'movie',
    cookies: 'cookie',
    lenses: 'lens',
    mechanics: 'mechanic',
    fonds: 'fonds',
    ids: 'id',
  }),
);

function lastWord(words: string, change: (word: string) => string): string {
  const parts = words.split(' ');
  const last = parts.pop() ?? '';
  return [...parts, change(last)].join(' ');
}

// "the" before it makes compromise take "books" or "orders" for things and not for doings.
function inflected(word: string, direction: 'toSingular' | 'toPlural'): string {
  const text = nlp(`the ${word}`).nouns()[direction]().text().replace(/^the /, '').trim();
  return text === '' ? word : text;
}

/** Nouns with one form for one and for many. */
const INVARIANT =
  /^(?:staff|media|data|news|equipment|furniture|software|feedback|inventory|stock|luggage|sheep|fish|deer|aircraft|series|species|fonds|homework|information|advice)$/;

/** Whatever else was counted as a mass, "watering" or "wine", is kept in records, and those can be several. */
function regularPlural(one: string): string {
  if (INVARIANT.test(one) || /[^s]s$/.test(one)) return one;
  if (/(?:s|x|z|ch|sh)$/.test(one)) return `${one}es`;
  return /[^aeiou]y$/.test(one) ? `${one.slice(0, -1)}ies` : `${one}s`;
}

const singularWord = remembered((word) => IRREGULAR.get(word) ?? inflected(word, 'toSingular'));

const pluralWord = remembered((word) => {
  const irregular = [...IRREGULAR].find(([, one]) => one === word);
  if (irregular !== undefined) return irregular[0];
  const one = singular(word);
  const several = inflected(one, 'toPlural');
  return several === one ? regularPlural(one) : several;
});

/** The noun phrase in the singular: `line items` → `line item`. Lower case in, lower case out. */
export function singular(words: string): string {
  return lastWord(words, singularWord);
}

/** The noun phrase in the plural: `person` → `people`. */
export function plural(words: string): string {
  return lastWord(words, pluralWord);
}

/** Whether the noun phrase names several things. */
export function isPlural(words: string): boolean {
  return singular(words) !== words;
}

/** Letters that are no plain letter with an accent, as they are spelt without them. */
const SPELT: ReadonlyMap<string, string> = new Map(
  Object.entries({ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }),
);

/** In lower case and in the letters of English: `größe` is `grosse`. */
export function plainLetters(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/g, (letter) => SPELT.get(letter) ?? letter);
}

/** Lower case, one space between words, no article and no sign that an identifier cannot have: `the E-mails` → `emails`. */
export function nounWords(text: string): string {
  // "HireItem" is what programmers call a hire item.
  return plainLetters(text.replace(/(?<=\p{Ll}{2})\p{Lu}(?=\p{Ll}{2})/gu, ' $&'))
    .replace(/[`*_"“”‘’']/g, (sign) => (sign === '_' ? ' ' : ''))
    .replace(/\be-mail/g, 'email')
    .replace(/\bto-do/g, 'todo')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
    .replace(/^(?:all|any|both)(?: of)? (?=\w)/, '')
    .replace(/^(an?|the|its?|their|his|her|each|every|one|some|several|many|our|my|your) /, '')
    .trim();
}
