import type { Access } from '../../../domain/access.js';
import { openReason } from '../../open-reasons.js';
import { rightKey } from '../../outcome/doubts.js';
import type { Understanding } from '../../understanding.js';
import { allow, aspectsOf } from './grants.js';

const WRITES = ['create', 'change', 'delete'] as const;

/**
 * "Assistants can change orders; only the baker may change products": that the baker may not change orders is not said, so who
 * has rights of their own is not shut out of what others merely may.
 */
function letPrivileged(understanding: Understanding, access: Access): void {
  const reading = new Set(understanding.readOnly.flatMap(({ roles }) => roles));
  for (const { roles, entities, actions } of understanding.shared)
    for (const entity of entities)
      for (const action of actions) {
        const permission = access.permissions.find(
          (each) => each.entity === entity.singular && each.actions.includes(action),
        );
        const others = [...understanding.privileged].filter(
          (role) => !reading.has(role) && !roles.includes(role),
        );
        const isNew = others.some((role) => permission?.allowed.roles.includes(role) === false);
        if (permission === undefined || permission.allowed.signedIn || !isNew) continue;
        permission.allowed = {
          ...permission.allowed,
          roles: [...new Set([...permission.allowed.roles, ...others])],
        };
        understanding.sharedRights.set(rightKey(entity.singular, action), roles);
        understanding.assume(
          'Whoever alone may do some things is kept from nothing that the brief lets others do.',
        );
      }
}

/** What is settled when all that is said of people has been read: who only reads, and the ordinary role. */
export function settleAccess(understanding: Understanding): void {
  const { access } = understanding;
  if (access === null) return;
  letPrivileged(understanding, access);
  const people = access.people;
  const isNamed = understanding.namedPeople === people;
  // One role alone leaves nobody without it: the ordinary people have one, too.
  if (access.roles.length > 0 && !access.roles.includes(people) && (access.roles.length === 1 || isNamed))
    access.roles.unshift(people);
  for (const { roles, entities } of understanding.readers)
    for (const entity of entities) {
      const before = access.permissions.find(
        (permission) => permission.entity === entity.singular && permission.actions.includes('read'),
      );
      const isOpen = before === undefined || before.allowed.signedIn;
      allow(
        access,
        [entity],
        ['read'],
        { signedIn: isOpen, owner: false, roles: isOpen ? [] : [...roles] },
        null,
      );
    }
  const reading = new Set(understanding.readOnly.flatMap(({ roles }) => roles));
  const others = access.roles.filter((role) => !reading.has(role));
  for (const { roles, source } of understanding.readOnly) {
    if (others.length === 0) {
      understanding.open(source.text, source, openReason(source.text));
      continue;
    }
    for (const entity of understanding.entities)
      for (const action of WRITES) {
        const before = access.permissions.find(
          (permission) => permission.entity === entity.singular && permission.actions.includes(action),
        );
        if (before === undefined)
          allow(access, [entity], [action], { signedIn: false, owner: false, roles: [...others] }, null);
        else if (before.allowed.signedIn)
          before.allowed = { signedIn: false, owner: before.allowed.owner, roles: [...others] };
      }
    understanding.met(
      `people with the role ${roles.join(' or ')} only read: they create, change and delete nothing`,
      source,
      aspectsOf(understanding.entities, WRITES),
      source.text,
    );
  }
  // The role that says who has which comes last: one that may change everything, where there is one.
  const isWide = (role: string): boolean =>
    understanding.entities.every((entity) =>
      access.permissions.some(
        ({ entity: noun, actions, allowed }) =>
          noun === entity.singular && actions.includes('change') && allowed.roles.includes(role),
      ),
    );
  if (!access.roles.some((role) => /admin/i.test(role))) {
    const wide = access.roles.filter(isWide);
    access.roles.splice(
      0,
      access.roles.length,
      ...access.roles.filter((role) => !wide.includes(role)),
      ...wide,
    );
  }
}
