import type { ProjectKind } from '../../../protocol/analysis.js';
import type { PlannedPackage } from '../../../protocol/plan.js';

/** What every project in TypeScript is compiled, tested and linted with; the scripts of its manifest come of these. */
const TOOLS: readonly PlannedPackage[] = [
  { name: '@types/node', version: '20.19.43', dev: true, why: 'types of Node 20' },
  { name: 'eslint', version: '10.15.0', dev: true, why: 'linter' },
  { name: 'typescript', version: '6.0.3', dev: true, why: 'compiler' },
  { name: 'typescript-eslint', version: '8.73.0', dev: true, why: 'lint rules that know the types' },
  { name: 'vitest', version: '4.1.12', dev: true, why: 'test runner' },
];

export function toolNames(): readonly string[] {
  return TOOLS.map(({ name }) => name);
}

/** Whether every project has it, planned or not. */
export function isTool(name: string): boolean {
  return TOOLS.some((each) => each.name === name);
}

interface PackageAtHand extends PlannedPackage {
  readonly kinds: readonly ProjectKind[];
  /** How plans say what such a package is for. */
  readonly job: RegExp;
}

/**
 * Packages in versions that are known to work with each other on Node 20.20 and need no install script. A model may plan others; it
 * knows the versions of its training, and these are today's.
 */
const AT_HAND: readonly PackageAtHand[] = [
  {
    name: 'zod',
    version: '4.6.7',
    dev: false,
    why: 'schemas of what comes in and goes out',
    // In a frontend nothing bundles a package for the browser.
    kinds: ['api', 'cli', 'library', 'fullstack'],
    job: /schema|validat|pars(?:e|ing) (?:input|requests?|bod)/i,
  },
  {
    name: 'fastify',
    version: '5.12.8',
    dev: false,
    why: 'HTTP server',
    kinds: ['api', 'fullstack'],
    job: /\b(?:http|web|rest) ?(?:server|framework|api)|\brout(?:er|ing)\b/i,
  },
  {
    name: 'fastify-type-provider-zod',
    version: '7.0.0',
    dev: false,
    why: 'fastify routes checked and typed by zod schemas',
    kinds: ['api', 'fullstack'],
    job: /fastify.*\bzod|\bzod.*fastify/i,
  },
  {
    name: '@fastify/swagger',
    version: '9.9.3',
    dev: false,
    why: 'describes the routes as an OpenAPI document',
    kinds: ['api', 'fullstack'],
    job: /open ?api|swagger/i,
  },
  {
    name: 'kysely',
    version: '0.28.18',
    dev: false,
    why: 'typed SQL',
    kinds: ['api', 'cli', 'fullstack'],
    job: /query builder|typed sql|\borm\b/i,
  },
  {
    name: 'libsql',
    version: '0.5.29',
    dev: false,
    why: 'SQLite with the interface of better-sqlite3 and no install script',
    kinds: ['api', 'cli', 'fullstack'],
    job: /sqlite/i,
  },
  {
    name: 'commander',
    version: '14.0.3',
    dev: false,
    why: 'commands, options and help',
    kinds: ['cli'],
    job: /command[ -]?line|\bcli\b|\bargv\b|arguments?\b/i,
  },
];

function forKind(kind: ProjectKind): readonly PackageAtHand[] {
  return AT_HAND.filter(({ kinds }) => kinds.includes(kind));
}

export function packagesAtHand(kind: ProjectKind): readonly PlannedPackage[] {
  return forKind(kind).map(({ name, version, dev, why }) => ({ name, version, dev, why }));
}

/**
 * Packages at hand for what a plan says that it wants a package for. Of a name that does not exist nothing is guessed: names that
 * look like it are how a wrong package gets in.
 */
export function atHandFor(why: string, kind: ProjectKind): readonly PlannedPackage[] {
  return forKind(kind).filter(({ job }) => job.test(why));
}

const PINNED = new Map([...TOOLS, ...AT_HAND].map((each) => [each.name, each.version]));

/** What was planned and the tools, each in the version that is at hand where there is one. */
export function withTools(planned: readonly PlannedPackage[]): readonly PlannedPackage[] {
  return [
    ...planned
      .filter(({ name }) => !isTool(name))
      .map((each) => ({ ...each, version: PINNED.get(each.name) ?? each.version })),
    ...TOOLS,
  ];
}
