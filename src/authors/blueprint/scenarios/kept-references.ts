import type { Domain } from '../domain/domain.js';
import { isInState } from './conditions.js';
import type { OfKind } from './rule-terms.js';
import { same } from './values.js';
import { entityIn, fieldIn, type Rec, valueOf } from './world.js';

type Effect = OfKind<'effect'>;

/** Whether both come about through the same reference, and whenever the one does the other has. */
function isAsEarly(one: Effect, other: Effect): boolean {
  if (one.entity !== other.entity || one.via !== other.via) return false;
  return one.on.action === 'create' || JSON.stringify(one.on) === JSON.stringify(other.on);
}

/** Whether a rule says when the reference of a record may change, so that it may at all. */
export function mayMove(domain: Domain, singular: string, via: string): boolean {
  return domain.rules.some(
    (rule) =>
      rule.kind === 'guard' &&
      rule.entity === singular &&
      rule.on.action === 'change-of' &&
      rule.on.fields.includes(via),
  );
}

/**
 * Whether the effect keeps the record with the one that it changed: what it did there would stay behind if the record moved.
 * Not where a rule says when the reference may change, nor where it never may. Of several effects the earliest does.
 */
export function keepsReference(domain: Domain, effect: Effect): effect is Effect & { readonly via: string } {
  const { via } = effect;
  if (via === null || fieldIn(entityIn(domain, effect.entity), via).set !== 'client') return false;
  const effects = domain.rules.filter((rule) => rule.kind === 'effect');
  const earlier = effects.filter((other) => isAsEarly(other, effect));
  const first = earlier.find(({ on }) => on.action === 'create') ?? earlier[0];
  return first?.id === effect.id && !mayMove(domain, effect.entity, via);
}

/** Whether the record leaves the one that the effect has changed. */
export function leavesWhatItChanged({ via, on }: Effect, before: Rec | undefined, record: Rec): boolean {
  if (via === null || before === undefined || valueOf(before, via) === null) return false;
  if (same(valueOf(before, via), valueOf(record, via))) return false;
  return on.action === 'create' || isInState(before, on.state);
}
