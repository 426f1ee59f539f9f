import { itemsOf } from '../lists.js';
import { isPlural, nounWords } from '../nouns.js';
import { isFieldItem, isFieldList, noteFields } from './fields.js';
import { tie } from './references.js';
import { canBeRecord, clean, entityNamed, type Reader } from './statement.js';

/** What a table says of a word; "constructor" is not in one, though every object has it. */
export function known(table: Readonly<Record<string, string>>, word: string): string | undefined {
  const key = word.toLowerCase();
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

const PUT =
  /^([\p{L} -]+?) (?:can |may )?(?:puts?|adds?|brings?|places?|enters?|submits?|files?|makes?|writes?|posts?|leaves?|reports?|books?|records?|creates?|uploads?) (?:an? |their |the )?([\p{L} -]+?)(?: (?:into|in|to|for|on|at|about|of) (?:an? |the |one )?([\p{L} -]+?))?(?:: (.+)| with (.+)|,? each with (.+))$/iu;

/** "Members put pieces into a firing: title, volume": records with who made them and where they are. */
export const readPut: Reader = (statement, understanding) => {
  const match = PUT.exec(clean(statement.text));
  if (match === null) return undefined;
  const [, actor = '', made = '', place] = match;
  const fields = match[4] ?? match[5] ?? match[6] ?? '';
  const [who, what] = [nounWords(actor), nounWords(made)];
  if (who === 'users' && /\bcan\b/i.test(match[0])) return undefined;
  if (!understanding.isKnown(who) || !canBeRecord(what) || !(isPlural(what) || understanding.isKnown(what)))
    return undefined;
  const where = place === undefined ? undefined : nounWords(place);
  if (where !== undefined && !understanding.isKnown(where)) return undefined;
  if (!isFieldList(fields)) return undefined;
  return () => {
    const entity = understanding.declare(what, statement.source);
    tie(entity, understanding.declare(who, statement.source), statement.source, understanding);
    if (where !== undefined)
      tie(entity, understanding.declare(where, statement.source), statement.source, understanding);
    noteFields(fields, entity, statement, understanding);
    understanding.topic = entity;
  };
};

const WRITTEN_DOWN =
  /^(?:when(?:ever)?|each time|every time|if) (?:an? |the )?([\p{L} -]+?) (hires|borrows|rents|books|takes|buys|orders|reserves|visits|checks out|lends|loans|attends|joins|uses) (?:an? |the |one )?([\p{L} -]+?),? (?:we|i|it|the \p{L}+) (?:must |should |also |will |want to |need to )*(?:write down|note|record|store|keep|save|log|register|notes?|records?|stores?) (.+)$/iu;
const DEEDS: Readonly<Record<string, string>> = {
  hires: 'hire',
  borrows: 'loan',
  rents: 'rental',
  books: 'booking',
  takes: 'trip',
  buys: 'purchase',
  orders: 'order',
  reserves: 'reservation',
  visits: 'visit',
  'checks out': 'loan',
  lends: 'loan',
  loans: 'loan',
  attends: 'attendance',
  joins: 'membership',
  uses: 'use',
};

/** "When somebody hires a bike we write down who, which bike, from which day": a record of the deed. */
export const readWrittenDown: Reader = (statement, understanding) => {
  const match = WRITTEN_DOWN.exec(clean(statement.text));
  if (match === null) return undefined;
  const [, actor = '', verb = '', object = '', listed = ''] = match;
  const thing = nounWords(object);
  const noun = known(DEEDS, verb);
  const isSomebody = /^(?:somebody|someone|anybody|anyone|one|people|person)$/i.test(nounWords(actor));
  const people = isSomebody
    ? understanding.entities.filter(({ singular: one }) =>
        /^(?:customer|client|member|user|person|guest|reader|borrower|tenant|student|visitor|patron|volunteer|employee)$/.test(
          one,
        ),
      )
    : [entityNamed(actor, understanding)].filter((each) => each !== undefined);
  const [person] = people;
  if (noun === undefined || !understanding.isKnown(thing) || person === undefined || people.length > 1)
    return undefined;
  const items = itemsOf(listed).filter(
    (item) => !/^(?:who|which [\p{L} -]+|by whom|whom|what)$/iu.test(item.trim()),
  );
  if (!items.every(isFieldItem)) return undefined;
  return () => {
    const entity = understanding.declare(noun, statement.source);
    tie(entity, person, statement.source, understanding);
    tie(entity, understanding.declare(thing, statement.source), statement.source, understanding);
    if (items.length > 0) noteFields(items.join(', '), entity, statement, understanding);
    understanding.topic = entity;
  };
};
