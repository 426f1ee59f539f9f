import type { AccessView } from '../rendering/access-view.js';
import { one, type FileBlueprint } from './file-blueprint.js';

const access = (
  name: string,
  role: FileBlueprint['role'],
  phase: FileBlueprint['phase'],
  purpose: string,
): FileBlueprint => one(`src/access/${name}.ts`, role, phase, purpose);

const ALWAYS: readonly FileBlueprint[] = [
  access('caller', 'security', 'foundation', 'Who asks for something.'),
  access('password', 'security', 'foundation', 'Passwords and what is kept of them.'),
  access('token', 'security', 'foundation', 'Bearer tokens and what is kept of them.'),
  access('access-repository', 'security', 'storage', 'Where passwords and sessions are kept.'),
  access('sqlite-access-repository', 'database', 'storage', 'Passwords and sessions in SQLite.'),
  access('memory-access-repository', 'database', 'storage', 'Passwords and sessions in memory.'),
  access('session-service', 'security', 'api', 'Signing in and out.'),
  access('password-service', 'security', 'api', 'Changing passwords.'),
  access('guard', 'security', 'api', 'Decides who may do what with a record.'),
  access('guards', 'security', 'api', 'Who may do what with each kind of record, and whose it is.'),
  access('authentication', 'security', 'api', 'Asks for a token on every route that is not open.'),
  access('session-routes', 'api', 'api', 'HTTP for signing in and out.'),
  access('password-routes', 'api', 'api', 'HTTP for changing passwords.'),
  one('test/access/sign-in.test.ts', 'tester', 'tests', 'Shows who gets in, and who does not.', {
    needsImplementation: true,
  }),
];

const ROLES: readonly FileBlueprint[] = [
  access('last-admin', 'security', 'api', 'Keeps someone who can give others their role.'),
  access('role-service', 'security', 'api', 'Who has which role.'),
  access('role-routes', 'api', 'api', 'HTTP for roles.'),
];

/** The files that signing in takes. */
export function accessFiles(view: AccessView | undefined): readonly FileBlueprint[] {
  if (view === undefined) return [];
  return [
    ...ALWAYS,
    ...(view.roles.length > 0 ? ROLES : []),
    ...(view.hasFirst
      ? [access('first-person', 'security', 'api', 'The first one, whom nobody else could create.')]
      : []),
  ];
}
