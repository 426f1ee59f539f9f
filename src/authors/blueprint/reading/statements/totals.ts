import { fieldTypeOf } from '../field-types.js';
import { nounWords, singular } from '../nouns.js';
import { noteRule, ruleId } from '../outcome/field-rules.js';
import { saidOf } from '../states.js';
import type { FieldNotes } from '../understanding.js';
import { clean, entityNamed, type Reader } from './statement.js';

const TOTAL =
  /^(?:the )?(?:total|sum|sums|totals)?(?: of (?:all|the|all the))? ?([\p{L} ()-]+?) (?:taken |used |drawn |booked |given |paid )?(?:(?:of|from|for|in|over|across|by) (?:all|an?|one|the|each)(?: the)? ([\p{L} -]+?))?(?: (?:over|across|in|of|from|for) all(?: the)? ([\p{L} -]+?))?(?: (?:together|altogether|in total|combined|taken together))? (?:must|may|can|should|cannot|must not|may not|is|are|shall) (?:never |not )?(?:ever )?(?:be )?(exceed|more than|above|over|larger than|greater than|higher than|at most|no more than|not more than|stay below|surpass|go over) (?:the |an? |its )?(.+)$/iu;

/** "The total taken from a donation must never exceed the donation's weight". */
export const readTotal: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  const match = TOTAL.exec(text);
  if (match === null || !/\b(?:total|sum|together|altogether|in total|combined|all)\b/i.test(text))
    return undefined;
  const [, quantity = '', , , relation = '', limit = ''] = match;
  const isNegated = / (?:not|never|cannot) /i.test(text);
  if (/^(?:at most|no more|not more)/i.test(relation) === isNegated && !/^not more/i.test(relation))
    return undefined;
  const owner = /^(.+?)(?:'s|s') (.+)$/i.exec(limit) ?? undefined;
  const of = /^(.+?) of (?:the |its |that |an? )?(.+)$/i.exec(limit);
  const [holderWords, limitWords] = owner === undefined ? [of?.[2], of?.[1]] : [owner[1], owner[2]];
  const holder = entityNamed((holderWords ?? '').replace(/^the /i, ''), understanding);
  const bound = holder === undefined ? undefined : understanding.field(holder, nounWords(limitWords ?? ''));
  if (holder === undefined || bound === undefined) return undefined;
  const sums = understanding.entities.flatMap((entity) => {
    const per = entity.fields.filter(
      (field) => field.refersTo === holder.singular && field.several === undefined,
    );
    const [first] = per;
    if (first === undefined || per.length !== 1) return [];
    const named = entity.fields.filter((field) => isNumber(field) && sameQuantity(field.words, quantity));
    const numbers = named.length === 1 ? named : entity.fields.filter(isNumber);
    const [sum] = numbers;
    return numbers.length === 1 &&
      sum !== undefined &&
      (named.length === 1 || text.toLowerCase().includes('total'))
      ? [{ entity, per: first, sum }]
      : [];
  });
  const [only] = sums;
  if (only === undefined || sums.length > 1 || !isNumber(bound)) return undefined;
  return () => {
    const { entity, per, sum } = only;
    noteRule(
      {
        kind: 'total',
        id: ruleId('total', entity.singular, sum.words, per.words),
        entity: entity.singular,
        per: per.words,
        sum: sum.words,
        state: null,
        limit: { field: bound.words },
      },
      `the ${sum.words} of all ${entity.plural} of one ${per.words} together is at most its ${bound.words}`,
      statement.source,
      understanding,
    );
  };
};

function isNumber(field: FieldNotes): boolean {
  const kind = field.refersTo === undefined ? fieldTypeOf(field.words, saidOf(field))?.kind : undefined;
  return kind === 'integer' || kind === 'number' || kind === 'money';
}

function sameQuantity(words: string, said: string): boolean {
  const noun = singular(nounWords(said).split(' ').at(-1) ?? '');
  return noun !== '' && words.split(' ').some((word) => singular(word) === noun);
}
