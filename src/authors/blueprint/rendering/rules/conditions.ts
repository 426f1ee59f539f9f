import type { Condition } from '../../domain/rule.js';
import { fieldName, isNullable } from '../field-code.js';
import { entityNames, listed, proseWords } from '../words.js';
import { access, entityOf, fieldOf, parentVariable, targetOf, type RuleScope } from './check.js';
import { equalityTest, stateFilter } from './states.js';

/** Code that decides a condition about the record in `variable`; of a record that is not named nothing is so, nor not so. */
export interface ConditionCode {
  /** Statements before the tests. */
  readonly setup: readonly string[];
  readonly is: string;
  readonly isNot: string;
}

function negatable(test: { is: string; isNot: string }, not: boolean): { is: string; isNot: string } {
  return not ? { is: test.isNot, isNot: test.is } : test;
}

function testOf(scope: RuleScope, condition: Condition, variable: string): { is: string; isNot: string } {
  const { domain, entity } = scope;
  const owner = condition.via === null ? entity : targetOf(domain, entity, condition.via);
  switch (condition.kind) {
    case 'value': {
      const field = fieldOf(owner, condition.field);
      return equalityTest(access(variable, field), condition.values, isNullable(field));
    }
    case 'given': {
      const value = access(variable, fieldOf(owner, condition.field));
      return { is: `${value} !== null`, isNot: `${value} === null` };
    }
    case 'passed': {
      const field = fieldOf(owner, condition.field);
      const value = access(variable, field);
      const present = field.type.kind === 'date' ? 'dayOf(now)' : 'momentOf(now)';
      return isNullable(field)
        ? {
            is: `(${value} !== null && ${value} < ${present})`,
            isNot: `(${value} === null || ${value} >= ${present})`,
          }
        : { is: `${value} < ${present}`, isNot: `${value} >= ${present}` };
    }
    case 'count': {
      const counted = entityOf(domain, condition.entity);
      const names = entityNames(counted.singular, counted.plural);
      const by = fieldName(fieldOf(counted, condition.by));
      const state =
        condition.state === null ? [] : [stateFilter(counted, names.type, condition.state).member];
      const count = `(await repositories.${names.variables}.count({ ${[`${by}: ${variable}.id`, ...state].join(', ')} }))`;
      return condition.least === 1
        ? { is: `${count} > 0`, isNot: `${count} === 0` }
        : { is: `${count} >= ${String(condition.least)}`, isNot: `${count} < ${String(condition.least)}` };
    }
  }
}

/** The code for a condition of the record in `variable`; `known`: variables that are there already. */
export function conditionCode(
  scope: RuleScope,
  condition: Condition,
  variable: string,
  known: Set<string>,
): ConditionCode {
  if (condition.via === null)
    return { setup: [], ...negatable(testOf(scope, condition, variable), condition.not) };
  const field = fieldOf(scope.entity, condition.via);
  const target = targetOf(scope.domain, scope.entity, condition.via);
  const { variables } = entityNames(target.singular, target.plural);
  const parent = parentVariable(scope, condition.via);
  const id = access(variable, field);
  const find = `await repositories.${variables}.find(${id})`;
  const setup = known.has(parent)
    ? []
    : [`const ${parent} = ${isNullable(field) ? `${id} === null ? undefined : ${find}` : find};`];
  known.add(parent);
  // A reference to nothing is refused by a check of its own.
  const test = negatable(testOf(scope, condition, parent), condition.not);
  return {
    setup,
    is: `${parent} !== undefined && ${test.is}`,
    isNot: `${parent} !== undefined && ${test.isNot}`,
  };
}

function subjectProse(scope: RuleScope, condition: Condition, words: string): string {
  return condition.via === null
    ? `its ${proseWords(words)}`
    : `the ${proseWords(words)} of its ${condition.via}`;
}

/** `the status of its firing is planned or loading`. */
export function conditionProse(scope: RuleScope, condition: Condition): string {
  const { not } = condition;
  switch (condition.kind) {
    case 'value': {
      const values = condition.values.map((value) =>
        value === true ? 'true' : value === false ? 'false' : String(value),
      );
      const field = subjectProse(scope, condition, condition.field);
      return not ? `${field} is not ${listed(values, 'or')}` : `${field} is ${listed(values, 'or')}`;
    }
    case 'given':
      return `${subjectProse(scope, condition, condition.field)} is ${not ? 'not set' : 'set'}`;
    case 'passed':
      return `${subjectProse(scope, condition, condition.field)} ${not ? 'has not passed' : 'has passed'}`;
    case 'count': {
      const counted = entityOf(scope.domain, condition.entity);
      const state = condition.state === null ? '' : `${condition.state.word} `;
      const subject = condition.via === null ? 'it' : `its ${condition.via}`;
      if (condition.least === 1) {
        return not
          ? `${subject} has no ${state}${counted.plural}`
          : `${subject} has any ${state}${counted.plural}`;
      }
      const number = not ? `fewer than ${String(condition.least)}` : `at least ${String(condition.least)}`;
      return `${subject} has ${number} ${state}${counted.plural}`;
    }
  }
}
