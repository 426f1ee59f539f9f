import type { Field } from '../../domain/field.js';
import { fieldName, isNullable } from '../field-code.js';
import { literal, quoted } from '../literal.js';
import { article, pascalCase, proseWords, sentenceCase, snakeCase } from '../words.js';
import {
  access,
  check,
  fieldOf,
  nullTests,
  parentVariable,
  targetOf,
  type CheckView,
  type ConstantView,
  type OfKind,
  type RuleScope,
} from './check.js';
import { entityNames } from '../words.js';
import { conditionCode, conditionProse } from './conditions.js';

export function isNumber(field: Field): boolean {
  return ['integer', 'number', 'money'].includes(field.type.kind);
}

function skip(tests: readonly string[]): readonly string[] {
  return tests.length === 0 ? [] : [`if (${tests.join(' || ')}) return;`];
}

function refuse(when: string, sentence: string, field: Field): string {
  return `if (${when}) throw unprocessable('${quoted(sentence)}', '${fieldName(field)}');`;
}

/** Sources of two values that compare: days where only one of them has a time of day. */
export function alike(
  { domain }: RuleScope,
  one: Field,
  other: Field,
  a: string,
  b: string,
): readonly [string, string] {
  // A program's days are those of the place where it runs.
  const day = (moment: string): string =>
    domain.kind === 'cli' ? `dayOf(new Date(${moment}))` : `${moment}.slice(0, 10)`;
  if (one.type.kind === 'date' && other.type.kind === 'datetime') return [a, day(b)];
  if (one.type.kind === 'datetime' && other.type.kind === 'date') return [day(a), b];
  return [a, b];
}

export function orderCheck(scope: RuleScope, rule: OfKind<'order'>): CheckView {
  const { entity, names } = scope;
  const [earlier, later] = [fieldOf(entity, rule.earlier), fieldOf(entity, rule.later)];
  const relation = isNumber(later)
    ? rule.equal
      ? 'must not be less than'
      : 'must be more than'
    : rule.equal
      ? 'must not be before'
      : 'must be after';
  const doc = `The ${proseWords(rule.later)} of ${names.aSingular} ${relation} its ${proseWords(rule.earlier)}.`;
  const [end, start] = alike(
    scope,
    later,
    earlier,
    access(names.variable, later),
    access(names.variable, earlier),
  );
  return check({
    rule: rule.id,
    function: `require${pascalCase(rule.later)}After${pascalCase(rule.earlier)}`,
    doc,
    lines: [
      ...skip(nullTests(names.variable, [earlier, later])),
      refuse(`${end} ${rule.equal ? '<' : '<='} ${start}`, doc, later),
    ],
  });
}

export function differCheck({ entity, names }: RuleScope, rule: OfKind<'differ'>): CheckView {
  const [one, other] = [fieldOf(entity, rule.fields[0]), fieldOf(entity, rule.fields[1])];
  const doc = `The ${proseWords(one.words)} and the ${proseWords(other.words)} of ${names.aSingular} must differ.`;
  return check({
    rule: rule.id,
    function: `require${pascalCase(other.words)}OtherThan${pascalCase(one.words)}`,
    doc,
    lines: [
      ...skip(isNullable(one) && isNullable(other) ? nullTests(names.variable, [one]) : []),
      refuse(`${access(names.variable, one)} === ${access(names.variable, other)}`, doc, other),
    ],
  });
}

export function spanCheck(scope: RuleScope, rule: OfKind<'span'>): CheckView {
  const { entity, names } = scope;
  const [earlier, later] = [fieldOf(entity, rule.earlier), fieldOf(entity, rule.later)];
  const isMost = rule.bound === 'at-most';
  const { amount } = rule;
  const size = typeof amount === 'number' ? String(amount) : `${String(amount.count)} ${amount.unit}`;
  const prose = typeof amount !== 'number' && amount.count === 1 ? `one ${amount.unit.slice(0, -1)}` : size;
  const [start, end] = [access(names.variable, earlier), access(names.variable, later)];
  const constant: ConstantView = {
    name: `${isMost ? 'MOST' : 'LEAST'}_${snakeCase(rule.earlier)}_TO_${snakeCase(rule.later)}`.toUpperCase(),
    doc: `How far the ${proseWords(rule.later)} of ${names.aSingular} lies from its ${proseWords(rule.earlier)} at ${isMost ? 'most' : 'least'}.`,
    value:
      typeof amount === 'number'
        ? String(amount)
        : `{ count: ${String(amount.count)}, unit: '${amount.unit}' } as const`,
  };
  const bound =
    typeof amount === 'number' ? `${start} + ${constant.name}` : `later(${start}, ${constant.name})`;
  const relation = typeof amount === 'number' ? 'above' : 'after';
  const doc = `The ${proseWords(rule.later)} of ${names.aSingular} must be at ${isMost ? 'most' : 'least'} ${prose} ${relation} its ${proseWords(rule.earlier)}.`;
  const [compared, limit] = alike(scope, later, earlier, end, bound);
  return check({
    rule: rule.id,
    function: `require${pascalCase(rule.later)}${isMost ? 'Within' : 'Beyond'}${pascalCase(rule.earlier)}`,
    doc,
    constants: [constant],
    lines: [
      ...skip(nullTests(names.variable, [earlier, later])),
      refuse(`${compared} ${isMost ? '>' : '<'} ${limit}`, doc, later),
    ],
  });
}

export function momentCheck({ domain, entity, names }: RuleScope, rule: OfKind<'moment'>): CheckView {
  const field = fieldOf(entity, rule.field);
  const value = access(names.variable, field);
  const present = field.type.kind === 'date' ? 'dayOf(now)' : 'momentOf(now)';
  const what = `The ${proseWords(rule.field)} of ${names.aSingular}`;
  const isPast = rule.lies === 'past';
  const { atLeast } = rule;
  const name = `LEAST_${snakeCase(rule.field)}_${isPast ? 'AGE' : 'NOTICE'}`.toUpperCase();
  const span =
    atLeast === null
      ? ''
      : `${String(atLeast.count)} ${atLeast.count === 1 ? atLeast.unit.slice(0, -1) : atLeast.unit}`;
  const where = field.type.kind === 'date' && domain.kind !== 'cli' ? ', as days are counted in UTC' : '';
  const doc =
    atLeast === null
      ? `${what} must not lie in the ${isPast ? 'future' : 'past'}${where}.`
      : `${what} must lie at least ${span} in the ${rule.lies}${where}.`;
  const bound =
    atLeast === null ? present : isPast ? `earlier(${present}, ${name})` : `later(${present}, ${name})`;
  return check({
    rule: rule.id,
    function: `require${pascalCase(rule.field)}In${isPast ? 'Past' : 'Future'}`,
    doc,
    constants:
      atLeast === null
        ? []
        : [
            {
              name,
              doc: `How far the ${proseWords(rule.field)} of ${names.aSingular} lies in the ${rule.lies} at least.`,
              value: `{ count: ${String(atLeast.count)}, unit: '${atLeast.unit}' } as const`,
            },
          ],
    lines: [
      `if (before?.${fieldName(field)} === ${value}) return;`,
      ...skip(nullTests(names.variable, [field])),
      refuse(`${value} ${isPast ? '>' : '<'} ${bound}`, doc, field),
    ],
  });
}

/** When a relation is refused, and how it is said. */
export const RELATIONS = {
  'at-most': { refused: '>', number: 'must not be more than', time: 'must not be after' },
  'at-least': { refused: '<', number: 'must not be less than', time: 'must not be before' },
  less: { refused: '>=', number: 'must be less than', time: 'must be before' },
  more: { refused: '<=', number: 'must be more than', time: 'must be after' },
} as const;

export function compareCheck(scope: RuleScope, rule: OfKind<'compare'>): CheckView {
  const { domain, entity, names } = scope;
  const field = fieldOf(entity, rule.field);
  const via = fieldOf(entity, rule.via);
  const target = targetOf(domain, entity, rule.via);
  const other = fieldOf(target, rule.other);
  const parent = parentVariable(scope, rule.via);
  const relation = RELATIONS[rule.relation];
  const doc = `The ${proseWords(rule.field)} of ${names.aSingular} ${relation[isNumber(field) ? 'number' : 'time']} the ${proseWords(rule.other)} of its ${rule.via}.`;
  const [own, bound] = alike(scope, field, other, access(names.variable, field), access(parent, other));
  const missing = isNullable(other) ? `${parent}?.${fieldName(other)} == null` : `${parent} === undefined`;
  return check({
    rule: rule.id,
    function: `require${pascalCase(rule.field)}${pascalCase(rule.relation.replaceAll('-', ' '))}${pascalCase(rule.via)}${pascalCase(rule.other)}`,
    doc,
    lines: [
      ...skip(nullTests(names.variable, [field, via])),
      `// What was so before stays allowed, whatever became of its ${rule.via}.`,
      `if (${[field, via]
        .map((each) => `before.${fieldName(each)} === ${access(names.variable, each)}`)
        .join(' && ')
        .replace('before.', 'before?.')}) return;`,
      `const ${parent} = await repositories.${entityNames(target.singular, target.plural).variables}.find(${access(names.variable, via)});`,
      `if (${missing}) return;`,
      refuse(`${own} ${relation.refused} ${bound}`, doc, field),
    ],
  });
}

export function requiredWhenCheck(scope: RuleScope, rule: OfKind<'required-when'>): CheckView {
  const { entity, names } = scope;
  const field = fieldOf(entity, rule.field);
  const code = conditionCode(scope, rule.when, names.variable, new Set());
  const doc = `${sentenceCase(names.aSingular)} needs ${article(rule.field)} ${proseWords(rule.field)} ${rule.unless ? 'unless' : 'when'} ${conditionProse(scope, rule.when)}.`;
  return check({
    rule: rule.id,
    function: `require${pascalCase(rule.field)}${rule.unless ? 'Unless' : 'When'}${pascalCase('field' in rule.when ? rule.when.field : rule.when.entity)}`,
    doc,
    lines: [
      `if (${access(names.variable, field)} !== null) return;`,
      ...code.setup,
      // Not "if it is not so": a record that names no other is not so, either.
      ...(rule.unless && rule.when.via !== null
        ? [`if (${code.is}) return;`, `throw unprocessable('${quoted(doc)}', '${fieldName(field)}');`]
        : [refuse(rule.unless ? code.isNot : code.is, doc, field)]),
    ],
  });
}

export function transitionsCheck({ entity, names }: RuleScope, rule: OfKind<'transitions'>): CheckView {
  const field = fieldOf(entity, rule.field);
  const name = fieldName(field);
  const values =
    field.type.kind === 'enum'
      ? field.type.values
      : [...new Set(rule.moves.flatMap(({ from, to }) => [from, to]))];
  const steps = values.map(
    (from) =>
      `${literal(from)}: [${rule.moves
        .filter((move) => move.from === from)
        .map(({ to }) => literal(to))
        .join(', ')}]`,
  );
  const constant = `${snakeCase(rule.field)}_MOVES`.toUpperCase();
  const what = `the ${proseWords(rule.field)} of ${names.aSingular}`;
  const prose = `${sentenceCase(what)} moves only from ${rule.moves.map(({ from, to }) => `${from} to ${to}`).join(', ')}${rule.initial === null ? '' : `; it starts as ${rule.initial}`}.`;
  const value = access(names.variable, field);
  const start =
    rule.initial === null
      ? ['if (before === undefined) return;']
      : [
          'if (before === undefined) {',
          `  if (${value} === ${literal(rule.initial)}) return;`,
          `  throw unprocessable('${quoted(`${sentenceCase(what)} is ${rule.initial} at first.`)}', '${name}');`,
          '}',
        ];
  const nullable = isNullable(field);
  return check({
    rule: rule.id,
    function: `requireStepOf${pascalCase(rule.field)}`,
    doc: `${sentenceCase(what)} moves along its steps only.`,
    prose,
    constants: [
      {
        name: constant,
        doc: `Where ${what} can go from each value.`,
        value: `{ ${steps.join(', ')} } as const satisfies Record<string, readonly string[]>`,
      },
    ],
    lines: [
      ...start,
      `if (${[...(nullable ? [`before.${name} === null`] : []), `before.${name} === ${value}`].join(' || ')}) return;`,
      `const allowed: readonly (string${nullable ? ' | null' : ''})[] = ${constant}[before.${name}];`,
      `if (allowed.includes(${value})) return;`,
      `throw conflict(\`${sentenceCase(what)} cannot go from \${before.${name}} to \${${nullable ? `String(${value})` : value}}.\`, '${name}');`,
    ],
  });
}
