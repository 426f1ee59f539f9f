import type { Entity } from '../domain/domain.js';
import type { Condition } from '../domain/rule.js';
import { baseRecordsOf } from './base.js';
import { candidates, fits, type Place } from './candidates.js';
import { counted, isInState } from './conditions.js';
import { type Ground, MOST_CASES, type OfKind } from './ground.js';
import type { Situation } from './solve.js';
import type { Scenario, Wanted } from './story.js';
import { isFresh, same, type Value } from './values.js';
import { entityIn, fieldIn, having, subjectOf, valueOf, withValues } from './world.js';

/** Values of a condition's place that are worth a case each. */
function caseValues({ domain, entity }: Ground, condition: Condition): readonly Value[] {
  if (condition.kind !== 'value') return [];
  const owner = condition.via === null ? entity : entityIn(domain, referenceTarget(entity, condition.via));
  const { type } = fieldIn(owner, condition.field);
  if (type.kind === 'enum') return type.values;
  return type.kind === 'boolean' ? [true, false] : [];
}

function referenceTarget(entity: Entity, via: string): string {
  const { type } = fieldIn(entity, via);
  return type.kind === 'reference' ? type.entity : entity.singular;
}

/** How the action of a guard is asked for. */
function guardAttempts(
  ground: Ground,
  { on }: OfKind<'guard'>,
): readonly Pick<Wanted, 'kind' | 'changes' | 'given'>[] {
  const { domain, entity } = ground;
  const other = (words: string): Value[] => {
    const { record, world } = baseRecordsOf(domain).of(entity);
    const place: Place = { via: null, field: words };
    const field = fieldIn(entity, words);
    return candidates(domain, having(world, record), record, [], place)
      .filter(
        (value) =>
          value !== null && !isFresh(value) && fits(field, value) && !same(value, valueOf(record, words)),
      )
      .slice(0, 3);
  };
  const change = (words: string): Pick<Wanted, 'kind' | 'changes'>[] =>
    other(words).map((value) => ({ kind: 'change', changes: { [words]: value } }));
  switch (on.action) {
    case 'create':
      return [{ kind: 'create' }];
    case 'delete':
      return [{ kind: 'delete' }];
    case 'change': {
      const fields = entity.fields.filter(({ set, type }) => set === 'client' && type.kind !== 'reference');
      const plain = [...fields].sort(
        (a, b) => Number(b.type.kind === 'text') - Number(a.type.kind === 'text'),
      );
      return plain.flatMap(({ words }) => change(words));
    }
    case 'change-of':
      return on.fields.flatMap(change);
    case 'enter': {
      const { state } = on;
      const field = fieldIn(entity, state.field);
      const values: Value[] =
        state.is.kind === 'equals'
          ? [state.is.value]
          : state.is.kind === 'one-of'
            ? [...state.is.values]
            : state.is.kind === 'unset'
              ? [null]
              : [
                  ...candidates(domain, [], baseRecordsOf(domain).of(entity).record, [], {
                    via: null,
                    field: state.field,
                  }),
                ];
      const before: Readonly<Record<string, Value>> = state.is.kind === 'set' ? { [field.words]: null } : {};
      return values
        .slice(0, 3)
        .map((value) => ({ kind: 'change', given: before, changes: { [field.words]: value } }));
    }
  }
}

function placeValue({ world, record }: Situation, condition: Condition): Value {
  const subject = subjectOf(world, record, condition.via);
  return subject === undefined || condition.kind === 'count' ? null : valueOf(subject, condition.field);
}

/** What a guard's condition is brought to, once so that it just holds and once so that it just does not. */
function conditionCases(
  ground: Ground,
  condition: Condition,
): readonly { readonly holds: boolean; readonly when: (situation: Situation) => boolean }[] {
  const values = caseValues(ground, condition);
  if (condition.kind === 'value' && values.length > 0) {
    const allowed = values.map((value) => ({
      holds: condition.values.some((each) => each === value) !== condition.not,
      when: (situation: Situation): boolean => same(placeValue(situation, condition), value),
    }));
    return [true, false].flatMap((side) =>
      allowed.filter(({ holds }) => holds === side).slice(0, MOST_CASES),
    );
  }
  if (condition.kind === 'count') {
    const there = ({ world, record }: Situation): number => {
      const subject = subjectOf(world, record, condition.via);
      return subject === undefined ? -1 : counted(world, subject, condition);
    };
    return [
      { holds: true, when: (situation) => there(situation) === condition.least - (condition.not ? 1 : 0) },
      { holds: false, when: (situation) => there(situation) === condition.least - (condition.not ? 0 : 1) },
    ];
  }
  const hasSubject = ({ world, record }: Situation): boolean =>
    subjectOf(world, record, condition.via) !== undefined;
  return [
    { holds: true, when: hasSubject },
    { holds: false, when: hasSubject },
  ];
}

export function guardStories(ground: Ground, rule: OfKind<'guard'>): Scenario[] {
  const { entity } = ground;
  const [fine, refused] = [ground.story(), ground.story()];
  const attempts = guardAttempts(ground, rule);
  for (const condition of rule.conditions) {
    for (const { holds, when } of conditionCases(ground, condition)) {
      const story = holds ? fine : refused;
      const enters = (situation: Situation): boolean => {
        if (rule.on.action !== 'enter' || situation.changes === null) return true;
        const then = withValues(situation.record, situation.changes);
        return !isInState(situation.record, rule.on.state) && isInState(then, rule.on.state);
      };
      const changesSomething = ({ record, changes }: Situation): boolean =>
        changes === null ||
        Object.entries(changes).every(([words, value]) => !same(valueOf(record, words), value));
      for (const attempt of attempts) {
        const found = story.next({
          ...attempt,
          entity,
          about: rule,
          ...(holds ? {} : { refusedBy: rule.id }),
          when: (situation) => when(situation) && enters(situation) && changesSomething(situation),
        });
        if (found !== undefined) break;
      }
    }
  }
  return [...fine.scenario('allows it then'), ...refused.scenario('refuses it otherwise')];
}
