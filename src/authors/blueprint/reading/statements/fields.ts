import { fieldPhraseOf, type FieldPhrase } from '../field-phrases.js';
import { fieldTypeOf } from '../field-types.js';
import { itemsOf } from '../lists.js';
import { isPlural, singular } from '../nouns.js';
import type { EntityNotes, Understanding } from '../understanding.js';
import { withoutMisfits, withoutValues } from './field-misfits.js';
import { nestedIn, type NestedRecords } from './nested-records.js';
import { namesUnknown, notARecord, noteReference, tie, tieMany } from './references.js';
import { within, type Statement } from './statement.js';

const SCALAR =
  /^(?:name|title|author|surname|first name|last name|email|phone|address|price|cost|date|due date|start date|end date|description|status|category|type|age|weight|colou?r|size|role|code|url|note|comment|rating|quantity|amount|isbn|genre|label|slug|priority)$|^[a-z ]+ (?:name|number|address|code|date|price|title)$/;

/** The name of the field that a phrase in the plural means ("members have names"), if it means one value. `ofOne`: said of a single record. */
function oneValue({ words, several, restrictions }: FieldPhrase, ofOne: boolean): string | undefined {
  if (
    /^(?:initials|species|series|premises|remarks|notes|comments|instructions|directions|details|coordinates)$|(?:^| )(?:initials|instructions)$/.test(
      words,
    ) &&
    !several
  )
    return words;
  // "size in square metres" is one size.
  if (!isPlural(words.replace(/ in .+$/, ''))) return several ? undefined : words;
  // "Initials (2 to 4 capital letters)" are one code, "hazard labels out of …" one choice.
  if (restrictions.some((said) => said.code !== undefined || said.several === true)) return words;
  const one = singular(words);
  if (!several && !ofOne && SCALAR.test(one)) return one;
  const isNumber =
    /(?:^|\b)(?:number|count) of /.test(words) ||
    restrictions.some(
      ({ min, max, type }) =>
        min !== undefined || max !== undefined || type === 'integer' || type === 'number' || type === 'money',
    );
  const type = fieldTypeOf(words, {});
  const byName = type !== undefined && (type.kind !== 'text' || type.max !== null);
  return !several && (isNumber || byName) ? words : undefined;
}

/** Whether an item of a list names a field of `entity`, or another record that it is tied to. */
export function isFieldItem(item: string): boolean {
  return fieldPhraseOf(item) !== undefined;
}

/** Names that are a field's wherever they stand. */
const NAMED_FIELD =
  /(?:^| )(?:name|names|title|address|code|description|notes?|remarks?|comments?|reason|brand|model|colou?r|type|kind|size|status|category|number|label|phone|genre|breed|language|format|unit|surname|material|make)$/;

/** Whether an item can only be a field: by its type, by what is said of it, or by a name that nothing else has. */
export function isSurelyField(item: string): boolean {
  const phrase = fieldPhraseOf(item);
  if (phrase === undefined) return false;
  const type = fieldTypeOf(phrase.words, {});
  const isTyped = type !== undefined && (type.kind !== 'text' || type.max !== null);
  return isTyped || phrase.restrictions.length > 0 || NAMED_FIELD.test(phrase.words);
}

/** Words by which an item of a list is a clause of its own. */
const CLAUSE =
  /^(?:it|they|he|she|each|holds?|contains?|belongs?|is|are|has|have|can|may|must|cannot|takes?|fits?|stands?|sits?|lies|lives?|goes|comes?|carries|carry|bears?|gets?|links?|refers?|works?|plays?|starts?|ends?|lasts?|costs?|runs?|says?|we|you|i|nobody|so|but|then) |^(?!(?:how|whether|if|who|what|which|when|where|until when|since when|(?:the |an? )?(?:date|day|time|moment)) )[^(]*\b(?:must|cannot|may|can|never|should|is|are|will|has|have|consists?|contains?|belongs?) /i;

/** Whether an item is a clause: not by what is said of it in passing, "a note, which may be left empty". */
function isClause(item: string): boolean {
  return CLAUSE.test(item.replace(/,? (?:which|that|who|where|if) .*$/i, ''));
}

/** "Commands to add, change and delete": what is done with records, and nothing that they have. */
const OFFERED =
  /^(?:an? |the |some |separate )?(?:commands?|sub-?commands?|functions?|methods?|operations?|endpoints?|requests?|buttons?|options?) (?:to|for|that|which) /i;

/**
 * Whether a list is one of fields, though some of its items may not be understood: those stay open by themselves. A list with a
 * clause in it is none, since the clause is to be read as a statement.
 */
export function isFieldList(text: string): boolean {
  const items = itemsOf(text);
  if (OFFERED.test(items[0] ?? '')) return false;
  const unknown = items.filter((item) => !isFieldItem(item));
  const known = items.length - unknown.length;
  return unknown.length === 0 || (known >= unknown.length && !unknown.some((item) => isClause(item)));
}

/** "Kind of person", of people: their kind. */
function ofItself(phrase: FieldPhrase | undefined, { singular: one }: EntityNotes): FieldPhrase | undefined {
  return phrase?.words.endsWith(` of ${one}`) === true
    ? { ...phrase, words: phrase.words.slice(0, -` of ${one}`.length) }
    : phrase;
}

function noteItem(
  item: string,
  entity: EntityNotes,
  statement: Statement,
  understanding: Understanding,
  isCutShort: boolean,
): string | undefined {
  const source = within(statement, item);
  // "Whether they are active, on leave or gone" is no yes or no.
  const told = withoutMisfits(ofItself(fieldPhraseOf(item), entity));
  // Nor are "new" and "used" all that there is in "goes from new to used, sold and scrapped".
  const whole =
    isCutShort && (/^(?:whether|if) /i.test(item) || told?.moves !== undefined) ? undefined : told;
  // What stands in brackets is all.
  const read = isCutShort && !item.includes('(') ? withoutValues(whole) : whole;
  // "One row per warehouse" says how many there are.
  const isCount = understanding.isKnown(/ per ([a-z ]+)$/.exec(read?.words ?? '')?.[1] ?? '');
  const phrase = isCount
    ? undefined
    : read?.words.startsWith(`${entity.singular} `) === true && /^(?:whether|if) /i.test(item)
      ? { ...read, words: read.words.slice(entity.singular.length + 1) }
      : read;
  if (phrase === undefined) {
    understanding.open(`${entity.singular}: ${item}`, source, 'it was not understood as a field');
    return undefined;
  }
  if (phrase.told !== undefined) understanding.aside(within(statement, phrase.told));
  const open = (): void => {
    for (const leftover of phrase.leftovers) {
      understanding.open(
        `The ${phrase.words} of ${entity.plural}: ${leftover}`,
        within(statement, leftover),
        'no blueprint checks this of a field',
      );
    }
  };
  if (phrase.words === 'id' || phrase.words === 'identifier' || phrase.words === 'uuid') {
    open();
    return 'id';
  }
  if (noteReference(phrase, entity, source, understanding)) {
    open();
    return undefined;
  }
  if (namesUnknown(phrase.words, source)) {
    notARecord(entity, phrase.words, source, understanding);
    open();
    return undefined;
  }
  // "Members have names" gives each one name; "a card has labels" gives a card several.
  const words = oneValue(phrase, /^(?:an?|each|every) .* (?:has|with) /i.test(statement.text));
  if (words === undefined) {
    understanding.open(
      `${entity.singular}: several ${phrase.words}`,
      source,
      'a field holds one value; say which records these are, e.g. "a recipe has many ingredients; ingredients have a name"',
    );
    return undefined;
  }
  const field = understanding.addField(entity, words, source);
  for (const restriction of phrase.restrictions) field.said.push({ restriction, source });
  if (phrase.moves !== undefined)
    understanding.remainders.push({ text: `Each ${entity.singular} ${phrase.moves}`, source });
  open();
  return words;
}

/** A record that names others, with the fields that the sentence lists behind them, if it lists any. */
export function noteTied(
  entity: EntityNotes,
  others: readonly string[],
  listed: string | undefined,
  statement: Statement,
  understanding: Understanding,
  verb?: string,
): void {
  for (const noun of others)
    tie(
      entity,
      understanding.declare(noun, statement.source),
      statement.source,
      understanding,
      verb === undefined ? {} : { verb },
    );
  if (listed !== undefined) noteFields(listed, entity, statement, understanding);
  understanding.topic = entity;
}

const FROM = /^from(?= ?\(|$)/i;
const TO = /^(?:to|until|till)(?= ?\(|$)/i;

/** "Tool, member, from, to": both ends of a period; beside a date of their own they are times of that day. */
function withPeriod(items: readonly string[]): readonly string[] {
  const [from, to] = [FROM, TO].map((end) => items.findIndex((item) => end.test(item)));
  if (from === undefined || to === undefined || from < 0 || to < from) return items;
  const what = items.some((item) => /^(?:an? |the )?(?:date|day)$/i.test(item)) ? 'time' : 'date';
  return items.map((item, at) =>
    at === from ? item.replace(FROM, `from ${what}`) : at === to ? item.replace(TO, `until ${what}`) : item,
  );
}

const STAGED =
  /\b(?:that|which) (?:goes|moves|passes|runs|proceeds|progresses|changes|advances|develops|travels) /i;

/** Whether a single word may be a stage: "done" is called like a field, and "title" is one. */
function mayBeStage(item: string): boolean {
  const isFlag = fieldTypeOf(item.toLowerCase(), {})?.kind === 'boolean';
  return /^[\p{L}-]+$/u.test(item) && (isFlag || !isSurelyField(item));
}

/** Of a list with words in it that were not understood: what stands beside them and may belong to them, "white" in "red, white or blue". */
function doubtfulItems(items: readonly string[]): ReadonlySet<string> {
  const isUnknown = (at: number): boolean => {
    const item = items[at];
    return item !== undefined && fieldPhraseOf(item) === undefined;
  };
  // "Goes from new to used, sold and scrapped": the words behind are stages, or fields.
  const staged = items.findIndex((item) => STAGED.test(item));
  const behind = staged < 0 ? [] : items.slice(staged + 1);
  const next = behind.findIndex((item) => !mayBeStage(item));
  const stages = new Set(next < 0 ? behind : behind.slice(0, next));
  // "A number made up of the year, a full stop and two digits": the rest are its parts.
  const made = items.findIndex(
    (item, at) => isUnknown(at) && /\b(?:made up|consisting|composed|formed|built) (?:of|from)\b/i.test(item),
  );
  return new Set(
    items.filter(
      (item, at) =>
        (made >= 0 && at > made) ||
        stages.has(item) ||
        ((isUnknown(at - 1) || isUnknown(at + 1)) && /^[\p{L}-]+$/u.test(item) && !isSurelyField(item)),
    ),
  );
}

/** Whether a list has enough in it that can only be a field: most things that people list are none. */
export function isPlainlyFields(listed: string): boolean {
  const items = itemsOf(listed);
  return (
    items.length >= FEWEST &&
    items.every(isFieldItem) &&
    items.filter(isSurelyField).length * 2 >= items.length
  );
}

/** So few fields are no list. */
const FEWEST = 2;

/** "Invoices have lines with a description, quantity and unit price": a kind of record that belongs to them. */
function noteNested(
  { noun, fields, tail, isApart }: NestedRecords,
  parent: EntityNotes,
  statement: Statement,
  understanding: Understanding,
): void {
  const source = within(statement, tail);
  if (!isApart || !isPlainlyFields(fields)) {
    understanding.open(`${parent.singular}: ${tail}`, source, 'it was not understood as a field');
    return;
  }
  const child = understanding.declare(noun, source);
  tieMany(parent, child, statement.source, understanding);
  noteFields(fields, child, { text: tail, source }, understanding);
}

/**
 * Adds the fields that `text` lists to `entity`, and what else its items say. Returns the words of those fields.
 * @param taken Words before the list that say no more than that the records are kept.
 */
export function noteFields(
  text: string,
  entity: EntityNotes,
  statement: Statement,
  understanding: Understanding,
  taken?: string,
): readonly string[] {
  const nested = nestedIn(text);
  if (nested !== undefined) {
    const { before } = nested;
    const names = before === '' ? [] : noteFields(before, entity, statement, understanding, taken);
    noteNested(nested, entity, statement, understanding);
    return names;
  }
  const items = withPeriod(itemsOf(text));
  const open = (): number =>
    understanding.requirements.filter(({ outcome }) => outcome.kind === 'open').length;
  const before = open();
  const doubtful = doubtfulItems(items);
  const cutShort = items.filter((_item, at) => {
    const next = items[at + 1];
    return next !== undefined && (doubtful.has(next) || fieldPhraseOf(next) === undefined);
  });
  for (const item of doubtful)
    understanding.open(
      `${entity.singular}: ${item}`,
      within(statement, item),
      'it stands beside words that were not understood',
    );
  const found = items
    .filter((item) => !doubtful.has(item))
    .map((item) => noteItem(item, entity, statement, understanding, cutShort.includes(item)))
    .filter((words) => words !== undefined);
  const names = found.filter((words) => words !== 'id');
  // Where every item stays open, nothing of the statement is claimed.
  if (found.length === 0 && open() - before >= items.length) return names;
  understanding.met(
    names.length === 0
      ? `${entity.plural} are kept`
      : `${entity.plural} are kept, each with ${names.join(', ')}`,
    statement.source,
    [{ kind: 'records', entity: entity.singular }],
    taken,
  );
  return names;
}
