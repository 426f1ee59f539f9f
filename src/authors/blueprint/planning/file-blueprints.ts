import type { FileSpec } from '../../../protocol/plan.js';
import type { PlacedEntity } from '../rendering/project-view.js';

type Phase = 'foundation' | 'storage' | 'api' | 'tests' | 'delivery';

export const PHASES: readonly { readonly id: Phase; readonly title: string; readonly critical: boolean }[] = [
  { id: 'foundation', title: 'Settings, problems, schemas', critical: true },
  { id: 'storage', title: 'Repositories and database', critical: true },
  { id: 'api', title: 'Rules, services, routes', critical: true },
  { id: 'tests', title: 'Tests', critical: false },
  { id: 'delivery', title: 'Documentation and delivery', critical: false },
];

/** One file, or one for each entity, that the author has a template for. */
export interface FileBlueprint {
  /** Path in the templates' folder, without `.liquid`; the contract, if any, is beside it. */
  readonly template: string;
  readonly path: (entity: PlacedEntity) => string;
  /** Template of the contract, without `.contract`, where it is not named as the file's own. */
  readonly contract?: string;
  readonly role: FileSpec['role'];
  readonly phase: Phase;
  readonly purpose: (entity: PlacedEntity) => string;
  /** Whether it depends on the files that it imports as they are written, not just on what they promise. */
  readonly needsImplementation?: boolean;
  /** Whether an entity has such a file; by default every one has. */
  readonly when?: (entity: PlacedEntity) => boolean;
}

/** Files of the whole project; `path` is what the template is written to. */
function one(
  path: string,
  role: FileSpec['role'],
  phase: Phase,
  purpose: string,
  more: Partial<FileBlueprint> = {},
): FileBlueprint {
  return { template: path, path: () => path, role, phase, purpose: () => purpose, ...more };
}

function source(
  name: string,
  role: FileSpec['role'],
  phase: Phase,
  file: (entity: PlacedEntity) => string,
  purpose: (entity: PlacedEntity) => string,
  when?: (entity: PlacedEntity) => boolean,
): FileBlueprint {
  return {
    template: `src/entity/${name}.ts`,
    path: (entity) => `src/${entity.folder}/${file(entity)}.ts`,
    role,
    phase,
    purpose,
    ...(when === undefined ? {} : { when }),
  };
}

export const PROJECT_FILES: readonly FileBlueprint[] = [
  one('src/config.ts', 'backend', 'foundation', 'Settings from the environment, parsed once.'),
  one('src/refusal.ts', 'backend', 'foundation', 'Why something that was asked for is not done.'),
  one('src/http/problem.ts', 'api', 'foundation', 'Problem details, which every error is answered with.'),
  one('src/page.ts', 'backend', 'foundation', 'Pages of a list and how they are asked for.'),
  one('src/http/record-id.ts', 'api', 'foundation', 'The id in a path.'),
  one(
    'src/storage/storage.ts',
    'database',
    'storage',
    'What every storage offers: repositories and transactions.',
  ),
  one('src/context.ts', 'backend', 'storage', 'What every part works with: storage and clock.'),
  one('src/storage/tables.ts', 'database', 'storage', 'The tables as types.'),
  one('src/storage/migrations.ts', 'database', 'storage', 'Creates the tables and keeps them up to date.'),
  one('src/storage/sqlite-storage.ts', 'database', 'storage', 'The storage in a SQLite file.'),
  one('src/storage/memory-storage.ts', 'database', 'storage', 'The same storage in memory.'),
  one('src/http/problem-handler.ts', 'api', 'api', 'Answers every error with problem details.'),
  one('src/http/health-routes.ts', 'api', 'api', 'Health check and OpenAPI document.'),
  one('src/app.ts', 'backend', 'api', 'Puts the API together.', { needsImplementation: true }),
  one('src/server.ts', 'backend', 'api', 'Starts and stops the service.', { needsImplementation: true }),
  one('test/support/api.ts', 'tester', 'tests', 'The API over an empty database, for tests.', {
    needsImplementation: true,
  }),
  one('test/support/harness.ts', 'tester', 'tests', 'Asks the API as its clients do, for tests.', {
    template: 'test/support/harness.api.ts',
    contract: 'test/support/harness.ts',
    needsImplementation: true,
  }),
  one('test/support/samples.ts', 'tester', 'tests', 'Valid records for tests.', {
    needsImplementation: true,
  }),
  one('test/storage.test.ts', 'tester', 'tests', 'One suite for both storages.', {
    needsImplementation: true,
  }),
  one('test/service.test.ts', 'tester', 'tests', 'Health, documentation, errors, settings.', {
    needsImplementation: true,
  }),
  one('README.md', 'docs', 'delivery', 'How to run, use and change the service.', {
    template: 'root/README.md',
  }),
  one('eslint.config.js', 'devops', 'delivery', 'Lint rules.', { template: 'root/eslint.config.js' }),
  one('Dockerfile', 'devops', 'delivery', 'An image that runs as an ordinary user.', {
    template: 'root/Dockerfile',
  }),
  one('.dockerignore', 'devops', 'delivery', 'What the image does without.', {
    template: 'root/dockerignore',
  }),
  one('.gitignore', 'devops', 'delivery', 'What is not kept in git.', { template: 'root/gitignore' }),
  one('.github/workflows/ci.yml', 'devops', 'delivery', 'The checks, on every push.', {
    template: 'root/ci.yml',
  }),
];

/** Planned only where an entity is searched. */
export const SEARCH_FILE: FileBlueprint = one(
  'src/storage/text-search.ts',
  'database',
  'storage',
  'How text is searched, the same in SQL and in memory.',
);

/** Planned only where lists of an entity can be sorted. */
export const SORT_FILE: FileBlueprint = one(
  'src/storage/sorting.ts',
  'database',
  'storage',
  'How lists are sorted, the same in SQL and in memory.',
);

export const ENTITY_FILES: readonly FileBlueprint[] = [
  source(
    'schema',
    'api',
    'foundation',
    ({ file }) => `${file}-schema`,
    ({ plural }) => `Schemas and types of ${plural}.`,
  ),
  source(
    'repository',
    'database',
    'storage',
    ({ file }) => `${file}-repository`,
    ({ plural }) => `What a place that keeps ${plural} can do.`,
  ),
  source(
    'sqlite-repository',
    'database',
    'storage',
    ({ file }) => `sqlite-${file}-repository`,
    ({ plural }) => `${plural} in SQLite.`,
  ),
  source(
    'memory-repository',
    'database',
    'storage',
    ({ file }) => `memory-${file}-repository`,
    ({ plural }) => `${plural} in memory.`,
  ),
  source(
    'rules',
    'backend',
    'api',
    ({ file }) => `${file}-rules`,
    ({ plural }) => `What must hold before ${plural} are written or deleted.`,
    ({ hasRules }) => hasRules,
  ),
  source(
    'service',
    'backend',
    'api',
    ({ file }) => `${file}-service`,
    ({ plural }) => `What can be done with ${plural}.`,
  ),
  source(
    'routes',
    'api',
    'api',
    ({ file }) => `${file}-routes`,
    ({ plural }) => `HTTP for ${plural}.`,
  ),
  {
    template: 'test/entity/routes.test.ts',
    path: (entity) => `test/${entity.folder}/${entity.file}.test.ts`,
    role: 'tester',
    phase: 'tests',
    purpose: ({ plural }) => `Shows what ${plural} have to do.`,
    needsImplementation: true,
  },
  {
    template: 'test/entity/lists.test.ts',
    path: (entity) => `test/${entity.folder}/${entity.file}-lists.test.ts`,
    role: 'tester',
    phase: 'tests',
    purpose: ({ plural }) => `Shows over HTTP how lists of ${plural} are bounded and sorted.`,
    needsImplementation: true,
    when: ({ listTests }) => listTests,
  },
];
