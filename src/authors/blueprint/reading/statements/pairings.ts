import { splitOutside } from '../outside-brackets.js';
import { nounWords, singular } from '../nouns.js';
import type { EntityNotes, Understanding } from '../understanding.js';
import { isFieldList, noteFields } from './fields.js';
import { listOf } from './references.js';
import { canBeRecord, clean, entityNamed, within, type Reader, type Statement } from './statement.js';
import { known } from './deeds.js';

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

/** A record that ties two others, under the name that the brief or the verb gives it. */
export function tieBetween(
  noun: string,
  sides: readonly EntityNotes[],
  statement: Statement,
  understanding: Understanding,
): EntityNotes {
  const entity = understanding.declare(noun, statement.source);
  for (const side of sides) {
    if (!entity.fields.some(({ refersTo }) => refersTo === side.singular))
      understanding.addField(entity, side.singular, statement.source, { refersTo: side.singular });
  }
  understanding.met(
    `${entity.plural} are kept, each of one ${sides.map(({ singular: one }) => one).join(' and one ')}`,
    statement.source,
    [
      { kind: 'records', entity: entity.singular },
      ...sides.map((side) => ({ kind: 'reference' as const, entity: entity.singular, field: side.singular })),
    ],
  );
  return entity;
}

export function tieOf(sides: readonly EntityNotes[], understanding: Understanding): EntityNotes | undefined {
  const ties = understanding.entities.filter((entity) =>
    sides.every(
      (side) => entity !== side && entity.fields.some(({ refersTo }) => refersTo === side.singular),
    ),
  );
  return ties.length === 1 ? ties[0] : undefined;
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
    const before = tieOf([person, whole], understanding);
    return () => {
      const tied = before ?? tieBetween(noun, [person, whole], statement, understanding);
      if (before !== undefined)
        understanding.met(`${before.plural} tie ${person.plural} and ${whole.plural}`, statement.source, [
          { kind: 'records', entity: before.singular },
        ]);
      understanding.tied = tied;
      understanding.topic = whole;
    };
  }
  return undefined;
};

const SEVERAL =
  '(?:many|several|multiple|any number of|one or more|zero or more|more than one|lots of|a number of|some|certain|various|different|a few)';
const MANY: readonly RegExp[] = [
  new RegExp(
    `^(?:an? |the |each |every |one )?([\\p{L} -]+?) (?:can |may |must |could |will |should )?(?:also )?(?:has|have|work|works|works? (?:on|in|at|for)|belongs?(?: to)?|be (?:in|on|part of|trained (?:for|on)|assigned to|qualified for)|is (?:trained|qualified|certified|cleared|licensed) (?:for|on|in)|(?:figure|appear|occur|be used|be shown|feature|be listed|be found)s? (?:in|on|at|by)|include|includes|play|take part|attends?|teach|teaches|joins?|uses?|take|takes|speaks?|know|knows|hold|holds|contain|contains)(?: (?:to|on|in|at|for|part in))? ${SEVERAL} (?:[\\p{L}]+ed )?([\\p{L} -]+?)(?: over time| at once| at the same time| too)?$`,
    'iu',
  ),
  // Any verb will do, since the other half has to say the same the other way round.
  new RegExp(
    `^(?:an? |the |each |every |one )?([\\p{L}-]+(?: [\\p{L}-]+)??) (?:\\p{Ll}+ ){1,4}${SEVERAL} ([\\p{L}-]+(?: [\\p{L}-]+)?)$`,
    'iu',
  ),
];

function manyIn(clause: string, understanding: Understanding): { holder: string; held: string } | undefined {
  for (const pattern of MANY) {
    const match = pattern.exec(
      clean(clause).replace(/^(?:obviously|of course|also|vice versa|conversely),? /i, ''),
    );
    const [holder, held] = [nounWords(match?.[1] ?? ''), nounWords(match?.[2] ?? '')];
    if (match !== null && [holder, held].every((noun) => canBeRecord(noun) && understanding.isKnown(noun)))
      return { holder, held };
  }
  return undefined;
}

/** "A volunteer can have many skills and a skill can belong to many volunteers": both sides have many. */
export const readManyToMany: Reader = (statement, understanding) => {
  const [before, ...pairings] = clean(statement.text).split(/,? and (?=for (?:each|every) )/i);
  const halves = splitOutside(
    before ?? '',
    /(?:,? (?:and|while|whereas)|[;,])(?: obviously| of course| also)? (?=(?:an?|each|every|the|one|[\p{L}]+s) )/u,
  );
  if (halves.length !== 2) return undefined;
  const sides = halves.map((half) => manyIn(half, understanding));
  const [first, second] = sides;
  if (first === undefined || second === undefined) return undefined;
  if (singular(first.holder) !== singular(second.held) || singular(first.held) !== singular(second.holder))
    return undefined;
  const [holder, held] = [
    understanding.declare(first.holder, statement.source),
    understanding.declare(first.held, statement.source),
  ];
  return () => {
    const said =
      pairings.length === 0 ? statement : { text: before ?? '', source: within(statement, before ?? '') };
    noteMany(holder, held, said, understanding);
    for (const pairing of pairings) understanding.later(pairing, { source: within(statement, pairing) });
  };
};

const CALLED_MANY: readonly RegExp[] = [
  /^(?:there (?:is|are|must be|should be) )?(?:an? )?many[- ]to[- ]many(?: relation(?:ship)?| link| connection)?(?: between| of| from)?:? (.+?) (?:and|↔|<->|to|with) (.+)$/iu,
  /^(.+?) (?:and|↔|<->) (.+?)(?: (?:have|are|form)(?: in| related)?)?:? (?:an? )?many[- ]to[- ]many(?: relation(?:ship)?)?$/iu,
  /^(.+?) \p{Ll}+(?: \p{Ll}+)? ([\p{L}-]+s),? (?:as )?many[- ]to[- ]many$/iu,
];

/** "There is a many-to-many relation between films and genres". */
export const readCalledMany: Reader = (statement, understanding) => {
  for (const pattern of CALLED_MANY) {
    const match = pattern.exec(clean(statement.text));
    const sides = [match?.[1] ?? '', match?.[2] ?? ''].map(nounWords);
    if (match === null || !sides.every((noun) => canBeRecord(noun) && understanding.isKnown(noun))) continue;
    return () => {
      const [holder, held] = sides.map((noun) => understanding.declare(noun, statement.source));
      if (holder !== undefined && held !== undefined) noteMany(holder, held, statement, understanding);
    };
  }
  return undefined;
};

const DRAWN = new RegExp(
  `^(?:an? |the |each |every )?([\\p{L} -]+?) (?:is|are|can be|may be) (?:drawn|made|made up|put together|composed|built|taken|assembled) (?:from|of|out of) (${SEVERAL}|at least one) ([\\p{L} -]+)$`,
  'iu',
);

/** "A parcel is drawn from one or more donations": records that tie both. */
export const readDrawn: Reader = (statement, understanding) => {
  const match = DRAWN.exec(clean(statement.text));
  const [holder, held] = [entityNamed(match?.[1] ?? '', understanding), nounWords(match?.[3] ?? '')];
  if (match === null || holder === undefined || !understanding.isKnown(held)) return undefined;
  return () => {
    noteMany(holder, understanding.declare(held, statement.source), statement, understanding);
    if (/^(?:one or more|at least one)$/i.test(match[2] ?? ''))
      understanding.open(
        `each ${holder.singular} has at least one`,
        within(statement, match[2] ?? ''),
        'a record is there before those that name it',
      );
  };
};

/** Whether anything is said of each pairing, so that it has to be a record of its own. */
function noteMany(
  holder: EntityNotes,
  held: EntityNotes,
  statement: Statement,
  understanding: Understanding,
): void {
  const before = tieOf([holder, held], understanding);
  if (understanding.hasPairings || before !== undefined) {
    understanding.tied =
      before ??
      tieBetween(
        understanding.pairingNoun ?? `${held.singular} ${holder.singular}`,
        [held, holder],
        statement,
        understanding,
      );
    if (before !== undefined)
      understanding.met(
        `${before.plural} tie ${holder.plural} and ${held.plural}, many on both sides`,
        statement.source,
        [{ kind: 'records', entity: before.singular }],
      );
  } else {
    listOf(holder, held, statement.source, understanding);
  }
  understanding.topic = holder;
}

const PAIRING =
  /^(?:for|of|with|about) (?:each|every|all) (?:such |of these |single )?(?:(pairing|pair|combination|link|connection|tie|match)|([\p{L} -]+?))(?: (?:of (?:these|them|those|the two)|in (?:the|an?) [\p{L} -]+))?,? (?:(?:we|i|it|you|the \p{L}+) )?(?:(?:also|must|should|need to|want to|will|would like to) )*(?:know|stores?|records?|keeps?|tracks?|notes?|write down|writes? down|needs?|has|have|saves?|there (?:is|are)|see|is stored) (.+)$/iu;

/** "For each pairing we need to know when the certificate runs out": fields of what ties two kinds of record. */
export const readPairing: Reader = (statement, understanding) => {
  const match = PAIRING.exec(clean(statement.text));
  const { tied } = understanding;
  if (match === null || tied === undefined) return undefined;
  const noun = nounWords(match[2] ?? '');
  const isTied =
    match[1] !== undefined ||
    / such /i.test(statement.text) ||
    tied.fields.some(({ refersTo }) => refersTo === singular(noun));
  const object = match[3] ?? '';
  if (!isTied || !isFieldList(object)) return undefined;
  return () => {
    noteFields(object, tied, statement, understanding);
    understanding.topic = tied;
  };
};

/** The noun by which the brief calls each tie, "for each such assignment", and whether it says anything of it. */
export function pairingIn(text: string): { has: boolean; noun: string | undefined } {
  const match =
    /\bfor (?:each|every) (?:(?:pairing|pair|combination|link|connection)\b|such ([\p{L}-]+)\b)/iu.exec(text);
  return { has: match !== null, noun: match?.[1] === undefined ? undefined : singular(nounWords(match[1])) };
}
