import { itemsOf } from '../lists.js';
import { nounWords } from '../nouns.js';
import { isFieldList, isSurelyField, isPlainlyFields, noteFields } from './fields.js';
import { tie } from './references.js';
import { readListedFields } from './listed-fields.js';
import { canBeRecord, clean, entityNamed, entityOrNew, isSoftware, type Reader } from './statement.js';

/** Words of a sentence that restricts, asks for a list or says what is done: no declaration, whatever its verb. */
const RULING =
  /\b(?:cannot|can't|can|may|might|must|should|shall|will|would|could|not|no|nobody|never|only|unless|until|if|when|while|once|before|after|during|most|least|more|less|than|deletes?|deleted|deleting|removes?|removed|removing|search|filter|sort|lists?|show|see|find|look|print|return|unique|twice|same|share|shared|logs?|sign|signs|between|per|again|already|still|always|because|so|but)\b/i;
/** What no verb is: the sentence goes on with the words before it. */
const NO_VERB =
  /^(?:of|in|on|at|by|for|with|to|from|and|or|the|an?|its|their|his|her|our|my|that|which|who|whose|as|is|are|was|were|be|been|has|have|had|do|does|did)$/i;
interface Cut {
  readonly subject: string;
  readonly object: string;
}

/** Every way to cut a sentence into a subject, a verb of one or two words, and the rest. */
function cutsOf(text: string): readonly Cut[] {
  const words = text.split(' ');
  return [1, 2, 3, 4].flatMap((start) =>
    [1, 2].flatMap((length) => {
      const verb = words.slice(start, start + length);
      const [first = ''] = verb;
      if (NO_VERB.test(first) || !/^\p{Ll}+$/u.test(first) || words.length <= start + length) return [];
      return [{ subject: words.slice(0, start).join(' '), object: words.slice(start + length).join(' ') }];
    }),
  );
}

const DETERMINED = /^(?:an?|each|every|the|all|any|our) /i;

/** "A ticket says the date it came in and a price", whatever the verb: a record, and what can only be its fields. */
export const readAnyVerb: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  if (RULING.test(text.replace(/\([^()]*\)/g, ''))) return undefined;
  for (const { subject, object } of cutsOf(text)) {
    if (!DETERMINED.test(subject) && entityNamed(subject, understanding) === undefined) continue;
    if (isSoftware(subject, understanding) || !isPlainlyFields(object)) continue;
    const entity = entityOrNew(subject, statement, understanding);
    if (entity === undefined) continue;
    return () => {
      const about = entity();
      noteFields(object, about, statement, understanding);
      understanding.topic = about;
    };
  }
  return undefined;
};

const ONE =
  /^(?:an?|one|the|its|exactly one|just one|a single|a particular|a certain) ([\p{L}-]+(?: [\p{L}-]+)?)$/iu;
/** "On one date": no record, and a date of this one. */
const DAY = /^(?:an?|one|exactly one|a single|a certain|a particular) (?:day|date)$/i;
const PREPOSITION = / (?:by|for|to|in|at|from|with|of|on|about|under|against|into|onto) /i;

/** "A repair concerns one bike", "a reading is taken at a station", whatever the verb: a record that names others. */
export const readAnyTie: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  if (RULING.test(text)) return undefined;
  const match =
    /^((?:an?|each|every) [\p{L}-]+(?: [\p{L}-]+)?) ((?:is|are|was|gets) )?(\p{Ll}+(?:s|ed|en|wn|t|de|ld)) (.+)$/iu.exec(
      text,
    );
  const [, subject = '', passive = '', verb = '', rest = ''] = match ?? [];
  const noun = nounWords(subject);
  const child =
    match === null || NO_VERB.test(verb)
      ? undefined
      : (entityNamed(subject, understanding)?.singular ?? (understanding.isKnown(noun) ? noun : undefined));
  if (child === undefined) return undefined;
  const named = ` ${rest}`.split(PREPOSITION).map((part) => part.trim());
  const [first = '', ...others] = named;
  // "Is taken at a station": what comes first is said with a word before it.
  const phrases = passive !== '' || first === '' ? others : named;
  if (passive !== '' && first !== '') return undefined;
  const days = phrases.filter((phrase) => DAY.test(phrase));
  const parents = phrases
    .filter((phrase) => !DAY.test(phrase))
    .map((phrase) => {
      const words = nounWords(ONE.exec(phrase)?.[1] ?? '');
      if (words === '') return undefined;
      return understanding.entityMeant(words)?.singular ?? (understanding.isKnown(words) ? words : undefined);
    });
  if (
    days.length > 1 ||
    parents.length === 0 ||
    parents.some((parent) => parent === undefined || parent === child)
  )
    return undefined;
  return () => {
    const entity = understanding.declare(child, statement.source);
    for (const parent of parents)
      if (parent !== undefined)
        tie(entity, understanding.declare(parent, statement.source), statement.source, understanding);
    if (days.length === 1) noteFields('a date', entity, statement, understanding);
    understanding.topic = entity;
  };
};

/** So many items that are fields make a list of fields without any verb. */
const ENOUGH = 3;

/** "Then the boats. A name, a length, a harbour.": a list of fields behind a record that was announced, or that a sentence was about. */
export const readFragment: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  const { announced, spokenOf: noun } = understanding;
  const isAnnounced =
    announced !== undefined &&
    announced.entity === understanding.topic &&
    statement.source.position - announced.position === 1;
  if (!isAnnounced && noun === undefined) return undefined;
  const items = itemsOf(text);
  if (items.length < ENOUGH || !isFieldList(text)) return undefined;
  if (items.filter(isSurelyField).length < ENOUGH) return undefined;
  return () => {
    const entity = noun === undefined ? announced?.entity : understanding.declare(noun, statement.source);
    if (entity === undefined) return;
    noteFields(text, entity, statement, understanding);
    understanding.topic = entity;
  };
};

const ON_OCCASION =
  /^(?:when|whenever|each time|every time|if) [^:,]{3,60}?,? (?:we|i|they|you|staff|somebody|someone|the \p{L}+) (?:also |then )?(?:open|write|make|create|start|fill in|enter|record|note|add|log|register|keep|fill out)s?(?: down| up)? an? ([\p{L}]+(?: [\p{L}]+)?): (.+)$/iu;

/** "What comes in is a parcel: …". */
const IS_WHAT =
  /^(?:what|the (?:main|central|most important|first|second|last) (?:thing|record|part))[^:.]{0,40} is an? ([\p{L}]+(?: [\p{L}]+)?): (.+)$/iu;

/** "Whenever a boat docks we write a visit: the date, the berth": a kind of record with its fields. */
export const readOccasion: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  const [, made = '', fields = ''] = ON_OCCASION.exec(text) ?? IS_WHAT.exec(text) ?? [];
  const noun = nounWords(made);
  if (fields === '' || !canBeRecord(noun) || !isFieldList(fields)) return undefined;
  if (itemsOf(fields).filter(isSurelyField).length < 2) return undefined;
  return () => {
    const entity = understanding.declare(noun, statement.source);
    noteFields(fields, entity, statement, understanding);
    understanding.topic = entity;
  };
};

export const FREE_DECLARATIONS: readonly Reader[] = [
  readOccasion,
  readFragment,
  readAnyVerb,
  readListedFields,
  readAnyTie,
];
