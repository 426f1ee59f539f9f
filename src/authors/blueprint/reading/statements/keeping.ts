import { itemsOf } from '../lists.js';
import { isPlural, nounWords } from '../nouns.js';
import type { EntityNotes, Understanding } from '../understanding.js';
import { isFieldItem, isFieldList, noteFields, noteTied } from './fields.js';
import { recordItemsOf } from './records.js';
import { tie } from './references.js';
import {
  canBeRecord,
  clean,
  entityOrNew,
  isSoftware,
  namedLast,
  spokenOf,
  within,
  type Reader,
  type Statement,
} from './statement.js';
import { readHeaded, readNext, readWhich, readWhere } from './said-in-passing.js';

const MODALS =
  '(?:(?:also|always|all|must|should|shall|will|can|may|just|only|need(?:s)? to|have to|has to|want(?:s)? to|would like to|like to|to|be able to) )*';
const KEEP =
  '(?:keeps?(?: track of| a record of| a note of)?|stores?|records?|notes?(?: down)?|tracks?|saves?|writes? down|registers?|logs?|needs?|wants?|has|have|knows?|remembers?|enters?|collects?|holds?|lists?|documents?|captures?|maintains?|takes? down|sees?|says?|there (?:is|are)|would like)';
const KEPT =
  '(?:kept|stored|recorded|noted(?: down)?|tracked|saved|written down|registered|logged|entered|collected|held|documented|captured|needed|required|known|given|taken down|maintained|managed)';
const WE =
  '(?:we|i|it|you|they|one|users?|people|staff|everybody|the (?:api|system|app|service|tool|program|application|club|team|office|staff|register|library|catalogue|archive|registry|ledger|database))';
const FOR_EACH: readonly RegExp[] = [
  new RegExp(
    `^${WE} ${MODALS}(?:keep|store|record|note|write down|remember|know|track|save|register|log|enter),? for ((?:each|every|any) )([\\p{L} -]+?), (.+)$`,
    'iu',
  ),
  new RegExp(
    `^(?:for|of|about|on|with|in|from) ((?:each|every|an?|all|any|the) )?(.+?),? (?:${WE} )?${MODALS}${KEEP}:? (?:the following:? |the following (?:data|details|fields|information):? |down )?(.+)$`,
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
  if (/^(?:one|of them|of these)$/i.test(subject)) return namedLast(statement, understanding);
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
    const [, kept = '', fields = ''] =
      /^([\p{L}-]+(?: [\p{L}-]+)?)(?::|,? each with|,? with) (.+)$/iu.exec(object) ?? [];
    const noun = nounWords(kept);
    if (fields !== '' && isPlural(noun) && canBeRecord(noun)) {
      if (!isFieldList(fields)) continue;
      return () => {
        const child = understanding.declare(noun, statement.source);
        tie(child, entity(), statement.source, understanding);
        noteFields(fields, child, statement, understanding);
        understanding.topic = child;
      };
    }
    // "On each job we list the parts and labour: a description, a price" tells of the parts.
    if (/^[^:(]+(?<!following(?: \w+)?): /i.test(object)) continue;
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

/** "The date it went out and the date it came back": of one time that it was lent, and not of the thing itself. */
const HANDED_OUT =
  /\b(?:it|they|he|she|somebody|someone) (?:went out|goes out|came back|comes back|(?:was|were|is|are) (?:lent|borrowed|rented|hired|brought back|returned|back)\b|returned)/i;
const LOAN =
  /(?:^| )(?:loan|lending|rental|hire|booking|borrowing|checkout|reservation|assignment|withdrawal|trip|stay|visit|lease|let|tenancy|rent)$/;

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
    // "I want a list of certificates, soonest first" asks for a list.
    if (/^(?:an? )?(?:list|overview|report|summary|view|page)s? /i.test(listed)) continue;
    // "When they earned it" is of what ties the two, whichever that is.
    if (whose === '' && /\b(?:they|he|she|somebody|someone) \p{L}+ (?:it|them)\b/iu.test(listed)) continue;
    // "We record books and members": kinds of records, not fields.
    if (
      /^[\p{L} -]+: /u.test(listed) &&
      !/^(?:the |its |their )?(?:following|data|details|fields)/i.test(listed)
    )
      continue;
    const namesRecords = (item: string): boolean =>
      [
        item,
        /^(?:the |all |our |my )?([\p{L}-]+s)(?= (?:that|which|who|with|by|in|of)\b)/iu.exec(item)?.[1] ?? '',
      ]
        .map(nounWords)
        .some((words) => words !== '' && isPlural(words) && understanding.isKnown(words));
    if (items.some(namesRecords)) continue;
    const entity =
      whose === '' ? spokenOf(statement, understanding) : entityOrNew(whose, statement, understanding);
    if (entity === undefined) continue;
    if (whose === '' && HANDED_OUT.test(listed) && !LOAN.test(understanding.topic?.singular ?? 'loan'))
      continue;
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

/** "Books with a title, and members with a name": whether the list of fields goes on with another kind of record. */
function namesOthers(made: string, fields: string, understanding: Understanding): boolean {
  const [, next, ...others] = recordItemsOf(`${made} with ${fields}`, understanding) ?? [];
  // "Films with a title, actors" may have those: only behind another with fields is a bare noun beside the first.
  return (
    next?.fields !== undefined &&
    others.every((other) => other.fields !== undefined || understanding.isKnown(other.noun))
  );
}

/** "We also register treatments against mites: the product, the dose": a kind of record with its fields. */
export const readWeKeep: Reader = (statement, understanding) => {
  const [, made = '', about = '', fields = ''] = WE_KEEP_WITH.exec(clean(statement.text)) ?? [];
  const noun = nounWords(made);
  if (fields === '' || !canBeRecord(noun) || !isPlural(noun) || !isFieldList(fields)) return undefined;
  if (itemsOf(fields).filter(isFieldItem).length < 2) return undefined;
  if (namesOthers(made, fields, understanding)) return undefined;
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
export const readStored: Reader = (statement, understanding) => {
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

const ENTERED =
  /^(?:users?|people|staff|members?|we|you|i|admins?|the \p{L}+|it) (?:can|may|must|should|will|want to|need to|shall)(?: also| be able to)* (?:create|add|register|enter|record|log|note(?: down)?|save|store|keep|file|document|write down|submit|report|open|set up|define|make|maintain|manage) (new |an? |the |all |any |every |several )?([\p{L} -]+?)(?: (?:to|in|into|for|at|on|against|under|within|of) (?:an? |the |one |each |every )?([\p{L} -]+?))?,? (?:with|having|giving|including|stating|consisting of|by|each with|and (?:its|their)) (?:its |their |the following:? )?(.+)$/iu;

/** "Users can register skippers with a name and a licence number": a kind of record with its fields. */
export const readEntered: Reader = (statement, understanding) => {
  const [, determiner = '', made = '', place, fields = ''] = ENTERED.exec(clean(statement.text)) ?? [];
  const noun = nounWords(made);
  if (fields === '' || !canBeRecord(noun) || isSoftware(made, understanding)) return undefined;
  if (!isPlural(noun) && !understanding.isKnown(noun) && !/^(?:new|an?|every|any) /i.test(determiner))
    return undefined;
  if (isPlural(noun) && namesOthers(made, fields, understanding)) return undefined;
  const where = place === undefined ? undefined : nounWords(place);
  if (where !== undefined && !understanding.isKnown(where)) return undefined;
  if (!isFieldList(fields) || (itemsOf(fields).length < 2 && !/^(?:its|their|an?|the) /i.test(fields)))
    return undefined;
  return () => {
    const entity = understanding.declare(noun, statement.source);
    noteTied(entity, where === undefined ? [] : [where], fields, statement, understanding);
  };
};

export const KEEPING: readonly Reader[] = [
  readNext,
  readHeaded,
  readWeKeep,
  readForEach,
  readEntered,
  readStored,
  readWhere,
  readWhich,
];
