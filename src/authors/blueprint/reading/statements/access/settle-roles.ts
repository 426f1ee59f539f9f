import type { Access, Action } from '../../../domain/access.js';
import { isRegistrationOpen } from '../../../rendering/permissions.js';
import { rightKey } from '../../outcome/doubts.js';
import { onlyOne } from '../../same-words.js';
import type { Understanding } from '../../understanding.js';
import { permissionIn } from './grants.js';

const ADMINISTRATOR = /admin/i;
/** The role that is added where no other gives people theirs: the first that the brief does not use for one of its own. */
const ADDED_ADMINISTRATORS = ['admin', 'role admin', 'head admin'];

/** What is kept to some roles, of which this is one. */
function rightsOf({ permissions }: Access, role: string): ReadonlySet<string> {
  return new Set(
    permissions.flatMap(({ entity, actions, allowed }) =>
      !allowed.signedIn && allowed.roles.includes(role)
        ? actions.map((action) => rightKey(entity, action))
        : [],
    ),
  );
}

function isMore(rights: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return rights.size > others.size && [...others].every((right) => rights.has(right));
}

/**
 * The role of whoever is new: the one that the brief lets register, that of the people themselves where others add them, or one to
 * which nothing is kept.
 */
function ordinaryOf({ registering }: Understanding, access: Access): string {
  const { people, roles } = access;
  if (registering !== undefined && !ADMINISTRATOR.test(registering)) return registering;
  if (roles.includes(people) && !isRegistrationOpen({ access })) return people;
  const rightless = roles.filter((role) => !ADMINISTRATOR.test(role) && rightsOf(access, role).size === 0);
  const added = roles.includes(people) ? `new ${people}` : people;
  return rightless.find((role) => role === people) ?? rightless[0] ?? added;
}

/** The role that gives people theirs, and what it has that no other has; undefined: none stands out. */
function administratorOf(
  understanding: Understanding,
  access: Access,
  ordinary: string,
): { readonly role: string; readonly because: string } | undefined {
  const others = access.roles.filter((role) => role !== ordinary);
  const named = others.filter((role) => ADMINISTRATOR.test(role));
  const among = named.length > 0 ? named : others;
  const may = (role: string, entity: string, action: Action): boolean =>
    rightsOf(access, role).has(rightKey(entity, action));
  const reasons: readonly (readonly [because: string, isSo: (role: string) => boolean])[] = [
    ['', (role) => named.includes(role)],
    ['which adds the others', (role) => may(role, access.people, 'create')],
    [
      'which may change everything',
      (role) => understanding.entities.every(({ singular }) => may(role, singular, 'change')),
    ],
    [
      'which alone may do some things, and all that any other may',
      (role) =>
        understanding.privileged.has(role) &&
        access.roles.every(
          (other) => other === role || isMore(rightsOf(access, role), rightsOf(access, other)),
        ),
    ],
  ];
  for (const [because, isSo] of reasons) {
    const role = onlyOne(among.filter(isSo));
    if (role !== undefined) return { role, because };
  }
  return undefined;
}

/** What the brief does not say of who is new: their role, and what they may do with it. */
function ordinaryTold({ registering }: Understanding, access: Access, role: string): string | undefined {
  const hasRights = rightsOf(access, role).size > 0;
  const isOpen = isRegistrationOpen({ access });
  if (registering === role)
    return isOpen && hasRights
      ? `Whoever registers has the role "${role}", and all that it may do: the brief lets them register.`
      : undefined;
  const unnamed = access.roles.includes(role) ? '' : ', which the brief does not name,';
  const limit = hasRights ? '' : ', and may do nothing that is kept to other roles';
  return `Whoever ${isOpen ? 'registers' : 'is added'} has the role "${role}"${unnamed} until somebody gives them another${limit}.`;
}

/** What the brief does not say of who gives people their role. */
function administratorTold(
  administrator: ReturnType<typeof administratorOf>,
  added: string,
  addsPeople: boolean,
): string | undefined {
  const unsaid = 'The brief does not say who gives people their role, and a new password:';
  if (administrator === undefined)
    return `${unsaid} a role "${added}" is added for that${addsPeople ? '' : ', and has nothing else that is kept to a role'}.`;
  return administrator.because === ''
    ? undefined
    : `${unsaid} the role "${administrator.role}" does, ${administrator.because}.`;
}

/**
 * Puts the role of whoever registers first, and the one that gives others theirs last: by what the brief lets them do, and never
 * by where it names them. Where none of its roles is fit for it, one is added.
 */
export function settleRoles(understanding: Understanding, access: Access): void {
  if (access.roles.length === 0) return;
  const ordinary = ordinaryOf(understanding, access);
  const administrator = administratorOf(understanding, access, ordinary);
  const added = ADDED_ADMINISTRATORS.find((role) => !access.roles.includes(role)) ?? 'administrator of roles';
  const admin = administrator?.role ?? added;
  const ordinarySaid = ordinaryTold(understanding, access, ordinary);
  const others = access.roles.filter((role) => role !== ordinary && role !== admin);
  access.roles.splice(0, access.roles.length, ordinary, ...others, admin);
  const adding = permissionIn(access, access.people, 'create')?.allowed;
  const addsPeople =
    adding !== undefined &&
    !adding.signedIn &&
    !isRegistrationOpen({ access }) &&
    !adding.roles.includes(admin);
  const told = [ordinarySaid, administratorTold(administrator, added, addsPeople)];
  if (addsPeople) {
    adding.roles.push(admin);
    told.push(
      `The role "${admin}" adds people, too: the first of them has nobody else who could add another.`,
    );
  }
  // Only an API asks people who they are.
  if (understanding.kind !== 'api') return;
  for (const sentence of told) if (sentence !== undefined) understanding.assume(sentence);
}
