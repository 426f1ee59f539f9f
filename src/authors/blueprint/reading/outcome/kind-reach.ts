import type { Aspect } from '../../domain/aspect.js';
import type { Domain } from '../../domain/domain.js';
import type { RequirementNotes } from '../understanding.js';

const SIGN_IN = 'blueprints write sign-in and permissions for an API only';
/** What only an API has, and why the others do without. */
const API_ALONE: Partial<Readonly<Record<Aspect['kind'], string>>> = {
  documentation: 'only an API is described by an OpenAPI document',
  health: 'only a service that keeps running has a health check',
  permission: SIGN_IN,
  'sign-in': SIGN_IN,
};

/** The requirements of a project of this kind: one that asks for what only an API has stays open, and says why. */
export function withinReach(
  kind: Domain['kind'],
  requirements: readonly RequirementNotes[],
): readonly RequirementNotes[] {
  if (kind === 'api') return requirements;
  return requirements.map((requirement) => {
    if (requirement.outcome.kind !== 'met') return requirement;
    const reason = requirement.outcome.aspects
      .map((aspect) => API_ALONE[aspect.kind])
      .find((each) => each !== undefined);
    return reason === undefined ? requirement : { ...requirement, outcome: { kind: 'open', reason } };
  });
}
