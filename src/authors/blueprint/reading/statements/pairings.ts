import { splitOutside } from '../outside-brackets.js';
import { nounWords, singular } from '../nouns.js';
import type { EntityNotes, Understanding } from '../understanding.js';
import { isFieldList, noteFields } from './fields.js';
import { listOf, takenIn } from './references.js';
import { canBeRecord, clean, entityNamed, within, type Reader, type Statement } from './statement.js';

/** A record that ties two others, under the name that the brief or the verb gives it. */
export function tieBetween(
  noun: string,
  sides: readonly EntityNotes[],
  statement: Statement,
  understanding: Understanding,
  verbs: readonly string[] = [],
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
    takenIn(statement.source, verbs),
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

/** Words before a noun by which not all of its records are meant, or more than the sentence says. */
export const SOME_OF =
  '(?:all|any|both|every|each|other|another|some|most|no|only|these|those|the same|same|new)';
export const SEVERAL =
  '(?:many|several|multiple|any number of|one or more|zero or more|more than one|lots of|a number of|some|certain|various|different|a few)';
const MANY: readonly RegExp[] = [
  new RegExp(
    `^(?:an? |the |each |every |one )?([\\p{L} -]+?) (?:can |may |must |could |will |should )?(?:also )?(?:has|have|work|works|works? (?:on|in|at|for)|belongs?(?: to)?|be (?:in|on|part of|trained (?:for|on)|assigned to|qualified for)|is (?:trained|qualified|certified|cleared|licensed) (?:for|on|in)|(?:figure|appear|occur|be used|be shown|feature|be listed|be found)s? (?:in|on|at|by)|include|includes|play|take part|attends?|teach|teaches|joins?|uses?|take|takes|speaks?|know|knows|hold|holds|contain|contains)(?: (?:to|on|in|at|for|part in))? ${SEVERAL} (?:[\\p{L}]+ed )?([\\p{L} -]+?)(?: over time| at once| at the same time| too)?$`,
    'iu',
  ),
  // Any verb will do, since the other half has to say the same the other way round.
  new RegExp(
    `^(?:an? |the |each |every |one )?([\\p{L}-]+(?: [\\p{L}-]+)??) (?:(?!(?:and|or|one|an?|the|no|not|only|never)\\b)\\p{Ll}+ ){1,4}${SEVERAL} ([\\p{L}-]+(?: [\\p{L}-]+)?)$`,
    'iu',
  ),
];

interface Half {
  readonly holder: string;
  readonly held: string;
  /** What stands between the two, before how many there are. */
  readonly verb: string;
}

function manyIn(clause: string, understanding: Understanding): Half | undefined {
  for (const pattern of MANY) {
    const match = pattern.exec(
      clean(clause).replace(/^(?:obviously|of course|also|vice versa|conversely),? /i, ''),
    );
    const [holder, held] = [nounWords(match?.[1] ?? ''), nounWords(match?.[2] ?? '')];
    if (match !== null && [holder, held].every((noun) => canBeRecord(noun) && understanding.isKnown(noun)))
      return { holder, held, verb: verbIn(match) };
  }
  return undefined;
}

/** Of a clause with a limiting word in it nothing is taken as its verb. */
function verbIn([clause, holder = '', held = '']: RegExpExecArray): string {
  const from = clause.indexOf(holder) + holder.length;
  const between = clause.slice(from, clause.lastIndexOf(held)).trim();
  const verb = new RegExp(`^((?:\\p{L}+ ){1,4}?)(?=${SEVERAL}\\b)`, 'iu').exec(`${between} `)?.[1] ?? '';
  return /\b(?:only|never|not|same|before|after|per|most|least)\b/i.test(verb) ? '' : verb.trim();
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
    noteMany(holder, held, said, understanding, [first.verb, second.verb]);
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

/**
 * Both sides have many: as records of their own where anything is said of each pairing.
 * @param verbs The words by which it is said, and no others.
 */
export function noteMany(
  holder: EntityNotes,
  held: EntityNotes,
  statement: Statement,
  understanding: Understanding,
  verbs: readonly string[] = [],
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
        verbs,
      );
    if (before !== undefined)
      understanding.met(
        `${before.plural} tie ${holder.plural} and ${held.plural}, many on both sides`,
        statement.source,
        [{ kind: 'records', entity: before.singular }],
        takenIn(statement.source, verbs),
      );
  } else {
    listOf(holder, held, statement.source, understanding, verbs);
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
