import type { Domain, Entity } from '../domain/domain.js';
import type { Field } from '../domain/field.js';
import type { Value } from './values.js';

/** A record of a scenario. */
export interface Rec {
  readonly id: string;
  readonly entity: string;
  /** By the words of the field. */
  readonly values: Readonly<Record<string, Value>>;
}

/** The records that exist, in the order in which they came to be. */
export type World = readonly Rec[];

export function entityIn(domain: Domain, singular: string): Entity {
  const entity = domain.entities.find((candidate) => candidate.singular === singular);
  if (entity === undefined) throw new Error(`there is no entity "${singular}"`);
  return entity;
}

export function fieldIn(entity: Entity, words: string): Field {
  const field = entity.fields.find((candidate) => candidate.words === words);
  if (field === undefined) throw new Error(`${entity.singular} has no field "${words}"`);
  return field;
}

/** The entity that a reference field names. */
export function targetOf(domain: Domain, entity: Entity, words: string): Entity {
  const { type } = fieldIn(entity, words);
  if (type.kind !== 'reference') throw new Error(`${entity.singular}'s "${words}" is no reference`);
  return entityIn(domain, type.entity);
}

/** The value of the field `words`, undefined where it has none: every object has a "constructor", and no value of that. */
export function ownValue(values: Readonly<Record<string, Value>>, words: string): Value | undefined {
  return Object.hasOwn(values, words) ? values[words] : undefined;
}

export function valueOf(record: Rec, words: string): Value {
  return ownValue(record.values, words) ?? null;
}

export function recordIn(world: World, id: Value): Rec | undefined {
  return typeof id === 'string' ? world.find((record) => record.id === id) : undefined;
}

/** The record itself, or the one that its reference field `via` names; undefined where it names none. */
export function subjectOf(world: World, record: Rec, via: string | null): Rec | undefined {
  return via === null ? record : recordIn(world, valueOf(record, via));
}

export function withValues(record: Rec, values: Readonly<Record<string, Value>>): Rec {
  return { ...record, values: { ...record.values, ...values } };
}

/** The world with `record` in place of the one of its id, or added to it. */
export function having(world: World, record: Rec): World {
  return world.some(({ id }) => id === record.id)
    ? world.map((each) => (each.id === record.id ? record : each))
    : [...world, record];
}
