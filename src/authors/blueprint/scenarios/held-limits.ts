import type { Domain } from '../domain/domain.js';
import { counts, type OfKind, type Writing } from './rule-terms.js';
import { rounded } from './values.js';
import { entityIn, fieldIn, targetOf, valueOf } from './world.js';

/** A limit that each record of a kind has in a field of its own, for those that name it. */
export type HeldLimit = OfKind<'at-most' | 'total'> & {
  readonly per: string;
  readonly limit: { readonly field: string };
};

function isHeld(rule: OfKind<'at-most' | 'total'>): rule is HeldLimit {
  // What counts only together with further fields is many counts, not one.
  return (
    typeof rule.limit === 'object' && rule.per !== null && (rule.kind === 'total' || rule.also.length === 0)
  );
}

/** The limits that records of a kind have for others, and that requests can change. */
export function limitsHeldBy(domain: Domain, singular: string): readonly HeldLimit[] {
  return domain.rules.flatMap((rule) => {
    if ((rule.kind !== 'at-most' && rule.kind !== 'total') || !isHeld(rule)) return [];
    const holder = targetOf(domain, entityIn(domain, rule.entity), rule.per);
    const { set } = fieldIn(holder, rule.limit.field);
    return holder.singular === singular && (set === 'client' || set === 'first') ? [rule] : [];
  });
}

/** Whether writing the record sets a limit of its own below what is there. */
export function undercuts({ world, before, record }: Writing, rule: HeldLimit): boolean {
  const [was, limit] = [before, record].map((each) =>
    each === undefined ? null : valueOf(each, rule.limit.field),
  );
  if (before === undefined || typeof limit !== 'number') return false;
  if (typeof was === 'number' && limit >= was) return false;
  const counted = world.filter(
    (other) =>
      other.entity === rule.entity &&
      valueOf(other, rule.per) === record.id &&
      counts(other, [rule.per], rule.state),
  );
  if (rule.kind === 'at-most') return counted.length > limit;
  return rounded(counted.reduce((sum, other) => sum + Number(valueOf(other, rule.sum) ?? 0), 0)) > limit;
}
