import { splitOutside, itemsOf } from '../lists.js';
import { isPlural, nounWords, singular } from '../nouns.js';
import type { EntityNotes, Understanding } from '../understanding.js';
import { isFieldItem, noteFields } from './fields.js';
import { noteRecords, recordItemsOf } from './records.js';
import { tie, tieMany } from './references.js';
import { canBeRecord, entityNamed, isSoftware, type Reader, type Statement } from './statement.js';

const HAVE =
  /^(.+?)(?:,)? (?:(?:also|each|always|all|must|should|shall|will|needs? to|has to|have to|can|may|could) ){0,3}(has|have|contains?|includes?|stores?|records?|consists? of|comprises?|(?:is|are) described by|(?:is|are) made (?:up )?of|carry|carries|holds?|keeps?|tracks?|manages?|comes? with|features?|owns?|offers?) (?:(?:also|both|the following(?: fields| attributes| entities| resources)?:?|fields?:?|attributes:?) )?(.+)$/i;
const LIMITED =
  /^(?:at most|at least|no more|not more|up to|more than|fewer|less than|only|maximum|a maximum|max|exactly \w+ \w+s\b|never)/i;
const MODAL = /\b(?:can|may|could)\b/i;
const MANY =
  /^(?:many|several|multiple|one or more|zero or more|any number of|a list of|a collection of|some|a number of|at least one|one or many|lots of|various|more than one) (.+)$/i;
const BELONG =
  /^(.+?) (?:must |should |can |may |always |will )*(?:(?:be|is|are) )?(?:(belongs?|assigned|linked|attached|related|tied|connected) to|(?:refers?|referring) to|references?|part of|made (?:for|by)|written by|owned by|placed by|created by|taken by|borrowed by|booked by|booked for|made at|held in|given by|taught by|for|is in|are in|associated with|about|on|filed under|(?:is|are) of) (?:exactly |only )?(.+)$/i;
const LINK =
  /^(.+?) (?:links?|connects?|joins?|ties?|relates?|pairs?|assigns?|combines?) (.+?) (?:and|to|with) (.+)$/i;
const LISTED =
  /^(?:(?:there (?:is|are|should be|must be|will be)|(?:the )?(?:main |core )?(?:entities|resources|models|records|tables|data)(?: are|:)|(?:manage|track|store|keep track of|keep|record|maintain|handle)s?) ?:? )(.+)$/i;
const ASK =
  /^(?:please |(?:i|we)(?: would|'d)? (?:want|need|like) to |help (?:me|us) (?:to )?|let (?:me|us) |(?:users?|staff|people|you|it|the (?:api|system|service|app)) (?:can|should|must|may|will) )+/i;
const FOR_EACH =
  /^(?:for|of) (?:each|every|an?|all) (.+?),? (?:(?:we|i|it|the (?:api|system|app|service)|you|users?) )?(?:(?:also|must|should|need to|want to|will) )*(?:stores?|records?|keeps?|tracks?|needs?|has|have|saves?|there (?:is|are)|is stored|knows?) (.+)$/i;
const COLON =
  /^(?:an? |each |every |the )?([\w' -]+?)(?: entity| record| model| resource| table| fields| attributes| has| have| properties)*(?::| [–—-]) +(.+)$/i;
const BRACKET = /^([\w' -]+?) ?\(([^()]+)\)$/;
const NONE =
  /^(?:there (?:are|is|should be|will be) )?(?:no|without(?: any)?) ([\w -]+?)(?: (?:are|is) (?:needed|kept|stored))?$/i;

function clean(text: string): string {
  return text.replace(/[.!]+$/, '').trim();
}

/** The record a subject phrase declares or names: `each pet`, `books`, `it`. */
function subjectOf(
  phrase: string,
  statement: Statement,
  understanding: Understanding,
): (() => EntityNotes) | undefined {
  const named = entityNamed(
    phrase.replace(/^(?:and|also|in addition|additionally|moreover|then),? /i, ''),
    understanding,
  );
  if (named !== undefined) return () => named;
  const words = nounWords(phrase);
  const isNew =
    canBeRecord(words) &&
    (understanding.isKnown(words) || /^(?:an?|each|every|all) /i.test(phrase) || isPlural(words));
  return isNew ? () => understanding.declare(words, statement.source) : undefined;
}

/** "There are no members": a kind of record that must not be there. */
export const readNone: Reader = (statement, understanding) => {
  const match = NONE.exec(clean(statement.text));
  const noun = match?.[1] === undefined ? '' : nounWords(match[1]);
  if (noun === '' || !canBeRecord(noun) || !isPlural(noun)) return undefined;
  return () => {
    understanding.excluded.push({ noun: singular(noun), source: statement.source });
    understanding.checked(`no ${noun} are kept`, statement.source, `the plan has no record of ${noun}`);
  };
};

/** "There are books, members and loans", "Manage books": a list of kinds of records. */
export const readListed: Reader = (statement, understanding) => {
  const match = LISTED.exec(clean(statement.text).replace(ASK, ''));
  if (match?.[1] === undefined || LIMITED.test(match[1])) return undefined;
  const records = recordItemsOf(match[1], understanding);
  if (records === undefined || !records.every(({ noun }) => isPlural(noun) || understanding.isKnown(noun)))
    return undefined;
  return () => {
    noteRecords(records, statement, understanding);
  };
};

/** "A book has a title and an ISBN", "It has books with a title": fields of a record, or records of the software. */
export const readHave: Reader = (statement, understanding) => {
  const match = HAVE.exec(clean(statement.text));
  const [, subject = '', verb = '', object = ''] = match ?? [];
  if (match === null || LIMITED.test(object)) return undefined;
  const many = MANY.exec(object);
  const entity = subjectOf(subject, statement, understanding);
  if (many?.[1] !== undefined && entity !== undefined) {
    const children = splitOutside(
      many[1],
      /\s*,\s*(?:and )?(?:many |several )?|\s+and (?:many |several )?/,
    ).map(nounWords);
    if (
      children.every(
        (noun) => canBeRecord(noun) && isPlural(noun) && (understanding.isKnown(noun) || !isFieldLike(noun)),
      )
    ) {
      return () => {
        const parent = entity();
        for (const noun of children) {
          tieMany(parent, understanding.declare(noun, statement.source), statement.source, understanding);
        }
        understanding.topic = parent;
      };
    }
  }
  if (isSoftware(subject, understanding) || (understanding.topic === undefined && /^it$/i.test(subject))) {
    const records = recordItemsOf(object, understanding);
    if (records === undefined || !records.every(({ noun }) => isPlural(noun) || understanding.isKnown(noun)))
      return undefined;
    return () => {
      noteRecords(records, statement, understanding);
    };
  }
  if (entity === undefined || /^(?:manage|offer|own|feature)/i.test(verb)) return undefined;
  const before = statement.text.slice(subject.length, statement.text.indexOf(verb, subject.length));
  if (!itemsOf(object).every(isFieldItem)) return undefined;
  return () => {
    const about = entity();
    for (const words of noteFields(object, about, statement, understanding)) {
      if (MODAL.test(before))
        understanding
          .field(about, words)
          ?.said.push({ restriction: { optional: true }, source: statement.source });
    }
    understanding.topic = about;
  };
};

function isFieldLike(noun: string): boolean {
  return /^(?:names|emails|details|notes|comments|tags|addresses|phones|photos|images|attachments|files)$/.test(
    noun,
  );
}

/** "Every pet belongs to an owner". */
export const readBelong: Reader = (statement, understanding) => {
  const match = BELONG.exec(clean(statement.text));
  const [whole = '', subject = '', verb, object = ''] = match ?? [];
  if (match === null || / (?:not|never|cannot|only) /i.test(whole)) return undefined;
  const child = subjectOf(subject, statement, understanding);
  const parents = splitOutside(object, /\s*,\s*(?:and )?(?:to )?|\s+and\s+(?:to |by |for )?/).map((part) => ({
    noun: nounWords(part.replace(/^(?:exactly |only |at most )?(?:one|a single|some) /i, '')),
    several: MANY.test(part),
  }));
  const known = parents.every(
    ({ noun, several }) =>
      !several &&
      canBeRecord(noun) &&
      (understanding.isKnown(noun) || (verb !== undefined && /^belong/i.test(verb))),
  );
  if (child === undefined || parents.length === 0 || !known) return undefined;
  const before = whole.slice(subject.length);
  const optional = /^ (?:can|may)\b/i.test(before) || /\boptional(?:ly)?\b/i.test(whole);
  return () => {
    const entity = child();
    for (const { noun } of parents) {
      const parent = understanding.declare(noun, statement.source);
      tie(entity, parent, statement.source, understanding, { optional: optional || parent === entity });
    }
    understanding.topic = entity;
  };
};

/** "Loans link a book and a member". */
export const readLink: Reader = (statement, understanding) => {
  const match = LINK.exec(clean(statement.text));
  const [, subject = '', first = '', second = ''] = match ?? [];
  const child = match === null ? undefined : subjectOf(subject, statement, understanding);
  const sides = [...splitOutside(first, /\s*,\s*/), ...splitOutside(second, /\s*,\s*(?:and )?/)].map(
    nounWords,
  );
  if (child === undefined || !sides.every((noun) => understanding.isKnown(noun))) return undefined;
  return () => {
    const entity = child();
    for (const noun of sides)
      tie(entity, understanding.declare(noun, statement.source), statement.source, understanding);
    understanding.topic = entity;
  };
};

/** "For each visit we store the date and the cost". */
export const readForEach: Reader = (statement, understanding) => {
  const match = FOR_EACH.exec(clean(statement.text));
  const [, subject = '', object = ''] = match ?? [];
  if (match === null || LIMITED.test(object) || !itemsOf(object).every(isFieldItem)) return undefined;
  const entity = subjectOf(subject, statement, understanding);
  if (entity === undefined) return undefined;
  return () => {
    const about = entity();
    noteFields(object, about, statement, understanding);
    understanding.topic = about;
  };
};

/** "Book: title, author", "Members (name, email)". */
export const readColon: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  const match = BRACKET.exec(text) ?? COLON.exec(text);
  const [, head = '', object = ''] = match ?? [];
  const noun = nounWords(head);
  if (match === null || !canBeRecord(noun)) return undefined;
  if (isGeneric(noun)) {
    if (!/^(?:entit|resource|model|table|record|data|object|domain)/.test(noun)) return undefined;
    const records = recordItemsOf(object, understanding);
    return records === undefined ? undefined : () => void noteRecords(records, statement, understanding);
  }
  if (entityNamed(head, understanding) === undefined && isFieldLike(noun)) return undefined;
  const brackets = splitOutside(object, /\s*;\s*/);
  if (!brackets.every((part) => itemsOf(part).every(isFieldItem))) return undefined;
  return () => {
    const entity = understanding.declare(noun, statement.source);
    noteFields(object, entity, { ...statement, source: statement.source }, understanding);
    understanding.topic = entity;
  };
};

const GENERIC =
  /^(?:(?:main |core |data |business |functional |non functional |api |other |general |more |additional |my |our |the |key |some )*(?:entit(?:y|ies)|features?|fields?|attributes?|propert(?:y|ies)|rules?|requirements?|endpoints?|routes?|overview|constraints?|notes?|models?|resources?|descriptions?|functionalit(?:y|ies)|validations?|introductions?|summary|goals?|scope|background|tech stack|stack|technology|technologies|details?|specifications?|spec|brief|records?|tables?|data|relations?|relationships?|search|pagination|objects?|domain|api|use cases?|user stor(?:y|ies)|behaviou?r|limits?|operations?|example|examples))$/;

/** Whether a heading's noun is about the brief and not about its subject. */
export function isGeneric(noun: string): boolean {
  return GENERIC.test(noun);
}

/** "Members with name and email", a clause without a verb: records with their fields. */
export const readBare: Reader = (statement, understanding) => {
  const records = recordItemsOf(clean(statement.text).replace(/^(?:and|also|plus) /i, ''), understanding);
  if (
    records?.every(
      ({ noun, fields, parents }) => isPlural(noun) && (fields !== undefined || parents.length > 0),
    ) !== true
  )
    return undefined;
  return () => {
    noteRecords(records, statement, understanding);
  };
};

export const DECLARATIONS: readonly Reader[] = [
  readNone,
  readForEach,
  readColon,
  readLink,
  readBelong,
  readHave,
  readListed,
  readBare,
];
