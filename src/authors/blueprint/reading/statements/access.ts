import { readLoginRequired, readLogout, readPassword } from './access/login-required.js';
import { readPermission } from './access/permissions.js';
import { readNoSignIn, readRoles, readSignIn } from './access/sign-in.js';
import type { Reader } from './statement.js';

export const ACCESS: readonly Reader[] = [
  readNoSignIn,
  readRoles,
  readLoginRequired,
  readPassword,
  readLogout,
  readSignIn,
  readPermission,
];
