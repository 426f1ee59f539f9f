import type { Domain } from '../domain/domain.js';
import { isInState } from './conditions.js';
import type { OfKind } from './rule-terms.js';
import { PRESENT, same, TODAY, type Value } from './values.js';
import type { Action } from './rule-terms.js';
import { entityIn, fieldIn, having, type Rec, subjectOf, valueOf, type World } from './world.js';

export function childrenOf(domain: Domain, world: World, parent: Rec) {
  return domain.entities.flatMap((child) =>
    child.fields.flatMap((field) =>
      field.type.kind === 'reference' && field.type.entity === parent.entity
        ? world
            .filter(
              (record) => record.entity === child.singular && valueOf(record, field.words) === parent.id,
            )
            .map((record) => ({
              record,
              field: field.words,
              onDelete: field.type.kind === 'reference' ? field.type.onDelete : 'refuse',
            }))
        : [],
    ),
  );
}

type Effect = OfKind<'effect'>;

/** Whether writing `record` brings the effect about: one that comes to another record joins it as a new one does. */
export function takesEffect({ on, via }: Effect, before: Rec | undefined, record: Rec): boolean {
  const joins = before === undefined || (via !== null && !same(valueOf(before, via), valueOf(record, via)));
  if (on.action === 'create') return joins;
  return isInState(record, on.state) && (joins || !isInState(before, on.state));
}

export function effectValue(domain: Domain, effect: Effect): Value {
  if (typeof effect.value !== 'object') return effect.value;
  const own = entityIn(domain, effect.entity);
  const via = effect.via === null ? undefined : fieldIn(own, effect.via).type;
  const holder = via?.kind === 'reference' ? entityIn(domain, via.entity) : own;
  return fieldIn(holder, effect.field).type.kind === 'date' ? TODAY : PRESENT;
}

export function withOwnEffects(domain: Domain, before: Rec | undefined, record: Rec): Rec {
  return domain.rules.reduce(
    (settled, rule) =>
      rule.kind === 'effect' &&
      rule.entity === record.entity &&
      rule.via === null &&
      takesEffect(rule, before, record)
        ? { ...settled, values: { ...settled.values, [rule.field]: effectValue(domain, rule) } }
        : settled,
    record,
  );
}

/** The world after `action`, which nothing stands against. */
export function after(domain: Domain, world: World, action: Action): World {
  if (action.kind === 'delete') {
    return childrenOf(domain, world, action.before).reduce<World>(
      (rest, child) =>
        child.onDelete === 'cascade'
          ? after(domain, rest, { kind: 'delete', before: child.record })
          : having(rest, { ...child.record, values: { ...child.record.values, [child.field]: null } }),
      world.filter(({ id }) => id !== action.before.id),
    );
  }
  const before = action.kind === 'change' ? action.before : undefined;
  const record = withOwnEffects(domain, before, action.record);
  return domain.rules.reduce(
    (rest, rule) => {
      if (rule.kind !== 'effect' || rule.entity !== record.entity || rule.via === null) return rest;
      const target = subjectOf(rest, record, rule.via);
      if (target === undefined || !takesEffect(rule, before, record)) return rest;
      return having(rest, {
        ...target,
        values: { ...target.values, [rule.field]: effectValue(domain, rule) },
      });
    },
    having(world, record),
  );
}
