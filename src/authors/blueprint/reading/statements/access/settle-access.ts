import type { Access } from '../../../domain/access.js';
import { openReason } from '../../open-reasons.js';
import { rightKey } from '../../outcome/doubts.js';
import type { Understanding } from '../../understanding.js';
import { allow, ANYONE, aspectsOf, permissionIn } from './grants.js';
import { settleRoles } from './settle-roles.js';

/** Let to none but those who are named. */
const NOT_ALL = { anyone: false, signedIn: false, owner: false };
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
        const permission = permissionIn(access, entity.singular, action);
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

/** What is read without signing in: no people, and nothing of which the brief says who reads it, or that it takes a login. */
function openReading(understanding: Understanding, access: Access): void {
  const { closedReading } = understanding;
  for (const { entities, source, by } of understanding.openReading) {
    const wanted = entities ?? understanding.entities.filter(({ singular }) => singular !== access.people);
    const open = wanted.filter(({ singular }) => {
      const before = permissionIn(access, singular, 'read');
      const isClosed = closedReading === 'all' || closedReading.has(singular) || singular === access.people;
      return !isClosed && (by === 'writing' ? before === undefined : before?.allowed.signedIn !== false);
    });
    // Of what the brief names, all is opened or nothing is.
    const isOpen = open.length > 0 && (entities === undefined || open.length === entities.length);
    if (isOpen) allow(access, open, ['read'], ANYONE, null);
    const records = open.map(({ plural }) => plural).join(' and ');
    if (isOpen && by !== 'writing')
      understanding.met(
        `${records} are read without signing in${by === 'both' ? ', and changed only by who has signed in' : ''}`,
        source,
        aspectsOf(open, by === 'both' ? ['read', ...WRITES] : ['read']),
        source.text,
      );
    else if (by !== 'writing') understanding.open(source.text, source, openReason(source.text));
    else
      understanding.met(
        isOpen ? `who has not signed in only reads ${records}` : 'who has not signed in is refused',
        source,
        [{ kind: 'sign-in' }, ...(isOpen ? aspectsOf(open, ['create', 'read']) : [])],
        source.text,
      );
  }
}

/** "Members register. Admins do everything": nobody is kept from registering by what others may do, too, unless they alone may. */
function letRegister({ letsRegister, keptAlone }: Understanding, access: Access): void {
  const adding = permissionIn(access, access.people, 'create');
  if (!letsRegister || adding === undefined || keptAlone.has(rightKey(access.people, 'create'))) return;
  adding.allowed = { ...adding.allowed, owner: true };
}

/** What is settled when all that is said of people has been read: who only reads, and which role is for what. */
export function settleAccess(understanding: Understanding): void {
  const { access } = understanding;
  if (access === null) return;
  letPrivileged(understanding, access);
  const people = access.people;
  const isNamed = understanding.namedPeople === people;
  // One role alone leaves nobody without it: the ordinary people have one, too, unless they are those who register.
  const isAlone = access.roles.length === 1 && understanding.registering !== access.roles[0];
  if (access.roles.length > 0 && !access.roles.includes(people) && (isAlone || isNamed))
    access.roles.unshift(people);
  for (const { roles, entities } of understanding.readers)
    for (const entity of entities) {
      const before = permissionIn(access, entity.singular, 'read');
      const isOpen = before === undefined || before.allowed.signedIn;
      allow(
        access,
        [entity],
        ['read'],
        { anyone: false, signedIn: isOpen, owner: false, roles: isOpen ? [] : [...roles] },
        null,
      );
    }
  openReading(understanding, access);
  const reading = new Set(understanding.readOnly.flatMap(({ roles }) => roles));
  const others = access.roles.filter((role) => !reading.has(role));
  for (const { roles, source } of understanding.readOnly) {
    if (others.length === 0) {
      understanding.open(source.text, source, openReason(source.text));
      continue;
    }
    for (const entity of understanding.entities)
      for (const action of WRITES) {
        const before = permissionIn(access, entity.singular, action);
        if (before === undefined) allow(access, [entity], [action], { ...NOT_ALL, roles: [...others] }, null);
        else if (before.allowed.signedIn)
          before.allowed = { ...NOT_ALL, owner: before.allowed.owner, roles: [...others] };
      }
    understanding.met(
      `people with the role ${roles.join(' or ')} only read: they create, change and delete nothing`,
      source,
      aspectsOf(understanding.entities, WRITES),
      source.text,
    );
  }
  letRegister(understanding, access);
  settleRoles(understanding, access);
}
