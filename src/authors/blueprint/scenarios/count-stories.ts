import type { Entity } from '../domain/domain.js';
import { isInState } from './conditions.js';
import { type Ground, type OfKind, stateLever, write } from './ground.js';
import type { Situation } from './solve.js';
import type { Scenario, Story, Wanted } from './story.js';
import { edges } from './value-stories.js';
import { asType, moved, same, stepOf, type Value } from './values.js';
import { limitOf } from './rule-terms.js';
import { fits } from './candidates.js';
import { fieldIn, type Rec, subjectOf, targetOf, valueOf } from './world.js';

/** Records that a test puts there one by one, at most. */
const MOST_RECORDS = 300;

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

/** Whether no other record has all the same: what is changed was there by the rules. */
function isAlone({ world, record }: Situation, fields: readonly (string | null)[]): boolean {
  return world.every(
    (other) =>
      other.id === record.id ||
      other.entity !== record.entity ||
      fields.some((words) => words !== null && !same(valueOf(other, words), valueOf(record, words))),
  );
}

/**
 * The same by changing records: one that did not count is refused when a change makes it count, and one that counts already
 * may be written again.
 */
function changeStories(
  story: Story,
  { entity }: Ground,
  rule: OfKind<'unique' | 'at-most'>,
  counted: Rec,
  shared: Readonly<Record<string, Value>>,
  fields: readonly (string | null)[],
): void {
  const own = fields.find((words) => words !== null && fieldIn(entity, words).set === 'client');
  if (own == null) return;
  const { [own]: value, ...rest } = shared;
  if (value === undefined) return;
  story.next({
    kind: 'change',
    entity,
    given: rest,
    changes: { [own]: value },
    about: rule,
    when: (situation) =>
      !same(valueOf(situation.record, own), value) &&
      isCounted(situation.record, rule) &&
      (rule.kind !== 'unique' || isAlone(situation, fields)),
    refusedBy: rule.id,
  });
  story.rewrite(counted, { [own]: value });
}

export function uniqueStories(ground: Ground, rule: OfKind<'unique'>): Scenario[] {
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
  changeStories(story, ground, rule, first.record, { ...alike, ...state }, fields);
  return story.scenario('refuses the second, and takes one that differs');
}

/** The least that a record can have of what another rule sums up, so that many fit. */
function lightest(entity: Entity, { sum }: OfKind<'total'>): Record<string, Value> {
  const { type } = fieldIn(entity, sum);
  const least = 'min' in type ? (type.min ?? 0) : 0;
  return { [sum]: least > 0 ? least : stepOf(type) };
}

/** A record whose limit is reached keeps it: it is refused when it is lowered by the least. */
function lowerLimit(
  story: Story,
  { domain, entity }: Ground,
  rule: OfKind<'at-most' | 'total'>,
  { world, record }: Situation,
): void {
  const holder = subjectOf(world, record, rule.per);
  if (holder === undefined || typeof rule.limit !== 'object' || rule.per === null) return;
  const field = fieldIn(targetOf(domain, entity, rule.per), rule.limit.field);
  const lowered = moved(field.type, valueOf(holder, field.words), -1);
  if (fits(field, lowered)) story.rewrite(holder, { [field.words]: lowered }, rule.id);
}

export function atMostStories(ground: Ground, rule: OfKind<'at-most'>): Scenario[] {
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
  lowerLimit(story, ground, rule, first);
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
  changeStories(story, ground, rule, first.record, { ...shared, ...state }, fields);
  return story.scenario(`takes ${String(limit)} and refuses one more`);
}

export function overlapStories(ground: Ground, rule: OfKind<'no-overlap'>): Scenario[] {
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
  const isForward = ({ record }: Situation): boolean => {
    const [begins, ends] = [valueOf(record, rule.from), valueOf(record, rule.to)];
    return begins === null || ends === null || begins <= ends;
  };
  if (story.next({ ...wanted, given: within, when: isForward, refusedBy: rule.id }) === undefined) {
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
  story.next({ ...wanted, given: { ...per, ...state, ...from(rule.touch ? 0 : 1) }, when: isForward });
  return story.scenario('refuses one that begins before another ends, and takes it after');
}

export function totalStories(ground: Ground, rule: OfKind<'total'>): Scenario[] {
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
  lowerLimit(story, ground, rule, first);
  return story.scenario('takes what fills it and refuses what goes beyond');
}
