import { one, source } from '../file-blueprint.js';
import { CLI_PACKAGES } from '../packages.js';
import { testOf, type KindBlueprint, type ProjectAspect } from './kind-blueprint.js';

const TEST = 'test/program.test.ts';
const PLACES = {
  documentation: undefined,
  health: undefined,
  persistence: { path: 'src/storage/sqlite-storage.ts', symbol: 'openSqliteStorage', test: TEST },
  problems: { path: 'src/program.ts', symbol: 'runProgram', test: TEST },
} as const satisfies Record<ProjectAspect, unknown>;

/** A command-line program over the records. */
export const CLI: KindBlueprint = {
  phaseTitles: {
    foundation: 'Refusals, pages, schemas',
    storage: 'Repositories and database',
    api: 'Rules, services, commands',
    tests: 'Tests',
    delivery: 'Documentation and delivery',
  },
  files: [
    one('src/checked.ts', 'backend', 'foundation', 'Checks what comes in.'),
    one('src/commands/values.ts', 'api', 'foundation', 'Options that carry values, and what they say.'),
    one('src/commands/output.ts', 'api', 'foundation', 'Tables for people, JSON for programs.'),
    one('src/commands/record-commands.ts', 'api', 'api', 'The commands that every kind of record has.'),
    one('src/program.ts', 'backend', 'api', 'The program: its commands, its file, its exit codes.', {
      needsImplementation: true,
    }),
    one('src/cli.ts', 'backend', 'api', 'Runs the program.', { needsImplementation: true }),
    one('test/support/harness.ts', 'tester', 'tests', 'Runs the program as people do, for tests.', {
      template: 'test/support/harness.cli.ts',
      contract: 'test/support/harness.ts',
      needsImplementation: true,
    }),
    one('test/program.test.ts', 'tester', 'tests', 'Help, exit codes, output, the file.', {
      needsImplementation: true,
    }),
    one('README.md', 'docs', 'delivery', 'How to use and change the program.', {
      template: 'root/README.cli.md',
    }),
  ],
  entityFiles: [
    source(
      'commands',
      'api',
      'api',
      ({ file }) => `${file}-commands`,
      ({ plural }) => `${plural} on the command line.`,
    ),
  ],
  packages: CLI_PACKAGES,
  criticalPath(part, entity) {
    switch (part) {
      case 'entry':
        return 'src/cli.ts';
      case 'commands':
        return `src/${entity.folder}/${entity.file}-commands.ts`;
      default:
        return testOf(entity);
    }
  },
  place: (aspect) => PLACES[aspect],
  proofRecipe: (_domain, view) => ({
    kind: 'cli',
    build: 'build',
    commands: view.project.commands.map((each) => ({ arguments: [...each.arguments], prints: each.prints })),
  }),
};
