import nlp from 'compromise';

/** What compromise gets wrong, or does not know as a thing that is kept. */
const IRREGULAR: Readonly<Record<string, string>> = {
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
};

const singulars = new Map<string, string>();
const plurals = new Map<string, string>();

function lastWord(words: string, change: (word: string) => string): string {
  const parts = words.split(' ');
  const last = parts.pop() ?? '';
  return [...parts, change(last)].join(' ');
}

function remembered(known: Map<string, string>, word: string, find: () => string): string {
  const before = known.get(word);
  if (before !== undefined) return before;
  const found = find();
  known.set(word, found);
  return found;
}

// "the" before it makes compromise take "books" or "orders" for things and not for doings.
function inflected(word: string, direction: 'toSingular' | 'toPlural'): string {
  const text = nlp(`the ${word}`).nouns()[direction]().text().replace(/^the /, '').trim();
  return text === '' ? word : text;
}

/** The noun phrase in the singular: `line items` → `line item`. Lower case in, lower case out. */
export function singular(words: string): string {
  return lastWord(words, (word) =>
    remembered(singulars, word, () => IRREGULAR[word] ?? inflected(word, 'toSingular')),
  );
}

/** The noun phrase in the plural: `person` → `people`. */
export function plural(words: string): string {
  return lastWord(words, (word) =>
    remembered(plurals, word, () => {
      const irregular = Object.entries(IRREGULAR).find(([, one]) => one === word);
      return irregular?.[0] ?? inflected(singular(word), 'toPlural');
    }),
  );
}

/** Whether the noun phrase names several things. */
export function isPlural(words: string): boolean {
  return singular(words) !== words;
}

/** Lower case, one space between words, no article and no sign that an identifier cannot have: `the E-mails` → `emails`. */
export function nounWords(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[`*_"“”‘’']/g, (sign) => (sign === '_' ? ' ' : ''))
    .replace(/\be-mail/g, 'email')
    .replace(/\bto-do/g, 'todo')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
    .replace(/^(an?|the|its?|their|his|her|each|every|one|some|several|many|our|my|your) /, '')
    .trim();
}
