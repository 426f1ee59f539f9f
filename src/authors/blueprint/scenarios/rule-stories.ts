import type { Domain, Entity } from '../domain/domain.js';
import type { Condition, Rule } from '../domain/rule.js';
import { baseRecordsOf } from './base.js';
import { candidates, fits, type Place } from './candidates.js';
import { counted, holds, isInState } from './conditions.js';
import type { Situation } from './solve.js';
import { Story, type Scenario, type Wanted } from './story.js';
import { asType, isFresh, stepOf, moved, rounded, same, type Value } from './values.js';
import { limitOf, momentBound, moveBy, takesEffect, totalWith } from './violations.js';
import { entityIn, fieldIn, having, subjectOf, valueOf, withValues, type Rec } from './world.js';

type OfKind<Kind extends Rule['kind']> = Extract<Rule, { kind: Kind }>;

/** More cases than this of one kind show no more. */
const MOST_CASES = 6;
/** Records that a test puts there one by one, at most. */
const MOST_RECORDS = 300;

interface Ground {
  readonly domain: Domain;
  readonly entity: Entity;
  readonly story: () => Story;
}

function groundOf(domain: Domain, singular: string): Ground {
  return {
    domain,
    entity: entityIn(domain, singular),
    story: () => new Story(domain, baseRecordsOf(domain)),
  };
}

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
function edges(
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

function edgeStories(ground: Ground, rule: OfKind<'order' | 'span' | 'moment' | 'compare'>): Scenario[] {
  const [inside, outside] = [ground.story(), ground.story()];
  edges(ground, rule, inside, 'inside');
  edges(ground, rule, outside, 'outside');
  return [...inside.scenario('takes what just fits'), ...outside.scenario('refuses what just does not')];
}

function differStories(ground: Ground, rule: OfKind<'differ'>): Scenario[] {
  const [fine, refused] = [ground.story(), ground.story()];
  const given = ({ record }: Situation): boolean =>
    rule.fields.every((words) => valueOf(record, words) !== null);
  fine.next({ kind: 'create', entity: ground.entity, about: rule, when: given });
  refused.next({ kind: 'create', entity: ground.entity, about: rule, refusedBy: rule.id });
  return [...fine.scenario('takes different ones'), ...refused.scenario('refuses the same twice')];
}

/** A field that brings a record into what a rule is about. */
interface Lever {
  readonly field: string;
  readonly values: readonly Value[];
}

function stateLever({ state }: OfKind<'unique' | 'at-most' | 'no-overlap' | 'total'>): Lever | undefined {
  if (state === null) return undefined;
  switch (state.is.kind) {
    case 'equals':
      return { field: state.field, values: [state.is.value] };
    case 'one-of':
      return { field: state.field, values: state.is.values };
    case 'unset':
      return { field: state.field, values: [null] };
    case 'set':
      return undefined;
  }
}

/** Records that come to be so, or that are changed to be so where none can be created. */
function write(story: Story, wanted: Wanted, lever: Lever | undefined): Situation | undefined {
  const created = story.next(wanted);
  if (created !== undefined || lever === undefined) return created;
  const { [lever.field]: pinned, ...given } = wanted.given ?? {};
  const values = pinned === undefined ? lever.values : [pinned];
  for (const value of values) {
    const found = story.next({
      ...wanted,
      kind: 'change',
      given,
      changes: { [lever.field]: value },
      when: (situation) =>
        !same(valueOf(situation.record, lever.field), value) &&
        (wanted.when?.({ ...situation, record: withValues(situation.record, { [lever.field]: value }) }) ??
          true),
    });
    if (found !== undefined) return { ...found, record: withValues(found.record, { [lever.field]: value }) };
  }
  return undefined;
}

function requiredStories(ground: Ground, rule: OfKind<'required-when'>): Scenario[] {
  const { entity } = ground;
  const [fine, refused] = [ground.story(), ground.story()];
  const isEmpty = ({ record }: Situation): boolean => valueOf(record, rule.field) === null;
  const isAsked = ({ world, record }: Situation): boolean =>
    holds(having(world, record), record, rule.when) !== rule.unless;
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

function transitionStories(ground: Ground, rule: OfKind<'transitions'>): Scenario[] {
  const { entity } = ground;
  const { type } = fieldIn(entity, rule.field);
  const values =
    type.kind === 'enum' ? type.values : [...new Set(rule.moves.flatMap(({ from, to }) => [from, to]))];
  const isMove = (from: string, to: string): boolean =>
    rule.moves.some((move) => move.from === from && move.to === to);
  const [started, moving, refused] = [ground.story(), ground.story(), ground.story()];
  if (rule.initial !== null && fieldIn(entity, rule.field).set !== 'system') {
    started.next({ kind: 'create', entity, given: { [rule.field]: rule.initial } });
    const [other] = values.filter((value) => value !== rule.initial);
    if (other !== undefined) {
      started.next({
        kind: 'create',
        entity,
        given: { [rule.field]: other },
        about: rule,
        refusedBy: rule.id,
      });
    }
  }
  const change = (story: Story, from: string, to: string, refusedBy?: string): void => {
    story.next({
      kind: 'change',
      entity,
      given: { [rule.field]: from },
      changes: { [rule.field]: to },
      about: rule,
      ...(refusedBy === undefined ? {} : { refusedBy }),
    });
  };
  for (const { from, to } of rule.moves) change(moving, from, to);
  const pairs = values.flatMap((from) =>
    values.flatMap((to) => (from === to || isMove(from, to) ? [] : [{ from, to }])),
  );
  // One from each value first, so that every value is left in vain once.
  const firsts = pairs.filter((pair, index) => pairs.findIndex(({ from }) => from === pair.from) === index);
  const others = pairs.filter((pair) => !firsts.includes(pair));
  for (const { from, to } of [...firsts, ...others].slice(0, MOST_CASES * 2))
    change(refused, from, to, rule.id);
  return [
    ...started.scenario('starts where it has to'),
    ...moving.scenario('takes every step that there is'),
    ...refused.scenario('refuses every other'),
  ];
}

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

function guardStories(ground: Ground, rule: OfKind<'guard'>): Scenario[] {
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

function pick(record: Rec, fields: readonly (string | null)[]): Record<string, Value> {
  return Object.fromEntries(
    fields.flatMap((words) => (words === null ? [] : [[words, valueOf(record, words)] as const])),
  );
}

function isCounted(record: Rec, { state }: OfKind<'unique' | 'at-most' | 'no-overlap' | 'total'>): boolean {
  return state === null || isInState(record, state);
}

function isFull(record: Rec, fields: readonly (string | null)[]): boolean {
  return fields.every((words) => words === null || valueOf(record, words) !== null);
}

function uniqueStories(ground: Ground, rule: OfKind<'unique'>): Scenario[] {
  const { entity } = ground;
  const story = ground.story();
  const fields = [rule.field, rule.per, ...rule.also];
  const lever = stateLever(rule);
  const first = write(
    story,
    {
      kind: 'create',
      entity,
      about: rule,
      when: ({ record }) => isFull(record, fields) && isCounted(record, rule),
    },
    lever,
  );
  if (first === undefined) return [];
  const alike = pick(first.record, fields);
  const state = rule.state === null ? {} : pick(first.record, [rule.state.field]);
  write(
    story,
    { kind: 'create', entity, given: { ...alike, ...state }, about: rule, refusedBy: rule.id },
    lever,
  );
  for (const words of fields) {
    if (words === null) continue;
    const { [words]: own, ...rest } = alike;
    story.next({
      kind: 'create',
      entity,
      given: { ...rest, ...state },
      about: rule,
      when: ({ record }) => !same(valueOf(record, words), own) && valueOf(record, words) !== null,
    });
  }
  if (rule.state !== null) {
    story.next({
      kind: 'create',
      entity,
      given: alike,
      about: rule,
      when: ({ record }) => !isCounted(record, rule),
    });
  }
  return story.scenario('refuses the second, and takes one that differs');
}

/** The least that a record can have of what another rule sums up, so that many fit. */
function lightest(entity: Entity, { sum }: OfKind<'total'>): Record<string, Value> {
  const { type } = fieldIn(entity, sum);
  const least = 'min' in type ? (type.min ?? 0) : 0;
  return { [sum]: least > 0 ? least : stepOf(type) };
}

function atMostStories(ground: Ground, rule: OfKind<'at-most'>): Scenario[] {
  const { entity, domain } = ground;
  const fields = [rule.per, ...rule.also];
  const story = ground.story();
  const counts = ({ record }: Situation): boolean => isFull(record, fields) && isCounted(record, rule);
  const isSmall = (situation: Situation): boolean => {
    const limit = limitOf(situation.world, situation.record, rule);
    return limit !== undefined && limit <= MOST_RECORDS;
  };
  const total = domain.rules.find((other) => other.kind === 'total' && other.entity === rule.entity);
  const light = total?.kind === 'total' ? lightest(entity, total) : {};
  const hasRoom = (situation: Situation): boolean => {
    if (total?.kind !== 'total') return true;
    const [room, wanted] = [
      limitOf(situation.world, situation.record, total),
      limitOf(situation.world, situation.record, rule),
    ];
    return room === undefined || wanted === undefined || room >= (wanted + 1) * Number(light[total.sum]);
  };
  const lever = stateLever(rule);
  const first = write(
    story,
    {
      kind: 'create',
      entity,
      given: light,
      about: total ?? rule,
      when: (situation) => counts(situation) && isSmall(situation) && hasRoom(situation),
    },
    lever,
  );
  const limit = first === undefined ? undefined : limitOf(first.world, first.record, rule);
  if (first === undefined || limit === undefined) return [];
  const shared = { ...pick(first.record, fields), ...light };
  const state = rule.state === null ? {} : pick(first.record, [rule.state.field]);
  const wanted: Wanted = { kind: 'create', entity, given: { ...shared, ...state } };
  for (let kept = 1; kept < limit - 1; kept += 1) story.seed(entity, { ...shared, ...state });
  if (limit > 1) write(story, { ...wanted, when: counts }, lever);
  write(story, { ...wanted, about: rule, refusedBy: rule.id }, lever);
  for (const words of fields) {
    if (words === null) continue;
    const { [words]: own, ...rest } = shared;
    write(
      story,
      {
        ...wanted,
        given: { ...rest, ...state },
        about: rule,
        when: (situation) => counts(situation) && !same(valueOf(situation.record, words), own),
      },
      lever,
    );
  }
  if (rule.state !== null) {
    story.next({ ...wanted, given: shared, about: rule, when: ({ record }) => !isCounted(record, rule) });
  }
  return story.scenario(`takes ${String(limit)} and refuses one more`);
}

function overlapStories(ground: Ground, rule: OfKind<'no-overlap'>): Scenario[] {
  const { entity } = ground;
  const { type } = fieldIn(entity, rule.from);
  const story = ground.story();
  const period = [rule.per, rule.from, rule.to];
  const first = story.next({
    kind: 'create',
    entity,
    about: rule,
    when: ({ record }) => isFull(record, period) && isCounted(record, rule),
  });
  if (first === undefined) return [];
  const end = valueOf(first.record, rule.to);
  const per = pick(first.record, [rule.per]);
  const state = rule.state === null ? {} : pick(first.record, [rule.state.field]);
  const from = (steps: number): Record<string, Value> => ({
    [rule.from]: moved(type, asType(type, end), steps),
  });
  const wanted: Wanted = { kind: 'create', entity, about: rule };
  const within = { ...per, ...state, ...from(rule.touch ? -1 : 0) };
  if (story.next({ ...wanted, given: within, refusedBy: rule.id }) === undefined) {
    story.next({ ...wanted, given: { ...per, ...state }, refusedBy: rule.id });
  }
  story.next({
    ...wanted,
    given: { ...state, ...pick(first.record, [rule.from, rule.to]) },
    when: ({ record }) => !same(valueOf(record, rule.per), per[rule.per]),
  });
  if (rule.state !== null) {
    story.next({
      ...wanted,
      given: { ...per, ...pick(first.record, [rule.from, rule.to]) },
      when: ({ record }) => !isCounted(record, rule),
    });
  }
  story.next({ ...wanted, given: { ...per, ...state, ...from(rule.touch ? 0 : 1) } });
  return story.scenario('refuses one that begins before another ends, and takes it after');
}

function totalStories(ground: Ground, rule: OfKind<'total'>): Scenario[] {
  const { entity } = ground;
  const story = ground.story();
  const first = story.next({
    kind: 'create',
    entity,
    about: rule,
    when: (situation) => {
      const { record, world } = situation;
      const limit = limitOf(world, record, rule);
      const own = valueOf(record, rule.sum);
      return (
        isCounted(record, rule) && typeof own === 'number' && limit !== undefined && own > 0 && own < limit
      );
    },
  });
  if (first === undefined) return [];
  const given = {
    ...pick(first.record, [rule.per]),
    ...(rule.state === null ? {} : pick(first.record, [rule.state.field])),
  };
  edges(ground, rule, story, 'outside', given);
  edges(ground, rule, story, 'inside', given);
  return story.scenario('takes what fills it and refuses what goes beyond');
}

function effectStories(ground: Ground, rule: OfKind<'effect'>): Scenario[] {
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

/** Tests that show both sides of a rule; none where no records can. Their titles say what of it they show. */
export function ruleStories(domain: Domain, rule: Rule): readonly Scenario[] {
  const ground = groundOf(domain, rule.entity);
  switch (rule.kind) {
    case 'order':
    case 'span':
    case 'moment':
    case 'compare':
      return edgeStories(ground, rule);
    case 'differ':
      return differStories(ground, rule);
    case 'required-when':
      return requiredStories(ground, rule);
    case 'transitions':
      return transitionStories(ground, rule);
    case 'guard':
      return guardStories(ground, rule);
    case 'unique':
      return uniqueStories(ground, rule);
    case 'at-most':
      return atMostStories(ground, rule);
    case 'no-overlap':
      return overlapStories(ground, rule);
    case 'total':
      return totalStories(ground, rule);
    case 'effect':
      return effectStories(ground, rule);
  }
}

/** Tests of what deleting a record does to those that refer to it. */
export function deletionStories(domain: Domain, singular: string): readonly Scenario[] {
  const ground = groundOf(domain, singular);
  return domain.entities.flatMap((child) =>
    child.fields.flatMap((field) => {
      if (field.type.kind !== 'reference' || field.type.entity !== singular) return [];
      const story = ground.story();
      const { onDelete } = field.type;
      const parent = story.seed(ground.entity, {});
      story.seed(child, { [field.words]: parent.id });
      story.remove(parent);
      const what = {
        refuse: `keeps one that ${child.plural} refer to`,
        cascade: `deletes its ${child.plural} with it`,
        clear: `leaves its ${child.plural} without one`,
      };
      return story.scenario(what[onDelete]);
    }),
  );
}
