import { itemsOf } from '../lists.js';
import { isPlural, nounWords } from '../nouns.js';
import type { EntityNotes, Understanding } from '../understanding.js';
import { isFieldItem, isFieldList, noteFields } from './fields.js';
import { recordItemsOf } from './records.js';
import { tie } from './references.js';
import {
  bareRecord,
  canBeRecord,
  clean,
  entityNamed,
  entityOrNew,
  isSoftware,
  spokenOf,
  within,
  type Reader,
  type Statement,
} from './statement.js';

const MODALS =
  '(?:(?:also|always|all|must|should|shall|will|can|may|just|only|need(?:s)? to|have to|has to|want(?:s)? to|would like to|like to|to|be able to) )*';
const KEEP =
  '(?:keeps?(?: track of| a record of| a note of)?|stores?|records?|notes?(?: down)?|tracks?|saves?|writes? down|registers?|logs?|needs?|wants?|has|have|knows?|remembers?|enters?|collects?|holds?|lists?|documents?|captures?|maintains?|takes? down|sees?|says?|there (?:is|are)|would like)';
const KEPT =
  '(?:kept|stored|recorded|noted(?: down)?|tracked|saved|written down|registered|logged|entered|collected|held|documented|captured|needed|required|known|given|taken down|maintained|managed)';
const WE =
  '(?:we|i|it|you|they|one|users?|people|staff|everybody|the (?:api|system|app|service|tool|program|application|club|team|office|staff))';
const FOR_EACH: readonly RegExp[] = [
  new RegExp(
    `^${WE} ${MODALS}(?:keep|store|record|note|write down|remember|know|track|save|register|log|enter),? for ((?:each|every|any) )([\\p{L} -]+?), (.+)$`,
    'iu',
  ),
  new RegExp(
    `^(?:for|of|about|on|with|in|from) ((?:each|every|an?|all|any|the) )?(.+?),? (?:${WE} )?${MODALS}${KEEP} (?:the following:? |the following (?:data|details|fields|information):? |down )?(.+)$`,
    'i',
  ),
  new RegExp(
    `^(?:for|of|about|on) ((?:each|every|an?|all|any|the) )(.+?),? ((?:the|its|their|his|her|an?) .+?) (?:is|are|has to be|have to be|must be|should be|shall be|gets?|will be|needs? to be) (?:also )?${KEPT}$`,
    'i',
  ),
];

/** The kind of record that the subject of "for each …" names or declares. */
function holderOf(
  determiner: string,
  subject: string,
  statement: Statement,
  understanding: Understanding,
): (() => EntityNotes) | undefined {
  const noun = nounWords(subject);
  if (/^(?:the|all)? ?$/i.test(determiner) && !isPlural(noun) && !understanding.isKnown(noun))
    return undefined;
  return entityOrNew(
    /^(?:an?|each|every|any) $/i.test(determiner) ? `each ${subject}` : subject,
    statement,
    understanding,
  );
}

/** "For each visit we note the date and the cost", "of every site the name and the address are recorded". */
export const readForEach: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  for (const pattern of FOR_EACH) {
    const [, determiner = '', subject = '', object = ''] = pattern.exec(text) ?? [];
    if (subject === '' || LIMITED.test(object) || !isFieldList(object)) continue;
    if (/^(?:such|pairing|pair|combination|this|that)\b/i.test(subject)) continue;
    const entity = holderOf(determiner, subject, statement, understanding);
    if (entity === undefined) continue;
    return () => {
      const about = entity();
      noteFields(object, about, statement, understanding);
      understanding.topic = about;
    };
  }
  return undefined;
};

const LIMITED =
  /^(?:at most|at least|no more|not more|up to|more than|fewer|less than|only|maximum|a maximum|max|never|to )/i;
const WE_RECORD: readonly RegExp[] = [
  new RegExp(`^(?:of|for|from) (?:them|it|these|those|him|her),? ${WE} ${MODALS}${KEEP} (.+)()$`, 'iu'),
  new RegExp(
    `^${WE} ${MODALS}(?:keeps? track of|keeps?(?= (?:their|its|his|her) )|stores?|records?|notes?(?: down)?|tracks?|saves?|writes? down|registers?|logs?|needs?|want|wants|knows?|remembers?|collects?|takes? down) (?:the |their |its |his or her )?(.+?)(?: (?:of|for|about|on|from) ((?:each|every|any|all|an?) [\\p{L} -]+))?$`,
    'iu',
  ),
  new RegExp(`^(?:it|there) (?:shall|should|must|is|will) (?:also )?be ${KEPT} (.+)()$`, 'iu'),
  new RegExp(
    `^((?:its|their|his|her) .+?) (?:is|are|must be|should be|will be|shall be) (?:also )?${KEPT}()$`,
    'iu',
  ),
];

/** "We record name and date of birth": of what was spoken of last. */
export const readWeRecord: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  for (const [index, pattern] of WE_RECORD.entries()) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const [, listed = '', whose = ''] = match;
    const items = itemsOf(listed);
    const isOne = index !== 1 || /^(?:whether|when|who|how|if) /i.test(listed) || whose !== '';
    if (!isFieldList(listed) || (items.length < 2 && !isOne) || LIMITED.test(listed)) continue;
    // "When they earned it" is of what ties the two, whichever that is.
    if (whose === '' && /\b(?:they|he|she|somebody|someone) \p{L}+ (?:it|them)\b/iu.test(listed)) continue;
    // "We record books and members": kinds of records, not fields.
    if (
      /^[\p{L} -]+: /u.test(listed) &&
      !/^(?:the |its |their )?(?:following|data|details|fields)/i.test(listed)
    )
      continue;
    if (items.some((item) => isPlural(nounWords(item)) && understanding.isKnown(nounWords(item)))) continue;
    const entity =
      whose === '' ? spokenOf(statement, understanding) : entityOrNew(whose, statement, understanding);
    if (entity === undefined) continue;
    return () => {
      const about = entity();
      noteFields(listed, about, statement, understanding);
      understanding.topic = about;
    };
  }
  return undefined;
};

const WE_KEEP_WITH = new RegExp(
  `^(?:please )?(?:${WE} )?${MODALS}(?:keeps?(?: track of)?|stores?|records?|notes?(?: down)?|tracks?|saves?|writes? down|registers?|logs?|have|manages?|maintains?) (?:an? |the |my |our )?(?:(?:list|collection|record|register|catalogue|inventory|log) of )?(?:the |our |all |any |my )?([\\p{L}-]+(?: [\\p{L}-]+)?s)((?: (?:against|for|of|from|by|on|in) [\\p{L} -]+?)?)(?:: |,? each with |,? with )(.+)$`,
  'iu',
);

/** "We also register treatments against mites: the product, the dose": a kind of record with its fields. */
export const readWeKeep: Reader = (statement, understanding) => {
  const [, made = '', about = '', fields = ''] = WE_KEEP_WITH.exec(clean(statement.text)) ?? [];
  const noun = nounWords(made);
  if (fields === '' || !canBeRecord(noun) || !isPlural(noun) || !isFieldList(fields)) return undefined;
  if (itemsOf(fields).filter(isFieldItem).length < 2) return undefined;
  return () => {
    const entity = understanding.declare(noun, statement.source);
    if (about !== '') understanding.aside(within(statement, about));
    noteFields(fields, entity, statement, understanding);
    understanding.topic = entity;
  };
};

const ARE_KEPT = new RegExp(
  `^(?:all |the |our )?(.+?) (?:is|are|get|must be|should be|need to be|have to be|shall be|will be|can be) (?:also |all )?(?:kept(?: track of)?|stored|recorded|registered|tracked|managed|noted(?: down)?|written down|saved|maintained)(?: separately| too| as well| there| here| in the (?:system|database|register|app))?$`,
  'i',
);

/** "Boats and skippers are stored": kinds of records. */
export const readKept: Reader = (statement, understanding) => {
  const listed = ARE_KEPT.exec(clean(statement.text))?.[1] ?? '';
  const records = listed === '' ? undefined : recordItemsOf(listed, understanding);
  if (
    records?.every(
      ({ noun, rest }) =>
        rest === '' &&
        isPlural(noun) &&
        (understanding.isKnown(noun) || records.length > 1 || /separately$/i.test(statement.text)),
    ) !== true
  )
    return undefined;
  return () => {
    const kept = records.map(({ noun }) => understanding.declare(noun, statement.source));
    understanding.met(
      `${kept.map((entity) => entity.plural).join(' and ')} are kept`,
      statement.source,
      kept.map((entity) => ({ kind: 'records', entity: entity.singular })),
    );
    if (kept.length === 1) understanding.topic = kept[0];
  };
};

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
  /^(?:(?:first|then|next|finally|last|lastly|second|third|after that|and then)(?: come| comes| there are| there is| up| of all)?,? (?:the|our|my|all)|the|our) ([\p{L} -]+?)$/iu;

/** "First the scouts.": what the next sentences are about. */
export const readNext: Reader = (statement, understanding) => {
  const [, head = ''] = NEXT.exec(clean(statement.text)) ?? [];
  const noun = nounWords(head);
  if (head === '' || !canBeRecord(noun) || !(isPlural(noun) || understanding.isKnown(noun))) return undefined;
  // "The conductor handles concerts" is a sentence.
  if (noun.includes(' ') && !understanding.isKnown(noun)) return undefined;
  return () => {
    const entity = understanding.declare(noun, statement.source);
    understanding.met(`${entity.plural} are kept`, statement.source, [
      { kind: 'records', entity: entity.singular },
    ]);
    understanding.topic = entity;
  };
};

const ENTERED =
  /^(?:users?|people|staff|members?|we|you|i|admins?|the \p{L}+|it) (?:can|may|must|should|will|want to|need to|shall)(?: also| be able to)* (?:create|add|register|enter|record|log|note(?: down)?|save|store|keep|file|document|write down|submit|report|open|set up|define|book|make|maintain|manage) (new |an? |the |all |any |every |several )?([\p{L} -]+?)(?: (?:to|in|into|for|at|on|against|under|within|of) (?:an? |the |one |each |every )?([\p{L} -]+?))?,? (?:with|having|giving|including|stating|consisting of|by|each with|and (?:its|their)) (?:its |their |the following:? )?(.+)$/iu;

/** "Users can register skippers with a name and a licence number": a kind of record with its fields. */
export const readEntered: Reader = (statement, understanding) => {
  const [, determiner = '', made = '', place, fields = ''] = ENTERED.exec(clean(statement.text)) ?? [];
  const noun = nounWords(made);
  if (fields === '' || !canBeRecord(noun) || isSoftware(made, understanding)) return undefined;
  if (!isPlural(noun) && !understanding.isKnown(noun) && !/^(?:new|an?|every|any) /i.test(determiner))
    return undefined;
  const where = place === undefined ? undefined : nounWords(place);
  if (where !== undefined && !understanding.isKnown(where)) return undefined;
  if (!isFieldList(fields) || (itemsOf(fields).length < 2 && !/^(?:its|their|an?|the) /i.test(fields)))
    return undefined;
  return () => {
    const entity = understanding.declare(noun, statement.source);
    if (where !== undefined)
      tie(entity, understanding.declare(where, statement.source), statement.source, understanding);
    noteFields(fields, entity, statement, understanding);
    understanding.topic = entity;
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

export const KEEPING: readonly Reader[] = [
  readNext,
  readHeaded,
  readWeKeep,
  readForEach,
  readEntered,
  readKept,
  readWhere,
  readWhich,
];
