import { splitOutside } from './lists.js';
import { NUMBER, numberOf } from './numbers.js';
import { typeWordOf, type TypeWord } from './type-words.js';

/** What a phrase says about a field, beside its name. */
export interface Restrictions {
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly unique?: boolean;
  /** Above zero. */
  readonly positive?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** Bounds that are not themselves allowed: "less than 30". */
  readonly below?: number;
  readonly above?: number;
  /** `characters` when the bounds are said to be a length. */
  readonly unit?: 'characters';
  readonly type?: TypeWord;
  readonly values?: readonly string[];
  readonly default?: string;
  /** Whether values below zero are said to be taken. */
  readonly negative?: boolean;
  /** What a number counts: `minutes`. */
  readonly measure?: string;
}

function number(text: string | undefined): number | undefined {
  return text === undefined ? undefined : numberOf(text);
}

/** What a number can count or measure. The number alone is kept. */
const MEASURE =
  'seconds?|minutes?|hours?|days?|weeks?|months?|years?|kilomet(?:er|re)s?|km|met(?:er|re)s?|m|centimet(?:er|re)s?|cm|mm|inches|feet|miles?|kilograms?|kg|grams?|g|tons|tonnes?|lit(?:er|re)s?|ml|percent|%|degrees(?: celsius)?|celsius|pages?|square met(?:er|re)s?|hectares?|cents?|stars?|points?|people|persons?';
const LENGTH = `(?:\\s*(?:(characters?|chars?|letters?|signs?|symbols?)(?: long| in length)?|(${MEASURE})(?: long| old)?))?`;
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
  `^(?:at least|no (?:less|fewer|shorter) than|not (?:less|fewer|shorter) than|not below|(?:with )?an? min(?:imum)?(?: length)? of|min(?:\\.|imum)?(?: length)?(?: of|:|=)?|>=|≥|greater than or equal to|from|starting at) ?(${NUMBER})${LENGTH}$`,
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
  const unit = (characters: string | undefined, measure: string | undefined): Restrictions => ({
    ...(characters === undefined ? {} : { unit: 'characters' }),
    ...(measure === undefined ? {} : { measure }),
  });
  const between = BETWEEN.exec(text);
  if (between !== null) {
    const [min, max] = [number(between[1]), number(between[2])];
    if (min !== undefined && max !== undefined) return { min, max, ...unit(between[3], between[4]) };
  }
  const exactly = EXACTLY.exec(text);
  const size = number(exactly?.[1]);
  if (size !== undefined) return { min: size, max: size, unit: 'characters' };
  for (const [pattern, side] of [
    [AT_MOST, 'max'],
    [MAX_AFTER, 'max'],
    [LESS_THAN, 'below'],
    [AT_LEAST, 'min'],
    [MORE_THAN, 'above'],
  ] as const) {
    const match = pattern.exec(text);
    const value = number(match?.[1]);
    if (match !== null && value !== undefined) return { [side]: value, ...unit(match[2], match[3]) };
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
  if (/^(?:(?:which|that|it) )?(?:can|may) (?:also )?be negative$/i.test(phrase.trim()))
    return { negative: true };
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
  const type = typeWordOf(lower);
  if (type !== undefined) return { type };
  const values =
    /^(?:one|any) of (?:the (?:following|values|options)?:? ?)?(.+)$|^either (.+)$|^(?:an? )?enum(?: of|:)? ?(.+)$/i.exec(
      text,
    );
  if (values !== null) {
    const found = valuesIn((values[1] ?? values[2] ?? values[3] ?? '').replace(/^[([:]\s*|[)\]]$/g, ''));
    if (found.length >= 2) return { values: found };
  }
  const measure = new RegExp(`^(?:measured |given |counted )?in (${MEASURE})$`).exec(lower);
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
