import { splitOutside } from '../outside-brackets.js';
import { cutWhen } from '../when-phrases.js';
import { isPlural, nounWords } from '../nouns.js';
import type { EntityNotes } from '../understanding.js';
import { isFieldList, noteFields, noteTied } from './fields.js';
import { tie, tieMany } from './references.js';
import { canBeRecord, type Reader } from './statement.js';
import { isGeneric } from './generic-headings.js';
import { withoutStop, subjectOf, MANY } from './declared-subjects.js';

/** Deeds that a record is there by, or that one alone does for it. */
const MADE =
  'provided|produced|published|manufactured|built|designed|composed|painted|authored|directed|started|raised|submitted|requested|filed|supervised|coached|driven|operated|represented|sponsored|presented|chaired|headed|conducted|looked after|cared for|bred';
/** Where a record is. */
const AT =
  'based|stationed|parked|grown|planted|situated|shelved|moored|docked|filed|kept|stored|located|housed|placed|held';
const PUT_INTO = '(?:loaded|packed|put) (?:onto|into|on)';
const BELONG = new RegExp(
  `^(.+?) (?:must |should |can |may |always |will )*(?:(?:be|is|are) )?((?:belongs?|assigned|linked|attached|related|tied|connected) to|(?:refers?|referring) to|references?|part of|(?:made|booked|held) (?:for|by|at|in)|(?:supplied|delivered|issued|organi[sz]ed|performed|directed|kept|stored|located|housed|written|owned|placed|created|taken|borrowed|given|taught|reported|opened|reviewed|managed|led|sold|bought|sent|paid|rented|hosted|run|posted|${MADE}) (?:by|in|at)|(?:${AT}) (?:in|at|on)|${PUT_INTO}|(?:recorded|sold|booked|kept) for|given by|for|in|between|associated with|about|on|filed under|of) (?:exactly |only )?(.+)$`,
  'i',
);
const LINK =
  /^(.+?) (links?|connects?|joins?|ties?|relates?|pairs?|assigns?|combines?|brings together) (.+?) (?:and|to|with) (.+)$/i;
/** A second tie to the same kind of record is named for what it says: "created by" beside "assigned to". */
function roleOf(child: EntityNotes, parent: EntityNotes, verb: string): { readonly role?: string } {
  const role = nounWords(verb);
  const before = child.fields.find((field) => field.words === parent.singular);
  if (before === undefined || !/^[a-z]+ (?:by|to|for)$/.test(role) || /^belongs? to$/.test(role)) return {};
  return before.source.text.toLowerCase().includes(role) ? {} : { role };
}

/** "Reported by users", "assigned to developers": people, who are kept though nothing else is said of them. */
function isAgent(noun: string, verb: string): boolean {
  return (
    isPlural(noun) &&
    /^(?:assigned to|(?:reported|submitted|written|raised|opened|logged|filed|started|requested|authored|reviewed|taught|created) by)$/i.test(
      verb,
    ) &&
    /(?:er|or|ist|ian|ee)s$/.test(noun)
  );
}

/** "Every pet belongs to an owner". */
export const readBelong: Reader = (statement, understanding) => {
  const match = BELONG.exec(withoutStop(statement.text).replace(/ \(optional(?:ly)?\)$/i, ''));
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
  // "All members enroll in courses" says what members do.
  const [first = '', ...more] = nounWords(subject).split(' ');
  const isDeed =
    /^(?:in|at|on|of|for|about|between)$/i.test(verb) &&
    more.length > 0 &&
    isPlural(first) &&
    understanding.isKnown(first);
  const child = isDoing || isDeed ? undefined : subjectOf(subject, statement, understanding);
  const parents = splitOutside(object, /\s*,\s*(?:and )?(?:to )?|\s+and\s+(?:to |by |for )?/).map((part) => ({
    noun: nounWords(part.replace(/^(?:exactly |only |at most )?(?:one|a single|some) /i, '')),
    several: MANY.test(part) || /^(?:all|any|both|every|each|most|no|other)\b/i.test(part),
  }));
  const known = parents.every(
    ({ noun, several }) =>
      !several &&
      canBeRecord(noun) &&
      (understanding.isKnown(noun) || /^belong/i.test(verb) || isAgent(noun, verb)),
  );
  if (child === undefined || parents.length === 0 || !known) return undefined;
  const before = whole.slice(subject.length);
  const isModal = /^ (?:can|may)\b/i.test(before);
  // "Bikes can be hired by members" tells what members do, again and again.
  if (isModal && parents.some(({ noun }) => isPlural(noun)) && / by$/i.test(verb)) return undefined;
  const optional = isModal || /^at most /i.test(object) || /\boptional(?:ly)?\b/i.test(statement.text);
  return () => {
    const entity = child();
    for (const { noun } of parents) {
      const parent = understanding.declare(noun, statement.source);
      tie(entity, parent, statement.source, understanding, {
        optional: optional || parent === entity,
        ...roleOf(entity, parent, verb),
        verb,
      });
      // "Bugs are reported by users" leaves open whether one is reported by several.
      if (isPlural(noun) && !/^(?:belong|refer)/i.test(verb))
        understanding.assume(
          `Each ${entity.singular} has one ${parent.singular}: nothing says that it may have more.`,
        );
    }
    understanding.topic = entity;
  };
};

/** "Loans link a book and a member". */
export const readLink: Reader = (statement, understanding) => {
  const { head, fields: when } = cutWhen(withoutStop(statement.text));
  const match = LINK.exec(head);
  const [, subject = '', verb = '', first = '', second = ''] = match ?? [];
  const child = match === null ? undefined : subjectOf(subject, statement, understanding);
  const [, tied = second, listed] = /^(.+?),? (?:with|and has|and have|for|from) (.+)$/i.exec(second) ?? [];
  const fields = listed === undefined || when === undefined ? (listed ?? when) : `${listed}, ${when}`;
  const sides = [...splitOutside(first, /\s*,\s*/), ...splitOutside(tied, /\s*,\s*(?:and )?/)].map(nounWords);
  if (fields !== undefined && !isFieldList(fields)) return undefined;
  // "Links one holder to one plot" says by itself that both are kept.
  const isOfOneEach = /^(?:one|exactly one) /i.test(first) && /^(?:one|exactly one) /i.test(second);
  const isTied = (noun: string): boolean =>
    understanding.isKnown(noun) ||
    (isOfOneEach && canBeRecord(noun) && sides.some((side) => understanding.isKnown(side)));
  if (child === undefined || !sides.every(isTied)) return undefined;
  return () => {
    noteTied(child(), sides, fields, statement, understanding, verb);
  };
};

const BOOKED =
  /^([\w -]+?): (?:an?|each|every|one|the) ([\w -]+?) (?:books|borrows|rents|reserves|hires|buys|orders|joins|attends|takes|visits) (?:an?|one|the) ([\w -]+?)(?:,? (?:with|for) (.+)| from (?:an? |the )?([\w -]+?) (?:to|until) (?:an? |the )?([\w -]+?)| on an? ([\w -]+?))?$/i;

/** "Bookings: a guest books a room from a check-in date to a check-out date": a record of who, what and when. */
export const readDeed: Reader = (statement, understanding) => {
  const match = BOOKED.exec(withoutStop(statement.text));
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

const PLACE =
  /^(?:an? |each |every |the )?([\w -]+?) (?:(?:can|may|could) )?(?:places?|makes?|writes?|submits?|owns?|posts?|leaves?|publish(?:es)?|takes? out|creates?) (?:many |several |multiple |any number of |one or more )?([\w -]+)$/i;

/** "Customers place orders": each order belongs to a customer. */
export const readPlace: Reader = (statement, understanding) => {
  const match = PLACE.exec(withoutStop(statement.text));
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
