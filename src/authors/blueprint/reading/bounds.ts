import { NUMBER, numberOf } from './numbers.js';
import type { Restrictions } from './restriction.js';

/** The number that a group of a pattern matched, if it matched one. */
export function number(text: string | undefined): number | undefined {
  return text === undefined ? undefined : numberOf(text);
}

/** What a number can count or measure. The number alone is kept. */
export const MEASURE =
  'seconds?|minutes?|hours?|days?|weeks?|months?|years?|kilomet(?:er|re)s?|km|met(?:er|re)s?|m|centimet(?:er|re)s?|cm|mm|inches|feet|miles?|kilograms?|kg|grams?|g|tons|tonnes?|lit(?:er|re)s?|ml|percent|%|degrees(?: celsius)?|celsius|pages?|square met(?:er|re)s?|hectares?|cents?|stars?|points?|people|persons?|mg|milligrams?|micrograms?|cl|dl|kwh|kw|watts?|volts?|ha|acres?|m2|m²|m³|oz|ounces?|lbs?|gallons?|yards?|nights?|quarters?';
const LENGTH = `(?:\\s*(?:(characters?|chars?|letters?|signs?|symbols?)(?: long| in length)?|(${MEASURE})(?: long| old)?))?`;
const AT_MOST = new RegExp(
  `^(?:at most|up to|no (?:more|longer|greater|higher|larger|later) than|not (?:(?:more|longer|greater|higher|larger|later) than|over|above|exceeding|beyond)|no more|never (?:more than|over|above)|never exceed(?:ing)?|cannot exceed|(?:with )?an? max(?:imum)?(?: length)? of|max(?:\\.|imum)?(?: length)?(?: of|:|=)?|limited to|under or equal to|<=|≤|not exceed(?:ing)?|less than or equal to) ?(${NUMBER})${LENGTH}(?: (?:at )?max(?:imum)?)?$`,
  'i',
);
const MAX_AFTER = new RegExp(
  `^(${NUMBER})${LENGTH}(?: (?:at most|at the most|tops|max(?:imum)?|or (?:less|fewer|lower|under|below|earlier|before|shorter))|,? no more)$`,
  'i',
);
const MIN_AFTER = new RegExp(
  `^(${NUMBER})${LENGTH} (?:at least|min(?:imum)?|or (?:more|greater|higher|above|later|up|upwards?|over|longer|after)|and (?:up|above|more|over|later)|upwards?)$`,
  'i',
);
const LESS_THAN = new RegExp(
  `^(?:less than|fewer than|below|under|shorter than|<) ?(${NUMBER})${LENGTH}$`,
  'i',
);
const AT_LEAST = new RegExp(
  `^(?:at least|no (?:less|fewer|shorter) than|not (?:(?:less|fewer|shorter|lower|smaller|earlier) than|below|under|before)|never (?:less than|below|under)|no (?:lower|smaller|earlier) than|(?:with )?an? min(?:imum)?(?: length)? of|min(?:\\.|imum)?(?: length)?(?: of|:|=)?|>=|≥|greater than or equal to|from|starting at) ?(${NUMBER})${LENGTH}$`,
  'i',
);
const MORE_THAN = new RegExp(
  `^(?:more than|greater than|above|over|longer than|bigger than|larger than|>) ?(${NUMBER})${LENGTH}$`,
  'i',
);
const BETWEEN = new RegExp(
  `^(?:(?:an? )?(?:integer|whole number|number|value)? ?(?:(?:any(?:thing|where)|some(?:where|thing)) )?(?:between|from|in the range(?: of)?|of|ranging from|ranges from|goes from) )?(${NUMBER}) ?(?:and|to|-|–|—|\\.\\.\\.?|through|until|till|up to) ?(${NUMBER})${LENGTH}$`,
  'i',
);
/** "1–120", "1..60". */
const BARE_RANGE = /^\d+ ?(?:-|–|—|\.\.\.?) ?\d+$/;
/** "max 60", "max. 60", "60 max". */
const BARE_MAXIMUM = /^max(?:\.|imum)?:? ?\d+$|^\d+ max(?:\.|imum)?$/i;
const EXACTLY = new RegExp(
  `^(?:exactly|always) (${NUMBER}) ?(?:characters?|chars?|letters?)(?: long)?$|^(${NUMBER}) (?:characters?|chars?) long$`,
  'i',
);

/** What a phrase says of how small, great or long a value may be: "between 2 and 40". */
export function bounds(text: string): Restrictions | undefined {
  const unit = (characters: string | undefined, measure: string | undefined): Restrictions => ({
    ...(characters === undefined ? {} : { unit: 'characters' }),
    ...(measure === undefined ? {} : { measure }),
  });
  const between = BETWEEN.exec(text);
  if (between !== null) {
    const [min, max] = [number(between[1]), number(between[2])];
    // "2025-12" and "22 to 6" are no bounds; "between 10 and 5" would be, and contradicts itself.
    const isSaid =
      /^\D*(?:between|range)/i.test(text) || min === undefined || max === undefined || min <= max;
    if (min !== undefined && max !== undefined && isSaid)
      return {
        min,
        max,
        ...unit(between[3], between[4]),
        ...(BARE_RANGE.test(text) ? { isBareRange: true } : {}),
      };
  }
  const exactly = EXACTLY.exec(text);
  const size = number(exactly?.[1] ?? exactly?.[2]);
  if (size !== undefined) return { min: size, max: size, unit: 'characters' };
  for (const [pattern, side] of [
    [AT_MOST, 'max'],
    [MAX_AFTER, 'max'],
    [MIN_AFTER, 'min'],
    [LESS_THAN, 'below'],
    [AT_LEAST, 'min'],
    [MORE_THAN, 'above'],
  ] as const) {
    const match = pattern.exec(text);
    const value = number(match?.[1]);
    if (match !== null && value !== undefined)
      return {
        [side]: value,
        ...unit(match[2], match[3]),
        ...(BARE_MAXIMUM.test(text) ? { isBareRange: true } : {}),
      };
  }
  return undefined;
}
