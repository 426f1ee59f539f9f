import type { Condition, State } from '../domain/rule.js';
import { compared, PRESENT, type Value } from './values.js';
import { subjectOf, valueOf, type Rec, type World } from './world.js';

export function isInState(record: Rec, state: State): boolean {
  const value = valueOf(record, state.field);
  switch (state.is.kind) {
    case 'unset':
      return value === null;
    case 'set':
      return value !== null;
    case 'equals':
      return value === state.is.value;
    case 'one-of':
      return typeof value === 'string' && state.is.values.includes(value);
  }
}

export function isPast(value: Value): boolean {
  return (compared(value, PRESENT) ?? 0) < 0;
}

/** How many records of a `count` condition name `subject`. */
export function counted(
  world: World,
  subject: Rec,
  condition: Extract<Condition, { kind: 'count' }>,
): number {
  return world.filter(
    (record) =>
      record.entity === condition.entity &&
      valueOf(record, condition.by) === subject.id &&
      (condition.state === null || isInState(record, condition.state)),
  ).length;
}

/** Whether `condition` holds of `record`. One about a record that the reference does not name holds. */
export function holds(world: World, record: Rec, condition: Condition): boolean {
  return subjectOf(world, record, condition.via) === undefined || isSo(world, record, condition);
}

/** Whether what `condition` says is so: of a record that the reference does not name nothing is. */
export function isSo(world: World, record: Rec, condition: Condition): boolean {
  const subject = subjectOf(world, record, condition.via);
  return subject !== undefined && holdsOf(world, subject, condition) !== condition.not;
}

function holdsOf(world: World, subject: Rec, condition: Condition): boolean {
  switch (condition.kind) {
    case 'value':
      return condition.values.some((value) => value === valueOf(subject, condition.field));
    case 'given':
      return valueOf(subject, condition.field) !== null;
    case 'passed':
      return isPast(valueOf(subject, condition.field));
    case 'count':
      return counted(world, subject, condition) >= condition.least;
  }
}
