import { canBeValue } from './clean-words.js';
import { splitOutside } from './outside-brackets.js';

/** `open, in progress or done` → its values; none where one of the parts is no value. */
export function valuesIn(text: string): readonly string[] {
  const values = splitOutside(text, /\s*[,;/|]\s*(?:or |and )?|\s+or\s+|\s+and\s+/).map((value) =>
    value.replace(/^["']|["']$/g, '').trim(),
  );
  return values.every(canBeValue) && !arePartsOf(values, text) && !areUnits(values) ? values : [];
}

/** "In grams or millilitres": what a number counts, and nothing to choose from. */
function areUnits(values: readonly string[]): boolean {
  return values.some((value) => IN_UNIT.test(value));
}

const IN_UNIT =
  /^(?:measured |given |counted )?in (?:whole )?(?:(?:kilo|milli|micro|centi|deci)?(?:grams?|lit(?:re|er)s?|met(?:re|er)s?)|kg|mg|g|ml|cl|l|km|m|cm|mm|inches|feet|miles|seconds|minutes|hours|days|weeks|months|years|euros?|dollars|pounds|cents|percent|%|degrees|celsius|fahrenheit|pieces|units|pages|tonnes)$/i;

const PART =
  /^(?:(?:street|house|post(?:al)?|zip) ?(?:name|number|code)?|street|city|town|country|postcode|latitude|longitude|(?:first|last|family|start|end|given)(?: (?:name|day|date|time|month))?|phone|telephone|e-?mail|width|height|length|depth|hours?|minutes?|seconds?)$/i;

/** "First and last day", "street, city": what something is made of, rather than values to choose from. */
function arePartsOf(values: readonly string[], text: string): boolean {
  if (/\bor\b|\|/.test(text)) return false;
  return (
    (values.length === 2 && /^\S.* and \S/.test(text)) ||
    values.filter((value) => PART.test(value)).length >= 2
  );
}
