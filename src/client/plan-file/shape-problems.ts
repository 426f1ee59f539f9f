import type { z } from 'zod';
import { closest } from '../../protocol/parse-input.js';
import { planProblem, type PlanPointer, type PlanProblem } from '../../protocol/plan-problem.js';
import { keysAt } from './schema-keys.js';

/** A problem of the document's shape. An unknown key is to be looked for at the key, not at its value. */
export interface ShapeProblem extends PlanProblem {
  readonly atKey: boolean;
}

/** What `error` found in `document`, one problem for each key or value. `schema` is what the document was held against. */
export function shapeProblems(
  error: z.ZodError,
  document: unknown,
  schema: z.core.$ZodType,
): readonly ShapeProblem[] {
  return error.issues.flatMap((issue): ShapeProblem[] => {
    const at = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => unknownKey([...at, key], keysAt(schema, at)));
    }
    const found = valueAt(document, at);
    if (found === undefined) return [missing(at, issue)];
    return [wrongValue(at, issue, found)];
  });
}

function unknownKey(at: PlanPointer, known: readonly string[]): ShapeProblem {
  const key = String(at.at(-1));
  const meant = closest(key, known);
  const hint =
    meant === undefined
      ? known.length === 0
        ? 'Take it out.'
        : `Known here: ${known.join(', ')}.`
      : `Did you mean "${meant}"?`;
  const problem = planProblem(at, 'unknown-key', `${named(at)} is not a key of a plan.`, hint);
  return { ...problem, atKey: true };
}

function missing(at: PlanPointer, issue: z.core.$ZodIssue): ShapeProblem {
  const problem = planProblem(
    at,
    'missing',
    `${named(at)} is missing.`,
    `It ${expectation(issue) ?? 'has to be there'}.`,
  );
  return { ...problem, atKey: false };
}

function wrongValue(at: PlanPointer, issue: z.core.$ZodIssue, found: unknown): ShapeProblem {
  const expected = expectation(issue) ?? issue.message;
  const meant =
    typeof found === 'string'
      ? closest(
          found,
          options(issue).filter((option) => option !== found),
        )
      : undefined;
  const problem = planProblem(
    at,
    issue.code === 'invalid_type' ? 'type' : 'value',
    `${named(at)} ${expected}, and is ${described(found)}.`,
    meant === undefined ? 'Correct it, or plan again.' : `Did you mean "${meant}"?`,
  );
  return { ...problem, atKey: false };
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'must be text',
  number: 'must be a number',
  int: 'must be a whole number',
  boolean: 'must be true or false',
  array: 'must be a list',
  object: 'must be a map of keys and values',
};

/** What a value has to be, as the end of a sentence; undefined where the schema says so in its own words. */
function expectation(issue: z.core.$ZodIssue): string | undefined {
  const choices = options(issue);
  if (choices.length > 0) return `must be ${choices.length === 1 ? '' : 'one of '}${choices.join(', ')}`;
  switch (issue.code) {
    case 'invalid_type':
      return KINDS[issue.expected] ?? `must be ${issue.expected}`;
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? 'must not be empty'
        : `must be at least ${issue.minimum}`;
    case 'too_big':
      return `must be at most ${issue.maximum}`;
    case 'invalid_union':
      return 'must be a plain value, a list or a map';
    default:
      return undefined;
  }
}

/** The values to choose from, where there are some. */
function options(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  return issue.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options)
    ? issue.options.map(String)
    : [];
}

function valueAt(document: unknown, at: PlanPointer): unknown {
  return at.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? (value as Record<string | number, unknown>)[step]
        : undefined,
    document,
  );
}

function described(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** `files[3].phase`, or "The plan" for the whole. */
export function named(at: PlanPointer): string {
  const name = at.map((step, index) =>
    typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`,
  );
  return name.length === 0 ? 'The plan' : name.join('');
}
