import type { Domain } from '../domain/domain.js';
import type { Condition, Rule, State } from '../domain/rule.js';
import { candidates, placesOf, type Place } from './candidates.js';
import { counted } from './conditions.js';
import { addPlain, type PlainValue } from './records.js';
import type { Value } from './values.js';
import type { Action } from './rule-terms.js';
import { violationsOf, type Violation } from './violations.js';
import { entityIn, fieldIn, having, subjectOf, valueOf, withValues, type Rec, type World } from './world.js';

/** Records and what is about to be done to one of them. */
export interface Situation {
  /** Everything that exists; holds the record unless it is about to be created. */
  readonly world: World;
  readonly record: Rec;
  /** What a change would change; null: the record is created or deleted. */
  readonly changes: Readonly<Record<string, Value>> | null;
}

export interface Problem {
  readonly domain: Domain;
  readonly plain: PlainValue;
  readonly kind: Action['kind'];
  readonly start: Situation;
  /** Own fields that stay as they are. */
  readonly fixed: ReadonlySet<string>;
  /** Records that were there before and stay as they are. */
  readonly settled: ReadonlySet<string>;
  /** The rule that the situation is about; every other one has to hold. */
  readonly target: Rule | undefined;
  readonly goal: (situation: Situation, violations: readonly Violation[]) => boolean;
}

const DEEPEST = 5;
const MOST_TRIES = 6000;

export function actionOf(kind: Action['kind'], { record, changes }: Situation): Action {
  switch (kind) {
    case 'create':
      return { kind, record };
    case 'change':
      return { kind, before: record, record: withValues(record, changes ?? {}) };
    case 'delete':
      return { kind, before: record };
  }
}

function stateValue(problem: Problem, entity: string, state: State): Value {
  switch (state.is.kind) {
    case 'unset':
      return null;
    case 'equals':
      return state.is.value;
    case 'one-of':
      return state.is.values[0] ?? null;
    case 'set': {
      const owner = entityIn(problem.domain, entity);
      return problem.plain({ ...owner, fields: [] }, { ...fieldIn(owner, state.field), optional: false });
    }
  }
}

/** The situation with so many more records that a count condition counts. */
function withCounted(
  problem: Problem,
  situation: Situation,
  condition: Extract<Condition, { kind: 'count' }>,
  more: number,
): Situation | undefined {
  const subject = subjectOf(situation.world, situation.record, condition.via);
  if (subject === undefined || more < 1) return undefined;
  if (condition.via === null && problem.kind === 'create') return undefined;
  const { state } = condition;
  const given = {
    [condition.by]: subject.id,
    ...(state === null ? {} : { [state.field]: stateValue(problem, condition.entity, state) }),
  };
  let { world } = situation;
  for (let added = 0; added < more; added += 1) {
    world = addPlain(
      problem.domain,
      world,
      entityIn(problem.domain, condition.entity),
      problem.plain,
      given,
    ).world;
  }
  return { ...situation, world };
}

function conditionsOf(rule: Rule): readonly Condition[] {
  if (rule.kind === 'guard') return rule.conditions;
  return rule.kind === 'required-when' ? [rule.when] : [];
}

interface Repair {
  readonly key: string;
  readonly situation: Situation;
}

/** The situation with another value at `place`; undefined: it may not have one. */
function withValue(
  problem: Problem,
  situation: Situation,
  place: Place,
  value: Value,
): Situation | undefined {
  const { world, record, changes } = situation;
  if (place.via === null) {
    const settled = withValues(record, { [place.field]: value });
    return {
      world: problem.kind === 'create' ? world : having(world, settled),
      record: settled,
      changes,
    };
  }
  const parent = subjectOf(world, record, place.via);
  if (parent === undefined || problem.settled.has(parent.id)) return undefined;
  return { world: having(world, withValues(parent, { [place.field]: value })), record, changes };
}

function isOpen(problem: Problem, situation: Situation, place: Place): boolean {
  if (place.via !== null) return true;
  const { set } = fieldIn(entityIn(problem.domain, situation.record.entity), place.field);
  return !problem.fixed.has(place.field) && !(problem.kind === 'create' && set === 'system');
}

/** A parent for a reference of the record that names none. */
function withParent(problem: Problem, situation: Situation, field: string): Situation | undefined {
  const { record } = situation;
  const { type } = fieldIn(entityIn(problem.domain, record.entity), field);
  if (type.kind !== 'reference' || problem.fixed.has(field)) return undefined;
  const added = addPlain(
    problem.domain,
    situation.world,
    entityIn(problem.domain, type.entity),
    problem.plain,
  );
  const settled = withValues(record, { [field]: added.record.id });
  return {
    ...situation,
    world: problem.kind === 'create' ? added.world : having(added.world, settled),
    record: settled,
  };
}

function* repairs(
  problem: Problem,
  situation: Situation,
  rule: Rule,
  done: readonly string[],
): Generator<Repair> {
  const { domain } = problem;
  const view: World = problem.kind === 'create' ? having(situation.world, situation.record) : situation.world;
  const current = actionOf(problem.kind, situation);
  const record = current.kind === 'delete' ? current.before : current.record;
  const rules = domain.rules.filter((each) => each.entity === record.entity);
  for (const condition of conditionsOf(rule)) {
    const key = `count ${rule.id}`;
    if (condition.kind !== 'count' || done.includes(key)) continue;
    const subject = subjectOf(situation.world, record, condition.via);
    const there = subject === undefined ? 0 : counted(situation.world, subject, condition);
    for (const wanted of [condition.least, condition.least - 1, 1]) {
      const more = withCounted(problem, situation, condition, wanted - there);
      if (more !== undefined) yield { key, situation: more };
    }
  }
  for (const place of placesOf(rule)) {
    const key = `${place.via ?? ''}.${place.field}`;
    if (done.includes(key) || !isOpen(problem, situation, place)) continue;
    const reference = place.via ?? place.field;
    if (valueOf(record, reference) === null) {
      const more = withParent(problem, situation, reference);
      if (more !== undefined) yield { key: `.${reference}`, situation: more };
    }
    for (const value of candidates(domain, view, record, rules, place)) {
      const more = withValue(problem, situation, place, value);
      if (more !== undefined) yield { key, situation: more };
    }
  }
}

/** A situation in which every rule but the target holds and the goal is met, as near to the start as possible. */
export function solve(problem: Problem): Situation | undefined {
  const { domain, target } = problem;
  let tries = 0;
  const search = (situation: Situation, depth: number, done: readonly string[]): Situation | undefined => {
    tries += 1;
    if (tries > MOST_TRIES) return undefined;
    const violations = violationsOf(domain, situation.world, actionOf(problem.kind, situation));
    const unmet = violations.find(({ rule }) => rule !== target?.id);
    if (unmet === undefined && problem.goal(situation, violations)) return situation;
    const rule = unmet === undefined ? target : domain.rules.find(({ id }) => id === unmet.rule);
    // What rules of other records have against it is not mended by changing this one.
    if (rule?.entity !== situation.record.entity || depth === 0) return undefined;
    for (const repair of repairs(problem, situation, rule, done)) {
      const found = search(repair.situation, depth - 1, [...done, repair.key]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  for (let depth = 0; depth <= DEEPEST; depth += 1) {
    const found = search(problem.start, depth, []);
    if (found !== undefined || tries > MOST_TRIES) return found;
  }
  return undefined;
}
