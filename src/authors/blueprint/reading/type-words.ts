/** A type that a brief names by a word of its own: "born on (date)". */
export type TypeWord =
  | 'text'
  | 'long text'
  | 'integer'
  | 'number'
  | 'money'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'time'
  | 'email'
  | 'url';

const TYPES: readonly (readonly [RegExp, TypeWord])[] = [
  [/^(?:string|text|plain text|short text|free text|varchar|str)$/, 'text'],
  [/^(?:long text|multi-?line text|markdown)$/, 'long text'],
  [/^(?:int|integer|whole number|count|natural number|year)s?$/, 'integer'],
  [/^(?:number|numeric|decimal|float|double|real|decimal number|floating[- ]point number)$/, 'number'],
  [
    /^(?:money|amount of money|monetary amount|currency|(?:in )?(?:euros?|eur|dollars?|usd|pounds?|gbp)|price)$/,
    'money',
  ],
  [/^(?:bool|boolean|flag|true\/false|true or false|yes\/no|yes or no|y\/n|y or n|checkbox)$/, 'boolean'],
  [/^(?:date|calendar date|day)$/, 'date'],
  [/^(?:date ?time|timestamp|date and time|moment|point in time|iso timestamp)$/, 'datetime'],
  [/^(?:time|time of day|clock time)$/, 'time'],
  [/^(?:e-?mail|e-?mail address|valid e-?mail(?: address)?)$/, 'email'],
  [/^(?:url|link|web address|valid url|uri)$/, 'url'],
];

/** The type that a phrase names, if it names nothing else. */
export function typeWordOf(phrase: string): TypeWord | undefined {
  const words = phrase
    .trim()
    .toLowerCase()
    .replace(/^(?:an?|the) /, '');
  return TYPES.find(([pattern]) => pattern.test(words))?.[1];
}

/** Words that only programmers use for a type: at the head of a list they are no option. */
export function isProgrammersType(phrase: string): boolean {
  return /^(?:string|varchar|str|text|int|integer|bool|boolean|numeric|decimal|datetime|timestamp)$/i.test(
    phrase.trim(),
  );
}
