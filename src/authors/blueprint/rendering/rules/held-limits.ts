import type { HeldLimit } from '../../scenarios/held-limits.js';
import { fieldName } from '../field-code.js';
import { entityNames, pascalCase, proseWords } from '../words.js';
import { access, canBeNull, check, entityOf, fieldOf, type CheckView, type RuleScope } from './check.js';
import { sumMethod } from './count-checks.js';
import { stateFilter } from './states.js';

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
      ...(canBeNull(field) ? [`if (${limit} === null) return;`] : []),
      `if (${canBeNull(field) ? `${was} !== null && ` : ''}${limit} >= ${was}) return;`,
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
