import type { AcceptanceExample } from '../../../../protocol/analysis.js';
import type { Action } from '../../domain/access.js';
import type { Domain, Entity } from '../../domain/domain.js';
import { signInRoute } from '../../rendering/domain-names.js';
import { isRegistrationOpen, permissionFor } from '../../rendering/permissions.js';
import { entityNames, listed } from '../../rendering/words.js';

const UNKNOWN = 'it is refused with 401';

/** Whether all who sign in may see who else does, as far as the brief tells. */
function isListed({ access }: Domain, { singular }: Entity): boolean {
  const permissions = (access?.permissions ?? []).filter(({ entity }) => entity === singular);
  const reading = permissions.find(({ actions }) => actions.includes('read'));
  return reading === undefined
    ? permissions.every(({ allowed }) => allowed.roles.length === 0)
    : reading.allowed.signedIn;
}

/** Signing in with the right password, with a wrong one, and not at all. */
export function signInExamples(domain: Domain): AcceptanceExample[] {
  const people = domain.entities.find(({ singular }) => singular === domain.access?.people);
  if (people === undefined) return [];
  const { aSingular, route } = entityNames(people.singular, people.plural);
  const signIn = `POST ${signInRoute(domain.entities)}`;
  return [
    {
      given: aSingular,
      when: `${signIn} with their address and their password`,
      then: isListed(domain, people)
        ? `it is answered with 201 and a token, with which GET ${route} is answered with 200`
        : 'it is answered with 201 and a token',
    },
    { given: aSingular, when: `${signIn} with another password`, then: UNKNOWN },
    { given: 'nobody who is signed in', when: `GET ${route}`, then: UNKNOWN },
  ];
}

function request(action: Action, route: string): string {
  switch (action) {
    case 'create':
      return `POST ${route}`;
    case 'read':
      return `GET ${route}/:id`;
    case 'change':
      return `PATCH ${route}/:id`;
    case 'delete':
      return `DELETE ${route}/:id`;
  }
}

const DONE: Readonly<Record<Action, string>> = {
  create: 'it is answered with 201',
  read: 'it is answered with 200',
  change: 'it is answered with 200',
  delete: 'it is answered with 204',
};

/**
 * Somebody who may, somebody who may not, and nobody who is signed in. `said`: the roles that may, where the brief does not say
 * that nobody else may.
 */
export function permissionExamples(
  domain: Domain,
  entity: Entity,
  action: Action,
  said?: readonly string[],
): AcceptanceExample[] {
  const { route, aSingular } = entityNames(entity.singular, entity.plural);
  const when = request(action, route);
  const isPeople = domain.access?.people === entity.singular;
  if (isPeople && action === 'create' && isRegistrationOpen(domain)) {
    return [{ given: 'nobody who is signed in', when, then: DONE.create }];
  }
  const { anyone, signedIn, owner, roles } = permissionFor(domain, entity.singular, action);
  const anonymous: AcceptanceExample = { given: 'nobody who is signed in', when, then: UNKNOWN };
  if (anyone) return [{ ...anonymous, then: DONE[action] }];
  if (said !== undefined && said.length > 0)
    return [{ given: `somebody with the role ${listed(said, 'or')}`, when, then: DONE[action] }, anonymous];
  if (signedIn) return [{ given: 'somebody who is signed in', when, then: DONE[action] }, anonymous];
  const allowed = [
    ...(owner ? [`the one whose ${entity.singular} it is`] : []),
    ...(roles.length > 0 ? [`somebody with the role ${listed(roles, 'or')}`] : []),
  ];
  return [
    ...allowed.map((given) => ({ given, when, then: DONE[action] })),
    {
      given: `${aSingular}, and somebody else who is signed in`,
      when,
      then: 'it is refused with 403, or with 404 where they may not even read it',
    },
    anonymous,
  ];
}
