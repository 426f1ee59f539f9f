import { one, source } from '../file-blueprint.js';
import { LIBRARY_PACKAGES } from '../packages.js';
import { testOf, type KindBlueprint, type ProjectAspect } from './kind-blueprint.js';

const TEST = 'test/store.test.ts';
const PLACES = {
  documentation: undefined,
  health: undefined,
  persistence: { path: 'src/storage/sqlite-storage.ts', symbol: 'openSqliteStorage', test: TEST },
  problems: { path: 'src/store.ts', symbol: 'createStore', test: TEST },
} as const satisfies Record<ProjectAspect, unknown>;

/** A package that keeps the records for another program. */
export const LIBRARY: KindBlueprint = {
  phaseTitles: {
    foundation: 'Refusals, pages, schemas',
    storage: 'Repositories and database',
    api: 'Rules, services, collections',
    tests: 'Tests',
    delivery: 'Documentation and delivery',
  },
  files: [
    one('src/checked.ts', 'backend', 'foundation', 'Checks what comes in.'),
    one('src/store.ts', 'backend', 'api', 'Opens a store.', { needsImplementation: true }),
    one('src/index.ts', 'api', 'api', 'What the package exports.', { needsImplementation: true }),
    one('test/support/harness.ts', 'tester', 'tests', 'Uses the package as programs do, for tests.', {
      template: 'test/support/harness.library.ts',
      contract: 'test/support/harness.ts',
      needsImplementation: true,
    }),
    one('test/store.test.ts', 'tester', 'tests', 'Opening, closing, keeping.', { needsImplementation: true }),
    one('examples/first-steps.js', 'docs', 'delivery', 'The example of the README, to run.'),
    one('README.md', 'docs', 'delivery', 'How to use and change the package.', {
      template: 'root/README.library.md',
    }),
  ],
  entityFiles: [
    {
      ...source(
        'collection',
        'api',
        'api',
        ({ file }) => `${file}-collection`,
        ({ plural }) => `${plural} as the package offers them.`,
      ),
      // The types of what it takes are those of the schemas as they are written.
      needsImplementation: true,
    },
  ],
  packages: LIBRARY_PACKAGES,
  criticalPath: (part, entity) => (part === 'entry' ? 'src/index.ts' : testOf(entity)),
  place: (aspect) => PLACES[aspect],
  proofRecipe: (_domain, view) => ({
    kind: 'library',
    build: 'build',
    consumer: view.project.example,
    prints: '"total": 1',
  }),
};
