import type { PlannedPackage } from '../../../protocol/plan.js';

/**
 * What every generated project depends on. One version each, all of which run on Node 20.20 and need no install script
 * (libsql brings its binary as a package, which better-sqlite3 does not).
 */
const PACKAGES: readonly PlannedPackage[] = [
  { name: 'kysely', version: '0.28.18', dev: false, why: 'typed SQL' },
  { name: 'libsql', version: '0.5.29', dev: false, why: 'SQLite driver that needs no install script' },
  { name: 'zod', version: '4.6.7', dev: false, why: 'schemas of what comes in and goes out' },
  {
    name: '@types/node',
    version: '20.19.43',
    dev: true,
    why: 'types of Node 20, the oldest that is supported',
  },
  { name: 'eslint', version: '10.15.0', dev: true, why: 'linter' },
  { name: 'typescript', version: '6.0.3', dev: true, why: 'compiler' },
  { name: 'typescript-eslint', version: '8.73.0', dev: true, why: 'lint rules that know the types' },
  { name: 'vitest', version: '4.1.12', dev: true, why: 'test runner' },
];

export const LIBRARY_PACKAGES: readonly PlannedPackage[] = PACKAGES;

export const CLI_PACKAGES: readonly PlannedPackage[] = [
  { name: 'commander', version: '14.0.3', dev: false, why: 'commands, options and help' },
  ...PACKAGES,
];

export const API_PACKAGES: readonly PlannedPackage[] = [
  {
    name: '@fastify/swagger',
    version: '9.9.3',
    dev: false,
    why: 'describes the routes as an OpenAPI document',
  },
  { name: 'fastify', version: '5.12.8', dev: false, why: 'HTTP server' },
  {
    name: 'fastify-type-provider-zod',
    version: '7.0.0',
    dev: false,
    why: 'routes checked and typed by zod schemas',
  },
  ...PACKAGES,
];
