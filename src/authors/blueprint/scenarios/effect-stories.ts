import type { State } from '../domain/rule.js';
import { baseRecordsOf } from './base.js';
import { candidates } from './candidates.js';
import { isInState } from './conditions.js';
import { takesEffect } from './consequences.js';
import { rulesOfTarget } from './effect-targets.js';
import { write, type Ground, type OfKind } from './ground.js';
import { keepsReference, mayMove } from './kept-references.js';
import type { Situation } from './solve.js';
import type { Scenario, Story } from './story.js';
import { isFresh, same, type Value } from './values.js';
import { fieldIn, recordIn, type Rec, subjectOf, targetOf, valueOf, withValues } from './world.js';

/** Values that bring a record into a state. */
function enteringValues({ domain, entity }: Ground, state: State): readonly Value[] {
  switch (state.is.kind) {
    case 'equals':
      return [state.is.value];
    case 'one-of':
      return state.is.values;
    case 'unset':
      return [null];
    case 'set':
      return candidates(domain, [], baseRecordsOf(domain).of(entity).record, [], {
        via: null,
        field: state.field,
      }).filter((value) => value !== null);
  }
}

/** Another record that the reference may name, like the one that a new record has. */
function otherParent({ domain, entity }: Ground, story: Story, via: string): Rec {
  const target = targetOf(domain, entity, via);
  const base = baseRecordsOf(domain).of(entity);
  const usual = recordIn(base.world, valueOf(base.record, via));
  const plain = Object.entries(usual?.values ?? {}).filter(
    ([words, value]) => !isFresh(value) && fieldIn(target, words).type.kind !== 'reference',
  );
  return story.seed(target, Object.fromEntries(plain));
}

/** What becomes of a record that is to refer to another than the one that was changed, or to one at last. */
function moveStories(
  ground: Ground,
  rule: OfKind<'effect'>,
  entered: (situation: Situation) => boolean,
): Scenario[] {
  const { entity, domain } = ground;
  const { via, on } = rule;
  if (via === null) return [];
  const { set, optional } = fieldIn(entity, via);
  if (set !== 'client' && set !== 'first') return [];
  const befores =
    on.action === 'create'
      ? [{}]
      : enteringValues(ground, on.state).map((value) => ({ [on.state.field]: value }));
  const move = (isRefused: boolean): Story | undefined => {
    const story = ground.story();
    const before = optional ? { [via]: isRefused ? otherParent(ground, story, via).id : null } : {};
    const parent = otherParent(ground, story, via);
    for (const given of befores) {
      const found = story.next({
        kind: 'change',
        entity,
        given: { ...given, ...before },
        changes: { [via]: parent.id },
        about: rule,
        when: (situation) =>
          isRefused
            ? on.action === 'create' || isInState(situation.record, on.state)
            : !same(valueOf(situation.record, via), parent.id) && entered(situation),
        ...(isRefused ? { refusedBy: rule.id } : {}),
      });
      if (found !== undefined) return story;
    }
    return undefined;
  };
  const kept = keepsReference(domain, rule) ? move(true) : undefined;
  const joined = optional || mayMove(domain, entity.singular, via) ? move(false) : undefined;
  return [
    ...(kept?.scenario('keeps it with the one that was changed') ?? []),
    ...(joined?.scenario('does so for one that joins later') ?? []),
  ];
}

/** What would break a rule of the record that it changes is not done. */
function brokenStories(ground: Ground, rule: OfKind<'effect'>): Scenario[] {
  if (rulesOfTarget(ground.domain, rule).length === 0) return [];
  const story = ground.story();
  const { on } = rule;
  const lever =
    on.action === 'create' ? undefined : { field: on.state.field, values: enteringValues(ground, on.state) };
  write(story, { kind: 'create', entity: ground.entity, about: rule, refusedBy: rule.id }, lever);
  return story.scenario('refuses it where that may not be');
}

export function effectStories(ground: Ground, rule: OfKind<'effect'>): Scenario[] {
  const { entity } = ground;
  const story = ground.story();
  const entered = (situation: Situation): boolean => {
    const before = situation.changes === null ? undefined : situation.record;
    const record = withValues(situation.record, situation.changes ?? {});
    const target = subjectOf(situation.world, record, rule.via);
    const isShown =
      target !== undefined &&
      (typeof rule.value === 'object' || !same(valueOf(target, rule.field), rule.value));
    return takesEffect(rule, before, record) && isShown;
  };
  if (rule.on.action === 'create') {
    story.next({ kind: 'create', entity, about: rule, when: entered });
    return [
      ...story.scenario('does so'),
      ...brokenStories(ground, rule),
      ...moveStories(ground, rule, entered),
    ];
  }
  const { state } = rule.on;
  const field = fieldIn(entity, state.field);
  story.next({ kind: 'create', entity, about: rule, when: (situation) => !entered(situation) });
  story.next({ kind: 'create', entity, about: rule, when: entered });
  const values = enteringValues(ground, state);
  if (field.set !== 'once') {
    const before: Readonly<Record<string, Value>> = state.is.kind === 'set' ? { [field.words]: null } : {};
    for (const value of values) {
      if (value === null && state.is.kind !== 'unset') continue;
      const found = story.next({
        kind: 'change',
        entity,
        given: before,
        changes: { [field.words]: value },
        about: rule,
        when: entered,
      });
      if (found !== undefined) break;
    }
  }
  return [
    ...story.scenario('does so, and only then'),
    ...brokenStories(ground, rule),
    ...moveStories(ground, rule, entered),
  ];
}
