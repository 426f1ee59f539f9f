import type { AcceptanceExample } from '../../../../protocol/analysis.js';
import type { Field } from '../../domain/field.js';
import { fieldName, numberStep, rangeOf } from '../../rendering/field-code.js';
import { patternMisses } from '../../rendering/pattern.js';
import { parametersOf } from '../../rendering/range-views.js';

/** A request that creates a record with such a value. */
export function posted(route: string, field: string, value: string): string {
  return `POST ${route} with ${field} ${value}`;
}

export const ACCEPTED = 'it is answered with 201 and the record';
export const NOTHING = 'an empty database';

/** Both sides of each bound. */
export function limitExamples(route: string, field: Field): AcceptanceExample[] {
  const { type } = field;
  if (type.kind === 'references')
    return type.max === null ? [] : mostExamples(route, fieldName(field), type.max);
  if (!('min' in type)) return [];
  const isText = type.kind === 'text';
  const step = isText ? 1 : numberStep(type);
  const name = fieldName(field);
  const value = (bound: number): string =>
    isText ? `of ${String(bound)} characters` : String(Number(bound.toFixed(6)));
  const sides = [
    ...(type.max === null ? [] : [{ inside: type.max, outside: type.max + step }]),
    ...(type.min === null ? [] : [{ inside: type.min, outside: type.min - step }]),
  ];
  return sides.flatMap(({ inside, outside }) => [
    { given: NOTHING, when: posted(route, name, value(inside)), then: ACCEPTED },
    {
      given: NOTHING,
      when: posted(route, name, value(outside)),
      then: `it is refused with 400, naming ${name}`,
    },
  ]);
}

/** A list that names as many as it may, and one more. */
function mostExamples(route: string, name: string, most: number): AcceptanceExample[] {
  const naming = (count: number): string => `naming ${String(count)} that exist`;
  return [
    { given: NOTHING, when: posted(route, name, naming(most)), then: ACCEPTED },
    {
      given: NOTHING,
      when: posted(route, name, naming(most + 1)),
      then: `it is refused with 400, naming ${name}`,
    },
  ];
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
export function formExamples(route: string, field: Field, good: string): AcceptanceExample[] {
  const name = fieldName(field);
  return [
    { given: NOTHING, when: posted(route, name, good), then: ACCEPTED },
    {
      given: NOTHING,
      when: posted(route, name, misfit(field)),
      then: `it is refused with 400, naming ${name}`,
    },
  ];
}

/** What the field is when it is left out. */
export function defaultWords(field: Field | undefined): string {
  const value = field?.default ?? null;
  if (typeof value === 'object' && value !== null)
    return field?.type.kind === 'date' ? 'today' : 'the present';
  return JSON.stringify(value);
}

/** A list that a field bounds. */
export function rangeExamples(route: string, plural: string, field: Field): AcceptanceExample[] {
  const { least, most } = parametersOf(field);
  const [low, high] =
    rangeOf(field) === 'number'
      ? ['3', '4']
      : field.type.kind === 'time'
        ? ['09:00', '10:00']
        : ['2026-03-01', '2026-03-02'];
  const given = `two ${plural}, one with ${fieldName(field)} ${low}, one with ${high}`;
  return [
    { given, when: `GET ${route}?${least}=${low}&${most}=${high}`, then: 'both are listed' },
    { given, when: `GET ${route}?${least}=${high}`, then: 'only the second is listed' },
    { given, when: `GET ${route}?${most}=${low}`, then: 'only the first is listed' },
  ];
}

/** Who may give the field a value, and when. */
export function fixedExamples(route: string, aSingular: string, field: Field): AcceptanceExample[] {
  const name = fieldName(field);
  const refused = `it is refused with 400, naming ${name}`;
  switch (field.set) {
    case 'system':
      return [
        { given: NOTHING, when: `POST ${route} without ${name}`, then: ACCEPTED },
        { given: NOTHING, when: `POST ${route} with ${name}`, then: refused },
        { given: aSingular, when: `PATCH ${route}/:id with ${name}`, then: refused },
      ];
    case 'once':
      return [
        { given: NOTHING, when: `POST ${route} with ${name}`, then: ACCEPTED },
        { given: aSingular, when: `PATCH ${route}/:id with ${name}`, then: refused },
      ];
    case 'first':
      return [
        {
          given: `${aSingular} without ${name}`,
          when: `PATCH ${route}/:id with ${name}`,
          then: 'it is answered with 200 and the record',
        },
        {
          given: `${aSingular} with ${name}`,
          when: `PATCH ${route}/:id with another`,
          then: `it is refused with 409, naming ${name}`,
        },
      ];
    case 'client':
      return [];
  }
}
