import { itemsOf } from '../lists.js';
import { isPlural, nounWords } from '../nouns.js';
import { isFieldItem, isFieldList, noteFields } from './fields.js';
import { bareRecord, canBeRecord, clean, entityNamed, within, type Reader } from './statement.js';

const HEADED =
  /^(?:the )?([\p{L}][\p{L} '-]*?)(?: \([^()]*\))?(?::| [–—-]) +((?:(?:each|every|an?|the|all|one|no) [\p{L} -]+? |(?:we|i|it|they|each|these) )(?:(?:also|can|may|must|should|always|will) )*(?:has|have|is|are|belongs?|records?|stores?|notes?|keeps?|contains?|consists?|links?|needs?|register|write|track|want|holds?|gets?|says?|carries|carry|made|comes?|be|log|logs|save|saves)\b.+)$/iu;

/** "Pens: each pen has a number": what it is about, and a sentence about that. */
export const readHeaded: Reader = (statement, understanding) => {
  const [, head = '', rest = ''] = HEADED.exec(clean(statement.text)) ?? [];
  const noun = nounWords(head);
  if (rest === '' || !canBeRecord(noun) || (!isPlural(noun) && !understanding.isKnown(noun)))
    return undefined;
  const named = understanding.entity(noun);
  // Only what is a kind of record by what is said of it: the sentence has to be about it, or list its fields.
  const subject = nounWords(
    /^((?:each|every|an?|the|all|one) [\p{L} -]+?) (?:also |can |may |must )*(?:has|have|is|are|belongs?|\p{L}+s)\b/iu.exec(
      rest,
    )?.[1] ?? '',
  );
  const isAbout =
    /^(?:we|i|it|they|each|these) /i.test(rest) ||
    (subject !== '' &&
      (understanding.entityMeant(subject)?.plural === noun ||
        nounWords(subject) === noun ||
        noun.startsWith(subject.slice(0, 4))));
  if (named === undefined && !isAbout) return undefined;
  return () => {
    understanding.topic = understanding.declare(noun, statement.source);
    understanding.later(rest.charAt(0).toUpperCase() + rest.slice(1), statement);
  };
};

const NEXT =
  /^(?:(?:first|then|next|finally|last|lastly|second|third|after that|and then)(?: come| comes| there are| there is| up| of all)?,? (?:(?:the|our|my|all) )?|the |our )([\p{L} -]+?)(?:,? (?:first|next|now))?(?:, ((?:who|which) .+))?$/iu;
/** "Scouts first." */
const FIRST = /^((?:the )?\p{L}+s),? (?:first|next|now|last)$/iu;
const OPENS = /^(?:first|then|next|finally|lastly|now)\b/i;
const ONLY_NOUN = /^(\p{L}+s)(?:, ((?:who|which) .+))?$/iu;

/** "First the scouts.", "Then scouts.", "Scouts first.": what the next sentences are about. */
export const readNext: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  const only = ONLY_NOUN.exec(text);
  const isAnnounced = OPENS.test(statement.source.text) || understanding.isFound(nounWords(only?.[1] ?? ''));
  const alone = isAnnounced ? only : null;
  const match = FIRST.exec(text) ?? alone ?? NEXT.exec(text);
  const [, head = '', told] = match ?? [];
  const noun = nounWords(head);
  if (head === '' || !canBeRecord(noun) || !(isPlural(noun) || understanding.isKnown(noun))) return undefined;
  // "The conductor handles concerts" is a sentence.
  if (noun.includes(' ') && !understanding.isKnown(noun)) return undefined;
  return () => {
    const isBefore = understanding.entity(noun) !== undefined;
    const entity = understanding.declare(noun, statement.source);
    understanding.met(
      `${entity.plural} are kept`,
      told === undefined ? statement.source : within(statement, head),
      [{ kind: 'records', entity: entity.singular }],
    );
    if (told !== undefined)
      understanding.later(told.replace(/^(?:who|which) /i, `${entity.plural} `), statement);
    understanding.topic = entity;
    if (!isBefore) understanding.announcements.add(entity.singular);
    understanding.announced = { entity, position: statement.source.position };
  };
};

const WHICH =
  /^((?:.+? )?(?:\p{L}+s|keep|have|rent out|rent|lend|lend out|sell|own|manage|run|hold|repair|collect|offer|store|track|record|is|are|has|maintain) )((?:\p{L}+ ){0,2}?\p{L}+s),? (?:(?:each|all|every one) of )?(?:which|whom|who|that|each)(?: of which)? (?:each |all |always )?(?:have|has|having|consist of|consists of|contain|with|carry|carries) (.+)$/iu;

/** "The harbour rents out boats, which have a name and a price": a kind of record, said in passing, with its fields. */
export const readWhich: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  const [, , made = '', fields = ''] = WHICH.exec(text) ?? [];
  const named = made.replace(
    /^(?:out|in|up|off|of|for|with|about|several|many|some|different|its|their|all) /i,
    '',
  );
  const noun = nounWords(named);
  if (fields === '' || !canBeRecord(noun) || !isPlural(noun) || !isFieldList(fields)) return undefined;
  if (
    itemsOf(fields).filter(isFieldItem).length < 2 ||
    /\b(?:cannot|must not|may not|never|only)\b/i.test(text)
  )
    return undefined;
  return () => {
    const entity = understanding.declare(noun, statement.source);
    understanding.aside(within(statement, text.slice(0, text.indexOf(named))));
    noteFields(fields, entity, statement, understanding);
    understanding.topic = entity;
  };
};

/** "Parts come from a list, where every part has a code": what stands behind "where" is a statement of its own. */
export const readWhere: Reader = (statement, understanding) => {
  const [, before = '', clause = ''] =
    /^(.+?),? (?:where|in which) ((?:each|every|an?) [\p{L} -]+? (?:has|have) .+)$/iu.exec(
      clean(statement.text),
    ) ?? [];
  const fields = / (?:has|have) (.+)$/i.exec(clause)?.[1] ?? '';
  if (clause === '' || !isFieldList(fields) || itemsOf(fields).length < 2) return undefined;
  return () => {
    understanding.later(before, statement);
    understanding.later(clause.charAt(0).toUpperCase() + clause.slice(1), statement);
  };
};

const BARE_HAS =
  /^([\p{L} -]+?) (?:has|contains|consists of|carries|bears|includes|is described by|is made of) (?:the following(?: fields| data)?:? |always )?(.+)$/iu;

/** "Room has number, floor and type", as people write whose language has no articles. */
export const readBareHas: Reader = (statement, understanding) => {
  const [, subject = '', object = ''] = BARE_HAS.exec(clean(statement.text)) ?? [];
  const noun = bareRecord(subject, understanding);
  if (noun === undefined || !isFieldList(object) || itemsOf(object).filter(isFieldItem).length < 2)
    return undefined;
  return () => {
    const entity = entityNamed(noun, understanding) ?? understanding.declare(noun, statement.source);
    noteFields(object, entity, statement, understanding);
    understanding.topic = entity;
  };
};
