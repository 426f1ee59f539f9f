import type { Entity } from '../../domain/domain.js';
import type { State } from '../../domain/rule.js';
import { fieldName, isNullable } from '../field-code.js';
import { literal } from '../literal.js';
import { pascalCase } from '../words.js';
import { access, fieldOf } from './check.js';

/** A member of a repository's filter that rules need. */
export interface RuleFilterView {
  readonly name: string;
  readonly field: string;
  readonly match: 'equals' | 'flag' | 'given' | 'in' | 'overlap';
  readonly tsType: string;
  /** For an overlap: the field of the end, whether it may be open, and how a start compares to an end. */
  readonly to: string;
  readonly open: boolean;
  readonly before: '<' | '<=';
}

const NO_PERIOD = { to: '', open: false, before: '<' } as const;

/** The filter that finds the records in a state, and what a rule passes for it. */
export function stateFilter(
  entity: Entity,
  type: string,
  state: State,
): { view: RuleFilterView; member: string } {
  const field = fieldOf(entity, state.field);
  const name = fieldName(field);
  const { is } = state;
  switch (is.kind) {
    case 'unset':
    case 'set': {
      const given = `has${pascalCase(state.field)}`;
      return {
        view: { name: given, field: name, match: 'given', tsType: 'boolean', ...NO_PERIOD },
        member: `${given}: ${String(is.kind === 'set')}`,
      };
    }
    case 'equals':
      return { view: equalityFilter(entity, type, state.field), member: `${name}: ${literal(is.value)}` };
    case 'one-of':
      return {
        view: {
          name: `${name}In`,
          field: name,
          match: 'in',
          tsType: `readonly ${type}['${name}'][]`,
          ...NO_PERIOD,
        },
        member: `${name}In: [${is.values.map(literal).join(', ')}]`,
      };
  }
}

export function equalityFilter(entity: Entity, type: string, words: string): RuleFilterView {
  const field = fieldOf(entity, words);
  const name = fieldName(field);
  const tsType = isNullable(field) ? `NonNullable<${type}['${name}']>` : `${type}['${name}']`;
  return {
    name,
    field: name,
    match: field.type.kind === 'boolean' ? 'flag' : 'equals',
    tsType,
    ...NO_PERIOD,
  };
}

/** Source that is true when the record is in the state, and source that is true when it is not. */
export function stateTest(entity: Entity, variable: string, state: State): { is: string; isNot: string } {
  const field = fieldOf(entity, state.field);
  const value = access(variable, field);
  const { is } = state;
  switch (is.kind) {
    case 'unset':
      return { is: `${value} === null`, isNot: `${value} !== null` };
    case 'set':
      return { is: `${value} !== null`, isNot: `${value} === null` };
    case 'equals':
      return equalityTest(value, [is.value], isNullable(field));
    case 'one-of':
      return equalityTest(value, is.values, isNullable(field));
  }
}

/** Source that is true when `value` is one of the values, and source that is true when it is not. */
export function equalityTest(
  value: string,
  values: readonly (string | number | boolean)[],
  nullable: boolean,
): { is: string; isNot: string } {
  const [only] = values;
  if (values.length === 1 && only !== undefined) {
    if (typeof only === 'boolean' && !nullable) {
      return only ? { is: value, isNot: `!${value}` } : { is: `!${value}`, isNot: value };
    }
    return { is: `${value} === ${literal(only)}`, isNot: `${value} !== ${literal(only)}` };
  }
  const list = `[${values.map(literal).join(', ')}].includes(${value})`;
  return nullable
    ? { is: `(${value} !== null && ${list})`, isNot: `(${value} === null || !${list})` }
    : { is: list, isNot: `!${list}` };
}
