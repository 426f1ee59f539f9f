import { describe, expect, it } from '@jest/globals';
import { domainSchema, type Domain } from '../../../src/authors/blueprint/domain/domain.js';
import { readBrief } from '../../../src/authors/blueprint/reading/read-brief.js';
import { isRegistrationOpen } from '../../../src/authors/blueprint/rendering/permissions.js';
import { read } from './told-reading.js';

const BOARD =
  'A REST API for a board. Boards have a name. Tasks have a title and a due date. A task belongs to a board.';

describe('that people sign in is said by', () => {
  it.each([
    'Users must log in to make changes.',
    'Users must be logged in to create, edit or delete tasks.',
    'You have to be logged in to change anything.',
    'Only logged-in users can create, update or delete.',
    'Only authenticated users can delete tasks.',
    'Only authenticated users can access the API.',
    'Writing requires authentication.',
    'Deleting tasks requires a login.',
    'Logging in is required to change data.',
    'All endpoints require a bearer token.',
    'Authentication is required for all endpoints.',
    'Authentication uses bearer tokens.',
    'The API is protected by a login with email and password.',
    'Users log in with email and password. Passwords have at least 10 characters.',
    'Users can sign up, log in and log out.',
    'Users log in with email and password. Passwords are stored hashed.',
  ])('%s', (sentence) => {
    const { met, open } = read(`${BOARD} ${sentence}`);
    expect(open).toEqual([]);
    expect(met.join()).toMatch(/sign|password/);
    expect(met.join()).not.toMatch(/role|Writing/);
  });

  it('a part of the changes: that everything needs signing in is told', () => {
    const { assumptions, subject } = readBrief({
      brief: `${BOARD} Deleting tasks requires a login.`,
      name: undefined,
      kind: undefined,
    });
    expect(assumptions.join(' ')).toContain('reading needs a bearer token, too');
    expect(subject).toMatchObject({ access: { people: 'user', roles: [], permissions: [] } });
  });

  it('a length of passwords, which is kept to', () => {
    const { subject } = readBrief({
      brief: `${BOARD} Users log in with email and password. Passwords must be at least 12 characters long.`,
      name: undefined,
      kind: undefined,
    });
    expect(subject).toMatchObject({ access: { passwordMin: 12 } });
  });
});

describe('reading without signing in is asked for by', () => {
  const LOGIN = 'Users log in with email and password.';

  /** Kinds of records that are read by anyone, and what stays open. */
  function openly(sentences: string): { readonly read: readonly string[]; readonly open: readonly string[] } {
    const { subject, requirements } = readBrief({
      brief: `${BOARD} ${sentences}`,
      name: undefined,
      kind: undefined,
    });
    const { access } = domainSchema.parse(subject);
    return {
      read: (access?.permissions ?? [])
        .filter(({ actions, allowed }) => actions.includes('read') && allowed.anyone)
        .map(({ entity }) => entity),
      open: requirements.flatMap(({ statement, proof }) => (proof.kind === 'none' ? [statement] : [])),
    };
  }

  it.each([
    'Users must log in to make changes.',
    'Login is required to create, edit or delete anything.',
    'Reading is public, writing requires authentication.',
    'Writing requires a login but reading does not need one.',
    'GET requests are public; POST, PATCH and DELETE require authentication.',
    `${LOGIN} Anyone can read.`,
    `${LOGIN} Anyone can browse everything.`,
    `${LOGIN} Reading and searching are open to everyone.`,
    `${LOGIN} No login is needed to read data.`,
    `${LOGIN} Unauthenticated users can only view boards and tasks.`,
  ])('%s', (sentences) => {
    expect(openly(sentences)).toEqual({ read: ['board', 'task'], open: [] });
  });

  it.each([
    'Login is required to create, edit or delete tasks.',
    `${LOGIN} Anyone can browse the tasks.`,
    `${LOGIN} Tasks can be read without logging in.`,
    `${LOGIN} Tasks are publicly visible. Boards are visible to members only.`,
    `${LOGIN} Anyone can browse the tasks, but only logged-in users can add tasks.`,
    `Anyone can browse the tasks. ${LOGIN}`,
    'Reading is public. Viewing boards requires a login. Users must log in to make changes.',
    'Users must log in to make changes. Only logged-in users can see boards.',
  ])('of some records: %s', (sentences) => {
    expect(openly(sentences).read).toEqual(['task']);
  });

  it.each([
    ['of what only some may read', `${LOGIN} Only admins can read tasks. Anyone can read tasks.`],
    ['of people', `${LOGIN} Anyone can see users.`],
    ['of what is written', `${LOGIN} Anyone can add tasks.`],
    ['where everything takes a login', 'All endpoints require a bearer token. Reading is public.'],
    ['where a part of the changes takes one', 'Only logged-in users can delete tasks.'],
    ['where nobody signs in', 'GET endpoints are public.'],
    ['where reading takes a login', 'Reading is public. Viewing tasks and boards requires a login.'],
    [
      'where only some see them',
      'Users must log in to make changes. Only logged-in users can see tasks and boards.',
    ],
    [
      'where members see them',
      'Users must log in to make changes. Logged-in users can see tasks and boards.',
    ],
    ['where the service takes one', 'Users must log in to use the API. Writing requires a login.'],
    [
      'where nobody does anything without one',
      'Nobody can do anything without logging in. Reading is public.',
    ],
    ['of people, told before they sign in', `Anyone can see users. ${LOGIN}`],
    ['of people among others', `${LOGIN} Anyone can see users and tasks.`],
    [
      'of what is closed to all, told of some',
      'All endpoints require a bearer token. Anyone can browse the tasks.',
    ],
  ])('and not %s', (_case, sentences) => {
    expect(openly(sentences).read).toEqual([]);
  });
});

describe('the role of whoever is new, and the one that gives others theirs,', () => {
  const KENNEL =
    'A REST API for a kennel. Owners have a full name and a phone number. Dogs have a name and belong to an owner.';
  const LOGIN = 'Users log in with email and password.';

  function accessOf(sentences: string) {
    const { subject, assumptions } = readBrief({
      brief: `${KENNEL} ${sentences}`,
      name: undefined,
      kind: undefined,
    });
    const { access } = domainSchema.parse(subject);
    if (access === null) throw new Error('Nobody signs in.');
    return { access, assumptions: assumptions.join(' ') };
  }

  /** What is kept to some roles, of which this is one. */
  function keptTo({ permissions }: NonNullable<Domain['access']>, role: string | undefined) {
    return permissions.filter(({ allowed }) => role !== undefined && allowed.roles.includes(role));
  }

  it.each<[string, string, readonly string[], string]>([
    [
      'a role that has what no other has is nobody’s who registers',
      'Nurses and receptionists can both log in. Only nurses may delete dogs. Only receptionists may add dogs.',
      ['user', 'nurse', 'receptionist', 'admin'],
      'a role "admin" is added',
    ],
    [
      'nor is one that shares what it has',
      'Nurses and receptionists can both log in. Receptionists can add owners. Nobody except a nurse may delete anything.',
      ['user', 'receptionist', 'nurse'],
      'the role "nurse" does, which alone may do some things, and all that any other may',
    ],
    [
      'one to which nothing is kept is',
      'Nurses and receptionists can both log in. Only nurses may delete dogs.',
      ['receptionist', 'nurse'],
      'Whoever registers has the role "receptionist"',
    ],
    [
      'an administrator is not, named first',
      `${LOGIN} Roles: admin, user. Only admins may delete dogs.`,
      ['user', 'admin'],
      'Whoever registers has the role "user"',
    ],
    [
      'who only reads is, named last',
      `${LOGIN} Roles: manager, keeper, viewer. Viewers read only. Keepers add dogs. Managers do everything.`,
      ['viewer', 'keeper', 'manager'],
      'the role "manager" does, which',
    ],
    [
      'of roles of which nothing is said none gives others theirs',
      `${LOGIN} Roles: student, teacher.`,
      ['student', 'teacher', 'admin'],
      'a role "admin" is added',
    ],
    [
      'nor does one of two who are called admins, and the one that is added has a name of its own',
      `${LOGIN} Roles: admin, super admin. Admins delete dogs. Super admins add dogs.`,
      ['user', 'admin', 'super admin', 'role admin'],
      'a role "role admin" is added',
    ],
    [
      'nor does one of which little is said',
      `${LOGIN} Roles: guest, clerk, master. Clerks add dogs.`,
      ['guest', 'clerk', 'master', 'admin'],
      'a role "admin" is added',
    ],
    [
      'who adds the others gives them their role',
      `${LOGIN} Roles: viewer, clerk, keeper. Only clerks can add users. Only keepers can delete dogs.`,
      ['viewer', 'keeper', 'clerk'],
      'the role "clerk" does, which adds the others',
    ],
    [
      'an administrator adds people where somebody else does',
      `${LOGIN} Roles: viewer, clerk, admin. Only clerks can add users. Only admins can delete dogs.`,
      ['viewer', 'clerk', 'admin'],
      'The role "admin" adds people, too',
    ],
  ])('by what they may do: %s', (_case, sentences, roles, told) => {
    const { access, assumptions } = accessOf(sentences);
    expect(access.roles).toEqual(roles);
    expect(keptTo(access, access.roles[0])).toEqual([]);
    expect(assumptions).toContain(told);
  });

  it('as the brief says who registers, with what they may do', () => {
    const { access, assumptions } = accessOf(
      'Keepers register and log in with email and password. Only keepers may add dogs. Managers log in. Only managers may delete dogs and change dogs.',
    );
    expect(access.roles).toEqual(['keeper', 'manager', 'admin']);
    expect(keptTo(access, 'keeper')).not.toEqual([]);
    expect(assumptions).toContain('the brief lets them register');
  });

  it.each([
    ['whatever others may do', 'Managers do everything.', true],
    ['whoever only reads', 'Viewers read only. Managers do everything.', true],
    ['unless others alone add people', 'Only managers can add users.', false],
  ])('and people register where the brief says so, %s', (_case, rights, isOpen) => {
    const { access } = accessOf(`Users register and log in with email and password. ${rights}`);
    expect(isRegistrationOpen({ access })).toBe(isOpen);
    if (isOpen) expect(keptTo(access, access.roles[0])).toEqual([]);
  });

  it('and who gives the roles adds people, where nobody registers', () => {
    const { access } = accessOf(
      `${LOGIN} Roles: viewer, clerk, admin. Only clerks can add users. Only admins can delete dogs.`,
    );
    expect(access.permissions).toContainEqual(
      expect.objectContaining({
        entity: 'user',
        actions: ['create'],
        allowed: expect.objectContaining({ roles: ['clerk', 'admin'] }) as unknown,
      }),
    );
  });
});

describe('records that are called as what signing in is', () => {
  const STUDIO =
    'A REST API for a yoga studio. Sessions have a title and a date. Members have a name and an email. Members log in with email and password.';

  it('keep their requests, and signing in has another', () => {
    const { requirements } = readBrief({
      brief: `${STUDIO}\n\n- GET /sessions – list sessions\n- POST /auth/login – log in`,
      name: undefined,
      kind: undefined,
    });
    const listed = requirements.find(({ source }) => source.includes('GET /sessions'));
    expect(listed).toMatchObject({ proof: { kind: 'test' } });
    const signIn = requirements.flatMap(({ examples }) => examples.map(({ when }) => when));
    expect(signIn).toContain('POST /sign-in-sessions with another password');
    const reasons = requirements.flatMap(({ proof }) => (proof.kind === 'none' ? [proof.reason] : []));
    expect(reasons).toEqual([expect.stringContaining('POST /sign-in-sessions')]);
  });
});

describe('what blueprints do not write of signing in stays open, and says why', () => {
  it.each([
    ['GET endpoints are public.', 'who signs in for the rest'],
    ['Users log in with email and password. Anyone can add tasks.', 'reads records, and nothing else'],
    ['Users log in with email and password. Anyone can see users.', 'reads records, and nothing else'],
    ['Requests need an API token.', 'no API keys'],
    ['Users log in with email and password and receive a JWT.', 'no JWTs'],
    ['Users log in with a Google account.', 'no other'],
    // Shorter than what is written, and something else than a record.
    ['Users log in with email and password. Passwords have at least 4 characters.', 'who signs in'],
    ['Users must log in to see the weather.', 'who signs in'],
    ['Only logged-in users can export tasks.', 'no files'],
  ])('%s', (sentence, reason) => {
    const { requirements } = readBrief({ brief: `${BOARD} ${sentence}`, name: undefined, kind: undefined });
    const reasons = requirements.flatMap(({ proof }) => (proof.kind === 'none' ? [proof.reason] : []));
    expect(reasons).toEqual([expect.stringContaining(reason)]);
  });
});
