import { NUMBER } from '../numbers.js';
import { isPlural, nounWords, plural, singular } from '../nouns.js';
import type { EntityNotes } from '../understanding.js';
import { isFieldList, noteFields, noteTied } from './fields.js';
import { readWeRecord } from './keeping.js';
import { tie } from './references.js';
import { bareRecord, canBeRecord, clean, entityNamed, entityOrNew, type Reader } from './statement.js';
import { readPut, readWrittenDown } from './deeds.js';
import { tieOf, readCalledMany, readManyToMany, readDrawn, readPairing } from './pairings.js';
import { readCardinality } from './cardinalities.js';
import { readEnrolled } from './enrolments.js';
import { readFromTo } from './from-one-to-another.js';
import { cutWhen } from '../when-phrases.js';

const PLACED =
  /^(.+?) (?:(?:always|each|all|can|may|must|should|will) )*(?:be )?(belongs? to|sits?|stands?|lives?|lies|lie|hangs?|grows?|stays?|is kept|are kept|is stored|are stored|is housed|are housed|is located|are located|goes with|go with|comes with|is filed under|are filed under|works? for|plays? for|takes? place|happens?|is held in|are held in|is made (?:up )?for|are made (?:up )?for|(?:is|are) (?:always |only )?part of|is meant for|is about|are about|is for|are for|is from|come from|comes from|is given by|are given by|is written by|is held by|are held by|is taken by|is done by) ?(?:in|at|on|under|inside|with|to)? (?:exactly |only |always )?(an?|one|the|some|a single|exactly one)? ?([\p{L} -]+?)(?:: ?(.+))?$/iu;
const HOLDS_ONE =
  /^(.+?) (?:(?:always|can|may|must|should) )*(?:holds?|contains?|has|have|names?|notes?|concerns?|covers?|refers? to|is about|uses?) (?:exactly |only )?(?:one|a single) ([\p{L} -]+?)$/iu;

function listOfBoth(listed: string | undefined, when: string | undefined): string | undefined {
  const fields = [listed, when].filter((each) => each !== undefined);
  return fields.length === 0 ? undefined : fields.join(', ');
}

/** "Boxes sit in a freezer", "a container holds one substance": a reference, said by where a thing is. */
export const readPlaced: Reader = (statement, understanding) => {
  const { head: text, fields: when } = cutWhen(clean(statement.text));
  const match = PLACED.exec(text);
  const one = HOLDS_ONE.exec(text);
  for (const [subject, noun, fields, article] of [
    [match?.[1], match?.[4], listOfBoth(match?.[5], when), match?.[3]],
    [one?.[1], one?.[2], when, 'one'],
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
      const verb = subject === match?.[1] ? match[2] : undefined;
      tie(entity, parent, statement.source, understanding, {
        optional,
        ...(verb === undefined ? {} : { verb }),
      });
      if (fields !== undefined) noteFields(fields, entity, statement, understanding);
      understanding.topic = entity;
    };
  }
  return undefined;
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
  /^(?:an? |the |each |every |it )?([\p{L} -]*?) ?(links?|connects?|joins?|ties?|relates?|pairs?|is between|stands between|brings together) (?:exactly )?(?:one|an?|the|exactly one) ([\p{L} -]+?) (?:and|to|with) (?:one|an?|the|exactly one) ([\p{L} -]+?)(?:: ?|,? with |,? and has |,? and records |,? for )(.+)$/iu;

/** "A tenancy links a holder with a plot: start date, yearly rent". */
export const readLinked: Reader = (statement, understanding) => {
  const match = LINKED.exec(clean(statement.text));
  if (match === null) return undefined;
  const [, subject = '', verb = '', first = '', second = '', fields = ''] = match;
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
      tie(about, understanding.declare(noun, statement.source), statement.source, understanding, { verb });
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
    noteTied(child(), sides, fields, statement, understanding);
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
  readCardinality,
  readFromTo,
  readWeRecord,
  readPairing,
  readManyToMany,
  readCalledMany,
  readPut,
  readWrittenDown,
  readEnrolled,
  readPlaced,
];
