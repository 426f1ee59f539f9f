import type { Domain, Entity } from '../domain/domain.js';
import type { Rule } from '../domain/rule.js';
import { compares, counts, isUpper, type OfKind, type Writing } from './rule-terms.js';
import { compared, rounded } from './values.js';
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

/** Whether requests can change the field of records that are there. */
function isChangeable(holder: Entity, words: string): boolean {
  const { set } = fieldIn(holder, words);
  return set === 'client' || set === 'first';
}

/** The limits that records of a kind have for others, and that requests can change. */
export function limitsHeldBy(domain: Domain, singular: string): readonly HeldLimit[] {
  return domain.rules.flatMap((rule) => {
    if ((rule.kind !== 'at-most' && rule.kind !== 'total') || !isHeld(rule)) return [];
    const holder = targetOf(domain, entityIn(domain, rule.entity), rule.per);
    return holder.singular === singular && isChangeable(holder, rule.limit.field) ? [rule] : [];
  });
}

/** The values of records of a kind that those of others are compared with, and that requests can change. */
export function comparisonsHeldBy(domain: Domain, singular: string): readonly OfKind<'compare'>[] {
  return domain.rules.flatMap((rule) => {
    if (rule.kind !== 'compare') return [];
    const holder = targetOf(domain, entityIn(domain, rule.entity), rule.via);
    return holder.singular === singular && isChangeable(holder, rule.other) ? [rule] : [];
  });
}

/** Whether those that the rule compares with hold their values for it. */
export function isHeldComparison(domain: Domain, rule: Rule): boolean {
  return (
    rule.kind === 'compare' &&
    comparisonsHeldBy(domain, targetOf(domain, entityIn(domain, rule.entity), rule.via).singular).includes(
      rule,
    )
  );
}

/** Whether a value of the record is written that leaves another's, which is compared with it, on the wrong side. */
export function leavesBeyond({ world, before, record }: Writing, rule: OfKind<'compare'>): boolean {
  if (before === undefined) return false;
  const bound = valueOf(record, rule.other);
  const moved = compared(bound, valueOf(before, rule.other));
  // What gives more room than before is no harm, even where it is not room enough.
  if (moved !== undefined && (isUpper(rule) ? moved >= 0 : moved <= 0)) return false;
  return world.some(
    (other) =>
      other.entity === rule.entity &&
      valueOf(other, rule.via) === record.id &&
      !compares(rule, valueOf(other, rule.field), bound),
  );
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
