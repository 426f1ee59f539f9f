import type { Domain } from '../domain/domain.js';
import type { Condition, Rule } from '../domain/rule.js';
import { holds, isInState, isSo } from './conditions.js';
import type { Action } from './rule-terms.js';
import { changedBy, childrenOf, goingWith, takesEffect, withOwnEffects } from './consequences.js';
import { rulesOfTarget } from './effect-targets.js';
import { comparisonsHeldBy, leavesBeyond, limitsHeldBy, undercuts } from './held-limits.js';
import { keepsReference, leavesWhatItChanged } from './kept-references.js';
import {
  compares,
  countedBefore,
  counts,
  limitOf,
  momentBound,
  moveBy,
  type OfKind,
  othersAlike,
  overlaps,
  totalWith,
  type Writing,
} from './rule-terms.js';
import { compared, same, type Value } from './values.js';
import { entityIn, having, type Rec, subjectOf, valueOf, type World } from './world.js';

/** Why an action is refused. */
export interface Violation {
  readonly rule: string;
  readonly kind: 'conflict' | 'unprocessable';
  /** Words of the field that is named as being at fault. */
  readonly field: string | null;
}

/** The first of the conditions that does not hold of its record. */
function firstUnmet(
  { world }: Writing,
  conditions: readonly Condition[],
  of: (condition: Condition) => Rec | undefined,
): Condition | undefined {
  return conditions.find((condition) => {
    const record = of(condition);
    return record !== undefined && !holds(world, record, condition);
  });
}

/** The condition by which a guard does not let a record be written so. */
function unmetCondition(writing: Writing, { on, conditions }: OfKind<'guard'>): Condition | undefined {
  const { before, record } = writing;
  switch (on.action) {
    case 'create': {
      if (before === undefined) return firstUnmet(writing, conditions, () => record);
      // A record that is moved to another parent joins it as a new one does.
      const joined = conditions.filter(
        ({ via }) => via !== null && !same(valueOf(before, via), valueOf(record, via)),
      );
      return firstUnmet(writing, joined, () => record);
    }
    case 'change':
      return firstUnmet(writing, conditions, () => before);
    case 'change-of': {
      if (before === undefined) return undefined;
      const changed = on.fields.some((words) => !same(valueOf(before, words), valueOf(record, words)));
      return changed ? firstUnmet(writing, conditions, () => before) : undefined;
    }
    case 'enter': {
      const enters = isInState(record, on.state) && (before === undefined || !isInState(before, on.state));
      if (!enters) return undefined;
      const isOwn = (condition: Condition): boolean =>
        condition.via === null && 'field' in condition && condition.field === on.state.field;
      const own = before === undefined ? conditions.find(isOwn) : undefined;
      return own ?? firstUnmet(writing, conditions, (condition) => (isOwn(condition) ? before : record));
    }
    case 'delete':
      return undefined;
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
      if (before !== undefined && same(valueOf(before, rule.field), value(rule.field))) return undefined;
      const order = compared(value(rule.field), momentBound(entity, rule)) ?? 0;
      return unless(rule.lies === 'past' ? order <= 0 : order >= 0, 'unprocessable', rule.field);
    }
    case 'compare': {
      if (
        before !== undefined &&
        [rule.field, rule.via].every((words) => same(valueOf(before, words), value(words)))
      ) {
        return undefined;
      }
      const other = subjectOf(world, record, rule.via);
      const fine = other === undefined || compares(rule, value(rule.field), valueOf(other, rule.other));
      return unless(fine, 'unprocessable', rule.field);
    }
    case 'required-when': {
      const isNeeded = isSo(world, record, rule.when) !== rule.unless;
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
    case 'guard': {
      const unmet = unmetCondition(writing, rule);
      return unmet === undefined ? undefined : violation(rule, 'conflict', guardField(rule, unmet));
    }
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
        countedBefore(writing, fields, rule.state) ||
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
      const was = before === undefined ? null : valueOf(before, rule.sum);
      const grows = (compared(was, value(rule.sum)) ?? -1) < 0;
      const fine =
        limit === undefined ||
        !counts(record, [rule.per, rule.sum], rule.state) ||
        (countedBefore(writing, [rule.per], rule.state) && !grows) ||
        totalWith(writing, rule) <= limit;
      return unless(fine, 'conflict', rule.sum);
    }
    case 'effect': {
      const leaves = keepsReference(domain, rule) && leavesWhatItChanged(rule, before, record);
      return unless(!leaves, 'conflict', rule.via);
    }
  }
}

/** Effects of writing the record so that would break rules of the one that they change. */
function effectViolations(domain: Domain, { world, before, record }: Writing): readonly Violation[] {
  const found: Violation[] = [];
  let there = world;
  for (const rule of domain.rules) {
    if (rule.kind !== 'effect' || rule.entity !== record.entity || rule.via === null) continue;
    const target = subjectOf(there, record, rule.via);
    if (target === undefined || !takesEffect(rule, before, record)) continue;
    const changed = changedBy(domain, rule, target);
    there = having(there, changed);
    const entity = entityIn(domain, target.entity);
    const writing: Writing = { world: there, entity, before: target, record: changed };
    if (rulesOfTarget(domain, rule).some((each) => refusal(domain, writing, each) !== undefined))
      found.push(violation(rule, 'conflict', rule.via));
  }
  return found;
}

/** The field that a guard's refusal names: what the condition that does not hold is about, or what was to be changed. */
export function guardField({ on }: OfKind<'guard'>, condition: Condition): string | null {
  switch (on.action) {
    case 'create':
      return condition.via ?? ('field' in condition ? condition.field : null);
    case 'change-of':
      return on.fields.length === 1 ? (on.fields[0] ?? null) : null;
    case 'enter':
      return on.state.field;
    case 'change':
    case 'delete':
      return null;
  }
}

/** What stands against deleting one of the records that go, where the others go with it. */
function deletionViolations(
  domain: Domain,
  world: World,
  record: Rec,
  going: readonly Rec[],
): readonly Violation[] {
  const guards = domain.rules.flatMap((rule) =>
    rule.kind === 'guard' &&
    rule.entity === record.entity &&
    rule.on.action === 'delete' &&
    !rule.conditions.every((condition) => holds(world, record, condition))
      ? [violation(rule, 'conflict', null)]
      : [],
  );
  const children = childrenOf(domain, world, record).flatMap((child): readonly Violation[] =>
    child.onDelete !== 'refuse' || going.some(({ id }) => id === child.record.id)
      ? []
      : [{ rule: `deletion/${record.entity}/${child.record.entity}`, kind: 'conflict', field: null }],
  );
  return [...guards, ...children];
}

/** Everything that stands against `action` in `world`; empty: it is done. */
export function violationsOf(domain: Domain, world: World, action: Action): readonly Violation[] {
  if (action.kind === 'delete') {
    const going = goingWith(domain, world, action.before);
    return going.flatMap((record) => deletionViolations(domain, world, record, going));
  }
  const before = action.kind === 'change' ? action.before : undefined;
  const record = withOwnEffects(domain, before, action.record);
  const entity = entityIn(domain, record.entity);
  const writing: Writing = { world: having(world, record), entity, before, record };
  const own = domain.rules
    .filter((rule) => rule.entity === entity.singular)
    .flatMap((rule) => refusal(domain, writing, rule) ?? []);
  const held = limitsHeldBy(domain, entity.singular)
    .filter((rule) => undercuts(writing, rule))
    .map((rule) => violation(rule, 'conflict', rule.limit.field));
  const comparing = comparisonsHeldBy(domain, entity.singular)
    .filter((rule) => leavesBeyond(writing, rule))
    .map((rule) => violation(rule, 'conflict', rule.other));
  const all = [...own, ...held, ...comparing];
  return all.length > 0 ? all : effectViolations(domain, writing);
}
