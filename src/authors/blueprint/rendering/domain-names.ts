import type { Domain, Entity } from '../domain/domain.js';
import { entityNames, type EntityNames } from './words.js';

/** The names of the entity `singular` of `domain`. */
export function namesIn(domain: Domain, singular: string): EntityNames {
  const entity = domain.entities.find((candidate) => candidate.singular === singular);
  return entityNames(singular, entity?.plural ?? singular);
}

/** Where people sign in, beside records that may be called sessions themselves. */
export function signInRoute(entities: readonly Pick<Entity, 'plural'>[]): string {
  return entities.some(({ plural }) => plural === 'sessions') ? '/sign-in-sessions' : '/sessions';
}

/** The id of no record. */
export const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';

/** A fixed id for the record of an entity in the storage tests. */
export function recordId(domain: Domain, singular: string): string {
  const index = domain.entities.findIndex((entity) => entity.singular === singular);
  return `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`;
}
