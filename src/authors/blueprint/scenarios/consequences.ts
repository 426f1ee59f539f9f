import type { Domain } from '../domain/domain.js';
import { isInState } from './conditions.js';
import type { OfKind } from './rule-terms.js';
import { PRESENT, same, TODAY, type Value } from './values.js';
import type { Action } from './rule-terms.js';
import {
  entityIn,
  fieldIn,
  having,
  type Rec,
  recordIn,
  subjectOf,
  valueOf,
  withValues,
  type World,
} from './world.js';

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

/** The record and all that is deleted with it, each once. */
export function goingWith(domain: Domain, world: World, record: Rec): readonly Rec[] {
  const going = new Map([[record.id, record]]);
  for (const gone of going.values()) {
    for (const child of childrenOf(domain, world, gone)) {
      if (child.onDelete === 'cascade') going.set(child.record.id, child.record);
    }
  }
  return [...going.values()];
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

/** The record that an effect of another changes, as it is then, with its own effects. */
export function changedBy(domain: Domain, effect: Effect, target: Rec): Rec {
  return withOwnEffects(domain, target, withValues(target, { [effect.field]: effectValue(domain, effect) }));
}

/** The world after `action`, which nothing stands against. */
export function after(domain: Domain, world: World, action: Action): World {
  if (action.kind === 'delete') {
    const going = goingWith(domain, world, action.before);
    const rest = world.filter((record) => !going.some(({ id }) => id === record.id));
    return going
      .flatMap((gone) => childrenOf(domain, rest, gone))
      .reduce<World>((left, { record, field }) => {
        const now = recordIn(left, record.id) ?? record;
        return having(left, withValues(now, { [field]: null }));
      }, rest);
  }
  const before = action.kind === 'change' ? action.before : undefined;
  const record = withOwnEffects(domain, before, action.record);
  return domain.rules.reduce(
    (rest, rule) => {
      if (rule.kind !== 'effect' || rule.entity !== record.entity || rule.via === null) return rest;
      const target = subjectOf(rest, record, rule.via);
      if (target === undefined || !takesEffect(rule, before, record)) return rest;
      return having(rest, changedBy(domain, rule, target));
    },
    having(world, record),
  );
}
