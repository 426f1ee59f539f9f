import { isPlural, nounWords } from '../nouns.js';
import type { EntityNotes, Understanding } from '../understanding.js';
import { known } from './deeds.js';
import { isGeneric } from './generic-headings.js';
import { SEVERAL, SOME_OF, tieBetween, tieOf } from './pairings.js';
import { takenIn } from './references.js';
import { canBeRecord, clean, entityNamed, isSoftware, type Reader, type Statement } from './statement.js';

const NOUNS: Readonly<Record<string, string>> = {
  entered: 'entry',
  assigned: 'assignment',
  registered: 'registration',
  enrolled: 'enrolment',
  booked: 'booking',
  invited: 'invitation',
  appointed: 'appointment',
  signed: 'sign up',
  nominated: 'nomination',
  allocated: 'allocation',
  added: 'addition',
  placed: 'placement',
  loaned: 'loan',
  lent: 'loan',
  hired: 'hire',
  rented: 'rental',
  subscribed: 'subscription',
  admitted: 'admission',
};

/** "Players are entered for tournaments", "you can assign volunteers to a call-out". */
const ENROLLED: readonly RegExp[] = [
  /^(?:an? |the |each |every )?([\p{L} -]+?) (?:is|are|can be|may be|gets?|must be|will be) (entered|assigned|registered|enrolled|booked|invited|appointed|signed up|nominated|allocated|subscribed|admitted) (?:for|to|in|into|on|at|onto) (?:an? |the |one or more |several |many |any number of )?([\p{L} -]+)$/iu,
  /^(?:you|we|users?|staff|i|people|somebody|the \w+|one)? ?(?:can|may|should be able to|must be able to|want to|will)? ?(enter|assign|register|enrol|enroll|book|invite|appoint|sign up|nominate|allocate|subscribe|admit) (?:an? |the |one or more |several |many )?([\p{L} -]+?) (?:for|to|in|into|on|at|onto) (?:an? |the |one or more |several )?([\p{L} -]+)$/iu,
];

function pastOf(verb: string): string {
  const word = verb.toLowerCase();
  if (word.startsWith('enrol')) return 'enrolled';
  if (word.startsWith('sign')) return 'signed';
  return word.endsWith('e')
    ? `${word}d`
    : word === 'admit'
      ? 'admitted'
      : word === 'enter'
        ? 'entered'
        : `${word}ed`;
}

export const readEnrolled: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  for (const [index, pattern] of ENROLLED.entries()) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const [, a = '', b = '', c = ''] = match;
    const [who, verb, what] = index === 0 ? [a, b.split(' ')[0] ?? '', c] : [b, pastOf(a), c];
    const [person, whole] = [nounWords(who), nounWords(what)].map((noun) =>
      understanding.isKnown(noun)
        ? (understanding.entityMeant(noun) ?? understanding.declare(noun, statement.source))
        : undefined,
    );
    const noun = known(NOUNS, verb);
    if (person === undefined || whole === undefined || person === whole || noun === undefined) continue;
    if (/ (?:not|never|only|cannot|at most|no more) /i.test(` ${text} `)) continue;
    return () => {
      noteEnrolled(noun, person, whole, statement, understanding);
    };
  }
  return undefined;
};

/** Records of who takes part in what: those that the brief has, or new ones under that noun. */
function noteEnrolled(
  noun: string,
  person: EntityNotes,
  whole: EntityNotes,
  statement: Statement,
  understanding: Understanding,
  verbs: readonly string[] = [],
): void {
  const before = tieOf([person, whole], understanding);
  if (before !== undefined)
    understanding.met(
      `${before.plural} tie ${person.plural} and ${whole.plural}`,
      statement.source,
      [{ kind: 'records', entity: before.singular }],
      takenIn(statement.source, verbs),
    );
  understanding.tied = before ?? tieBetween(noun, [person, whole], statement, understanding, verbs);
  understanding.topic = whole;
}

/** What people do to take part, and what a record of it is called. */
const TAKING_PART: readonly (readonly [verb: string, noun: string])[] = [
  ['enrolls? (?:in|on|for|into)', 'enrollment'],
  ['enrols? (?:in|on|for|into)', 'enrolment'],
  ['registers? (?:for|in)', 'registration'],
  ['signs? up (?:for|to)', 'sign up'],
  ['subscribes? to', 'subscription'],
];
/** What people do with things for a time: more than that two records belong together, so the brief has to name what is kept of it. */
const USING: readonly (readonly [verb: string, noun: string])[] = [
  ['books?', 'booking'],
  ['borrows?', 'loan'],
  ['rents?', 'rental'],
  ['hires?', 'hire'],
  ['reserves?', 'reservation'],
];

/** "Students enroll in courses", "members borrow books": read when everything is declared, since the brief may name the record that ties them. */
export const readTakesPart: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  for (const [verb, noun] of [...TAKING_PART, ...USING]) {
    const match = new RegExp(
      `^(?:an? |the |each |every )?(?!${SOME_OF}\\b)([\\p{L} -]+?) ((?:can |may |could )?(?:also )?${verb}) (an? |${SEVERAL} )?(?!${SOME_OF}\\b)([\\p{L} -]+)$`,
      'iu',
    ).exec(text);
    if (match === null) continue;
    const [, subject = '', said = '', article, object = ''] = match;
    const [who, what] = [nounWords(subject), nounWords(object)];
    const whole = entityNamed(what, understanding);
    if (whole === undefined || (article === undefined && !isPlural(what))) continue;
    const person = entityNamed(who, understanding);
    if (person === whole || (person === undefined && !isNewPerson(subject, understanding))) continue;
    const tied = person === undefined ? undefined : tieOf([person, whole], understanding);
    // "Members borrow books", where no loans are spoken of: nobody knows what is kept of it.
    if (tied === undefined && !TAKING_PART.some(([each]) => each === verb)) continue;
    return () => {
      const by = person ?? understanding.declare(who, statement.source);
      noteEnrolled(noun, by, whole, statement, understanding, [said]);
    };
  }
  return undefined;
};

/** "Attendees", of whom the brief says no more than that they take part. */
function isNewPerson(phrase: string, understanding: Understanding): boolean {
  const noun = nounWords(phrase);
  return (
    !noun.includes(' ') &&
    isPlural(noun) &&
    canBeRecord(noun) &&
    !isGeneric(noun) &&
    !isSoftware(phrase, understanding)
  );
}
