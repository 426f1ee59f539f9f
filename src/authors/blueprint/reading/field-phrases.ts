import { splitOutside } from './lists.js';
import { nounWords } from './nouns.js';
import { NUMBER } from './numbers.js';
import { isProgrammersType, typeWordOf } from './type-words.js';
import { restrictionOf, valuesIn, type Restrictions } from './restrictions.js';

/** A field as one phrase tells it. */
export interface FieldPhrase {
  /** Words of its name, as a noun phrase: `due date`. */
  readonly words: string;
  /** Whether the name stood in the plural ("tags"), or after "many". */
  readonly several: boolean;
  readonly restrictions: readonly Restrictions[];
  /** Parts of the phrase that say something which was not understood. */
  readonly leftovers: readonly string[];
}

const TRAILING = new RegExp(
  String.raw`(?<!^(?:an?|the|its|their))\s+((?:of |with )?(?:(?:an? )?(?:at most|at least|up to|no more than|no longer than|not more than|not longer than|(?:max|min)(?:imum)?\b(?=\.?(?: length| value)?(?: of| is|:|=)? ?${NUMBER})|[<>≤≥]=? ?\d|limited to|between \S+ (?:and|to) |from \S+ to |less than|more than|greater than|not below|not above|not under|not over|above \d|below \d|over \d|under \d|longer than|shorter than|exactly \d)|one of\b|either\b|\d[\d.]*\s?(?:-|–|to|\.\.\.?)\s?\d|${NUMBER} to ${NUMBER}\b|\(?optional\)?$|required$|unique$|that (?:is|are|must|can|has|cannot|should)\b|which (?:is|are|must|can|has|cannot|should)\b|as an? |(?:which |that )?defaults? to\b|by default\b|must be\b|if (?:any|known|given)$|in (?:euros?|eur|dollars?|usd|pounds?|gbp)$).*)$`,
  'i',
);

const LEADING =
  /^(optional|optionally|unique|required|mandatory|positive|non-?negative|valid|short|long|single|own|possibly|maybe|full)\s+(?=\S)/i;

/** Splits a list of modifiers, "required, at most 200 characters", without cutting into the values of an enumeration. */
function modifiersOf(text: string): readonly string[] {
  const guarded = text.replace(/\b(between\s+\S+|from\s+\S+) and (?=\S)/gi, '$1 to ');
  const pieces = splitOutside(guarded, /\s*[,;]\s*(?:and |but )?|\s+(?:and|but)\s+/);
  const modifiers: string[] = [];
  for (const piece of pieces) {
    const last = modifiers.at(-1);
    if (
      last !== undefined &&
      /\b(?:one|any) of\b|^either\b/i.test(last) &&
      restrictionOf(piece) === undefined
    ) {
      modifiers[modifiers.length - 1] = `${last}, ${piece}`;
    } else modifiers.push(piece);
  }
  return modifiers;
}

/** "required, single, double, optional": what stands around the options is about the field. */
const AROUND_OPTIONS =
  /^(?:(required|mandatory|optional|unique), )?(.+?)(?:, (required|mandatory|optional|unique))?$/i;
const MODIFIER = /^(?:required|mandatory|optional|unique|positive|nullable)$/i;

/**
 * The values of a bare list. Words that can also say something of a field, "double" or "date", are values where plain words
 * stand around them; "required" or "string" at an end of the list is none.
 */
function optionsIn(text: string): readonly string[] | undefined {
  const pieces = splitOutside(text, /\s*[,/|]\s*(?:and )?|\s+and\s+/);
  const values = valuesIn(pieces.join(', '));
  const says = (piece: string): boolean => restrictionOf(piece) !== undefined;
  const isType = (piece: string): boolean => typeWordOf(piece) !== undefined;
  const isWord = (piece: string): boolean => isType(piece) || MODIFIER.test(piece) || !says(piece);
  const [first = '', last = ''] = [pieces[0], pieces.at(-1)];
  if (pieces.length < 2 || values.length !== pieces.length || MODIFIER.test(first) || MODIFIER.test(last))
    return undefined;
  if (!pieces.every((piece) => isWord(piece) && piece.split(' ').length <= 3)) return undefined;
  const types = pieces.filter(isType).length;
  // One value is not of two types: those are options, unless the second is the form of a text ("string, email").
  if (types >= (isProgrammersType(first) ? 3 : 2)) return values;
  const plain = pieces.filter((piece) => !says(piece)).length;
  if (plain === 0 || plain === pieces.length) return undefined;
  return isProgrammersType(first) || (plain === 1 && says(first)) ? undefined : values;
}

/** Reads modifiers; a bare list of values (`open, closed`) is an enumeration. */
function readModifiers(text: string): { restrictions: Restrictions[]; leftovers: string[] } {
  const whole = restrictionOf(text);
  if (whole !== undefined) return { restrictions: [whole], leftovers: [] };
  const [, before, inner = text, after] = AROUND_OPTIONS.exec(text) ?? [];
  const options = optionsIn(inner);
  const restrictions: Restrictions[] = options === undefined ? [] : [{ values: options }];
  const around = [before, after].filter((modifier) => modifier !== undefined).join(', ');
  const leftovers: string[] = [];
  for (const modifier of modifiersOf(options === undefined ? text : around)) {
    const restriction = restrictionOf(modifier);
    if (restriction === undefined) leftovers.push(modifier);
    else restrictions.push(restriction);
  }
  if (options !== undefined) return { restrictions, leftovers };
  const values = valuesIn(leftovers.join(', '));
  const areValues = leftovers.every(
    (leftover) => valuesIn(leftover).length > 0 && leftover.split(' ').length <= 3,
  );
  if (areValues && values.length >= 2) return { restrictions: [...restrictions, { values }], leftovers: [] };
  return { restrictions, leftovers };
}

/** `A flag for X`, `whether it is done` and the like, as the name of a field that is true or false. */
function flagName(text: string): string | undefined {
  const match =
    /^(?:whether (?:or not )?|if )(?:it|they|he or she|he|she|an? [\w-]+|the [\w-]+)?\s*(?:is|are|was|were|has been|have been|has|have)\s+(?:already |still |yet )?(?:been )?([\p{L} -]+?)(?: or not| yet| already)?$/iu.exec(
      text,
    ) ??
    /^an? (?:flag|boolean|marker|tick) (?:for|that says whether it is|saying whether it is|if it is|telling if it is) (?:it is )?([\p{L} -]+)$/iu.exec(
      text,
    ) ??
    /^an? ([\p{L}-]+) (?:flag|boolean)$/iu.exec(text);
  const words = match?.[1] === undefined ? '' : nounWords(match[1]);
  return words === '' || words.split(' ').length > 3 ? undefined : words;
}

const NAME = /^[a-z][a-z0-9]*(?: [a-z0-9]+){0,4}$/;
/** Words that no field's name has: a phrase with one of them says more than a name. */
const NOT_A_NAME =
  /\b(?:is|are|was|be|been|being|or|(?<!date )and|will|shall|must|can|may|should|cannot|has|have|had|get|gets|that|which|who|whose|when|if|unless|until|while|because|so|then|not|never|always|only|it|they|them|he|she|we|you|i|sends?|receives?|belongs?|references?|refers|links?|automatically|based|computed|calculated|derived|contains?|consists?|sits?|wears?|writes?|takes place|happens?)\b|\b(?:an?|the|each|every) |^(?:an?|the)$|(?<!line) \d{2,}$/;

/** Reads one item of a list of fields; undefined when it does not name a field. */
export function fieldPhraseOf(phrase: string): FieldPhrase | undefined {
  let head = phrase.trim().replace(/[.:;,]+$/, '');
  const restrictions: Restrictions[] = [];
  const leftovers: string[] = [];
  const take = (modifiers: string): void => {
    const read = readModifiers(modifiers);
    restrictions.push(...read.restrictions);
    leftovers.push(...read.leftovers);
  };
  const flag = flagName(
    head.replace(
      /^an? (?:flag|boolean|marker|tick) (?:for|saying|that says|that tells|telling) (?=whether )/i,
      '',
    ),
  );
  if (flag !== undefined)
    return { words: flag, several: false, restrictions: [{ type: 'boolean' }], leftovers };

  const examples = /,? \(?((?:e\.g\.?|for example|for instance|such as)(?: |, ).+?)\)?$/i.exec(head);
  if (examples?.[1] !== undefined) {
    head = head.slice(0, examples.index);
    leftovers.push(examples[1]);
  }
  const inBrackets: string[] = [];
  head = head.replace(/\s*[([{]([^)\]}]*)[)\]}]/g, (_match, inner: string) => {
    inBrackets.push(inner);
    return '';
  });
  const named = /^([^:–—]+?)(?:\s*:\s+|\s+[–—-]\s+|\s*[–—]\s*)(\S.*)$/.exec(head);
  if (named?.[1] !== undefined && named[2] !== undefined) {
    head = named[1];
    take(named[2]);
  }
  // The values of an enumeration have commas of their own.
  const enumerated =
    /,? ((?:which |that )?(?:(?:is |are |must be |can be |may be |should be )?(?:(?:one|any) of|either)|(?:can|may) (?:only )?be)\b.*)$/i.exec(
      head,
    );
  if (enumerated?.[1] !== undefined) {
    head = head.slice(0, enumerated.index);
    take(enumerated[1]);
  }
  const comma = head.indexOf(',');
  if (comma > 0) {
    const rest = head.slice(comma + 1).trim();
    head = head.slice(0, comma);
    take(rest);
  }
  const trailing = TRAILING.exec(head);
  if (trailing?.[1] !== undefined) {
    head = head.slice(0, trailing.index);
    take(trailing[1]);
  }
  inBrackets.forEach(take);

  head = head.replace(/^(?:an?|the|its|their|his|her|each|one|exactly one|also) /i, '');
  for (let leading = LEADING.exec(head); leading !== null; leading = LEADING.exec(head)) {
    const word = (leading[1] ?? '').toLowerCase();
    if (word === 'long' && !/^long (?:text|description)/i.test(head)) break;
    if (word === 'full' && /^full name/i.test(head)) break;
    head = head.slice(leading[0].length);
    if (/^(?:optional|possibly|maybe)/.test(word)) restrictions.push({ optional: true });
    else if (word === 'unique') restrictions.push({ unique: true });
    else if (word === 'required' || word === 'mandatory') restrictions.push({ required: true });
    else if (word === 'positive') restrictions.push({ positive: true });
    else if (word.startsWith('non')) restrictions.push({ min: 0 });
  }
  const list = /^(?:an? )?(?:list|set|collection|number) of (\S.*)$/i.exec(head);
  const counts = /^(?:an? |the )?number of /i.test(head);
  const several =
    (list !== null && !counts) ||
    /^(?:many|several|multiple|one or more|zero or more|any number of|some|a few|at least one)\s/i.test(head);
  head = head
    .replace(/^(?:an? )?(?:list|set|collection) of /i, '')
    .replace(
      /^(?:many|several|multiple|one or more|zero or more|any number of|some|a few|at least one)\s+/i,
      '',
    );
  const words = nounWords(head);
  if (!NAME.test(words) || NOT_A_NAME.test(words)) return undefined;
  return { words, several, restrictions, leftovers };
}
