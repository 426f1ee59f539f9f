import type { Domain, Entity } from '../domain/domain.js';
import type { Amount, Condition, Rule } from '../domain/rule.js';
import { holds, isInState } from './conditions.js';
import { compared, later, PRESENT, rounded, same, TODAY, type Value } from './values.js';
import { entityIn, fieldIn, having, subjectOf, valueOf, type Rec, type World } from './world.js';

/** Why an action is refused. */
export interface Violation {
  readonly rule: string;
  readonly kind: 'conflict' | 'unprocessable';
  /** Words of the field that is named as being at fault. */
  readonly field: string | null;
}

/** What is about to happen to one record of a world that holds everything else, and the record as it was. */
export type Action =
  | { readonly kind: 'create'; readonly record: Rec }
  | { readonly kind: 'change'; readonly before: Rec; readonly record: Rec }
  | { readonly kind: 'delete'; readonly before: Rec };

type OfKind<Kind extends Rule['kind']> = Extract<Rule, { kind: Kind }>;

interface Writing {
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

function othersAlike(
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
function counts(record: Rec, fields: readonly (string | null)[], state: OfKind<'at-most'>['state']): boolean {
  return (
    fields.every((words) => words === null || valueOf(record, words) !== null) &&
    (state === null || isInState(record, state))
  );
}

export function limitOf(world: World, record: Rec, rule: OfKind<'at-most' | 'total'>): number | undefined {
  if (typeof rule.limit === 'number') return rule.limit;
  const holder = subjectOf(world, record, rule.per);
  const value = holder === undefined ? null : valueOf(holder, rule.limit.field);
  return typeof value === 'number' ? value : undefined;
}

function overlaps(a: Rec, b: Rec, { from, to, touch }: OfKind<'no-overlap'>): boolean {
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

function guardHolds(
  writing: Writing,
  conditions: readonly Condition[],
  of: (condition: Condition) => Rec | undefined,
): boolean {
  return conditions.every((condition) => {
    const record = of(condition);
    return record === undefined || holds(writing.world, record, condition);
  });
}

/** Whether a guard lets a record be written so. */
function passesGuard(writing: Writing, { on, conditions }: OfKind<'guard'>): boolean {
  const { before, record } = writing;
  switch (on.action) {
    case 'create': {
      if (before === undefined) return guardHolds(writing, conditions, () => record);
      // A record that is moved to another parent joins it as a new one does.
      const joined = conditions.filter(
        ({ via }) => via !== null && !same(valueOf(before, via), valueOf(record, via)),
      );
      return guardHolds(writing, joined, () => record);
    }
    case 'change':
      return before === undefined || guardHolds(writing, conditions, () => before);
    case 'change-of': {
      if (before === undefined) return true;
      const changed = on.fields.some((words) => !same(valueOf(before, words), valueOf(record, words)));
      return !changed || guardHolds(writing, conditions, () => before);
    }
    case 'enter': {
      const enters = isInState(record, on.state) && (before === undefined || !isInState(before, on.state));
      if (!enters) return true;
      const isOwn = (condition: Condition): boolean =>
        condition.via === null && 'field' in condition && condition.field === on.state.field;
      if (before === undefined && conditions.some(isOwn)) return false;
      return guardHolds(writing, conditions, (condition) => (isOwn(condition) ? before : record));
    }
    case 'delete':
      return true;
  }
}

function violation(rule: Rule, kind: Violation['kind'], field: string | null): Violation {
  return { rule: rule.id, kind, field };
}

/** What `rule` has against writing the record so; undefined: nothing. */
function refusal(domain: Domain, writing: Writing, rule: Rule): Violation | undefined {
  const { world, entity, before, record } = writing;
  const value = (words: string): Value => valueOf(record, words);
  const unless = (fine: boolean, kind: Violation['kind'], field: string | null): Violation | undefined =>
    fine ? undefined : violation(rule, kind, field);
  switch (rule.kind) {
    case 'order': {
      const order = compared(value(rule.earlier), value(rule.later)) ?? -1;
      return unless(order < 0 || (order === 0 && rule.equal), 'unprocessable', rule.later);
    }
    case 'differ': {
      const [one, other] = rule.fields;
      return unless(value(one) === null || !same(value(one), value(other)), 'unprocessable', other);
    }
    case 'span': {
      const order = compared(value(rule.later), moveBy(value(rule.earlier), rule.amount)) ?? 0;
      return unless(rule.bound === 'at-least' ? order >= 0 : order <= 0, 'unprocessable', rule.later);
    }
    case 'moment': {
      if (
        before !== undefined &&
        (rule.when === 'create' || same(valueOf(before, rule.field), value(rule.field)))
      ) {
        return undefined;
      }
      const order = compared(value(rule.field), momentBound(entity, rule)) ?? 0;
      return unless(rule.lies === 'past' ? order <= 0 : order >= 0, 'unprocessable', rule.field);
    }
    case 'compare': {
      const other = subjectOf(world, record, rule.via);
      const order = other === undefined ? undefined : compared(value(rule.field), valueOf(other, rule.other));
      if (order === undefined) return undefined;
      const fine = { 'at-most': order <= 0, 'at-least': order >= 0, less: order < 0, more: order > 0 };
      return unless(fine[rule.relation], 'unprocessable', rule.field);
    }
    case 'required-when': {
      const isNeeded = holds(world, record, rule.when) !== rule.unless;
      return unless(!isNeeded || value(rule.field) !== null, 'unprocessable', rule.field);
    }
    case 'transitions': {
      const to = value(rule.field);
      if (before === undefined)
        return unless(rule.initial === null || to === rule.initial, 'unprocessable', rule.field);
      const from = valueOf(before, rule.field);
      const fine =
        from === null || same(from, to) || rule.moves.some((move) => move.from === from && move.to === to);
      return unless(fine, 'conflict', rule.field);
    }
    case 'guard':
      return unless(passesGuard(writing, rule), 'conflict', guardField(rule));
    case 'unique': {
      const fields = [rule.field, rule.per, ...rule.also];
      const fine =
        !counts(record, fields, rule.state) || othersAlike(writing, fields, rule.state).length === 0;
      return unless(fine, 'conflict', rule.field);
    }
    case 'at-most': {
      const fields = [rule.per, ...rule.also];
      const limit = limitOf(world, record, rule);
      const fine =
        limit === undefined ||
        !counts(record, fields, rule.state) ||
        othersAlike(writing, fields, rule.state).length < limit;
      return unless(fine, 'conflict', rule.per);
    }
    case 'no-overlap': {
      const others = othersAlike(writing, [rule.per], rule.state);
      const fine =
        !counts(record, [rule.per, rule.from], rule.state) ||
        !others.some((other) => overlaps(record, other, rule));
      return unless(fine, 'conflict', rule.from);
    }
    case 'total': {
      const limit = limitOf(world, record, rule);
      const fine =
        limit === undefined ||
        !counts(record, [rule.per, rule.sum], rule.state) ||
        totalWith(writing, rule) <= limit;
      return unless(fine, 'conflict', rule.sum);
    }
    case 'effect':
      return undefined;
  }
}

/** The field that a guard's refusal names: the reference that its condition is about, or what was to be changed. */
export function guardField({ on, conditions }: OfKind<'guard'>): string | null {
  switch (on.action) {
    case 'create': {
      const [first] = conditions;
      return first?.via ?? (first !== undefined && 'field' in first ? first.field : null);
    }
    case 'change-of':
      return on.fields.length === 1 ? (on.fields[0] ?? null) : null;
    case 'enter':
      return on.state.field;
    case 'change':
    case 'delete':
      return null;
  }
}

function childrenOf(domain: Domain, world: World, parent: Rec) {
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

/** What stands against deleting the record, its own rules and those of what would go with it. */
function deletionViolations(
  domain: Domain,
  world: World,
  record: Rec,
  seen: readonly string[],
): readonly Violation[] {
  if (seen.includes(record.id)) return [];
  const guards = domain.rules.flatMap((rule) =>
    rule.kind === 'guard' &&
    rule.entity === record.entity &&
    rule.on.action === 'delete' &&
    !rule.conditions.every((condition) => holds(world, record, condition))
      ? [violation(rule, 'conflict', null)]
      : [],
  );
  const children = childrenOf(domain, world, record).flatMap((child): readonly Violation[] => {
    if (child.onDelete === 'clear') return [];
    if (child.onDelete === 'cascade')
      return deletionViolations(domain, world, child.record, [...seen, record.id]);
    return [{ rule: `deletion/${record.entity}/${child.record.entity}`, kind: 'conflict', field: null }];
  });
  return [...guards, ...children];
}

/** Everything that stands against `action` in `world`; empty: it is done. */
export function violationsOf(domain: Domain, world: World, action: Action): readonly Violation[] {
  if (action.kind === 'delete') return deletionViolations(domain, world, action.before, []);
  const before = action.kind === 'change' ? action.before : undefined;
  const record = withOwnEffects(domain, before, action.record);
  const entity = entityIn(domain, record.entity);
  const writing: Writing = { world: having(world, record), entity, before, record };
  return domain.rules
    .filter((rule) => rule.entity === entity.singular)
    .flatMap((rule) => refusal(domain, writing, rule) ?? []);
}

type Effect = OfKind<'effect'>;

/** Whether writing `record` brings the effect about. */
export function takesEffect({ on }: Effect, before: Rec | undefined, record: Rec): boolean {
  if (on.action === 'create') return before === undefined;
  return isInState(record, on.state) && (before === undefined || !isInState(before, on.state));
}

export function effectValue(domain: Domain, effect: Effect): Value {
  if (typeof effect.value !== 'object') return effect.value;
  const own = entityIn(domain, effect.entity);
  const via = effect.via === null ? undefined : fieldIn(own, effect.via).type;
  const holder = via?.kind === 'reference' ? entityIn(domain, via.entity) : own;
  return fieldIn(holder, effect.field).type.kind === 'date' ? TODAY : PRESENT;
}

function withOwnEffects(domain: Domain, before: Rec | undefined, record: Rec): Rec {
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
