import { splitOutside } from './lists.js';
import { NUMBER, numberOf } from './numbers.js';

/** What a phrase says about a field, beside its name. */
export interface Restrictions {
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly unique?: boolean;
  /** Above zero. */
  readonly positive?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** `characters` when the bounds are said to be a length. */
  readonly unit?: 'characters';
  readonly type?: TypeWord;
  readonly values?: readonly string[];
  readonly default?: string;
  /** What a number counts: `minutes`. */
  readonly measure?: string;
}

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
  [/^(?:int|integer|whole number|count|natural number)s?$/, 'integer'],
  [/^(?:number|numeric|decimal|float|double|real|decimal number|floating[- ]point number)$/, 'number'],
  [
    /^(?:money|amount of money|monetary amount|currency|in (?:euros?|eur|dollars?|usd|pounds?|gbp)|price)$/,
    'money',
  ],
  [/^(?:bool|boolean|flag|true\/false|true or false|yes\/no|yes or no|checkbox)$/, 'boolean'],
  [/^(?:date|calendar date|day)$/, 'date'],
  [/^(?:date ?time|timestamp|date and time|moment|point in time|iso timestamp)$/, 'datetime'],
  [/^(?:time|time of day|clock time)$/, 'time'],
  [/^(?:e-?mail|e-?mail address|valid e-?mail(?: address)?)$/, 'email'],
  [/^(?:url|link|web address|valid url|uri)$/, 'url'],
];

function number(text: string | undefined): number | undefined {
  return text === undefined ? undefined : numberOf(text);
}

const LENGTH = '(?:\\s*(characters?|chars?|letters?|signs?|symbols?)(?: long| in length)?)?';
const AT_MOST = new RegExp(
  `^(?:at most|up to|no (?:more|longer|greater|higher|larger) than|not (?:more|longer|greater|higher|over|above|larger) than|(?:with )?an? max(?:imum)?(?: length)? of|max(?:\\.|imum)?(?: length)?(?: of|:|=)?|limited to|under or equal to|<=|≤|not exceed(?:ing)?|less than or equal to) ?(${NUMBER})${LENGTH}(?: (?:at )?max(?:imum)?)?$`,
  'i',
);
const MAX_AFTER = new RegExp(`^(${NUMBER})${LENGTH} (?:at most|max(?:imum)?|or (?:less|fewer))$`, 'i');
const LESS_THAN = new RegExp(
  `^(?:less than|fewer than|below|under|shorter than|<) ?(${NUMBER})${LENGTH}$`,
  'i',
);
const AT_LEAST = new RegExp(
  `^(?:at least|no (?:less|fewer|shorter) than|not (?:less|fewer|below|shorter) than|(?:with )?an? min(?:imum)?(?: length)? of|min(?:\\.|imum)?(?: length)?(?: of|:|=)?|>=|≥|greater than or equal to|from|starting at) ?(${NUMBER})${LENGTH}$`,
  'i',
);
const MORE_THAN = new RegExp(
  `^(?:more than|greater than|above|over|longer than|bigger than|larger than|>) ?(${NUMBER})${LENGTH}$`,
  'i',
);
const BETWEEN = new RegExp(
  `^(?:(?:an? )?(?:integer|whole number|number|value)? ?(?:between|from|in the range(?: of)?|of|ranging from|ranges from|goes from) )?(${NUMBER}) ?(?:and|to|-|–|—|\\.\\.\\.?|through) ?(${NUMBER})${LENGTH}$`,
  'i',
);
const EXACTLY = new RegExp(`^(?:exactly|always) (${NUMBER}) ?(characters?|chars?|letters?)(?: long)?$`, 'i');

/** `open, in progress or done` → its values. */
export function valuesIn(text: string): readonly string[] {
  return splitOutside(text, /\s*[,/|]\s*(?:or |and )?|\s+or\s+|\s+and\s+/)
    .map((value) => value.replace(/^["']|["']$/g, '').trim())
    .filter((value) => /^[\p{L}\d][\p{L}\d _-]{0,39}$/u.test(value));
}

function bounds(text: string): Restrictions | undefined {
  const unit = (word: string | undefined): Restrictions => (word === undefined ? {} : { unit: 'characters' });
  const between = BETWEEN.exec(text);
  if (between !== null) {
    const [min, max] = [number(between[1]), number(between[2])];
    if (min !== undefined && max !== undefined) return { min, max, ...unit(between[3]) };
  }
  const exactly = EXACTLY.exec(text);
  const size = number(exactly?.[1]);
  if (size !== undefined) return { min: size, max: size, unit: 'characters' };
  for (const [pattern, side, shift] of [
    [AT_MOST, 'max', 0],
    [MAX_AFTER, 'max', 0],
    [LESS_THAN, 'max', -1],
    [AT_LEAST, 'min', 0],
    [MORE_THAN, 'min', 1],
  ] as const) {
    const match = pattern.exec(text);
    const value = number(match?.[1]);
    if (match === null || value === undefined) continue;
    // "less than 10" is a whole number's "at most 9"; for other numbers it has no last value.
    if (shift !== 0 && !Number.isInteger(value)) return undefined;
    return { [side]: value + shift, ...unit(match[2]) };
  }
  return undefined;
}

/** What one modifier says; undefined when it is not understood. */
export function restrictionOf(phrase: string): Restrictions | undefined {
  const text = phrase
    .trim()
    .replace(
      /^(?:(?:which|that|it|they|and|but|who) )*(?:(?:is|are|must be|has to be|have to be|should be|can be|be|being|as|of type|type:|must have|has|have|with|of) )?(?:(?:always|also|only) )?/i,
      '',
    )
    .replace(/[.!]+$/, '')
    .trim();
  const lower = text.toLowerCase();
  if (
    /^(?:required|mandatory|compulsory|obligatory|not empty|non-?empty|not null|not blank|needed|present|given|not be empty|must not be empty|cannot be empty|never empty|not nullable)$/.test(
      lower,
    )
  )
    return { required: true };
  if (
    /^(?:optional|not required|nullable|may be (?:empty|null|left out|missing)|can be (?:empty|null|left out|missing)|empty|if (?:any|known|given|present)|left out|not mandatory|voluntary)$/.test(
      lower,
    )
  )
    return { optional: true };
  if (/^(?:unique|distinct|globally unique|a unique value|not repeated|different for every one)$/.test(lower))
    return { unique: true };
  if (
    /^(?:positive|greater than zero|above zero|more than zero|> ?0|(?:an? )?positive (?:whole )?(?:number|integer|amount))$/.test(
      lower,
    )
  ) {
    return { positive: true, ...(/integer|whole/.test(lower) ? { type: 'integer' as const } : {}) };
  }
  if (
    /^(?:non-?negative|not (?:be )?negative|never negative|not below zero|zero or more|at least zero|(?:an? )?non-?negative (?:number|integer|amount))$/.test(
      lower,
    )
  )
    return { min: 0 };
  const known = TYPES.find(([pattern]) => pattern.test(lower.replace(/^(?:an?|the) /, '')));
  if (known !== undefined) return { type: known[1] };
  const values =
    /^(?:one|any) of (?:the (?:following|values|options)?:? ?)?(.+)$|^either (.+)$|^(?:an? )?enum(?: of|:)? ?(.+)$/i.exec(
      text,
    );
  if (values !== null) {
    const found = valuesIn((values[1] ?? values[2] ?? values[3] ?? '').replace(/^[([:]\s*|[)\]]$/g, ''));
    if (found.length >= 2) return { values: found };
  }
  const measure =
    /^(?:measured |given |counted )?in (seconds|minutes|hours|days|weeks|months|years|kilomet(?:er|re)s|km|met(?:er|re)s|m|cent\w+|cm|mm|inches|feet|miles|kilograms?|kg|grams?|g|lit(?:er|re)s|ml|percent|degrees(?: celsius)?|celsius|pages|square met(?:er|re)s|cents)$/.exec(
      lower,
    );
  if (measure?.[1] !== undefined) return { measure: measure[1] };
  const byDefault =
    /^(?:defaults? (?:to |is |value |of )?|by default |initially |starts as |default[:=] ?)["']?([\p{L}\d][\p{L}\d _-]*?)["']?$/iu.exec(
      text,
    ) ?? /^["']?([\p{L}\d][\p{L}\d _-]*?)["']? (?:by default|initially)$/iu.exec(text);
  if (byDefault?.[1] !== undefined) return { default: byDefault[1].toLowerCase() };
  const choice = text.includes(' or ') ? valuesIn(text) : [];
  if (choice.length >= 2 && choice.every((value) => value.split(' ').length <= 3)) {
    return bounds(text) ?? { values: choice };
  }
  return bounds(text);
}

/** `first` and `second` together; a contradiction between them is not settled here. */
export function together(first: Restrictions, second: Restrictions): Restrictions {
  return { ...first, ...second };
}
