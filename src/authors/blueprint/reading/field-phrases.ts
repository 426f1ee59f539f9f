import { canBeValue, canNameField, canNameFlag } from './clean-words.js';
import { describedField, type DescribedField } from './field-names.js';
import { splitOutside } from './outside-brackets.js';
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
  /** Words that tell of the field and ask for nothing: "a number | that we paint on it". */
  readonly told?: string;
  /** Parts of the phrase that say something which was not understood. */
  readonly leftovers: readonly string[];
}

const TRAILING = new RegExp(
  String.raw`(?<!^(?:an?|the|its|their))\s+((?:of |with )?(?:(?:an? )?(?:at most|at least|up to|no more than|no longer than|not more than|not longer than|(?:max|min)(?:imum)?\b(?=\.?(?: length| value)?(?: of| is|:|=)? ?${NUMBER})|[<>≤≥]=? ?\d|limited to|between \S+ (?:and|to) |from \S+ to |less than|more than|greater than|not below|not above|not under|not over|above \d|below \d|over \d|under \d|longer than|shorter than|exactly \d)|one of\b|either\b|\d[\d.]*\s?(?:-|–|to|\.\.\.?)\s?\d|${NUMBER} to ${NUMBER}\b|\(?optional\)?$|required$|unique$|that (?:is|are|must|can|has|cannot|should)\b|which (?:is|are|must|can|has|cannot|should)\b|as an? |(?:which |that )?defaults? to\b|by default\b|must be\b|if (?:any|known|given)$|in (?:euros?|eur|dollars?|usd|pounds?|gbp)$).*)$`,
  'i',
);

const LEADING =
  /^(optional|optionally|unique|required|mandatory|positive|non-?negative|valid(?! (?:from|until|till|to|since)\b)|short|long|single|own|possibly|maybe|full|simple|brief|little|free|perhaps|usually|exactly one)\s+(?=\S)/i;

const BETWEEN_MODIFIERS =
  /\s*[,;]\s*(?:(?:and|but) )?|\s+(?:and|but)\s+|\s+(?=(?:which|that) (?:is|are|must|exists|occurs|can|may|has|nobody|no|appears|cannot|defaults)\b)/;
/** Words in brackets that say nothing of a field. */
const NOISE =
  /^(?:our own|your own|its own|own|as usual|see (?:above|below)|obviously|of course|important|all of them|please)$/i;

/** The longest runs of a list of modifiers that say something each: "unique, two letters and four digits" has two. */
function modifiersOf(text: string): readonly string[] {
  const guarded = text.replace(/\b(between\s+\S+|from\s+\S+) and (?=\S)/gi, '$1 to ');
  const pieces = splitOutside(guarded, BETWEEN_MODIFIERS);
  const modifiers: string[] = [];
  let from = 0;
  for (let start = 0; start < pieces.length;) {
    let taken: string | undefined;
    let next = start + 1;
    const at = guarded.indexOf(pieces[start] ?? '', from);
    for (let end = pieces.length - 1; end > start && taken === undefined; end -= 1) {
      const last = pieces[end] ?? '';
      const run = guarded.slice(at, guarded.indexOf(last, at) + last.length);
      if (run.length > last.length && restrictionOf(run) !== undefined) [taken, next] = [run, end + 1];
    }
    const piece = taken ?? pieces[start] ?? '';
    const last = modifiers.at(-1);
    if (
      taken === undefined &&
      last !== undefined &&
      /\b(?:one|any) of\b|^either\b/i.test(last) &&
      restrictionOf(piece) === undefined
    ) {
      modifiers[modifiers.length - 1] = `${last}, ${piece}`;
    } else if (!NOISE.test(piece) && !/^(?:e\.g\.?|for example|for instance|such as|like|say) ?/i.test(piece))
      modifiers.push(piece);
    from = at + piece.length;
    start = next;
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
function readModifiers(said: string): { restrictions: Restrictions[]; leftovers: string[] } {
  const text = said.replace(/\s*\|\s*|\s+\/\s+/g, ', ').replace(/^(\p{L}+)\?$/u, '$1, optional');
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
    (leftover) =>
      valuesIn(leftover).length > 0 &&
      valuesIn(leftover).every(canBeValue) &&
      (leftover.split(' ').length <= 3 || /,? or /.test(leftover)),
  );
  if (areValues && values.length >= 2) return { restrictions: [...restrictions, { values }], leftovers: [] };
  return { restrictions, leftovers };
}

/** "Whether it has been fixed, which is no at first": the clause that describes a field, and what is said of it. */
function cutDescribed(head: string): { field: DescribedField; rest: string } | undefined {
  const cut =
    /^(.*?)(?:: |, (?=which|that|not|never|default|optional|required|unique|between|at|no |in |today|whole|yes)| (?=\(?optional\)?$))(.*)$/i.exec(
      head,
    );
  const field = describedField(cut?.[1] ?? head);
  return field === undefined ? undefined : { field, rest: cut?.[2] ?? '' };
}

/**
 * A name and what is said behind it, "staff number | of exactly five digits": where the first words are that leave nothing
 * unread, else where a known opening of a restriction stands.
 */
function tailOf(head: string): { name: string; modifiers: string } | undefined {
  const words = head.split(' ');
  for (let cut = 1; cut < words.length; cut += 1) {
    const name = words.slice(0, cut).join(' ');
    const modifiers = words.slice(cut).join(' ');
    if (
      /^(?:an?|the|its|their|his|her|each|optional|unique|required|valid)$/i.test(words[cut - 1] ?? '') &&
      !/^(?:of|from|between|in|that|which|not|at|up|no|must|never|today) /i.test(modifiers)
    )
      continue;
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
function codeTailOf(head: string): { name: string; modifiers: string } | undefined {
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

/** Whether the words say nothing but restrictions, and one of them at least is none that a name could end in. */
function isModifiers(text: string): boolean {
  const measure = /^in [\p{L}°²³ -]+$/iu.test(text);
  if (measure) return false;
  const { leftovers, restrictions } = readModifiers(text);
  return (
    leftovers.length === 0 &&
    restrictions.length > 0 &&
    (restrictions.every((said) => said.values === undefined) ||
      /^(?:of|is|are|either|one|from|out|with|can|may|must|which|that|being)\b/i.test(text))
  );
}

/** Reads one item of a list of fields; undefined when it does not name a field. */
export function fieldPhraseOf(phrase: string): FieldPhrase | undefined {
  const field = phraseOf(phrase);
  if (field === undefined) return undefined;
  const isFlag = field.restrictions.some(({ type }) => type === 'boolean');
  return (isFlag ? canNameFlag : canNameField)(field.words) ? field : undefined;
}

/** "A status of open, paid or waived": the name of a choice, and its values. */
const CHOICE_OF =
  /^((?:(?:an?|the|its|their) )?(?:[\p{L}-]+ )?(?:status|state|stage|phase|condition|priority|severity|urgency|role|category|class|level|tier|mode|result|outcome|type|kind|sort|size|grade|colou?r)) (?:of|being|is) ((?:either |one of )?[^,()]+(?:, [^,()]+)*,? or [^,()]+)$/iu;

function phraseOf(phrase: string): FieldPhrase | undefined {
  let head = phrase
    .trim()
    .replace(/[.:;,]+$/, '')
    .replace(/\b(one|any|either) of(?: the following)?: /i, '$1 of ')
    .replace(/, the (?:last|latter)(?: one)? of which (?:consists (?=of))?/i, ', ');
  const restrictions: Restrictions[] = [];
  const leftovers: string[] = [];
  let told = '';
  const take = (modifiers: string): void => {
    const read = readModifiers(modifiers);
    restrictions.push(...read.restrictions);
    leftovers.push(...read.leftovers);
  };
  head = head
    .replace(/^(?:it |they )?(?:also )?(?:has|have|carries|needs|gets) (?=an? |the |its )/i, '')
    .replace(
      /^((?:an?|the|one) [\p{L} -]+?) (?:(?:that|which|whom|to whom) )?(?:they|it|he|she|he or she|we|you|somebody|someone) (?!is\b|are\b|has\b|have\b)\p{L}+(?: (?:for|in|at|to|on|with|from|by|off|out)(?: (?:it|them))?)?$/iu,
      (match, noun: string) => {
        if (describedField(match) !== undefined) return match;
        told = match.slice(noun.length).trim();
        return noun;
      },
    )
    .replace(
      /^((?:an?|the) [\p{L} -]+?) who (?:did|made|wrote|performed|led|took|gave|entered|carried|reported|found|ordered|signed|checked|runs|leads|wins|won) (?:it|them|that|the \w+)(?: out)?$/iu,
      '$1',
    )
    .replace(
      /^(?:the )?(date|time|day) of (?:its |the |their |his |her |an? )?(?!birth\b)([\p{L} ]{3,30})$/iu,
      '$2 $1',
    );
  head = head
    .replace(
      / (?:for|per) (?:one|an?|each|every|the) (night|day|hour|week|month|year|person|unit|piece|kilo|kg|litre|head|guest)\b/i,
      ' per $1',
    )
    .replace(/^(?:also|then|finally|plus|just|and|of course|obviously) /i, '')
    .replace(/ (?:really|obviously|of course|etc\.?|and so on)$/i, '');
  const doubtful =
    /^(?:maybe|perhaps|possibly|optionally|probably|sometimes|usually|often|ideally)(?: also)? (?=\S)/i.exec(
      head,
    );
  if (doubtful !== null) {
    head = head.slice(doubtful[0].length);
    restrictions.push({ optional: true });
  }
  const examples =
    /,? \(?((?:e\.g\.?|for example|for instance|such as|things like|like|say)(?: |, )(?:[A-Z0-9"'][^(),]*|[^(]+?))\)?(?=$| \()/.exec(
      head,
    );
  if (examples?.[1] !== undefined) {
    const before = head.slice(0, examples.index);
    head = `${before}${/\([^)]*$/.test(before) ? ')' : ''}${head.slice(examples.index + examples[0].length)}`;
  }
  head = head.replace(/: (?:enum|one of|choice|select)(?= ?\()/i, '');
  const inBrackets: string[] = [];
  head = head.replace(/\s*[([{]([^)\]}]*)[)\]}]/g, (_match, inner: string) => {
    // "Depth (m)": its unit.
    inBrackets.push(
      /^(?:m|cm|mm|km|kg|g|mg|ml|l|m2|m²|litres|metres|minutes|hours|days|percent|%)$/i.test(inner.trim())
        ? `in ${inner.trim()}`
        : inner,
    );
    return '';
  });
  const either =
    /^(?:it |they )?(?:may|can|might) (?:or may not )?(have|be) (?:an? )?([\p{L}][\p{L} -]*?) or not$/iu.exec(
      head,
    );
  if (either?.[1] !== undefined && either[2] !== undefined) {
    const words = `${/^be$/i.test(either[1]) ? '' : 'has '}${nounWords(either[2])}`;
    return { words, several: false, restrictions: [{ type: 'boolean' }], leftovers };
  }
  const orNot = /^([\p{L}-]+(?:ed|en|able|ible|al|ic|ve|ous|id|ful)) or not$/iu.exec(head)?.[1];
  if (orNot !== undefined)
    return { words: nounWords(orNot), several: false, restrictions: [{ type: 'boolean' }], leftovers };
  const flagged =
    /^((?:has|is|needs|wants) (?:an? )?[\p{L}][\p{L} -]*?)(?:: | \()?(?:yes or no|yes\/no|yes \/ no|true or false|true\/false|boolean|bool|y\/n)$/iu.exec(
      inBrackets.length === 1 ? `${head}: ${inBrackets[0] ?? ''}` : head,
    );
  if (flagged?.[1] !== undefined) {
    return {
      words: nounWords(flagged[1]).replace(/^(has|is|needs|wants) an? /, '$1 '),
      several: false,
      restrictions: [{ type: 'boolean' }],
      leftovers,
    };
  }
  const chosen =
    /^(?:an? |the )?(?:zero or more|any number of|several|some|none or more|a (?:set|list|choice) of|possibly several) ([\p{L} -]+?)(?: (?:out of|from|chosen from|taken from|among|of the following)|:) (?:the following:? )?(.+)$/iu.exec(
      head,
    );
  const choices = chosen?.[2] === undefined ? [] : valuesIn(chosen[2]);
  if (chosen?.[1] !== undefined && choices.length >= 2) {
    return {
      words: nounWords(chosen[1]),
      several: false,
      restrictions: [...restrictions, { values: choices, several: true }],
      leftovers,
    };
  }
  const choiceOf = CHOICE_OF.exec(head);
  const options =
    choiceOf?.[2] === undefined ? [] : valuesIn(choiceOf[2].replace(/^(?:either|one of) /i, ''));
  if (choiceOf?.[1] !== undefined && options.length >= 2) {
    head = choiceOf[1];
    restrictions.push({ values: options });
  }
  const slashed = /^(.*\p{L}) ((?:[\p{L}\d]{1,12}\/)+[\p{L}\d]{1,12})$/u.exec(head);
  if (
    slashed?.[1] !== undefined &&
    slashed[2] !== undefined &&
    !/^(?:yes\/no|y\/n|true\/false)$/i.test(slashed[2])
  ) {
    const values = valuesIn(slashed[2]);
    if (values.length < 2) return undefined;
    head = slashed[1];
    restrictions.push({ values });
  }
  const described = cutDescribed(head);
  if (described !== undefined) {
    const { field, rest } = described;
    restrictions.push(...field.restrictions);
    if (rest !== '') take(rest);
    inBrackets.forEach(take);
    return { words: field.words, several: false, restrictions, leftovers };
  }
  const named = /^([^:–—]+?)(?:\s*:\s+|\s+[–—-]\s+|\s*[–—]\s*)(\S.*)$/.exec(head);
  if (named?.[1] !== undefined && named[2] !== undefined) {
    head = named[1];
    take(named[2]);
    // "Programme: a list of pieces in a fixed order" is no text called programme.
    if (restrictions.length === 0 && leftovers.length > 0) return undefined;
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
  const code = codeTailOf(head);
  if (code !== undefined) {
    head = code.name;
    take(code.modifiers);
  }
  const comma = head.indexOf(',');
  if (comma > 0) {
    const rest = head.slice(comma + 1).trim();
    head = head.slice(0, comma);
    take(rest);
  }
  const trailing = tailOf(head);
  if (trailing !== undefined) {
    head = trailing.name;
    take(trailing.modifiers);
  }
  inBrackets.forEach(take);

  head = head.replace(/^(?:an?|the|its|their|his|her|my|our|your|each|one|exactly one|also) /i, '');
  for (let leading = LEADING.exec(head); leading !== null; leading = LEADING.exec(head)) {
    const word = (leading[1] ?? '').toLowerCase();
    if (word === 'long' && !/^long (?:text|description)/i.test(head)) break;
    if (word === 'full' && /^full name/i.test(head)) break;
    head = head.slice(leading[0].length);
    if (/^(?:optional|possibly|maybe|perhaps)/.test(word)) restrictions.push({ optional: true });
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
  // "A set of amenities (screen, phone)": any number of those.
  const given = restrictions.findIndex((said) => said.values !== undefined);
  if (several && given >= 0) {
    restrictions[given] = { ...restrictions[given], several: true };
    return { words: nounWords(head), several: false, restrictions, leftovers };
  }
  // A sign in a name is an "or", an example or a formula.
  if (/[/\\<>=→+*%|?@#~]/.test(head)) return undefined;
  // Two codes are one that was cut in two: neither is what was asked for.
  if (restrictions.filter((said) => said.code !== undefined).length > 1) return undefined;
  const words = nounWords(head);
  return { words, several, restrictions, leftovers, ...(told === '' ? {} : { told }) };
}
