import { fieldTypeOf } from '../field-types.js';
import { nounWords } from '../nouns.js';
import { noteRule, ruleId } from '../outcome/field-rules.js';
import { saidOf } from '../states.js';
import type { EntityNotes, FieldNotes, Understanding } from '../understanding.js';
import { atATime, countedFor } from './counted-records.js';
import { type Held, isLasting } from './held-records.js';
import { CAN, CANNOT, ONE, PLACED, VERB } from './limit-shapes.js';
import { type Reading, type Statement, entityNamed } from './statement.js';

const AT_ONCE = '(?:at (?:a|any|the same|any one|any given|one) (?:time|moment)|at once|simultaneously)';

const THAN =
  "(?:its |their |the |that |his |her )?(?:([\\p{L} -]+?)(?:'s|s') )?([\\p{L} -]+?)(?: (?:of|for) (?:the |that |its )?([\\p{L} -]+?))?(?: (?:allows?|permits?|says))?";

const FIELD_LIMITS: readonly (readonly [pattern: RegExp, holder: number, counted: number, than: number])[] = [
  // "There are never more hives in an apiary than its maximum"
  [
    new RegExp(
      `^there (?:${CANNOT} be|is never|are never|must never be|can never be) more ([\\p{L} -]+?) (?:${PLACED}) ${ONE}([\\p{L} -]+?)(?: ${AT_ONCE})? than ${THAN}$`,
      'iu',
    ),
    2,
    1,
    3,
  ],
  // "A pen cannot hold more animals than its capacity", "no pen may have more animals than …"
  [
    new RegExp(
      `^(?:an? |each |every |any |the |no )?([\\p{L} -]+?) (?:${CANNOT}|${CAN}) ${VERB} ?(?:more|no more) ([\\p{L} -]+?)(?: ${AT_ONCE})? than ${THAN}$`,
      'iu',
    ),
    1,
    2,
    3,
  ],
  // "The number of animals in a pen must not exceed its capacity"
  [
    new RegExp(
      `^the number of ([\\p{L} -]+?) (?:${PLACED}) ${ONE}([\\p{L} -]+?)(?: ${AT_ONCE})? (?:${CANNOT}|${CAN}) (?:exceed|be (?:more|higher|larger|greater) than|be at most|be no more than) ${THAN}$`,
      'iu',
    ),
    2,
    1,
    3,
  ],
];

/** "Never more hives in an apiary than its maximum number": the limit is a whole number of the holder. */
export function readFieldLimit(
  text: string,
  isNow: boolean,
  statement: Statement,
  understanding: Understanding,
): Reading {
  const bare = readCapacity(text, statement, understanding);
  if (bare !== undefined) return bare;
  if (!/\b(?:no|not|never|cannot)\b/i.test(text)) return undefined;
  for (const [pattern, holderAt, countedAt, thanAt] of FIELD_LIMITS) {
    const match = pattern.exec(text);
    const holder = match === null ? undefined : entityNamed(match[holderAt] ?? '', understanding);
    if (match === null || holder === undefined) continue;
    const [owner, words = '', of] = [match[thanAt], match[thanAt + 1], match[thanAt + 2]];
    const isOwn = (noun: string | undefined): boolean =>
      noun === undefined || entityNamed(noun, understanding) === holder;
    const name = of === undefined || isOwn(of) ? words : `${words} of ${of}`;
    if (!isOwn(owner)) continue;
    const field = understanding.field(holder, nounWords(name));
    if (field?.refersTo !== undefined || field === undefined) continue;
    if (fieldTypeOf(field.words, saidOf(field))?.kind !== 'integer') continue;
    const counted = match[countedAt] ?? '';
    const held = countedFor(holder, counted, statement, understanding);
    const said = { holder: match[holderAt] ?? '', counted, limit: '', isBelow: false, place: undefined };
    const asked =
      held === undefined
        ? undefined
        : atATime(
            held,
            holder,
            said,
            isNow || new RegExp(AT_ONCE, 'i').test(text),
            text,
            statement,
            understanding,
          );
    if (asked === undefined) continue;
    return noteFieldLimit(asked, holder, field, statement, understanding);
  }
  return undefined;
}

function noteFieldLimit(
  { entity, per, state, act }: Held,
  holder: EntityNotes,
  field: FieldNotes,
  statement: Statement,
  understanding: Understanding,
): Reading {
  return () => {
    act();
    const what = `${state === null ? '' : `${state.word} `}${entity.plural}`;
    noteRule(
      {
        kind: 'at-most',
        id: ruleId('most', entity.singular, per.words, 'by', field.words, state?.word ?? null),
        entity: entity.singular,
        per: per.words,
        also: [],
        state,
        limit: { field: field.words },
      },
      `each ${holder.singular} has at most as many ${what} as its ${field.words}`,
      statement.source,
      understanding,
    );
    understanding.topic = holder;
  };
}

const NAMED = '([\\p{L} -]+?)';
const EXCEEDED = '(?:exceed|go over|go above|surpass|be (?:more|higher|greater|larger) than|outnumber)';
/** A limit by the holder's own field, where the sentence leaves out what is counted or the field. */
const CAPACITIES: readonly (readonly [pattern: RegExp, holder: number, field: number, counted: number])[] = [
  // "Bookings may not exceed the class's capacity", "… the capacity of the class", "… the class capacity"
  [
    new RegExp(
      `^(?:the )?${NAMED} ${CANNOT} ${EXCEEDED} (?:the |an? |its |their )?${NAMED}(?:'s|s') ${NAMED}$`,
      'iu',
    ),
    2,
    3,
    1,
  ],
  [
    new RegExp(
      `^(?:the )?${NAMED} ${CANNOT} ${EXCEEDED} (?:the )?${NAMED} of (?:the |an? |its |their )?${NAMED}$`,
      'iu',
    ),
    3,
    2,
    1,
  ],
  [
    new RegExp(`^(?:the )?${NAMED} ${CANNOT} ${EXCEEDED} (?:the |an? )?([\\p{L}-]+) ([\\p{L}-]+)$`, 'iu'),
    2,
    3,
    1,
  ],
  // "The capacity of an enclosure must not be exceeded", "an enclosure's capacity cannot be exceeded"
  [new RegExp(`^(?:the )?${NAMED} of ${ONE}${NAMED} ${CANNOT} be exceeded$`, 'iu'), 2, 1, 0],
  [new RegExp(`^(?:the |an? |each )?${NAMED}(?:'s|s') ${NAMED} ${CANNOT} be exceeded$`, 'iu'), 1, 2, 0],
  [new RegExp(`^(?:the |an? |each )?${NAMED} ${CANNOT} exceed (?:its|their) ${NAMED}$`, 'iu'), 1, 2, 0],
  // "A class that is full cannot be booked", "a full class takes no more bookings"
  [
    new RegExp(
      `^(?:the |an? )?${NAMED} (?:that|which) (?:is|are) (?:already )?full ${CANNOT} be (?:booked|joined|filled)(?: any ?more| again)?$`,
      'iu',
    ),
    1,
    0,
    0,
  ],
  [new RegExp(`^(?:the |an? )?full ${NAMED} ${CANNOT} be (?:booked|joined)(?: any ?more)?$`, 'iu'), 1, 0, 0],
  [
    new RegExp(
      `^(?:the |an? )?${NAMED} ${CANNOT} be (?:overbooked|over-booked|overfilled|overfull|overcrowded)$`,
      'iu',
    ),
    1,
    0,
    0,
  ],
  [
    new RegExp(
      `^${NAMED} ${CANNOT} be (?:added|made|created|booked|assigned|put|placed|entered|accepted) (?:to|for|in|into|on) (?:an? |the )?full ${NAMED}$`,
      'iu',
    ),
    2,
    0,
    1,
  ],
  [
    new RegExp(
      `^(?:once|when|if|as soon as) (?:an? |the )?${NAMED} (?:is|are) full,? no (?:more |further |new |other )${NAMED} (?:are |is |can be |may be )(?:accepted|possible|allowed|made|added|taken|booked|created)(?: for it| to it)?$`,
      'iu',
    ),
    1,
    0,
    2,
  ],
];

/** A whole number that says how many find room. */
const CAPACITY =
  /^(?:(?:max(?:imum)?|total) )?(?:capacity|seats|places|spots|slots|spaces|occupancy)$|^(?:max(?:imum)? |total )?number of (?:seats|places|spots|slots|spaces)$|^(?:max(?:imum)?) (?:number of )?[\p{L} ]+$/u;

function isWhole(field: FieldNotes): boolean {
  return field.refersTo === undefined && fieldTypeOf(field.words, saidOf(field))?.kind === 'integer';
}

/** "A class cannot be overbooked": where one kind of record belongs to it, and one whole number says how many find room. */
function readCapacity(text: string, statement: Statement, understanding: Understanding): Reading {
  for (const [pattern, holderAt, fieldAt, countedAt] of CAPACITIES) {
    const match = pattern.exec(text);
    const holder = match === null ? undefined : entityNamed(match[holderAt] ?? '', understanding);
    if (match === null || holder === undefined) continue;
    const named = fieldAt === 0 ? undefined : understanding.field(holder, nounWords(match[fieldAt] ?? ''));
    const rooms = fieldAt === 0 ? holder.fields.filter(({ words }) => CAPACITY.test(words)) : [named];
    const [field] = rooms;
    if (field === undefined || rooms.length !== 1 || !isWhole(field)) continue;
    // Without a noun for what is counted, a number may limit anything.
    if (countedAt === 0 && !CAPACITY.test(field.words)) continue;
    const counted = countedAt === 0 ? undefined : (match[countedAt] ?? '');
    const held =
      counted === undefined
        ? onlyChildren(holder, understanding)
        : countedFor(holder, counted, statement, understanding);
    if (held === undefined) continue;
    // What is over takes no room.
    const isOver = counted === undefined || fieldAt === 0;
    const said = {
      holder: holder.singular,
      counted: held.entity.plural,
      limit: '',
      isBelow: false,
      place: undefined,
    };
    const asked = atATime(
      held,
      holder,
      said,
      isOver && !isLasting(held.entity),
      text,
      statement,
      understanding,
    );
    if (asked !== undefined) return noteFieldLimit(asked, holder, field, statement, understanding);
  }
  return undefined;
}

/** The one kind of record that belongs to `holder`. */
function onlyChildren(holder: EntityNotes, understanding: Understanding): Held | undefined {
  const children = understanding.entities.flatMap((entity) =>
    entity.fields
      .filter((field) => field.refersTo === holder.singular)
      .map((per) => ({ entity, per, also: [], state: null, act: (): void => undefined })),
  );
  const [only] = children;
  return children.length === 1 && only?.per.several === undefined ? only : undefined;
}
