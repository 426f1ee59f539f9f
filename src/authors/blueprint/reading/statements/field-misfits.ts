import { fieldTypeOf } from '../field-types.js';
import type { FieldPhrase } from '../field-phrase.js';
import type { Restrictions } from '../restriction.js';

/** What is said of a field without what does not fit the rest of it, which is left over. */
export function withoutMisfits(phrase: FieldPhrase | undefined): FieldPhrase | undefined {
  return withoutForeignDay(withoutForeignValues(phrase));
}

const NUMERIC = /^-?\d+(?:[.,]\d+)?$/;

/** "Guests: zero to four, date": no day lies between numbers, so that what says it is a day says it of something else. */
function withoutForeignDay(phrase: FieldPhrase | undefined): FieldPhrase | undefined {
  const day = phrase?.restrictions.find(({ type }) => type === 'date' || type === 'time')?.type;
  const isBound = ({ min, max, below, above }: Restrictions): boolean =>
    [min, max, below, above].some((bound) => bound !== undefined);
  return phrase === undefined || day === undefined || !phrase.restrictions.some(isBound)
    ? phrase
    : {
        ...phrase,
        restrictions: phrase.restrictions.filter(({ type }) => type !== day),
        leftovers: [...phrase.leftovers, day],
      };
}

/** A list of words is no choice of a field that holds a number or a date, nor a list of numbers one of texts: it is left over. */
function withoutForeignValues(phrase: FieldPhrase | undefined): FieldPhrase | undefined {
  const values = phrase?.restrictions.flatMap((said) => said.values ?? []) ?? [];
  if (phrase === undefined || values.length === 0) return phrase;
  const said = phrase.restrictions.find(({ type }) => type !== undefined && type !== 'text')?.type;
  const named = fieldTypeOf(phrase.words, {})?.kind;
  const isNumber = named === 'integer' || named === 'number' || named === 'money';
  if (said === undefined && !(isNumber && values.every((value) => NUMERIC.test(value)))) return phrase;
  return {
    ...phrase,
    restrictions: phrase.restrictions.filter((each) => each.values === undefined),
    leftovers: [...phrase.leftovers, values.join(', ')],
  };
}

/** Values in front of words that were not understood may not be all: "1-0, 0-1, a draw, or none yet". */
export function withoutValues(phrase: FieldPhrase | undefined): FieldPhrase | undefined {
  const values = phrase?.restrictions.flatMap((said) => said.values ?? []) ?? [];
  return phrase === undefined || values.length === 0
    ? phrase
    : {
        ...phrase,
        restrictions: phrase.restrictions.filter((said) => said.values === undefined),
        leftovers: [...phrase.leftovers, values.join(', ')],
      };
}
