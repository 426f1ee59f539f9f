import { one, source, type FileBlueprint } from './file-blueprint.js';

/** What a project of every kind has. */
export const PROJECT_FILES: readonly FileBlueprint[] = [
  one('src/refusal.ts', 'backend', 'foundation', 'Why something that was asked for is not done.'),
  one('src/values.ts', 'backend', 'foundation', 'What texts and ids have to be, wherever they come from.'),
  one('src/page.ts', 'backend', 'foundation', 'Pages of a list and how they are asked for.'),
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
  one('test/support/samples.ts', 'tester', 'tests', 'Valid records for tests.', {
    needsImplementation: true,
  }),
  one('test/storage.test.ts', 'tester', 'tests', 'One suite for both storages.', {
    needsImplementation: true,
  }),
  one('eslint.config.js', 'devops', 'delivery', 'Lint rules.', { template: 'root/eslint.config.js' }),
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

/** Planned only where the present, days or moments are asked for. */
export const CALENDAR_FILE: FileBlueprint = one(
  'src/calendar.ts',
  'backend',
  'foundation',
  'Days, moments, and how far they lie apart.',
);

/** Planned only where days are those of the place where a program runs. */
export const CALENDAR_TEST: FileBlueprint = one(
  'test/calendar.test.ts',
  'tester',
  'tests',
  'Shows that days are those of the place where the program runs.',
  { needsImplementation: true },
);

/** Planned only where tests show that something is refused. */
export const UNCHANGED_FILE: FileBlueprint = one(
  'test/support/unchanged.ts',
  'tester',
  'tests',
  'Shows that what is refused changes nothing.',
  { needsImplementation: true },
);

/** Planned only where lists of an entity can be sorted. */
export const SORT_FILE: FileBlueprint = one(
  'src/storage/sorting.ts',
  'database',
  'storage',
  'How lists are sorted, the same in SQL and in memory.',
);

/** What every kind of record has in a project of every kind. */
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
    ({ rules }) => rules.exists,
  ),
  source(
    'service',
    'backend',
    'api',
    ({ file }) => `${file}-service`,
    ({ plural }) => `What can be done with ${plural}.`,
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
    purpose: ({ plural }) => `Shows how lists of ${plural} are bounded and sorted.`,
    needsImplementation: true,
    when: ({ listTests }) => listTests,
  },
  {
    template: 'test/entity/permissions.test.ts',
    path: (entity) => `test/${entity.folder}/${entity.file}-permissions.test.ts`,
    role: 'tester',
    phase: 'tests',
    purpose: ({ plural }) => `Shows over HTTP who may do what with ${plural}.`,
    needsImplementation: true,
    when: ({ guard }) => guard !== undefined,
  },
];
