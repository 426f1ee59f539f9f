import type { HeldLimit } from '../../scenarios/held-limits.js';
import { isUpper } from '../../scenarios/rule-terms.js';
import { fieldName, isNullable } from '../field-code.js';
import { quoted } from '../literal.js';
import { entityNames, pascalCase, proseWords, sentenceCase } from '../words.js';
import { access, check, entityOf, fieldOf, type CheckView, type OfKind, type RuleScope } from './check.js';
import { sumMethod } from './count-checks.js';
import { stateFilter } from './states.js';
import { alike, isNumber, RELATIONS } from './value-checks.js';

/** A record does not set its own limit below what others of it are there. */
export function heldLimitCheck({ domain, entity, names }: RuleScope, rule: HeldLimit): CheckView {
  const counted = entityOf(domain, rule.entity);
  const { type, variables } = entityNames(counted.singular, counted.plural);
  const field = fieldOf(entity, rule.limit.field);
  const limit = access(names.variable, field);
  const what = rule.state === null ? counted.plural : `${rule.state.word} ${counted.plural}`;
  const state = rule.state === null ? [] : [stateFilter(counted, type, rule.state).member];
  const filter = `{ ${[`${fieldName(fieldOf(counted, rule.per))}: ${names.variable}.id`, ...state].join(', ')} }`;
  const words = proseWords(rule.limit.field);
  const [used, doc, message] =
    rule.kind === 'at-most'
      ? [
          `await repositories.${variables}.count(${filter})`,
          `The ${words} of ${names.aSingular} does not go below how many ${what} it has.`,
          `This ${entity.singular} has \${String(used)} ${what}: its ${words} cannot be less.`,
        ]
      : [
          `await repositories.${variables}.${sumMethod(rule)}(${filter})`,
          `The ${words} of ${names.aSingular} does not go below the ${proseWords(rule.sum)} of all its ${what}.`,
          `The ${proseWords(rule.sum)} of all ${what} of this ${entity.singular} is together \${String(used)}: its ${words} cannot be less.`,
        ];
  const isWhole = rule.kind === 'at-most' || fieldOf(counted, rule.sum).type.kind === 'integer';
  const was = `before.${fieldName(field)}`;
  return check({
    function: `keep${pascalCase(rule.limit.field)}Above${pascalCase(rule.kind === 'at-most' ? what : rule.sum)}`,
    doc,
    lines: [
      'if (before === undefined) return;',
      ...(isNullable(field) ? [`if (${limit} === null) return;`] : []),
      `if (${isNullable(field) ? `${was} !== null && ` : ''}${limit} >= ${was}) return;`,
      ...(isWhole
        ? [`const used = ${used};`]
        : [
            '// Rounded: sums of decimals are off by less than what is kept.',
            `const used = Number((${used}).toFixed(6));`,
          ]),
      `if (used <= ${limit}) return;`,
      `throw conflict(\`${message}\`, '${fieldName(field)}');`,
    ],
  });
}

/** How the value of a record stays to those that are compared with it. */
const STAYS = {
  'at-most': { number: 'does not go below', time: 'does not come before' },
  'at-least': { number: 'does not go above', time: 'does not come after' },
  less: { number: 'stays above', time: 'stays after' },
  more: { number: 'stays below', time: 'stays before' },
} as const;

/** A record does not move a value of its own past those of others that are compared with it. */
export function heldComparisonCheck(scope: RuleScope, rule: OfKind<'compare'>): CheckView {
  const { domain, entity, names } = scope;
  const compared = entityOf(domain, rule.entity);
  const { variable, variables, aSingular } = entityNames(compared.singular, compared.plural);
  const [field, other] = [fieldOf(compared, rule.field), fieldOf(entity, rule.other)];
  const each = variable === names.variable ? 'child' : variable;
  const [bound, was] = [access(names.variable, other), `before.${fieldName(other)}`];
  const [value, limit] = alike(scope, field, other, access(each, field), bound);
  const relation = RELATIONS[rule.relation];
  const form = isNumber(field) ? 'number' : 'time';
  const message = `${sentenceCase(aSingular)} of this ${entity.singular} stands against it: its ${proseWords(rule.field)} ${relation[form]} the ${proseWords(rule.other)} of its ${rule.via}.`;
  return check({
    function: `keep${pascalCase(rule.other)}${isUpper(rule) ? 'Above' : 'Below'}${pascalCase(rule.field)}Of${pascalCase(compared.plural)}`,
    doc: `The ${proseWords(rule.other)} of ${names.aSingular} ${STAYS[rule.relation][form]} the ${proseWords(rule.field)} of any of its ${compared.plural}.`,
    lines: [
      'if (before === undefined) return;',
      ...(isNullable(other) ? [`if (${bound} === null) return;`] : []),
      `if (${isNullable(other) ? `${was} !== null && ` : ''}${bound} ${isUpper(rule) ? '>=' : '<='} ${was}) return;`,
      `for (const ${each} of await repositories.${variables}.all({ ${fieldName(fieldOf(compared, rule.via))}: ${names.variable}.id })) {`,
      ...(isNullable(field) ? [`  if (${access(each, field)} === null) continue;`] : []),
      `  if (${value} ${relation.refused} ${limit}) throw conflict('${quoted(message)}', '${fieldName(other)}');`,
      '}',
    ],
  });
}
