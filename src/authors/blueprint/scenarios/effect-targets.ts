import type { Domain } from '../domain/domain.js';
import type { Rule } from '../domain/rule.js';
import type { OfKind } from './rule-terms.js';
import { entityIn, fieldIn, targetOf } from './world.js';

type Effect = OfKind<'effect'>;

/** The values that the changed field may have before, as far as a guard on what brings the effect about says. */
function valuesBefore(domain: Domain, effect: Effect & { readonly via: string }): readonly string[] {
  const { type } = fieldIn(targetOf(domain, entityIn(domain, effect.entity), effect.via), effect.field);
  if (type.kind !== 'enum') return [];
  const conditions = domain.rules.flatMap((rule) =>
    rule.kind === 'guard' &&
    rule.entity === effect.entity &&
    rule.on.action === 'create' &&
    effect.on.action === 'create'
      ? rule.conditions
      : [],
  );
  return type.values.filter((value) =>
    conditions.every(
      (condition) =>
        condition.kind !== 'value' ||
        condition.via !== effect.via ||
        condition.field !== effect.field ||
        condition.values.includes(value) !== condition.not,
    ),
  );
}

/** Whether the effect may write what the rule, one of the record that it changes, does not let be. */
function mayBreak(domain: Domain, effect: Effect & { readonly via: string }, rule: Rule): boolean {
  const { field } = effect;
  switch (rule.kind) {
    case 'transitions': {
      const from = valuesBefore(domain, effect);
      const isFree = from.every(
        (value) =>
          value === effect.value ||
          rule.moves.some((move) => move.from === value && move.to === effect.value),
      );
      return rule.field === field && !(from.length > 0 && isFree);
    }
    // What may be asked for is no matter here: nobody asks the record itself.
    case 'guard':
      return rule.on.action === 'enter' && rule.on.state.field === field;
    case 'required-when':
      return rule.when.via === null && 'field' in rule.when && rule.when.field === field;
    case 'effect':
    case 'moment':
      return false;
    default:
      return JSON.stringify(rule).includes(JSON.stringify(field));
  }
}

/** Rules of the record that an effect changes, and that its value may break. */
export function rulesOfTarget(domain: Domain, effect: Effect): readonly Rule[] {
  const { via } = effect;
  if (via === null) return [];
  const target = targetOf(domain, entityIn(domain, effect.entity), via);
  return domain.rules.filter(
    (rule) => rule.entity === target.singular && mayBreak(domain, { ...effect, via }, rule),
  );
}

/** Whether the record that the effect changes has effects of its own that come about by that. */
export function settlesTarget(domain: Domain, effect: Effect): boolean {
  if (effect.via === null) return false;
  const target = targetOf(domain, entityIn(domain, effect.entity), effect.via);
  return domain.rules.some(
    (rule) =>
      rule.kind === 'effect' &&
      rule.entity === target.singular &&
      rule.via === null &&
      rule.on.action === 'enter' &&
      rule.on.state.field === effect.field,
  );
}
