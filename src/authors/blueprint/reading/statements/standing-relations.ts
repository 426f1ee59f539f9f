import { isPlural, nounWords } from '../nouns.js';
import type { EntityNotes, Understanding } from '../understanding.js';
import { known } from './deeds.js';
import { SEVERAL, SOME_OF, tieOf } from './pairings.js';
import { listOf, takenIn, tie, tieMany } from './references.js';
import { clean, entityNamed, type Reader, type Reading, type Statement } from './statement.js';

/** What records of one kind are to those of another, as long as it holds. What somebody does to a record is none of it. */
const STANDING =
  'looks? after|takes? care of|cares? for|(?:is|are|be) (?:responsible for|in charge of|(?:an? )?members? of|involved in|active in|qualified for|trained (?:for|on|in)|certified for|looked after by|taken care of by|cared for by|attended by|visited by|(?:loaded|equipped|fitted|stocked|filled|furnished|tagged|labell?ed) with|(?:shown|exhibited|displayed|featured|mentioned|used|played|served|sold|offered) (?:in|at|on|by)|(?:covered|supported|accompanied|written|authored|composed|directed|produced|published|made|created|built|designed|taught|given|led|run|supplied|delivered|hosted|organi[sz]ed|reviewed|owned|managed|sponsored|presented) by)|attends?|teach(?:es)?|mentors?|supervises?|coach(?:es)?|(?:plays?|acts?|stars?|appears?|performs?|features?|participates?|competes?|sings?|takes? part) (?:in|at|on)|works? (?:on|in|at)|speaks? at|suppl(?:y|ies)|offers?|sells?|stocks?|carr(?:y|ies)|covers?|serves?|speaks?|knows?|shows?|exhibits?|displays?';
const MANY = new RegExp(
  `^(?:an? |the |each |every )?(?!${SOME_OF}\\b)([\\p{L}-]+(?: [\\p{L}-]+)??) (?:can |may |could )?(?:also )?(${STANDING}) (?:(${SEVERAL}|exactly one|one|a single|at most one) )?(?!${SOME_OF}\\b)([\\p{L}-]+(?: [\\p{L}-]+)?)$`,
  'iu',
);

const MARKED =
  /^(?:an? |the |each |every )?([\p{L}-]+(?: [\p{L}-]+)??) ((?:is|are|can be|may be) (tagged|labell?ed))$/iu;
const MARKS: Readonly<Record<string, string>> = { tagged: 'tag', labelled: 'label', labeled: 'label' };

/** "Recipes are tagged", where the brief has tags: each has any number of them. */
export const readMarked: Reader = (statement, understanding) => {
  const [, subject = '', verb = '', mark = ''] = MARKED.exec(clean(statement.text)) ?? [];
  const noun = known(MARKS, mark);
  const holder = entityNamed(nounWords(subject), understanding);
  const held = noun === undefined ? undefined : understanding.entity(noun);
  return holder === undefined || held === undefined || holder === held
    ? undefined
    : noteStanding(holder, held, verb, statement, understanding);
};

/**
 * "Keepers look after enclosures", "an actor can play in many movies": read when everything is declared, since how many of
 * one there are for the other may be said elsewhere.
 */
export const readStanding: Reader = (statement, understanding) => {
  const match = MANY.exec(clean(statement.text));
  const [, subject = '', verb = '', number, object = ''] = match ?? [];
  const holder = entityNamed(nounWords(subject), understanding);
  const held = entityNamed(nounWords(object), understanding);
  if (match === null || holder === undefined || held === undefined || holder === held) return undefined;
  if (number !== undefined && /one$|single$/i.test(number) && !/or more/i.test(number)) {
    const optional = /^at most/i.test(number);
    return () => {
      tie(holder, held, statement.source, understanding, { optional, verb });
    };
  }
  if (!isPlural(nounWords(object))) return undefined;
  return noteStanding(holder, held, verb, statement, understanding);
};

/** That records of one kind have several of another, as far as nothing else says that it is one. */
function noteStanding(
  holder: EntityNotes,
  held: EntityNotes,
  verb: string,
  statement: Statement,
  understanding: Understanding,
): Reading {
  const { source } = statement;
  const between = tieOf([holder, held], understanding);
  if (between !== undefined)
    return () => {
      understanding.met(
        `${between.plural} tie ${holder.plural} and ${held.plural}`,
        source,
        [{ kind: 'records', entity: between.singular }],
        takenIn(source, [verb]),
      );
    };
  const named = (one: EntityNotes, other: EntityNotes): EntityNotes['fields'] =>
    one.fields.filter(({ refersTo }) => refersTo === other.singular);
  const [own, ...more] = named(holder, held);
  if (own !== undefined && own.several === undefined) {
    // "A movie has many actors; an actor can play in many movies": many on both sides.
    return more.length === 0 && understanding.manySides.has(`${held.singular}/${holder.singular}`)
      ? (): void => {
          tieMany(holder, held, source, understanding, verb);
        }
      : undefined;
  }
  const [other] = named(held, holder);
  const [who, field] = own !== undefined ? [holder, own] : [held, other];
  if (field !== undefined)
    return () => {
      understanding.met(
        field.several === undefined
          ? `each ${who.singular} belongs to one ${field.words}`
          : `each ${who.singular} names any number of ${field.words}`,
        source,
        [{ kind: 'reference', entity: who.singular, field: field.words }],
        takenIn(source, [verb]),
      );
    };
  return () => {
    listOf(holder, held, source, understanding, [verb]);
    understanding.assume(
      `Nothing says how many ${holder.plural} there are for one ${held.singular}: there can be several.`,
    );
    understanding.topic = holder;
  };
}
