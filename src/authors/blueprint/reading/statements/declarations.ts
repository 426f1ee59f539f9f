import { fieldPhraseOf } from '../field-phrases.js';
import { itemsOf } from '../lists.js';
import { splitOutside } from '../outside-brackets.js';
import { isPlural, nounWords, singular } from '../nouns.js';
import type { EntityNotes, Understanding } from '../understanding.js';
import { isFieldList, noteFields } from './fields.js';
import { KEEPING, readBareHas } from './keeping.js';
import { noteRecords, recordItemsOf } from './records.js';
import { tie, tieMany } from './references.js';
import {
  canBeRecord,
  entityNamed,
  isSoftware,
  newEntity,
  spokenOf,
  type Reader,
  type Statement,
  within,
} from './statement.js';

const MODALS =
  '(?:(?:also|each|always|all|must|should|shall|will|needs? to|has to|have to|can|may|could) ){0,3}';
const FOLLOWING =
  '(?:(?:also|both|the following(?: fields| attributes| entities| resources)?:?|fields?:?|attributes:?) )?';
/** In this order: "track" and "record" are nouns as often as verbs. */
const HAVE = [
  'has|have|contains?|includes?|consists? of|comprises?|is known by|are known by|is identified by|are identified by|(?:is|are) described by|(?:is|are) made (?:up )?of|comes? with|(?:is|are) (?:registered|recorded|stored|entered|listed|noted|saved) with',
  'stores?|records?|notes?|carry|carries|bears?|says?|gets|receives|holds?|keeps?|tracks?|manages?|features?|owns?|offers?',
].map((verbs) => new RegExp(`^(.+?)(?:,)? ${MODALS}(${verbs}) ${FOLLOWING}(.+)$`, 'i'));
const LIMITED =
  /^(?:at most|at least|no more|not more|up to|more than|fewer|less than|only|maximum (?:of|\d)|a maximum (?:of|\d)|max|exactly \w+ \w+s\b|never)/i;
const MODAL = /\b(?:can|may|could)\b/i;
const MANY =
  /^(?:many|several|multiple|one or more|zero or more|any number of|a list of|a collection of|some|a number of|at least one|one or many|lots of|various|more than one) (.+)$/i;
const BELONG =
  /^(.+?) (?:must |should |can |may |always |will )*(?:(?:be|is|are) )?((?:belongs?|assigned|linked|attached|related|tied|connected) to|(?:refers?|referring) to|references?|part of|(?:made|booked|held) (?:for|by|at|in)|(?:supplied|delivered|issued|organi[sz]ed|performed|directed|kept|stored|located|housed|written|owned|placed|created|taken|borrowed|given|taught|reported|opened|reviewed|managed|led|sold|bought|sent|paid|rented|hosted|run|posted) (?:by|in|at)|(?:recorded|sold|booked|kept) for|given by|for|in|between|associated with|about|on|filed under|of) (?:exactly |only )?(.+)$/i;
const LINK =
  /^(.+?) (?:links?|connects?|joins?|ties?|relates?|pairs?|assigns?|combines?) (.+?) (?:and|to|with) (.+)$/i;
const LISTED =
  /^(?:(?:there (?:is|are|should be|must be|will be)|(?:the )?(?:main |core )?(?:entities|resources|models|records|tables|data)(?: are|:)|(?:manage|track|store|keep track of|keep|record|maintain|handle)s?) ?:? )(.+)$/i;
const ASK =
  /^(?:please |(?:i|we)(?: would|'d)? (?:want|need|like) to |help (?:me|us) (?:to )?|let (?:me|us) |(?:users?|staff|people|you|it|the (?:api|system|service|app)) (?:can|should|must|may|will) )+/i;
const COLON =
  /^(?:an? |each |every |the )?([\w' -]+?)(?: entity| record| model| resource| table| fields| attributes| has| have| properties)*(?::| [–—-]) +(.+)$/i;
const BRACKET = /^([\w' -]+?) ?\(((?:[^()]|\([^()]*\))+)\)$/;
const NONE =
  /^(?:there (?:are|is|should be|will be) |(?:we|the (?:api|system|app|application|service|program|software)) (?:keeps?|stores?|tracks?|records?|manages?|needs?|wants?) )?(?:no|without(?: any)?) ([\w -]+?)(?: (?:are|is) (?:needed|kept|stored))?$/i;

function clean(text: string): string {
  return text.replace(/[.!]+$/, '').trim();
}

/** The record a subject phrase declares or names: `each pet`, `books`, `it`. */
function subjectOf(
  phrase: string,
  statement: Statement,
  understanding: Understanding,
): (() => EntityNotes) | undefined {
  if (understanding.spokenOf !== undefined && /^(?:it|they|each|each one)$/i.test(phrase.trim()))
    return spokenOf(statement, understanding);
  const named = entityNamed(
    phrase.replace(/^(?:and|also|in addition|additionally|moreover|then),? /i, ''),
    understanding,
  );
  return named === undefined ? newEntity(phrase, statement, understanding) : () => named;
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
  if (!records?.every(({ noun }) => isPlural(noun) || understanding.isKnown(noun))) return undefined;
  return () => {
    const [only, ...others] = noteRecords(records, statement, understanding);
    if (others.length === 0) understanding.topic = only;
  };
};

/** "A book has a title and an ISBN", "It has books with a title": fields of a record, or records of the software. */
export const readHave: Reader = (statement, understanding) => {
  const match = HAVE.map((pattern) => pattern.exec(clean(statement.text))).find((found) => found !== null);
  const [, subject = '', verb = '', object = ''] = match ?? [];
  if (
    match === undefined ||
    LIMITED.test(object) ||
    /,? but .*\b(?:may|can|must|has|have|cannot)\b/i.test(object)
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
  const isOfTopic =
    (understanding.topic ?? understanding.spokenOf) !== undefined &&
    /^(?:it|they|each|each one)$/i.test(subject);
  if (
    (!isOfTopic && isSoftware(subject, understanding)) ||
    (understanding.topic === undefined && /^it$/i.test(subject))
  ) {
    const place =
      / (?:in|at|on|from|of) (?:different|various|several|many|all|some) \w+$/i.exec(object)?.[0] ?? '';
    const records = recordItemsOf(object.slice(0, object.length - place.length), understanding);
    if (records?.every(({ noun }) => isPlural(noun) || understanding.isKnown(noun)) === true) {
      return () => {
        if (place !== '') understanding.aside(within(statement, place));
        const [only, ...others] = noteRecords(records, statement, understanding);
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

/** A second tie to the same kind of record is named for what it says: "created by" beside "assigned to". */
function roleOf(child: EntityNotes, parent: EntityNotes, verb: string): { readonly role?: string } {
  const role = nounWords(verb);
  const before = child.fields.find((field) => field.words === parent.singular);
  if (before === undefined || !/^[a-z]+ (?:by|to|for)$/.test(role) || /^belongs? to$/.test(role)) return {};
  return before.source.text.toLowerCase().includes(role) ? {} : { role };
}

/** "Every pet belongs to an owner". */
export const readBelong: Reader = (statement, understanding) => {
  const match = BELONG.exec(clean(statement.text).replace(/ \(optional(?:ly)?\)$/i, ''));
  const [whole = '', phrase = '', verb = '', object = ''] = match ?? [];
  if (match === null || / (?:not|never|cannot|only|twice|once) /i.test(`${whole} `)) return undefined;
  // "A tenant lives in an apartment" is about tenants.
  const subject = /^in$|^at$|^for$/i.test(verb)
    ? phrase.replace(/ (?:lives?|works?|plays?|lies?|sits?|stands?|grows?|takes? place|happens?)$/i, '')
    : phrase;
  const isDoing =
    /^(?:for|in|between|about|on|of)$/i.test(verb) && !whole.slice(subject.length).startsWith(' ');
  if (
    /^(?:in|at|on|of|for|about|between)$/i.test(verb) &&
    /\b(?:consists?|comes?|made|composed|takes?|goes|looks?|cares?|depends?|asks?|waits?)$/i.test(subject)
  )
    return undefined;
  const child = isDoing ? undefined : subjectOf(subject, statement, understanding);
  const parents = splitOutside(object, /\s*,\s*(?:and )?(?:to )?|\s+and\s+(?:to |by |for )?/).map((part) => ({
    noun: nounWords(part.replace(/^(?:exactly |only |at most )?(?:one|a single|some) /i, '')),
    several: MANY.test(part),
  }));
  const known = parents.every(
    ({ noun, several }) =>
      !several && canBeRecord(noun) && (understanding.isKnown(noun) || /^belong/i.test(verb)),
  );
  if (child === undefined || parents.length === 0 || !known) return undefined;
  const before = whole.slice(subject.length);
  const optional =
    /^ (?:can|may)\b/i.test(before) ||
    /^at most /i.test(object) ||
    /\boptional(?:ly)?\b/i.test(statement.text);
  return () => {
    const entity = child();
    for (const { noun } of parents) {
      const parent = understanding.declare(noun, statement.source);
      tie(entity, parent, statement.source, understanding, {
        optional: optional || parent === entity,
        ...roleOf(entity, parent, verb),
      });
    }
    understanding.topic = entity;
  };
};

/** "Loans link a book and a member". */
export const readLink: Reader = (statement, understanding) => {
  const match = LINK.exec(clean(statement.text));
  const [, subject = '', first = '', second = ''] = match ?? [];
  const child = match === null ? undefined : subjectOf(subject, statement, understanding);
  const [, tied = second, fields] = /^(.+?),? (?:with|and has|and have|for|from) (.+)$/i.exec(second) ?? [];
  const sides = [...splitOutside(first, /\s*,\s*/), ...splitOutside(tied, /\s*,\s*(?:and )?/)].map(nounWords);
  if (fields !== undefined && !isFieldList(fields)) return undefined;
  // "Links one holder to one plot" says by itself that both are kept.
  const isOfOneEach = /^(?:one|exactly one) /i.test(first) && /^(?:one|exactly one) /i.test(second);
  const isTied = (noun: string): boolean =>
    understanding.isKnown(noun) ||
    (isOfOneEach && canBeRecord(noun) && sides.some((side) => understanding.isKnown(side)));
  if (child === undefined || !sides.every(isTied)) return undefined;
  return () => {
    const entity = child();
    for (const noun of sides)
      tie(entity, understanding.declare(noun, statement.source), statement.source, understanding);
    if (fields !== undefined) noteFields(fields, entity, statement, understanding);
    understanding.topic = entity;
  };
};

const BOOKED =
  /^([\w -]+?): (?:an?|each|every|one|the) ([\w -]+?) (?:books|borrows|rents|reserves|hires|buys|orders|joins|attends|takes|visits) (?:an?|one|the) ([\w -]+?)(?:,? (?:with|for) (.+)| from (?:an? |the )?([\w -]+?) (?:to|until) (?:an? |the )?([\w -]+?)| on an? ([\w -]+?))?$/i;

/** "Bookings: a guest books a room from a check-in date to a check-out date": a record of who, what and when. */
export const readDeed: Reader = (statement, understanding) => {
  const match = BOOKED.exec(clean(statement.text));
  const [, head = '', actor = '', thing = '', listed, from, to, on] = match ?? [];
  const noun = nounWords(head);
  const sides = [actor, thing].map(nounWords);
  if (match === null || !canBeRecord(noun) || isGeneric(noun)) return undefined;
  if (!isPlural(noun) && !understanding.isKnown(noun)) return undefined;
  if (!sides.every((side) => understanding.isKnown(side))) return undefined;
  const fields = listed ?? [from, to, on].filter((words) => words !== undefined).join(', ');
  if (fields !== '' && !isFieldList(fields)) return undefined;
  return () => {
    const entity = understanding.declare(noun, statement.source);
    for (const side of sides)
      tie(entity, understanding.declare(side, statement.source), statement.source, understanding);
    if (fields !== '') noteFields(fields, entity, statement, understanding);
    understanding.topic = entity;
  };
};

const SOFTWARE =
  /\b(?:cli|apis?|rest|back-?end|inventory|tool|app|application|system|library|service|program|tracker|register|management|server|software)\b/i;

/** "Book: title, author", "Members (name, email)". */
export const readColon: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  const match = BRACKET.exec(text) ?? COLON.exec(text);
  const [, head = '', object = ''] = match ?? [];
  const noun = nounWords(head);
  if (match === null || !canBeRecord(noun)) return undefined;
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
  return () => {
    const entity = understanding.declare(noun, statement.source);
    noteFields(object, entity, { ...statement, source: statement.source }, understanding);
    understanding.topic = entity;
  };
};

const GENERIC =
  /^(?:(?:main |core |data |business |functional |non functional |api |other |general |more |additional |my |our |the |key |some )*(?:entit(?:y|ies)|features?|fields?|attributes?|propert(?:y|ies)|rules?|requirements?|endpoints?|routes?|overview|constraints?|notes?|models?|resources?|descriptions?|functionalit(?:y|ies)|validations?|introductions?|summary|goals?|scope|background|tech stack|stack|technology|technologies|details?|specifications?|spec|brief|records?|tables?|data|relations?|relationships?|search|pagination|objects?|domain|api|use cases?|user stor(?:y|ies)|behaviou?r|limits?|operations?|example|examples|search(?:ing|es)?|finding(?: things)?|looking things up|filter(?:s|ing)?|sort(?:ing)?|lists?|listings?|quer(?:y|ies)|delet(?:ing|ions?)|removal|access|access control|who (?:can|may|does) (?:do )?what|roles?|roles and (?:rights|permissions)|users and roles|permissions?|rights|sign in|log ?in|security|nice to haves?|edge cases|extras?))$/;

/** Whether a heading's noun is about the brief and not about its subject. */
export function isGeneric(noun: string): boolean {
  return GENERIC.test(noun);
}

const PLACE =
  /^(?:an? |each |every |the )?([\w -]+?) (?:(?:can|may|could) )?(?:places?|makes?|writes?|submits?|owns?|posts?|leaves?|publish(?:es)?|takes? out|creates?) (?:many |several |multiple |any number of |one or more )?([\w -]+)$/i;

/** "Customers place orders": each order belongs to a customer. */
export const readPlace: Reader = (statement, understanding) => {
  const match = PLACE.exec(clean(statement.text));
  const [, subject = '', object = ''] = match ?? [];
  const [holder, held] = [nounWords(subject), nounWords(object)];
  // "Users can create locations" says who may, not whose they are.
  if (/^users$/.test(holder) && /\bcan\b/i.test(statement.text)) return undefined;
  if (match === null || !isPlural(held) || ![holder, held].every((noun) => understanding.isKnown(noun)))
    return undefined;
  return () => {
    const parent = understanding.declare(holder, statement.source);
    tieMany(parent, understanding.declare(held, statement.source), statement.source, understanding);
    understanding.topic = parent;
  };
};

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
