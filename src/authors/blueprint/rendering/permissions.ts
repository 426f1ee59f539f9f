import type { Action, Allowed } from '../domain/access.js';
import type { Domain } from '../domain/domain.js';
import { adminOf, rolesOf } from './completed-domain.js';

/** Who may do something with the records of a kind. */
export interface EffectivePermission extends Allowed {
  /** Words of the fields that the owner may change; null: all. */
  readonly fields: readonly string[] | null;
}

const EVERYONE: EffectivePermission = {
  anyone: false,
  signedIn: true,
  owner: false,
  roles: [],
  fields: null,
};

/** The references that lead from a record of the entity to its person; empty: it is the person; undefined: nobody owns it. */
export function ownerPath(domain: Domain, entity: string): readonly string[] | undefined {
  const { access } = domain;
  const path = access?.owners.find((owner) => owner.entity === entity)?.path;
  return path ?? (entity === access?.people ? [] : undefined);
}

/**
 * What holds for an action, with defaults where the domain names none: people are changed and deleted by themselves and by
 * administrators, everything else by everyone who is signed in.
 */
export function permissionFor(domain: Domain, entity: string, action: Action): EffectivePermission {
  const { access } = domain;
  const roles = rolesOf(domain);
  const named = access?.permissions.find((each) => each.entity === entity && each.actions.includes(action));
  if (named !== undefined) {
    return {
      // People have an address: nobody who has not signed in sees them.
      anyone: named.allowed.anyone && entity !== access?.people,
      signedIn: named.allowed.signedIn,
      owner: named.allowed.owner && ownerPath(domain, entity) !== undefined,
      roles: named.allowed.roles.filter((role) => roles.includes(role)),
      fields: named.fields,
    };
  }
  if (entity !== access?.people || action === 'read' || action === 'create') return EVERYONE;
  const admin = adminOf(roles);
  return {
    anyone: false,
    signedIn: false,
    owner: true,
    roles: admin === undefined ? [] : [admin],
    fields: null,
  };
}

/** Whether people register themselves: unless someone is named who creates them. */
export function isRegistrationOpen({ access }: Pick<Domain, 'access'>): boolean {
  const named = access?.permissions.find(
    ({ entity, actions }) => entity === access.people && actions.includes('create'),
  );
  return named === undefined || named.allowed.owner;
}

/** Whether the field is on the way from some record to its owner. */
export function isOwnerStep(domain: Domain, entity: string, field: string): boolean {
  return (domain.access?.owners ?? []).some((owned) => {
    let current: string | undefined = owned.entity;
    for (const words of owned.path) {
      if (current === entity && words === field) return true;
      const found = domain.entities
        .find(({ singular }) => singular === current)
        ?.fields.find((each) => each.words === words);
      current = found?.type.kind === 'reference' ? found.type.entity : undefined;
    }
    return false;
  });
}
