import { AMOUNT, amountOf, amountWords } from '../amounts.js';
import { nounWords } from '../nouns.js';
import { NUMBER, numberOf } from '../numbers.js';
import { noteRule, ruleId } from '../outcome/field-rules.js';
import type { EntityNotes, FieldNotes, Understanding } from '../understanding.js';
import { BE, MODAL, NEGATED, kindOf, oneField, periodOf, pronounField } from './compared-fields.js';
import type { NamedField } from './constraints.js';
import { type Reader, type Statement, clean, entityNamed } from './statement.js';

const SPAN: readonly RegExp[] = [
  new RegExp(
    `^(.+?) (?:${MODAL}|lies?|comes?|${NEGATED}) ${BE}(at least|at most|no more than|no less than|not more than|not less than|more than|up to|within|no later than|no earlier than|less than) ${AMOUNT} (?:after|from|of|past) (?:the |its |their )?(.+)$`,
    'i',
  ),
];

const NUMBER_SPAN = new RegExp(
  `^(.+?) (?:${MODAL}) ${BE}(at least|at most|no more than|no less than|not more than|up to) (${NUMBER})(?: [\\p{L}/]+)? (?:above|more than|higher than|over|after|greater than|beyond) (?:the |its |their )?(.+)$`,
  'iu',
);

function boundOf(words: string, isNegated: boolean): 'at-least' | 'at-most' | undefined {
  const text = words.toLowerCase();
  if (isNegated)
    return /^more than$/.test(text) ? 'at-most' : /^less than$/.test(text) ? 'at-least' : undefined;
  if (/^(?:at least|no less than|not less than|no earlier than)$/.test(text)) return 'at-least';
  return /^(?:at most|no more than|not more than|up to|within|no later than)$/.test(text)
    ? 'at-most'
    : undefined;
}

/** "Expiry is at most three years after issue". */
export const readSpan: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  for (const pattern of SPAN) {
    const match = pattern.exec(text);
    const bound =
      match === null ? undefined : boundOf(match[2] ?? '', new RegExp(` ${NEGATED} `, 'i').test(text));
    const amount = amountOf(match?.[3], match?.[4]);
    const first =
      match === null
        ? undefined
        : /^(?:it|they)$/i.test((match[1] ?? '').trim())
          ? pronounField(understanding)
          : oneField(match[1] ?? '', understanding);
    const other =
      first === undefined
        ? undefined
        : understanding.field(
            first.entity,
            nounWords((match?.[5] ?? '').replace(/^(?:the )?day of (?:the )?/i, '')),
          );
    if (
      first === undefined ||
      bound === undefined ||
      amount === undefined ||
      other === undefined ||
      other === first.field
    )
      continue;
    if (kindOf(first) !== 'time' || kindOf({ field: other }) !== 'time') continue;
    return span(first, other, bound, amount, statement, understanding);
  }
  const match = NUMBER_SPAN.exec(text);
  const first = match === null ? undefined : oneField(match[1] ?? '', understanding);
  const amount = numberOf(match?.[3] ?? '');
  const bound = match === null ? undefined : boundOf(match[2] ?? '', false);
  const other =
    first === undefined ? undefined : understanding.field(first.entity, nounWords(match?.[4] ?? ''));
  if (
    first === undefined ||
    amount === undefined ||
    bound === undefined ||
    other === undefined ||
    other === first.field
  )
    return undefined;
  if (kindOf(first) !== 'number' || kindOf({ field: other }) !== 'number') return undefined;
  return span(first, other, bound, amount, statement, understanding);
};

function span(
  { entity, field }: NamedField,
  other: FieldNotes,
  bound: 'at-least' | 'at-most',
  amount: Parameters<typeof amountWords>[0] | number,
  statement: Statement,
  understanding: Understanding,
): () => void {
  return () => {
    const length = typeof amount === 'number' ? String(amount) : amountWords(amount);
    noteRule(
      {
        kind: 'span',
        id: ruleId('span', entity.singular, other.words, field.words, bound),
        entity: entity.singular,
        earlier: other.words,
        later: field.words,
        bound,
        amount,
      },
      `the ${field.words} of ${entity.plural} is ${bound === 'at-most' ? 'at most' : 'at least'} ${length} after the ${other.words}`,
      statement.source,
      understanding,
    );
    understanding.topic = entity;
  };
}

const LASTS: readonly RegExp[] = [
  new RegExp(
    `^(?:an? |the |each |every |no |nobody )?(.+?) (?:may|can|must|should|is|are|will|cannot|must not|may not|lasts?|takes?|runs?|hires?)? ?(?:only )?(?:last |take |run |be |go on |longer |for )*(?:for )?(at most|at least|no more than|no longer than|not more than|not longer than|up to|more than|longer than|a maximum of|a minimum of) ${AMOUNT}(?: long)?$`,
    'i',
  ),
];

/** What lasts: the record that is named, the one spoken of last, or the only one that has a start and an end. */
function entityWithPeriod(subject: string, understanding: Understanding): EntityNotes | undefined {
  const named = entityNamed(subject, understanding);
  if (named !== undefined && periodOf(named) !== undefined) return named;
  if (!/^(?:an? |the )?(?:it|stay|duration|length|period|rental|time)$/i.test(subject.trim())) return named;
  const lasting = understanding.entities.filter((entity) => periodOf(entity) !== undefined);
  return lasting.length === 1 ? lasting[0] : named;
}

/** "A hire lasts at most 30 days", "nobody hires for more than 30 days": how far start and end lie apart. */
export const readLasting: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  for (const pattern of LASTS) {
    const match = pattern.exec(text);
    if (match === null || !/\b(?:last|lasts|take|takes|long|longer|for|run|runs)\b/i.test(text)) continue;
    const isNegated = /^(?:no|nobody) /i.test(text) || new RegExp(` ${NEGATED} `, 'i').test(` ${text} `);
    const words = (match[2] ?? '').toLowerCase();
    const bound = isNegated
      ? /^(?:more|longer) than$/.test(words)
        ? 'at-most'
        : undefined
      : /^(?:at most|no more than|no longer than|not more than|not longer than|up to|a maximum of)$/.test(
            words,
          )
        ? 'at-most'
        : /^(?:at least|a minimum of)$/.test(words)
          ? 'at-least'
          : undefined;
    const amount = amountOf(match[3], match[4]);
    const subject = (match[1] ?? '').replace(/ (?:may|can|must|should|cannot|may not|must not)$/i, '');
    const named =
      entityWithPeriod(subject, understanding) ?? (/^nobody /i.test(text) ? understanding.topic : undefined);
    const period = named === undefined ? undefined : periodOf(named);
    if (bound === undefined || amount === undefined || named === undefined || period === undefined) continue;
    return span({ entity: named, field: period.to }, period.from, bound, amount, statement, understanding);
  }
  return undefined;
};
