import {
  readLoginRequired,
  readLogout,
  readPassword,
  readReadingAndWriting,
} from './access/login-required.js';
import { readPermission } from './access/permissions.js';
import { readPublicReading } from './access/public-reading.js';
import { readNoSignIn, readRoles, readSignIn } from './access/sign-in.js';
import type { Reader } from './statement.js';

export const ACCESS: readonly Reader[] = [
  readPublicReading,
  readReadingAndWriting,
  readNoSignIn,
  readRoles,
  readLoginRequired,
  readPassword,
  readLogout,
  readSignIn,
  readPermission,
];
