import { NUMBER } from '../numbers.js';
import { itemsOf } from '../lists.js';
import { splitOutside } from '../outside-brackets.js';
import { isPlural, nounWords, plural, singular } from '../nouns.js';
import type { EntityNotes, Understanding } from '../understanding.js';
import { isFieldItem, isFieldList, noteFields } from './fields.js';
import { readWeRecord } from './keeping.js';
import { tie } from './references.js';
import {
  bareRecord,
  canBeRecord,
  clean,
  entityNamed,
  entityOrNew,
  within,
  type Reader,
  type Statement,
} from './statement.js';

const PLACED =
  /^(.+?) (?:(?:always|each|all|can|may|must|should|will) )*(?:be )?(belongs? to|sits?|stands?|lives?|lies|lie|hangs?|grows?|stays?|is kept|are kept|is stored|are stored|is housed|are housed|is located|are located|goes with|go with|comes with|is filed under|are filed under|works? for|plays? for|takes place in|take place in|happens? in|is held in|are held in|is made (?:up )?for|are made (?:up )?for|is part of|are part of|is meant for|is about|are about|is for|are for|is from|come from|comes from|is given by|are given by|is written by|is held by|are held by|is taken by|is done by) ?(?:in|at|on|under|inside|with|to)? (?:exactly |only |always )?(an?|one|the|some|a single|exactly one)? ?([\p{L} -]+?)(?:: ?(.+))?$/iu;
const HOLDS_ONE =
  /^(.+?) (?:(?:always|can|may|must|should) )*(?:holds?|contains?|has|have|names?|notes?|concerns?|covers?|refers? to|is about|uses?) (?:exactly |only )?(?:one|a single) ([\p{L} -]+?)$/iu;

/** "Boxes sit in a freezer", "a container holds one substance": a reference, said by where a thing is. */
export const readPlaced: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  const match = PLACED.exec(text);
  const one = HOLDS_ONE.exec(text);
  for (const [subject, noun, fields, article] of [
    [match?.[1], match?.[4], match?.[5], match?.[3]],
    [one?.[1], one?.[2], undefined, 'one'],
  ]) {
    if (
      subject === undefined ||
      noun === undefined ||
      / (?:not|never|only|cannot) /i.test(` ${text.slice(0, subject.length + 20)} `)
    )
      continue;
    const words = nounWords(noun);
    if (!understanding.isKnown(words) || !canBeRecord(words) || (isPlural(words) && article === undefined))
      continue;
    const bare = /^belong/i.test(match?.[2] ?? '') ? bareRecord(subject, understanding) : undefined;
    const child =
      entityOrNew(subject, statement, understanding) ??
      (bare === undefined ? undefined : () => understanding.declare(bare, statement.source));
    if (child === undefined || (fields !== undefined && !isFieldList(fields))) continue;
    return () => {
      const entity = child();
      const parent = understanding.declare(words, statement.source);
      if (parent === entity) return;
      const optional = / (?:can|may) /i.test(` ${subject} ${text.slice(subject.length, subject.length + 8)}`);
      tie(entity, parent, statement.source, understanding, { optional });
      if (fields !== undefined) noteFields(fields, entity, statement, understanding);
      understanding.topic = entity;
    };
  }
  return undefined;
};

/** What a table says of a word; "constructor" is not in one, though every object has it. */
function known(table: Readonly<Record<string, string>>, word: string): string | undefined {
  const key = word.toLowerCase();
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

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

function tieOf(sides: readonly EntityNotes[], understanding: Understanding): EntityNotes | undefined {
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

const ONE_OF_THEM =
  /^(?:an? |each |every |the )?([\p{L} -]+?) (?:can |may |must |should )?(?:have|has|belongs? to|be let to|be given to) (?:(?:at most|no more than|only|up to|not more than) )?(?:one|an?|a single) ([\p{L} -]+?)(?:,? (?:at (?:the )?most|at a time|at once|or none|or nobody|at any time))*$/iu;

/** "A plot has one tenant at most": a reference that may be left out. */
export const readAtMostOne: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  const match = ONE_OF_THEM.exec(text);
  const [child, parent] = [entityNamed(match?.[1] ?? '', understanding), nounWords(match?.[2] ?? '')];
  if (
    match === null ||
    child === undefined ||
    !/at (?:the )?most|at a time|no more|or none|only|up to|may|can/i.test(text)
  )
    return undefined;
  if (!understanding.isKnown(parent) || isPlural(parent)) return undefined;
  const other = understanding.entity(parent);
  const tiedBefore = other === undefined ? undefined : tieOf([child, other], understanding);
  if (
    other === child ||
    tiedBefore !== undefined ||
    other?.fields.some(({ refersTo }) => refersTo === child.singular) === true
  )
    return undefined;
  return () => {
    tie(child, understanding.declare(parent, statement.source), statement.source, understanding, {
      optional: true,
    });
    understanding.topic = child;
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
    const words = held.plural;
    understanding.addField(holder, words, statement.source, {
      refersTo: held.singular,
      several: { max: null },
    });
    understanding.met(
      `each ${holder.singular} names any number of ${held.plural}, and each ${held.singular} can be named by many`,
      statement.source,
      [{ kind: 'reference', entity: holder.singular, field: words }],
    );
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

const PUT =
  /^([\p{L} -]+?) (?:can |may )?(?:puts?|adds?|brings?|places?|enters?|submits?|files?|makes?|writes?|posts?|leaves?|reports?|books?|records?|creates?|uploads?) (?:an? |their |the )?([\p{L} -]+?)(?: (?:into|in|to|for|on|at|about|of) (?:an? |the |one )?([\p{L} -]+?))?(?:: (.+)| with (.+)|,? each with (.+))$/iu;

/** "Members put pieces into a firing: title, volume": records with who made them and where they are. */
export const readPut: Reader = (statement, understanding) => {
  const match = PUT.exec(clean(statement.text));
  if (match === null) return undefined;
  const [, actor = '', made = '', place] = match;
  const fields = match[4] ?? match[5] ?? match[6] ?? '';
  const [who, what] = [nounWords(actor), nounWords(made)];
  if (who === 'users' && /\bcan\b/i.test(match[0])) return undefined;
  if (!understanding.isKnown(who) || !canBeRecord(what) || !(isPlural(what) || understanding.isKnown(what)))
    return undefined;
  const where = place === undefined ? undefined : nounWords(place);
  if (where !== undefined && !understanding.isKnown(where)) return undefined;
  if (!isFieldList(fields)) return undefined;
  return () => {
    const entity = understanding.declare(what, statement.source);
    tie(entity, understanding.declare(who, statement.source), statement.source, understanding);
    if (where !== undefined)
      tie(entity, understanding.declare(where, statement.source), statement.source, understanding);
    noteFields(fields, entity, statement, understanding);
    understanding.topic = entity;
  };
};

const WRITTEN_DOWN =
  /^(?:when(?:ever)?|each time|every time|if) (?:an? |the )?([\p{L} -]+?) (hires|borrows|rents|books|takes|buys|orders|reserves|visits|checks out|lends|loans|attends|joins|uses) (?:an? |the |one )?([\p{L} -]+?),? (?:we|i|it|the \p{L}+) (?:must |should |also |will |want to |need to )*(?:write down|note|record|store|keep|save|log|register|notes?|records?|stores?) (.+)$/iu;
const DEEDS: Readonly<Record<string, string>> = {
  hires: 'hire',
  borrows: 'loan',
  rents: 'rental',
  books: 'booking',
  takes: 'trip',
  buys: 'purchase',
  orders: 'order',
  reserves: 'reservation',
  visits: 'visit',
  'checks out': 'loan',
  lends: 'loan',
  loans: 'loan',
  attends: 'attendance',
  joins: 'membership',
  uses: 'use',
};

/** "When somebody hires a bike we write down who, which bike, from which day": a record of the deed. */
export const readWrittenDown: Reader = (statement, understanding) => {
  const match = WRITTEN_DOWN.exec(clean(statement.text));
  if (match === null) return undefined;
  const [, actor = '', verb = '', object = '', listed = ''] = match;
  const thing = nounWords(object);
  const noun = known(DEEDS, verb);
  const isSomebody = /^(?:somebody|someone|anybody|anyone|one|people|person)$/i.test(nounWords(actor));
  const people = isSomebody
    ? understanding.entities.filter(({ singular: one }) =>
        /^(?:customer|client|member|user|person|guest|reader|borrower|tenant|student|visitor|patron|volunteer|employee)$/.test(
          one,
        ),
      )
    : [entityNamed(actor, understanding)].filter((each) => each !== undefined);
  const [person] = people;
  if (noun === undefined || !understanding.isKnown(thing) || person === undefined || people.length > 1)
    return undefined;
  const items = itemsOf(listed).filter(
    (item) => !/^(?:who|which [\p{L} -]+|by whom|whom|what)$/iu.test(item.trim()),
  );
  if (!items.every(isFieldItem)) return undefined;
  return () => {
    const entity = understanding.declare(noun, statement.source);
    tie(entity, person, statement.source, understanding);
    tie(entity, understanding.declare(thing, statement.source), statement.source, understanding);
    if (items.length > 0) noteFields(items.join(', '), entity, statement, understanding);
    understanding.topic = entity;
  };
};

const WITHOUT =
  /^(?:an? |the |each |every )?([\p{L} -]+?) (?:may|can|might|could|need not|does not have to|do not have to) (?:also )?(?:be |exist |have )?(?:without|no|belong to no|have no|without having)(?: an?| any)? ([\p{L} -]+)$/iu;

/** "A player may be without a club": the reference may be left out. */
export const readWithout: Reader = (statement, understanding) => {
  const match = WITHOUT.exec(clean(statement.text));
  const entity = match === null ? undefined : entityNamed(match[1] ?? '', understanding);
  const words = singular(nounWords(match?.[2] ?? ''));
  const field = entity?.fields.find(
    (each) => each.words === words || each.refersTo === words || each.words === plural(words),
  );
  if (entity === undefined || field === undefined || field.several !== undefined) return undefined;
  return () => {
    field.said.push({ restriction: { optional: true }, source: statement.source });
    if (field.refersTo !== undefined)
      understanding.met(`the ${field.words} of ${entity.plural} may be left out`, statement.source, [
        { kind: 'optional', entity: entity.singular, field: field.words },
      ]);
    understanding.topic = entity;
  };
};

const LINKED =
  /^(?:an? |the |each |every |it )?([\p{L} -]*?) ?(?:links?|connects?|joins?|ties?|relates?|pairs?|is between|stands between|brings together) (?:exactly )?(?:one|an?|the|exactly one) ([\p{L} -]+?) (?:and|to|with) (?:one|an?|the|exactly one) ([\p{L} -]+?)(?:: ?|,? with |,? and has |,? and records |,? for )(.+)$/iu;

/** "A tenancy links a holder with a plot: start date, yearly rent". */
export const readLinked: Reader = (statement, understanding) => {
  const match = LINKED.exec(clean(statement.text));
  if (match === null) return undefined;
  const [, subject = '', first = '', second = '', fields = ''] = match;
  const sides = [first, second].map(nounWords);
  const child = subject === '' || /^it$/i.test(subject) ? understanding.topic : undefined;
  const entity =
    child === undefined
      ? entityOrNew(
          /^an? |^each |^every /i.test(statement.text) ? `a ${subject}` : subject,
          statement,
          understanding,
        )
      : (): EntityNotes => child;
  if (
    entity === undefined ||
    !sides.every((noun) => canBeRecord(noun) && understanding.isKnown(noun)) ||
    !isFieldList(fields)
  )
    return undefined;
  return () => {
    const about = entity();
    for (const noun of sides)
      tie(about, understanding.declare(noun, statement.source), statement.source, understanding);
    noteFields(fields, about, statement, understanding);
    understanding.topic = about;
  };
};

const ROOM_FOR = new RegExp(
  `^(?:an? |each |every |the )?([\\p{L} -]+?) (?:holds?|takes?|fits?|has (?:room|space) for|have (?:room|space) for|can (?:hold|take|fit|contain)|contains?|seats?) (?:(?:at most|up to|no more than|a maximum of|only|exactly) )?(${NUMBER}) ([\\p{L} -]+?)(,? (?:no|not|and no) more|,? at (?:the )?most)?$`,
  'iu',
);

/** "A box holds 81 tubes, no more": each tube is in a box, and so many at most. */
export const readRoomFor: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  const match = ROOM_FOR.exec(text);
  const [parent, child] = [entityNamed(match?.[1] ?? '', understanding), nounWords(match?.[3] ?? '')];
  if (match === null || parent === undefined || !understanding.isKnown(child)) return undefined;
  const entity = understanding.entity(child);
  if (entity === parent || entity?.fields.some(({ refersTo }) => refersTo === parent.singular) === true)
    return undefined;
  return () => {
    tie(understanding.declare(child, statement.source), parent, statement.source, understanding);
    understanding.topic = parent;
    understanding.later(`A ${parent.singular} has at most ${match[2] ?? ''} ${child}`, statement);
  };
};

const BY_WHOM =
  /^(?:an? |the |each |every |one )?([\p{L} -]+?) (?:is|are|was|gets?) (?:always )?(?:(?:given|taught|held|made|led|run|written|sent|paid|placed|booked|taken|done|assigned|delivered|bought|sold|ordered|performed|organi[sz]ed|played|signed|owned) )?((?:(?:by|to|for|in|at|from(?! .* (?:to|until|till) )|with|between|of|on) (?:exactly )?(?:one|an?|the|a single) [\p{L}-]+(?: [\p{L}-]+)?(?:,? and |,? | )?)+?)(?:,? (?:with|and has|and have|: ) ?(.+)|,? from ((?:an?|the) [\p{L} -]+?) (?:to|until|till) ((?:an?|the) [\p{L} -]+))?$/iu;

/** "A lesson is given by one teacher to one student": a reference for each of them. */
export const readByWhom: Reader = (statement, understanding) => {
  const match = BY_WHOM.exec(clean(statement.text));
  const sides = [
    ...(match?.[2] ?? '').matchAll(
      /(?:by|to|for|in|at|from|with|between|and|of|on) (?:exactly )?(?:one|an?|the|a single) ([\p{L}-]+(?: (?!(?:by|to|for|in|at|from|with|and|of|on)\b)[\p{L}-]+)?)/giu,
    ),
  ].map(([, noun = '']) => nounWords(noun));
  const subject = match?.[1] ?? '';
  const bare = bareRecord(subject, understanding);
  const child =
    match === null
      ? undefined
      : (entityOrNew(
          /^(?:an?|each|every) /i.test(statement.text) ? `a ${subject}` : subject,
          statement,
          understanding,
        ) ?? (bare === undefined ? undefined : () => understanding.declare(bare, statement.source)));
  // "By one teacher" says by itself that teachers are kept.
  const isKept = (noun: string): boolean =>
    understanding.isKnown(noun) ||
    (canBeRecord(noun) &&
      !isPlural(noun) &&
      new RegExp(`\\b(?:exactly )?one ${noun}\\b`, 'i').test(statement.text));
  if (child === undefined || sides.length === 0 || !sides.every(isKept)) return undefined;
  const fields = match?.[3] ?? (match?.[4] === undefined ? undefined : `${match[4]}, ${match[5] ?? ''}`);
  if (fields !== undefined && !isFieldList(fields)) return undefined;
  return () => {
    const entity = child();
    for (const noun of sides)
      tie(entity, understanding.declare(noun, statement.source), statement.source, understanding);
    if (fields !== undefined) noteFields(fields, entity, statement, understanding);
    understanding.topic = entity;
  };
};

const TAKES_PLACE =
  /^(?:an? |the |each |every )?([\p{L} -]+?) (starts?|begins?|ends?|takes? place|happens?) (?:and (ends?) )?(?:at|on|in) (?:an? |the )?(?:certain |given |specific |particular |fixed )?(time|date|day|moment)$/iu;

/** "A lesson starts at a certain time": its start time. */
export const readTakesPlace: Reader = (statement, understanding) => {
  const match = TAKES_PLACE.exec(clean(statement.text));
  const entity = match === null ? undefined : entityNamed(match[1] ?? '', understanding);
  if (match === null || entity === undefined) return undefined;
  const kind = /day|date/i.test(match[4] ?? '') ? 'date' : 'time';
  const ends = [match[2] ?? '', match[3] ?? '']
    .filter((verb) => verb !== '')
    .map((verb) =>
      /^(?:start|begin)/i.test(verb) ? `start ${kind}` : /^end/i.test(verb) ? `end ${kind}` : kind,
    );
  return () => {
    noteFields(ends.join(', '), entity, statement, understanding);
    understanding.topic = entity;
  };
};

export const RELATIONS: readonly Reader[] = [
  readByWhom,
  readTakesPlace,
  readLinked,
  readRoomFor,
  readDrawn,
  readAtMostOne,
  readWeRecord,
  readPairing,
  readManyToMany,
  readPut,
  readWrittenDown,
  readEnrolled,
  readPlaced,
];
