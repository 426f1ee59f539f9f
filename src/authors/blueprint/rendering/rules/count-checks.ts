import type { Entity } from '../../domain/domain.js';
import type { State } from '../../domain/rule.js';
import { fieldName, isNullable } from '../field-code.js';
import { quoted } from '../literal.js';
import { entityNames, pascalCase, proseWords, sentenceCase, snakeCase } from '../words.js';
import {
  access,
  check,
  fieldOf,
  nullTests,
  parentVariable,
  targetOf,
  type CheckView,
  type OfKind,
  type RuleScope,
} from './check.js';
import { stateFilter, stateTest } from './states.js';

/** `open loans`, or `loans`. */
function countedWords(entity: Entity, state: State | null): string {
  return state === null ? entity.plural : `${state.word} ${entity.plural}`;
}

/** `return` where the record is not one that counts: a field is empty, or it is in another state. */
function skipUncounted(
  { entity, names }: RuleScope,
  fields: readonly string[],
  state: State | null,
): string[] {
  const tests = [
    ...nullTests(
      names.variable,
      fields.map((words) => fieldOf(entity, words)),
    ),
    ...(state === null ? [] : [stateTest(entity, names.variable, state).isNot]),
  ];
  return tests.length === 0 ? [] : [`if (${tests.join(' || ')}) return;`];
}

/** The filter that finds other records that count with this one. */
function othersFilter({ entity, names }: RuleScope, fields: readonly string[], state: State | null): string {
  return `{ ${[
    ...fields.map((words) => {
      const field = fieldOf(entity, words);
      return `${fieldName(field)}: ${access(names.variable, field)}`;
    }),
    ...(state === null ? [] : [stateFilter(entity, names.type, state).member]),
    `except: ${names.variable}.id`,
  ].join(', ')} }`;
}

/** `return` where the record counted before with the same, so that there are no more; `also`: what else must be as it was. */
function skipCounted(
  { entity, names }: RuleScope,
  fields: readonly string[],
  state: State | null,
  also: readonly string[] = [],
): string {
  const same = fields.map((words) => {
    const field = fieldOf(entity, words);
    return `before.${fieldName(field)} === ${access(names.variable, field)}`;
  });
  const counted = state === null ? [] : [stateTest(entity, 'before', state).is];
  return `if (${['before !== undefined', ...counted, ...same, ...also].join(' && ')}) return;`;
}

function present(fields: readonly (string | null)[]): readonly string[] {
  return fields.filter((words) => words !== null);
}

/** ` for the same member and day`. */
function sameProse(fields: readonly string[]): string {
  return fields.length === 0 ? '' : ` for the same ${fields.map(proseWords).join(' and ')}`;
}

export function uniqueCheck(scope: RuleScope, rule: OfKind<'unique'>): CheckView {
  const { entity, names } = scope;
  const shared = present([rule.per, ...rule.also]);
  const fields = [rule.field, ...shared];
  const what = countedWords(entity, rule.state);
  return check({
    rule: rule.id,
    function: `refuseDuplicate${pascalCase(rule.field)}${shared.length === 0 ? '' : `Per${shared.map(pascalCase).join('And')}`}`,
    doc: `No two ${what} have the same ${proseWords(rule.field)}${sameProse(shared)}.`,
    lines: [
      ...skipUncounted(scope, fields, rule.state),
      `if ((await repositories.${names.variables}.count(${othersFilter(scope, fields, rule.state)})) === 0) return;`,
      `throw conflict('${quoted(`There is already ${names.aSingular} with this ${proseWords(rule.field)}${sameProse(shared)}.`)}', '${fieldName(fieldOf(entity, rule.field))}');`,
    ],
  });
}

/** How the limit is known in code: a constant, or a field of the record that `per` names. */
function limitCode(
  scope: RuleScope,
  rule: OfKind<'at-most' | 'total'>,
  constant: string,
): { readonly setup: readonly string[]; readonly limit: string; readonly prose: string } {
  const { domain, entity, names } = scope;
  if (typeof rule.limit === 'number') return { setup: [], limit: constant, prose: String(rule.limit) };
  if (rule.per === null)
    throw new Error(`rule "${rule.id}" takes its limit from a record that it does not name`);
  const target = targetOf(domain, entity, rule.per);
  const field = fieldOf(target, rule.limit.field);
  const parent = parentVariable(scope, rule.per);
  const find = `await repositories.${entityNames(target.singular, target.plural).variables}.find(${access(names.variable, fieldOf(entity, rule.per))})`;
  const missing = isNullable(field) ? `${parent}?.${fieldName(field)} == null` : `${parent} === undefined`;
  return {
    setup: [`const ${parent} = ${find};`, `if (${missing}) return;`],
    limit: access(parent, field),
    prose: `its ${proseWords(rule.limit.field)}`,
  };
}

function holderProse({ domain, entity }: RuleScope, per: string | null, also: readonly string[]): string {
  const on = also.length === 0 ? '' : ` with the same ${also.map(proseWords).join(' and ')}`;
  if (per === null) return `There may be${on === '' ? '' : `, ${on.trim()},`}`;
  const target = targetOf(domain, entity, per);
  return `${sentenceCase(entityNames(target.singular, target.plural).aSingular)} may have${on === '' ? '' : `, ${on.trim()},`}`;
}

export function atMostCheck(scope: RuleScope, rule: OfKind<'at-most'>): CheckView {
  const { entity, names } = scope;
  const shared = present([rule.per, ...rule.also]);
  const what = countedWords(entity, rule.state);
  const many = rule.limit === 1 ? what.replace(entity.plural, entity.singular) : what;
  const per = shared.length === 0 ? '' : `_PER_${shared.map(snakeCase).join('_AND_')}`;
  const constant = `MOST_${snakeCase(what)}${per}`.toUpperCase();
  const limit = limitCode(scope, rule, constant);
  const subject = holderProse(scope, rule.per, rule.also);
  const at = rule.per === null ? '' : `, '${fieldName(fieldOf(entity, rule.per))}'`;
  const shownLimit = `\${String(${limit.limit})}`;
  return check({
    rule: rule.id,
    function: `limit${pascalCase(what)}${shared.length === 0 ? '' : `Per${shared.map(pascalCase).join('And')}`}`,
    doc: `${subject} at most ${typeof rule.limit === 'number' ? `so many ${what}` : `as many ${what} as ${limit.prose} says`}.`,
    prose: `${subject} at most ${typeof rule.limit === 'number' ? `${limit.prose} ${many}` : `as many ${what} as ${limit.prose} says`}.`,
    constants:
      typeof rule.limit === 'number'
        ? [
            {
              name: constant,
              doc: `How many ${what} there may be${shared.length === 0 ? '' : ` per ${shared.map(proseWords).join(' and ')}`}.`,
              value: limit.prose,
            },
          ]
        : [],
    lines: [
      ...skipUncounted(scope, shared, rule.state),
      '// One that counted before makes no more of them, whatever became of the limit.',
      skipCounted(scope, shared, rule.state),
      ...limit.setup,
      `const others = await repositories.${names.variables}.count(${othersFilter(scope, shared, rule.state)});`,
      `if (others < ${limit.limit}) return;`,
      `throw conflict(\`${subject} at most ${shownLimit} ${many}.\`${at});`,
    ],
  });
}

export function noOverlapCheck(scope: RuleScope, rule: OfKind<'no-overlap'>): CheckView {
  const { entity, names } = scope;
  const [from, to] = [fieldOf(entity, rule.from), fieldOf(entity, rule.to)];
  const what = countedWords(entity, rule.state);
  const filter = othersFilter(scope, [rule.per], rule.state).replace(
    ', except:',
    `, overlapping: { from: ${access(names.variable, from)}, to: ${access(names.variable, to)} }, except:`,
  );
  return check({
    rule: rule.id,
    function: `refuseOverlapping${pascalCase(what)}Per${pascalCase(rule.per)}`,
    doc: `No two ${what} for the same ${rule.per} overlap${rule.touch ? ', though one may start when another ends' : ''}.`,
    lines: [
      ...skipUncounted(scope, [rule.per, rule.from], rule.state),
      `if ((await repositories.${names.variables}.count(${filter})) === 0) return;`,
      `throw conflict('${quoted(`There is already ${names.aSingular} for this ${rule.per} at that time.`)}', '${fieldName(from)}');`,
    ],
  });
}

export function sumMethod(rule: OfKind<'total'>): string {
  return `sum${pascalCase(rule.sum)}`;
}

export function totalCheck(scope: RuleScope, rule: OfKind<'total'>): CheckView {
  const { domain, entity, names } = scope;
  const sum = fieldOf(entity, rule.sum);
  const holder = targetOf(domain, entity, rule.per);
  const what = countedWords(entity, rule.state);
  const constant = `MOST_${snakeCase(rule.sum)}_PER_${snakeCase(rule.per)}`.toUpperCase();
  const limit = limitCode(scope, rule, constant);
  const own = access(names.variable, sum);
  const subject = `The ${proseWords(rule.sum)} of all ${what} of ${entityNames(holder.singular, holder.plural).aSingular}`;
  return check({
    rule: rule.id,
    function: `limitTotal${pascalCase(rule.sum)}Per${pascalCase(rule.per)}`,
    doc: `${subject} is together at most ${limit.prose}.`,
    constants:
      typeof rule.limit === 'number'
        ? [{ name: constant, doc: `${subject}, together, at most.`, value: limit.prose }]
        : [],
    lines: [
      ...skipUncounted(scope, [rule.per, rule.sum], rule.state),
      '// One that counted before with as much makes it no more, whatever became of the limit.',
      skipCounted(scope, [rule.per], rule.state, [
        ...nullTests('before', [sum]).map((test) => test.replace('===', '!==')),
        `before.${fieldName(sum)} >= ${own}`,
      ]),
      ...limit.setup,
      `const others = await repositories.${names.variables}.${sumMethod(rule)}(${othersFilter(scope, [rule.per], rule.state)});`,
      ...(sum.type.kind === 'integer'
        ? [`if (others + ${own} <= ${limit.limit}) return;`]
        : [
            '// Rounded: sums of decimals are off by less than what is kept.',
            `if (Number((others + ${own}).toFixed(6)) <= ${limit.limit}) return;`,
          ]),
      `throw conflict(\`${subject} is together at most \${String(${limit.limit})}.\`, '${fieldName(sum)}');`,
    ],
  });
}
