import { fieldTypeOf } from '../field-types.js';
import { nounWords } from '../nouns.js';
import { noteRule, ruleId } from '../outcome/field-rules.js';
import { saidOf } from '../states.js';
import type { Understanding } from '../understanding.js';
import { atATime, countedFor } from './counted-records.js';
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
    const { entity, per, state, act } = asked;
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
  return undefined;
}
