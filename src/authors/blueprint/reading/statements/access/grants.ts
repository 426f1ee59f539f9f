import type { Access, Action, Allowed, Permission } from '../../../domain/access.js';
import type { Aspect } from '../../../domain/aspect.js';
import type { EntityNotes, Understanding } from '../../understanding.js';

/** What is let to whoever asks, signed in or not. */
export const ANYONE: Allowed = { anyone: true, signedIn: true, owner: false, roles: [] };

/** The reference fields that lead from a record to a person, the shortest way; undefined: none, or several. */
export function pathTo(
  people: string,
  entity: EntityNotes,
  understanding: Understanding,
): string[] | undefined {
  if (entity.singular === people) return [];
  let ways: { at: string; path: string[] }[] = [{ at: entity.singular, path: [] }];
  for (let step = 0; step < 3; step += 1) {
    ways = ways.flatMap(({ at, path }) =>
      (understanding.entities.find(({ singular: one }) => one === at)?.fields ?? []).flatMap((field) =>
        field.refersTo !== undefined && field.several === undefined && field.refersTo !== at
          ? [{ at: field.refersTo, path: [...path, field.words] }]
          : [],
      ),
    );
    const there = ways.filter(({ at }) => at === people);
    if (there.length > 0) return there.length === 1 ? there[0]?.path : undefined;
  }
  return undefined;
}

/** What is said of an action with the records of a kind; undefined: nothing. */
export function permissionIn(access: Access, entity: string, action: Action): Permission | undefined {
  return access.permissions.find((each) => each.entity === entity && each.actions.includes(action));
}

export function allow(
  access: Access,
  entities: readonly EntityNotes[],
  actions: readonly Action[],
  allowed: Allowed,
  fields: string[] | null,
): void {
  for (const entity of entities) {
    for (const action of actions) {
      const before = permissionIn(access, entity.singular, action);
      if (before === undefined)
        access.permissions.push({
          entity: entity.singular,
          actions: [action],
          allowed: { ...allowed, roles: [...allowed.roles] },
          fields,
        });
      else {
        before.allowed = {
          // Whom else it is let does not close what is open to anyone; that only some may do it does.
          anyone: (before.allowed.anyone || allowed.anyone) && before.allowed.signedIn && allowed.signedIn,
          signedIn: before.allowed.signedIn && allowed.signedIn,
          owner: before.allowed.owner || allowed.owner,
          roles: [...new Set([...before.allowed.roles, ...allowed.roles])],
        };
        before.fields ??= fields;
      }
    }
  }
}

export function own(access: Access, entity: EntityNotes, path: string[]): void {
  if (!access.owners.some((owner) => owner.entity === entity.singular))
    access.owners.push({ entity: entity.singular, path });
}

export function aspectsOf(entities: readonly EntityNotes[], actions: readonly Action[]): Aspect[] {
  return entities.flatMap((entity) =>
    actions.map((action): Aspect => ({ kind: 'permission', entity: entity.singular, action })),
  );
}
