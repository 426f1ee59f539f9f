import type { Field } from '../domain/field.js';
import type { Rule } from '../domain/rule.js';
import type { AspectTags } from './aspect-tags.js';
import { DEFAULT_TEXT_LIMIT, isNullable, moneyBounds, numberStep } from './field-code.js';
import { literal } from './literal.js';
import { patternMisses, patternProse, patternSample } from './pattern.js';
import { BEYOND_UTC } from './range-views.js';
import { article, proseWords } from './words.js';

/** A test that a field takes some values and refuses others; values are source. */
export interface Probe {
  readonly tag: string;
  readonly title: string;
  readonly accepted: readonly string[];
  readonly refused: readonly string[];
}

function characters(length: number): string {
  return `'x'.repeat(${String(length)})`;
}

/** The nearest value that lies beyond a bound, without the noise of binary fractions. */
function beyond(bound: number, step: number): number {
  return Number((bound + step).toFixed(6));
}

function lengthProbes(what: string, tag: string, type: { min: number | null; max: number | null }): Probe[] {
  const max = type.max ?? DEFAULT_TEXT_LIMIT;
  const probes: Probe[] = [
    {
      tag,
      title: `takes ${what} of ${String(max)} characters and refuses one of ${String(max + 1)}`,
      accepted: [characters(max)],
      refused: [characters(max + 1)],
    },
  ];
  const min = type.min ?? 1;
  if (min > 1) {
    probes.push({
      tag,
      title: `takes ${what} of ${String(min)} characters and refuses one of ${String(min - 1)}`,
      accepted: [characters(min)],
      refused: [characters(min - 1)],
    });
  }
  return probes;
}

function valueProbes(
  what: string,
  tag: string,
  type: { min: number | null; max: number | null },
  step: number,
): Probe[] {
  const sides = [
    { bound: type.min, past: -step },
    { bound: type.max, past: step },
  ];
  return sides.flatMap(({ bound, past }) =>
    bound === null
      ? []
      : [
          {
            tag,
            title: `takes ${what} of ${String(bound)} and refuses one of ${String(beyond(bound, past))}`,
            accepted: [literal(bound)],
            refused: [literal(beyond(bound, past))],
          },
        ],
  );
}

/** The most decimals that are taken, and one more; values lie within the bounds. */
function decimalsProbe(
  what: string,
  tag: string,
  { min, max }: { min: number | null; max: number | null },
  decimals: number,
): Probe {
  const least = min ?? (max === null || max >= 2 ? 1 : max - 1);
  const base = Number.isInteger(least) ? least : Math.ceil(least);
  const start = max !== null && base >= max ? least : base;
  const digits = (count: number): number => Number((start + 10 ** -count).toFixed(count));
  return {
    tag,
    title: `takes ${what} with ${String(decimals)} decimal${decimals === 1 ? '' : 's'} and refuses one with ${String(decimals + 1)}`,
    accepted: [literal(digits(decimals))],
    refused: [literal(digits(decimals + 1))],
  };
}

/** A valid day that no order rule of the field forbids beside its sample. */
function leapDay(field: Field, rules: readonly Rule[]): string[] {
  const later = rules.some((rule) => rule.kind === 'order' && rule.later === field.words);
  const earlier = rules.some((rule) => rule.kind === 'order' && rule.earlier === field.words);
  if (later && earlier) return [];
  return [later ? '2028-02-29' : '2024-02-29'];
}

/** The tests that show the form and the bounds of `field`. */
export function probesOf(field: Field, rules: readonly Rule[], tags: AspectTags): readonly Probe[] {
  const { type } = field;
  const prose = proseWords(field.words);
  const what = `${article(field.words)} ${prose}`;
  const form = (title: string, accepted: readonly string[], refused: readonly string[]): Probe => ({
    tag: tags.form,
    title,
    accepted: accepted.map(literal),
    refused: refused.map(literal),
  });
  const probes: Probe[] = [];
  switch (type.kind) {
    case 'text':
      probes.push(...lengthProbes(what, tags.limit, type), {
        tag: tags.form,
        title: `refuses ${what} that is empty, blank or not printable`,
        accepted: [],
        refused: ["''", "'  '", `'${'x'.repeat(type.min ?? 1)}\\u0000'`],
      });
      break;
    case 'integer':
      probes.push(...valueProbes(what, tags.limit, type, 1), {
        tag: tags.form,
        title: `refuses ${what} that is not a whole number`,
        accepted: [],
        refused: ['1.5', "'many'"],
      });
      break;
    case 'money':
      probes.push(...valueProbes(what, tags.limit, moneyBounds(type), 0.01), {
        tag: tags.form,
        title: `refuses ${what} with more than two decimals`,
        accepted: [],
        refused: ['9.999'],
      });
      break;
    case 'number':
      probes.push(...valueProbes(what, tags.limit, type, numberStep(type)), {
        tag: tags.form,
        title: `refuses ${what} that is not a number`,
        accepted: [],
        refused: ["'many'"],
      });
      if (type.decimals !== null) probes.push(decimalsProbe(what, tags.form, type, type.decimals));
      break;
    case 'code':
      probes.push(
        form(
          `takes ${what} of ${patternProse(type.pieces)} and refuses anything else`,
          [patternSample(type.pieces, 7)],
          patternMisses(type.pieces),
        ),
      );
      break;
    case 'choices':
      probes.push({
        tag: tags.form,
        title: `takes any of the ${prose} there are, each once, and refuses any other`,
        accepted: ['[]', literal(type.values)],
        refused: [
          literal(['something else entirely']),
          literal([...type.values.slice(0, 1), ...type.values.slice(0, 1)]),
          literal(type.values[0] ?? ''),
        ],
      });
      break;
    case 'email':
      probes.push(form(`refuses ${what} that is not an e-mail address`, [], ['not an address', 'ada@']));
      break;
    case 'url':
      probes.push(
        form(`refuses ${what} that is not a web address`, [], ['not an address', 'ftp://example.com']),
      );
      break;
    case 'boolean':
      probes.push(form(`refuses ${what} that is neither true nor false`, [], ['maybe']));
      break;
    case 'date':
      probes.push(
        form(`refuses ${what} that is not in the calendar`, leapDay(field, rules), ['2027-02-29', 'someday']),
      );
      break;
    case 'datetime':
      probes.push(
        form(
          `refuses ${what} that is no moment, or none in UTC`,
          leapDay(field, rules).map((date) => `${date}T23:59:59Z`),
          ['2027-02-29T12:00:00Z', '2026-03-01', BEYOND_UTC],
        ),
      );
      break;
    case 'time':
      probes.push(form(`refuses ${what} that is no time of day`, [], ['25:00', 'noon']));
      break;
    case 'enum':
      probes.push(
        form(`takes every ${prose} there is and refuses any other`, type.values, ['something else entirely']),
      );
      break;
    case 'references':
      probes.push({
        tag: tags.form,
        title: `takes a record with no ${prose}, and refuses what is no list of ids`,
        accepted: ['[]'],
        refused: [literal(['no id']), literal('no list')],
      });
      break;
    case 'reference':
      break;
  }
  if (isNullable(field)) {
    probes.push({
      tag: tags.optional,
      title: `takes a record without ${what}`,
      // Left out, and said to be nothing: one that takes only the second may not leave it out.
      accepted: ['undefined', 'null'],
      refused: [],
    });
  }
  return probes;
}
