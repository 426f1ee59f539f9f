import { baseRecordsOf } from './base.js';
import { candidates } from './candidates.js';
import type { Ground, OfKind } from './ground.js';
import type { Situation } from './solve.js';
import type { Scenario } from './story.js';
import { same, type Value } from './values.js';
import { takesEffect } from './consequences.js';
import { fieldIn, subjectOf, valueOf, withValues } from './world.js';

export function effectStories(ground: Ground, rule: OfKind<'effect'>): Scenario[] {
  const { entity, domain } = ground;
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
    return story.scenario('does so');
  }
  const { state } = rule.on;
  const field = fieldIn(entity, state.field);
  story.next({ kind: 'create', entity, about: rule, when: (situation) => !entered(situation) });
  story.next({ kind: 'create', entity, about: rule, when: entered });
  const values =
    state.is.kind === 'equals'
      ? [state.is.value]
      : state.is.kind === 'one-of'
        ? state.is.values
        : state.is.kind === 'unset'
          ? [null]
          : candidates(domain, [], baseRecordsOf(domain).of(entity).record, [], {
              via: null,
              field: state.field,
            });
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
  return story.scenario('does so, and only then');
}
