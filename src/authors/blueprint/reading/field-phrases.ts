import { canNameField, canNameFlag } from './clean-words.js';
import { describedField, type DescribedField } from './field-names.js';
import { behindExample } from './examples.js';
import type { FieldPhrase } from './field-phrase.js';
import { nounWords } from './nouns.js';
import { valuesIn } from './values.js';
import type { Restrictions } from './restriction.js';
import { readModifiers } from './modifiers.js';
import { pointedAt } from './pointed-records.js';
import { spelledColumn } from './typed-columns.js';
import { tailOf, codeTailOf, sizeOf, sizeTailOf } from './field-tails.js';

export type { FieldPhrase } from './field-phrase.js';

const LEADING =
  /^(optional|optionally|unique|required|mandatory|positive|non-?negative|longer|shorter|valid(?! (?:from|until|till|to|since)\b)|short|long|single|own|possibly|maybe|full|simple|brief|little|free|perhaps|usually|exactly one)\s+(?=\S)/i;

/** "Whether it has been fixed, which is no at first": the clause that describes a field, and what is said of it. */
function cutDescribed(head: string): { field: DescribedField; rest: string } | undefined {
  const cut =
    /^(.*?)(?:: |, (?=which|that|not|never|default|optional|required|unique|between|at|no |in |today|whole|yes)| (?=\(?optional\)?$))(.*)$/i.exec(
      head,
    );
  const field = describedField(cut?.[1] ?? head);
  return field === undefined ? undefined : { field, rest: cut?.[2] ?? '' };
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

/** "A surface of road, trail or track": of three values the name need not tell that it is a choice. */
const ONE_OF_THREE =
  /^((?:an?|its|their) (?!(?:list|set|number|pair|group|choice|mix|combination|collection)\b)[\p{L}-]+(?: [\p{L}-]+)?) (?:of|(?:that|which) (?:is|can be|may be|must be)) ((?:either )?[\p{L}-]+(?:, [\p{L}-]+)+,? or [\p{L}-]+)$/iu;

/** What stands in brackets; round ones may hold others: "(unique, ^[A-Z]{2}$)". */
const BRACKETED = /\s*\(((?:[^()]|\([^()]*\))*)\)|\s*[[{]([^)\]}]*)[\]}]/g;

/** "tags list of string": several values of a type, which no field holds. */
const MANY_OF =
  /^[a-z][\w ]*? (?:list|set|array|collection) of (?:an? )?(?:strings?|texts?|ints?|integers?|numbers?|floats?|decimals?|bools?|booleans?|dates?|words?|tags?|urls?|ids?)\b/i;
/** "--since", "-m": an option of a command. */
const FLAG = /^["'`]?--?[a-z][\w-]*/i;

/** "A state that goes from open to closed": its name, and a clause of what its values are and how one follows another. */
const STAGED =
  /^(?:(?:an?|the|its|one) )?(status|state|stage|phase),? (?:that|which) ((?:goes|moves|passes|runs|proceeds|progresses|changes|advances|develops|travels) (?:only )?from .+ (?:to|into) .+)$/iu;

function phraseOf(phrase: string): FieldPhrase | undefined {
  const [, stage, moves] = STAGED.exec(phrase.trim()) ?? [];
  if (stage !== undefined && moves !== undefined)
    return { words: stage.toLowerCase(), several: false, restrictions: [], leftovers: [], moves };
  if (FLAG.test(phrase.trim()) || MANY_OF.test(phrase.trim())) return undefined;
  const pointed = pointedAt(phrase.trim());
  if (pointed !== undefined) return pointed;
  let head = spelledColumn(phrase.trim().replace(/[.:;,]+$/, ''))
    .replace(/\b((?:more|greater|bigger|higher) than|over|above) (?:nothing|none|zero)\b/gi, '$1 0')
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
  // "An e-mail address by which they log in": what is done with it is another statement.
  const used =
    /^((?:an?|the|one) [\p{L}-]+(?: [\p{L}-]+)?) ((?:by|with|under|through) which (?:they|it|he|she|we|you|people)\b.*)$/iu.exec(
      head,
    );
  if (used?.[1] !== undefined && used[2] !== undefined) {
    head = used[1];
    leftovers.push(used[2]);
  }
  head = head
    .replace(/^(?:it |they )?(?:also )?(?:has|have|carries|needs|gets) (?=an? |the |its )/i, '')
    .replace(
      /^((?:an?|the|one) [\p{L} -]+?) (?:(?:that|which|whom|to whom) )?(?:they|it|he|she|he or she|we|you|somebody|someone) (?!is\b|are\b|has\b|have\b)(?:can |may |could |will )?\p{L}+(?: (?:for|in|at|to|on|with|from|by|off|out)(?: (?:it|them))?)?$/iu,
      (match, noun: string) => {
        if (describedField(match) !== undefined) return match;
        told = match.slice(noun.length).trim();
        return noun;
      },
    )
    // "The hall it is in": the hall.
    .replace(
      /^((?:an?|the) [\p{L}-]+(?: [\p{L}-]+)?) (?:that |which )?(?:it|they|he|she) (?:is|are) (?:in|at|on|from|for|with|part of)$/iu,
      '$1',
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
    const said = behindExample(examples[1]);
    head = `${before}${said === '' ? '' : `, ${said}`}${/\([^)]*$/.test(before) ? ')' : ''}${head.slice(examples.index + examples[0].length)}`;
  }
  head = head.replace(/: (?:enum|one of|choice|select)(?= ?\()/i, '');
  const inBrackets: string[] = [];
  head = head.replace(BRACKETED, (_match, round?: string, other?: string) => {
    const inner = round ?? other ?? '';
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
  // "A category out of jam, honey and pickles": one of them.
  const outOf =
    /^((?:an?|the|its|one) [\p{L}-]+(?: [\p{L}-]+)?) (?:out of|from among) (?:the following:? )?(.+,.+)$/iu.exec(
      head,
    );
  const out = outOf?.[2] === undefined ? [] : valuesIn(outOf[2]);
  if (outOf?.[1] !== undefined && out.length >= 2) {
    head = outOf[1];
    restrictions.push({ values: out });
  }
  // "Category A, B or C": values that nothing parts from the name.
  const choiceOf =
    CHOICE_OF.exec(
      head.replace(
        /^((?:an? |the )?(?:category|class|level|grade|size|type|tier|priority|group|block|zone)) (?=\p{Lu}{1,3}(?:,| or )|\d{1,2}(?:,| or ))/iu,
        '$1 of ',
      ),
    ) ?? ONE_OF_THREE.exec(head);
  const options =
    choiceOf?.[2] === undefined ? [] : valuesIn(choiceOf[2].replace(/^(?:either|one of) /i, ''));
  if (choiceOf?.[1] !== undefined && options.length >= 2) {
    head = choiceOf[1];
    restrictions.push({ values: options });
  }
  const slashed = /^(.*\p{L}) ((?:[\p{L}\d]{1,12}\/)+[\p{L}\d]{1,12})$/u.exec(head);
  // "Value in mmol/L" has a unit.
  if (
    slashed?.[1] !== undefined &&
    slashed[2] !== undefined &&
    !/ (?:in|per)$/i.test(slashed[1]) &&
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
  const code = codeTailOf(head) ?? sizeTailOf(head);
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
  const isList = several && list !== null;
  const sizes = leftovers.flatMap((said) => sizeOf(words, said) ?? []);
  restrictions.push(...sizes.map((size): Restrictions => ({ min: size, max: size, unit: 'characters' })));
  return {
    words,
    several,
    restrictions,
    leftovers: leftovers.filter((said) => sizeOf(words, said) === undefined),
    ...(isList ? { isList } : {}),
    ...(told === '' ? {} : { told }),
  };
}
