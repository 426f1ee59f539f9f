import type { State } from '../domain/rule.js';
import { fieldTypeOf } from './field-types.js';
import { nounWords } from './nouns.js';
import { splitOutside } from './outside-brackets.js';
import { saidOf, stateOf } from './states.js';
import type { EntityNotes, FieldNotes, Source, Understanding } from './understanding.js';

/** A value of a record's choice, or a yes-or-no field, that a word stands for. */
export interface NamedValue {
  readonly field: FieldNotes;
  readonly value: string | boolean;
}

function plainly(text: string): string {
  return nounWords(
    text.replace(
      /^(?:still|already|currently|just|being|now|marked(?: as)?|set to|in state|in status) /i,
      '',
    ),
  );
}

/** The value that a word names, of the fields of `entity`. */
export function valueNamed(entity: EntityNotes, text: string): NamedValue | undefined {
  const asked = nounWords(text);
  const words = plainly(text);
  for (const field of entity.fields) {
    if (field.refersTo !== undefined) continue;
    const type = fieldTypeOf(field.words, saidOf(field));
    if (type?.kind === 'enum') {
      const value = type.values.find(
        (each) => [asked, words].includes(nounWords(each)) || plainly(each) === words,
      );
      if (value !== undefined) return { field, value };
    }
    if (type?.kind === 'boolean' && [asked, words, `is ${words}`].includes(field.words))
      return { field, value: true };
  }
  return undefined;
}

/** The values that "planned or loading" names, all of one field. */
export function valuesNamed(
  entity: EntityNotes,
  text: string,
): { field: FieldNotes; values: (string | boolean)[] } | undefined {
  const whole = valueNamed(entity, text);
  if (whole !== undefined) return { field: whole.field, values: [whole.value] };
  const found = splitOutside(text, /\s*,\s*(?:or )?|\s+or\s+(?:an? )?/).map((part) =>
    valueNamed(entity, part),
  );
  const [first] = found;
  if (first === undefined || found.length < 2) return undefined;
  return found.every((each) => each?.field === first.field)
    ? { field: first.field, values: found.flatMap((each) => (each === undefined ? [] : [each.value])) }
    : undefined;
}

/** The state that an adjective names: "unpaid", "not returned", "active or reserve". */
export function stateWith(
  entity: EntityNotes,
  adjective: string,
  source: Source,
  understanding: Understanding,
): { state: State; act: () => void } | undefined {
  const values = valuesNamed(entity, adjective);
  if (values !== undefined) return { state: stateOfValues(adjective, values), act: () => undefined };
  const negated = /^(?:un|not |non |non-)(?=[a-z]{3})(.+)$/.exec(adjective)?.[1];
  const value = negated === undefined ? undefined : valueNamed(entity, negated);
  if (value !== undefined) return { state: negatedState(adjective, entity, value), act: () => undefined };
  return stateOf(entity, adjective, source, understanding);
}

function stateWord(text: string): string {
  const words = nounWords(text);
  return /^[a-z]/.test(words) ? words : 'such';
}

export function stateOfValues(
  word: string,
  { field, values }: { field: FieldNotes; values: readonly (string | boolean)[] },
): State {
  const [first] = values;
  const texts = values.filter((value) => typeof value === 'string');
  return {
    word: stateWord(word),
    field: field.words,
    is: texts.length > 1 ? { kind: 'one-of', values: texts } : { kind: 'equals', value: first ?? true },
  };
}

export function negatedState(word: string, entity: EntityNotes, { field, value }: NamedValue): State {
  if (typeof value === 'boolean')
    return { word: stateWord(word), field: field.words, is: { kind: 'equals', value: !value } };
  const type = fieldTypeOf(field.words, saidOf(field));
  const others = type?.kind === 'enum' ? type.values.filter((each) => each !== value) : [];
  return stateOfValues(word, { field, values: others });
}
