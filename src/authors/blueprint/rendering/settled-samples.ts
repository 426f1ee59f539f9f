import type { Domain, Entity } from '../domain/domain.js';
import { namesRecords } from '../domain/field.js';
import { baseRecordsOf } from '../scenarios/base.js';
import { isFresh } from '../scenarios/values.js';
import { ownValue } from '../scenarios/world.js';
import { Samples, type Value } from './samples.js';

/** Samples of an entity's fields that every rule of the domain lets be together in one record. */
export function samplesFor(domain: Domain, entity: Entity): Samples {
  const { values } = baseRecordsOf(domain).of(entity).record;
  const settled = new Map<string, Value>();
  for (const field of entity.fields) {
    const value = ownValue(values, field.words);
    const isPlain = !namesRecords(field.type);
    if (isPlain && value !== undefined && !isFresh(value)) settled.set(field.words, value);
  }
  return new Samples(entity, domain.rules, settled);
}
