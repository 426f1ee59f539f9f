import { fits } from './candidates.js';
import { isSo } from './conditions.js';
import { type Ground, type Lever, type OfKind, write } from './ground.js';
import type { Situation } from './solve.js';
import type { Story } from './story.js';
import { type Scenario, type Wanted } from './story.js';
import { asType, moved, rounded, same, type Value } from './values.js';
import { limitOf, momentBound, moveBy, totalWith } from './rule-terms.js';
import { fieldIn, having, subjectOf, targetOf, valueOf } from './world.js';

/** The last value that a rule takes, or the first that it refuses, for the field that it is about. */
function edgeValue(
  { entity }: Ground,
  rule: OfKind<'order' | 'span' | 'moment' | 'compare' | 'total'>,
  { world, record }: Situation,
  side: 'inside' | 'outside',
): Value | undefined {
  const value = (words: string): Value => valueOf(record, words);
  const at = (words: string, bound: Value, inside: number, outside: number): Value => {
    const { type } = fieldIn(entity, words);
    return moved(type, asType(type, bound), side === 'inside' ? inside : outside);
  };
  switch (rule.kind) {
    case 'order':
      return at(rule.later, value(rule.earlier), rule.equal ? 0 : 1, rule.equal ? -1 : 0);
    case 'span':
      return at(rule.later, moveBy(value(rule.earlier), rule.amount), 0, rule.bound === 'at-most' ? 1 : -1);
    case 'moment':
      return at(rule.field, momentBound(entity, rule), 0, rule.lies === 'past' ? 1 : -1);
    case 'compare': {
      const other = subjectOf(world, record, rule.via);
      if (other === undefined) return undefined;
      const steps = { 'at-most': [0, 1], 'at-least': [0, -1], less: [-1, 0], more: [1, 0] }[rule.relation];
      return at(rule.field, valueOf(other, rule.other), steps[0] ?? 0, steps[1] ?? 0);
    }
    case 'total': {
      const limit = limitOf(world, record, rule);
      if (limit === undefined) return undefined;
      const own = value(rule.sum);
      const others =
        totalWith({ world: having(world, record), record }, rule) - (typeof own === 'number' ? own : 0);
      return at(rule.sum, rounded(limit - others), 0, 1);
    }
  }
}

function primary(rule: OfKind<'order' | 'span' | 'moment' | 'compare' | 'total'>): string {
  switch (rule.kind) {
    case 'order':
    case 'span':
      return rule.later;
    case 'moment':
    case 'compare':
      return rule.field;
    case 'total':
      return rule.sum;
  }
}

/** The two sides of a limit, each created; as near to it as other rules let it be. */
export function edges(
  ground: Ground,
  rule: OfKind<'order' | 'span' | 'moment' | 'compare' | 'total'>,
  story: Story,
  side: 'inside' | 'outside',
  given: Readonly<Record<string, Value>> = {},
): Situation | undefined {
  const words = primary(rule);
  const wanted: Wanted = {
    kind: 'create',
    entity: ground.entity,
    given,
    about: rule,
    ...(side === 'outside' ? { refusedBy: rule.id } : {}),
  };
  const isEdge = (situation: Situation): boolean => {
    const value = edgeValue(ground, rule, situation, side);
    return value !== undefined && value !== null && same(valueOf(situation.record, words), value);
  };
  const applies = ({ record }: Situation): boolean => valueOf(record, words) !== null;
  return story.next({ ...wanted, when: isEdge }) ?? story.next({ ...wanted, when: applies });
}

export function edgeStories(
  ground: Ground,
  rule: OfKind<'order' | 'span' | 'moment' | 'compare'>,
): Scenario[] {
  const [inside, outside] = [ground.story(), ground.story()];
  const fitting = edges(ground, rule, inside, 'inside');
  edges(ground, rule, outside, 'outside');
  if (rule.kind === 'compare' && fitting !== undefined) narrow(inside, ground, rule, fitting);
  return [
    ...inside.scenario('takes what just fits'),
    ...outside.scenario('refuses what just does not'),
    ...(rule.kind === 'moment' ? momentStories(ground, rule) : []),
  ];
}

/** What another's value is compared with is refused when it moves past that by the least. */
function narrow(
  story: Story,
  { domain, entity }: Ground,
  rule: OfKind<'compare'>,
  { world, record }: Situation,
): void {
  const holder = subjectOf(world, record, rule.via);
  if (holder === undefined) return;
  const field = fieldIn(targetOf(domain, entity, rule.via), rule.other);
  const value = valueOf(record, rule.field);
  const beyond = { 'at-most': -1, 'at-least': 1, less: 0, more: 0 }[rule.relation];
  const narrowed = moved(field.type, asType(field.type, value), beyond);
  if (value !== null && fits(field, narrowed)) story.rewrite(holder, { [field.words]: narrowed }, rule.id);
}

/** A value against the present that is written anew, and one that time has made so. */
function momentStories({ entity, story }: Ground, rule: OfKind<'moment'>): Scenario[] {
  const { set, type } = fieldIn(entity, rule.field);
  if (set !== 'client' && set !== 'first') return [];
  const isPast = rule.lies === 'past';
  const outside = moved(type, momentBound(entity, rule), isPast ? 1 : -1);
  const [changed, kept] = [story(), story()];
  changed.next({
    kind: 'change',
    entity,
    given: set === 'first' ? { [rule.field]: null } : {},
    changes: { [rule.field]: outside },
    about: rule,
    refusedBy: rule.id,
  });
  // What lies in the future comes by itself, and never goes back there.
  if (!isPast) kept.rewrite(kept.seed(entity, { [rule.field]: outside }), { [rule.field]: outside });
  return [
    ...changed.scenario('refuses a change to what does not'),
    ...kept.scenario('keeps what has become so by itself'),
  ];
}

export function differStories(ground: Ground, rule: OfKind<'differ'>): Scenario[] {
  const [fine, refused] = [ground.story(), ground.story()];
  const given = ({ record }: Situation): boolean =>
    rule.fields.every((words) => valueOf(record, words) !== null);
  fine.next({ kind: 'create', entity: ground.entity, about: rule, when: given });
  refused.next({ kind: 'create', entity: ground.entity, about: rule, refusedBy: rule.id });
  return [...fine.scenario('takes different ones'), ...refused.scenario('refuses the same twice')];
}

export function requiredStories(ground: Ground, rule: OfKind<'required-when'>): Scenario[] {
  const { entity } = ground;
  const [fine, refused] = [ground.story(), ground.story()];
  const isEmpty = ({ record }: Situation): boolean => valueOf(record, rule.field) === null;
  const isAsked = ({ world, record }: Situation): boolean =>
    isSo(having(world, record), record, rule.when) !== rule.unless;
  const lever: Lever | undefined =
    rule.when.kind === 'value' && rule.when.via === null
      ? { field: rule.when.field, values: rule.when.values }
      : undefined;
  const wanted: Wanted = { kind: 'create', entity, about: rule };
  write(refused, { ...wanted, refusedBy: rule.id }, lever);
  write(fine, { ...wanted, when: (situation) => isAsked(situation) && !isEmpty(situation) }, lever);
  fine.next({ ...wanted, when: (situation) => !isAsked(situation) && isEmpty(situation) });
  return [
    ...refused.scenario('refuses one without'),
    ...fine.scenario('takes one with it, or one that needs none'),
  ];
}
