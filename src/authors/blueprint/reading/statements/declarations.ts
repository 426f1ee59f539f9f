import { fieldPhraseOf } from '../field-phrases.js';
import { itemsOf } from '../lists.js';
import { splitOutside } from '../outside-brackets.js';
import { isPlural, nounWords, singular } from '../nouns.js';
import { isFieldList, isSurelyField, noteFields } from './fields.js';
import { KEEPING } from './keeping.js';
import { readBareHas } from './said-in-passing.js';
import { noteRecords, recordItemsOf } from './records.js';
import { tieMany } from './references.js';
import { canBeRecord, entityNamed, isSoftware, type Reader, within } from './statement.js';
import type { Understanding } from '../understanding.js';
import { isGeneric } from './generic-headings.js';
import { withoutStop, subjectOf, MANY } from './declared-subjects.js';
import { readBelong, readLink, readDeed, readPlace } from './belonging.js';

const MODALS =
  '(?:(?:also|each|always|all|must|should|shall|will|needs? to|has to|have to|can|may|could) ){0,3}';
const FOLLOWING =
  '(?:(?:also|both|the following(?: fields| attributes| entities| resources)?:?|fields?:?|attributes:?) )?';
/** In this order: "track" and "record" are nouns as often as verbs. */
const HAVE = [
  'has|have|contains?|includes?|consists? of|comprises?|(?:is|are) known (?:to (?:us|me|staff|everyone) )?(?:by|under)|is identified by|are identified by|(?:is|are) described by|(?:is|are) made (?:up )?of|comes? with|(?:is|are) (?:registered|recorded|stored|entered|listed|noted|saved) with',
  'stores?|records?|notes?|carry|carries|bears?|says?|gets|receives|holds?|keeps?|tracks?|manages?|features?|owns?|offers?',
].map((verbs) => new RegExp(`^(.+?)(?:,)? ${MODALS}(${verbs}) ${FOLLOWING}(.+)$`, 'i'));
const LIMITED =
  /^(?:at most|at least|no more|not more|up to|more than|fewer|less than|only|maximum (?:of|\d)|a maximum (?:of|\d)|max|exactly \w+ \w+s\b|never)/i;
const MODAL = /\b(?:can|may|could)\b/i;
const LISTED =
  /^(?:(?:there (?:is|are|should be|must be|will be)|(?:the )?(?:main |core )?(?:entities|resources|models|records|tables|data)(?: are|:)|(?:manage|track|store|keep track of|keep|record|maintain|handle)s?) ?:? )(.+)$/i;
const ASK =
  /^(?:please |(?:i|we)(?: would|'d)? (?:want|need|like) to |help (?:me|us) (?:to )?|let (?:me|us) |(?:users?|staff|people|you|it|the (?:api|system|service|app)) (?:can|should|must|may|will) )+/i;
const COLON =
  /^(?:an? |each |every |the )?([\w' -]+?)(?: entity| record| model| resource| table| fields| attributes| has| have| properties)*(?::| [–—-]) +(.+)$/i;
const BRACKET = /^([\w' -]+?) ?\(((?:[^()]|\([^()]*\))+)\)$/;
const NONE =
  /^(?:there (?:are|is|should be|will be) |(?:we|the (?:api|system|app|application|service|program|software)) (?:keeps?|stores?|tracks?|records?|manages?|needs?|wants?) )?(?:no|without(?: any)?) ([\w -]+?)(?: (?:are|is) (?:needed|kept|stored))?$/i;

/** "There are no members": a kind of record that must not be there. */
export const readNone: Reader = (statement, understanding) => {
  const match = NONE.exec(withoutStop(statement.text));
  const noun = match?.[1] === undefined ? '' : nounWords(match[1]);
  if (noun === '' || !canBeRecord(noun) || !isPlural(noun)) return undefined;
  return () => {
    understanding.excluded.push({ noun: singular(noun), source: statement.source });
    understanding.checked(`no ${noun} are kept`, statement.source, `the plan has no record of ${noun}`);
  };
};

/** "This API lets a gym manage its members": whose it is, before what is kept. */
const LETS =
  /^(?:this|the|our) (?:(?:rest|web|http) )?(?:api|system|service|app|application|backend|program|tool|library|software) (?:lets|allows|helps|enables) (?:an?|the|our|my) ([\p{L} -]+?) (?:to )?(?=(?:manage|track|store|keep|record|maintain|handle) )/iu;

/** "There are books, members and loans", "Manage books": a list of kinds of records. */
export const readListed: Reader = (statement, understanding) => {
  const text = withoutStop(statement.text);
  const whose = nounWords(LETS.exec(text)?.[1] ?? '');
  if (whose !== '' && (understanding.isKnown(whose) || isPlural(whose) || !canBeRecord(whose)))
    return undefined;
  const match = LISTED.exec(text.replace(LETS, '').replace(ASK, ''));
  if (match?.[1] === undefined || LIMITED.test(match[1])) return undefined;
  const head = text.slice(0, text.length - match[1].length);
  const records = recordItemsOf(match[1], understanding);
  if (!records?.every(({ noun }) => isPlural(noun) || understanding.isKnown(noun))) return undefined;
  return () => {
    if (whose !== '') understanding.subject ??= whose;
    const [only, ...others] = noteRecords(records, statement, understanding, head);
    if (others.length === 0) understanding.topic = only;
  };
};

/** "A book has a title and an ISBN", "It has books with a title": fields of a record, or records of the software. */
export const readHave: Reader = (statement, understanding) => {
  const match = HAVE.map((pattern) => pattern.exec(withoutStop(statement.text))).find(
    (found) => found !== null,
  );
  const [, subject = '', verb = '', object = ''] = match ?? [];
  if (
    match === undefined ||
    LIMITED.test(object) ||
    /^(?:full |read |write |read-only |unlimited |no )?(?:access|rights?|permissions?|control) (?:to|over|for|on)\b/i.test(
      object,
    ) ||
    /,? but .*\b(?:may|can|must|has|have|cannot)\b/i.test(object) ||
    /; (?:nobody|no ?one|only|they|it|these|those|every(?:one|body)) /i.test(object)
  )
    return undefined;
  if (
    /^(?:one|an?|a single|only one) (?:[\w-]+ ){1,3}?(?:at (?:the )?most|at a time|at once|or none)(?=$|,| but | and )/i.test(
      object,
    )
  )
    return undefined;
  const many = MANY.exec(object);
  const entity = subjectOf(subject, statement, understanding);
  if (many?.[1] !== undefined && entity !== undefined) {
    const children = splitOutside(
      many[1],
      /\s*,\s*(?:and )?(?:many |several )?|\s+and (?:many |several )?/,
    ).map(nounWords);
    if (
      children.every(
        (noun) =>
          isPlural(noun) &&
          (kindMeant(noun, understanding) !== undefined ||
            (canBeRecord(noun) && (understanding.isKnown(noun) || !isFieldLike(noun)))),
      )
    ) {
      return () => {
        const parent = entity();
        for (const noun of children) {
          const kind = kindMeant(noun, understanding) ?? noun;
          const child = understanding.declare(kind, statement.source);
          // That a truck carries many shipments says no more than that each of them is on one, where the brief says that.
          const isSaid = child.fields.some(({ refersTo }) => refersTo === parent.singular);
          tieMany(parent, child, statement.source, understanding, isSaid ? verb : undefined);
        }
        understanding.topic = parent;
      };
    }
  }
  const isOfTopic =
    (understanding.topic ?? understanding.spokenOf) !== undefined &&
    /^(?:it|they|each|each one)$/i.test(subject);
  if (
    (!isOfTopic && isSoftware(subject, understanding)) ||
    (understanding.topic === undefined && understanding.spokenOf === undefined && /^it$/i.test(subject))
  ) {
    const place =
      / (?:in|at|on|from|of) (?:different|various|several|many|all|some) \w+$/i.exec(object)?.[0] ?? '';
    const listed = object.slice(0, object.length - place.length);
    const [behind = '', whose = ''] = / for (?:an?|the|our|my) ([\p{L} -]+)$/iu.exec(listed) ?? [];
    const forWhom = nounWords(whose);
    // "… and orders for a plant nursery": whose they are, unless that is a record too.
    const isSubject = canBeRecord(forWhom) && !isPlural(forWhom) && !understanding.isKnown(forWhom);
    const records = recordItemsOf(
      isSubject ? listed.slice(0, listed.length - behind.length) : listed,
      understanding,
    );
    if (records?.every(({ noun }) => isPlural(noun) || understanding.isKnown(noun)) === true) {
      const text = withoutStop(statement.text);
      const head = text.slice(0, text.length - object.length);
      return () => {
        if (place !== '') understanding.aside(within(statement, place));
        if (isSubject) {
          understanding.subject ??= forWhom;
          understanding.aside(within(statement, behind.trim()));
        }
        const [only, ...others] = noteRecords(records, statement, understanding, head);
        if (others.length === 0) understanding.topic = only;
      };
    }
    if (!/^(?:users?|people|staff|clients?)$/i.test(subject)) return undefined;
    // "It would be nice to have a rating" is no wish about users.
    if (!statement.source.text.toLowerCase().includes(subject.toLowerCase())) return undefined;
  }
  if (entity === undefined || /^(?:manage|offer|own|feature)/i.test(verb)) return undefined;
  const before = statement.text.slice(subject.length, statement.text.indexOf(verb, subject.length));
  if (
    /^ha(?:s|ve|d)$/i.test(verb) &&
    /^(?:been|had|ever|never|already|\w+(?:ed|en)\b(?! (?:by|on|at|date|name|price|address)\b))/i.test(object)
  )
    return undefined;
  if (!isFieldList(object)) return undefined;
  // "Each container gets a barcode of 8 digits" gives it one; "each member gets a reminder" does not.
  if (
    /^(?:gets|receives)$/i.test(verb) &&
    !itemsOf(object).every((item) => (fieldPhraseOf(item)?.restrictions.length ?? 0) > 0)
  )
    return undefined;
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

/** What a brief calls its "lists" for short: a kind of record, or what it is all about, "a to-do list". */
function kindMeant(noun: string, understanding: Understanding): string | undefined {
  const { subject = '' } = understanding;
  return (
    understanding.entityMeant(noun)?.singular ??
    (singular(subject).endsWith(` ${singular(noun)}`) ? singular(subject) : undefined)
  );
}

function isOfRoles(noun: string, object: string): boolean {
  if (/^(?:(?:user )?(?:roles?|types?|groups?)|actors?|personas?|audience|stakeholders?)$/.test(noun))
    return true;
  return (
    /^(?:users?|people|persons?|staff)$/.test(noun) &&
    itemsOf(object).every((item) => isPlural(nounWords(item)) && !/[(:]/.test(item))
  );
}

function isFieldLike(noun: string): boolean {
  return /^(?:names|emails|details|notes|comments|tags|addresses|phones|photos|images|attachments|files)$/.test(
    noun,
  );
}

const SOFTWARE =
  /\b(?:cli|apis?|rest|back-?end|inventory|tool|app|application|system|library|service|program|tracker|register|management|server|software)\b/i;

/** "Books: filter by author", "books: everyone logged in reads": what is done with them, and by whom. */
const DONE_WITH =
  /^(?:filter(?:ed|able|s)?|search(?:ed|able)?|sort(?:ed|able|s)?|order(?:ed)?|group(?:ed)?|paged|listed|found|find|look(?:ed)? up) (?:by|on|in|for|via|with|through)\b|^(?:no|never|only|any(?:one|body)|every(?:one|body)|nobody|no one|whoever) |(?:^|[\s,])--[a-z]/i;

/** "Book: title, author", "Members (name, email)". */
export const readColon: Reader = (statement, understanding) => {
  const text = withoutStop(statement.text);
  const match = BRACKET.exec(text) ?? COLON.exec(text);
  const [, head = '', object = ''] = match ?? [];
  const noun = nounWords(head);
  if (match === null || !canBeRecord(noun) || DONE_WITH.test(object)) return undefined;
  // "Hoardr - CLI, tools and parts": a title.
  // "key: enum", in the list of another record's fields, is a field that was not understood.
  if (
    /^\p{Ll}/u.test(statement.source.text) &&
    !isPlural(noun) &&
    !understanding.isKnown(noun) &&
    splitOutside(object, /,/).length === 1
  )
    return undefined;
  if (statement.source.position === 0 && / [–—-] /.test(text) && !understanding.isKnown(noun))
    return undefined;
  if (statement.source.position === 0 && SOFTWARE.test(object)) return undefined;
  if (isGeneric(noun)) {
    if (!/^(?:entit|resource|model|table|record|data|object|domain)/.test(noun)) return undefined;
    const records = recordItemsOf(object, understanding);
    return records === undefined ? undefined : () => void noteRecords(records, statement, understanding);
  }
  if (entityNamed(head, understanding) === undefined && isFieldLike(noun)) return undefined;
  // "Users: members, admins" says who there is, not what is kept of each.
  if (isOfRoles(noun, object)) return undefined;
  // "Crew planner: ships (name, flag), sailors (name, rank)": the head is what it all is for.
  const listed = recordItemsOf(object, understanding) ?? [];
  if (
    listed.length > 1 &&
    listed.every(({ noun: each, fields }) => isPlural(each) && fields?.includes(',') === true)
  ) {
    return () => {
      understanding.subject ??= noun;
      noteRecords(listed, statement, understanding);
    };
  }
  const brackets = splitOutside(object, /\s*;\s*/);
  if (!brackets.every(isFieldList)) return undefined;
  // "Allergens: gluten, milk, egg" are some of them, and no fields.
  const items = brackets.flatMap(itemsOf);
  if (entityNamed(head, understanding) === undefined && items.length > 2 && !items.some(isSurelyField))
    return undefined;
  // "Reports: weight per crop" are what is asked for.
  if (
    /^(?:reports?|statistics?|figures?|exports?|commands?|screens?|notifications?)$/.test(noun) &&
    !items.every(isSurelyField)
  )
    return undefined;
  // "Beds: csv, nightly", where a bed has its fields elsewhere: said of them in another way.
  const before = understanding.entity(noun);
  const isTold = before?.fields.some(
    ({ stated, source }) => stated && source.position !== statement.source.position,
  );
  if (isTold === true && !items.every(isSurelyField)) return undefined;
  // "Urgency: low, normal, high – normal if left out" are values.
  const byDefault = items.flatMap(
    (item) => fieldPhraseOf(item)?.restrictions.flatMap((said) => said.default ?? []) ?? [],
  );
  if (items.some((item) => byDefault.includes(item.toLowerCase()))) return undefined;
  return () => {
    const entity = understanding.declare(noun, statement.source);
    noteFields(object, entity, { ...statement, source: statement.source }, understanding);
    understanding.topic = entity;
  };
};

/** "Members with name and email", a clause without a verb: records with their fields. */
export const readBare: Reader = (statement, understanding) => {
  const records = recordItemsOf(
    withoutStop(statement.text).replace(/^(?:and|also|plus) /i, ''),
    understanding,
  );
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
  ...KEEPING,
  readDeed,
  readColon,
  readLink,
  readBelong,
  readPlace,
  readHave,
  readListed,
  readBare,
  readBareHas,
];
