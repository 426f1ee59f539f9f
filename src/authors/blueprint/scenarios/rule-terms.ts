import type { Entity } from '../domain/domain.js';
import type { Amount, Rule } from '../domain/rule.js';
import { isInState } from './conditions.js';
import { compared, later, PRESENT, rounded, same, TODAY, type Value } from './values.js';
import { fieldIn, type Rec, subjectOf, valueOf, type World } from './world.js';

/** What is about to happen to one record of a world that holds everything else, and the record as it was. */
export type Action =
  | { readonly kind: 'create'; readonly record: Rec }
  | { readonly kind: 'change'; readonly before: Rec; readonly record: Rec }
  | { readonly kind: 'delete'; readonly before: Rec };

export type OfKind<Kind extends Rule['kind']> = Extract<Rule, { kind: Kind }>;

export interface Writing {
  readonly world: World;
  readonly entity: Entity;
  readonly before: Rec | undefined;
  readonly record: Rec;
}

/** The farthest that `value` may be moved by `amount` or a number, from `start`. */
export function moveBy(start: Value, amount: Amount | number): Value {
  if (typeof amount === 'number') return typeof start === 'number' ? rounded(start + amount) : start;
  return typeof start === 'string' ? later(start, amount) : start;
}

/** The last value that a `moment` rule allows of the past, or the first of the future. */
export function momentBound(entity: Entity, rule: OfKind<'moment'>): string {
  const present = fieldIn(entity, rule.field).type.kind === 'date' ? TODAY : PRESENT;
  if (rule.atLeast === null) return present;
  return later(present, rule.atLeast, rule.lies === 'past' ? -1 : 1);
}

export function othersAlike(
  { world, record }: Writing,
  fields: readonly (string | null)[],
  state: OfKind<'at-most'>['state'],
): readonly Rec[] {
  return world.filter(
    (other) =>
      other.entity === record.entity &&
      other.id !== record.id &&
      fields.every((words) => words === null || same(valueOf(other, words), valueOf(record, words))) &&
      (state === null || isInState(other, state)),
  );
}

/** Whether the record counts: it is in the state, and none of the fields is empty. */
export function counts(
  record: Rec,
  fields: readonly (string | null)[],
  state: OfKind<'at-most'>['state'],
): boolean {
  return (
    fields.every((words) => words === null || valueOf(record, words) !== null) &&
    (state === null || isInState(record, state))
  );
}

/** Whether the record counted already, with the same: writing it makes no more of them. */
export function countedBefore(
  { before, record }: Pick<Writing, 'before' | 'record'>,
  fields: readonly (string | null)[],
  state: OfKind<'at-most'>['state'],
): boolean {
  return (
    before !== undefined &&
    counts(before, fields, state) &&
    fields.every((words) => words === null || same(valueOf(before, words), valueOf(record, words)))
  );
}

export function limitOf(world: World, record: Rec, rule: OfKind<'at-most' | 'total'>): number | undefined {
  if (typeof rule.limit === 'number') return rule.limit;
  const holder = subjectOf(world, record, rule.per);
  const value = holder === undefined ? null : valueOf(holder, rule.limit.field);
  return typeof value === 'number' ? value : undefined;
}

export function overlaps(a: Rec, b: Rec, { from, to, touch }: OfKind<'no-overlap'>): boolean {
  const startsBeforeEnd = (one: Rec, other: Rec): boolean => {
    const end = valueOf(other, to);
    if (end === null) return true;
    const order = compared(valueOf(one, from), end) ?? 1;
    return touch ? order < 0 : order <= 0;
  };
  return startsBeforeEnd(a, b) && startsBeforeEnd(b, a);
}

/** The sum that a `total` rule bounds, with `record` in it. */
export function totalWith(writing: Pick<Writing, 'world' | 'record'>, rule: OfKind<'total'>): number {
  const others = othersAlike(
    { ...writing, entity: { fields: [] } as never, before: undefined },
    [rule.per],
    rule.state,
  );
  const own = valueOf(writing.record, rule.sum);
  return rounded(
    others.reduce((sum, other) => sum + Number(valueOf(other, rule.sum)), typeof own === 'number' ? own : 0),
  );
}

/** Whether `bound` is the most that the rule allows, and not the least. */
export function isUpper({ relation }: OfKind<'compare'>): boolean {
  return relation === 'at-most' || relation === 'less';
}

/** Whether the two values stand to each other as the rule says; two without an order do. */
export function compares({ relation }: OfKind<'compare'>, value: Value, bound: Value): boolean {
  const order = compared(value, bound);
  if (order === undefined) return true;
  return { 'at-most': order <= 0, 'at-least': order >= 0, less: order < 0, more: order > 0 }[relation];
}
