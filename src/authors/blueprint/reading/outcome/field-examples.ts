import type { AcceptanceExample } from '../../../../protocol/analysis.js';
import type { Field } from '../../domain/field.js';
import { fieldName, numberStep, rangeOf } from '../../rendering/field-code.js';
import { patternMisses } from '../../rendering/pattern.js';
import { parametersOf } from '../../rendering/range-views.js';
import type { RecordWords } from './example-words.js';

export const NOTHING = 'an empty database';

/** A value that is taken, and one that is not. */
function bothSides(words: RecordWords, name: string, inside: string, outside: string): AcceptanceExample[] {
  return [
    { given: NOTHING, when: words.create(`${name} ${inside}`), then: words.accepted },
    { given: NOTHING, when: words.create(`${name} ${outside}`), then: words.refused('form', name) },
  ];
}

/** Both sides of each bound. */
export function limitExamples(words: RecordWords, field: Field): AcceptanceExample[] {
  const { type } = field;
  const name = fieldName(field);
  // A list that names as many as it may, and one more.
  if (type.kind === 'references')
    return type.max === null
      ? []
      : bothSides(
          words,
          name,
          `naming ${String(type.max)} that exist`,
          `naming ${String(type.max + 1)} that exist`,
        );
  if (!('min' in type)) return [];
  const isText = type.kind === 'text';
  const step = isText ? 1 : numberStep(type);
  const value = (bound: number): string =>
    isText ? `of ${String(bound)} characters` : String(Number(bound.toFixed(6)));
  const sides = [
    ...(type.max === null ? [] : [{ inside: type.max, outside: type.max + step }]),
    ...(type.min === null ? [] : [{ inside: type.min, outside: type.min - step }]),
  ];
  return sides.flatMap(({ inside, outside }) => bothSides(words, name, value(inside), value(outside)));
}

/** A value that the field does not take, as JSON. */
function misfit({ type }: Field): string {
  switch (type.kind) {
    case 'code':
      return JSON.stringify(patternMisses(type.pieces)[0] ?? 'something else entirely');
    case 'number':
      return type.decimals === null ? '"many"' : String(numberStep(type) / 10);
    case 'choices':
      return JSON.stringify(['something else entirely']);
    default:
      return '"something else entirely"';
  }
}

/** A value of the right form and one of a wrong one. */
export function formExamples(words: RecordWords, field: Field, good: string): AcceptanceExample[] {
  return bothSides(words, fieldName(field), good, misfit(field));
}

/** What the field is when it is left out. */
export function defaultWords(field: Field | undefined): string {
  const value = field?.default ?? null;
  if (typeof value === 'object' && value !== null)
    return field?.type.kind === 'date' ? 'today' : 'the present';
  return JSON.stringify(value);
}

/** A list that a field bounds. */
export function rangeExamples(words: RecordWords, plural: string, field: Field): AcceptanceExample[] {
  const parameters = parametersOf(field);
  const [low, high] =
    rangeOf(field) === 'number'
      ? ['3', '4']
      : field.type.kind === 'time'
        ? ['09:00', '10:00']
        : ['2026-03-01', '2026-03-02'];
  const name = fieldName(field);
  const given = `two ${plural}, one with ${name} ${low}, one with ${high}`;
  const least = (value: string) => ({ name: parameters.least, value });
  const most = (value: string) => ({ name: parameters.most, value });
  const { bounded } = words.listed;
  return [
    {
      given,
      when: bounded({ field: field.words, least: least(low), most: most(high) }),
      then: 'both are listed',
    },
    { given, when: bounded({ field: field.words, least: least(high) }), then: 'only the second is listed' },
    { given, when: bounded({ field: field.words, most: most(low) }), then: 'only the first is listed' },
  ];
}

/** Who may give the field a value, and when. */
export function fixedExamples(words: RecordWords, aSingular: string, field: Field): AcceptanceExample[] {
  const name = fieldName(field);
  const refused = words.refused('form', name);
  switch (field.set) {
    case 'system':
      return [
        { given: NOTHING, when: words.createWithout(name), then: words.accepted },
        { given: NOTHING, when: words.create(name), then: refused },
        { given: aSingular, when: words.change(name), then: refused },
      ];
    case 'once':
      return [
        { given: NOTHING, when: words.create(name), then: words.accepted },
        { given: aSingular, when: words.change(name), then: refused },
      ];
    case 'first':
      return [
        { given: `${aSingular} without ${name}`, when: words.change(name), then: words.changed },
        {
          given: `${aSingular} with ${name}`,
          when: words.change('another'),
          then: words.refused('conflict', name),
        },
      ];
    case 'client':
      return [];
  }
}
