import { NUMBER, numberOf } from './numbers.js';
import { typeWordOf } from './type-words.js';
import { readModifiers, isModifiers } from './modifiers.js';

const TRAILING = new RegExp(
  String.raw`(?<!^(?:an?|the|its|their))\s+((?:of |with )?(?:(?:an? )?(?:at most|at least|up to|no more than|no longer than|not more than|not longer than|(?:max|min)(?:imum)?\b(?=\.?(?: length| value)?(?: of| is|:|=)? ?${NUMBER})|[<>≤≥]=? ?\d|limited to|between \S+ (?:and|to) |from \S+ to |less than|more than|greater than|not below|not above|not under|not over|above \d|below \d|over \d|under \d|longer than|shorter than|exactly \d)|one of\b|either\b|\d[\d.]*\s?(?:-|–|to|\.\.\.?)\s?\d|${NUMBER} to ${NUMBER}\b|\(?optional\)?$|required$|unique$|that (?:is|are|must|can|has|cannot|should)\b|which (?:is|are|must|can|has|cannot|should)\b|as an? |(?:which |that )?defaults? to\b|by default\b|must be\b|if (?:any|known|given)$|in (?:euros?|eur|dollars?|usd|pounds?|gbp)$).*)$`,
  'i',
);

/**
 * A name and what is said behind it, "staff number | of exactly five digits": where the first words are that leave nothing
 * unread, else where a known opening of a restriction stands.
 */
export function tailOf(head: string): { name: string; modifiers: string } | undefined {
  const words = head.split(' ');
  for (let cut = 1; cut < words.length; cut += 1) {
    const name = words.slice(0, cut).join(' ');
    const modifiers = words.slice(cut).join(' ');
    if (
      /^(?:an?|the|its|their|his|her|each|optional|unique|required|valid)$/i.test(words[cut - 1] ?? '') &&
      !/^(?:of|from|between|in|that|which|not|at|up|no|must|never|today) /i.test(modifiers)
    )
      continue;
    // "Visits with a date" have one, and are none.
    if (/^with (?:an?|the|its|their) /i.test(modifiers)) continue;
    if (/^(?:number|numbers|amount|text|string|money|date|time|integer|price|code)\b/i.test(modifiers))
      continue;
    // "Start time", "due date", "contact email": the last word of a name can be that of a type.
    if (
      /^(?:for|in|per|of|on|at|to|by)$/i.test(words[cut - 1] ?? '') ||
      (typeWordOf(modifiers) !== undefined && !/^(?:yes|true|y\/n|y or n)\b/i.test(modifiers))
    )
      continue;
    if (isModifiers(modifiers) && !/^(?:given|present|needed|known|set)$/i.test(modifiers))
      return { name, modifiers };
  }
  const trailing = TRAILING.exec(head);
  return trailing?.[1] === undefined
    ? undefined
    : { name: head.slice(0, trailing.index), modifiers: trailing[1] };
}

/** "A code of two letters, four digits": the pieces of a code are not parted by their commas. */
export function codeTailOf(head: string): { name: string; modifiers: string } | undefined {
  const words = head.split(' ');
  for (let cut = 1; cut < words.length; cut += 1) {
    const modifiers = words.slice(cut).join(' ');
    if (!/^(?:of|consisting|made|with|in the form|:) /i.test(modifiers)) continue;
    const { leftovers, restrictions } = readModifiers(modifiers.replace(/^with /i, 'of '));
    if (leftovers.length === 0 && restrictions.filter((said) => said.code !== undefined).length === 1)
      return { name: words.slice(0, cut).join(' '), modifiers: modifiers.replace(/^with /i, 'of ') };
  }
  return undefined;
}

const SIZE = `(${NUMBER}) (?:characters|chars|signs|symbols)`;
const SIZED = new RegExp(`^(.+?) ((?:of|with) ${SIZE})$`, 'i');
const OF_SIZE = new RegExp(`^(?:(?:of|with) )?${SIZE}$`, 'i');
/** Names of what is written in so many signs, no more and no fewer. */
const FIXED =
  /(?:^| )(?:sku|code|barcode|isbn|issn|ean|gtin|upc|iban|bic|vin|pin|plate|number|no|id|identifier|tag|reference|serial|key|token|symbol)$/;

/** "A SKU | of 8 characters". */
export function sizeTailOf(head: string): { name: string; modifiers: string } | undefined {
  const [, name, modifiers] = SIZED.exec(head) ?? [];
  return name === undefined || modifiers === undefined ? undefined : { name, modifiers };
}

/** How long a code is of which so many signs are told; of a description it is not told whether that is the most. */
export function sizeOf(words: string, said: string): number | undefined {
  const size = FIXED.test(words) ? OF_SIZE.exec(said)?.[1] : undefined;
  return size === undefined ? undefined : numberOf(size);
}
