import type { Language } from '../../language.js';
import { MUTATE } from './mutation.js';
import { TYPESCRIPT_PACKAGING } from '../packaging/typescript-packaging.js';
import { readLint } from './read-lint.js';
import { readTests } from './read-tests.js';

/** Where vitest leaves its results, relative to the project. */
const TEST_OUTPUT = '.millwright/tests.json';

/** How a TypeScript project is linted, tested and run. All of it works without a network. */
export const TYPESCRIPT_COMMANDS: Language['commands'] = {
  lint: {
    command: ['node', 'node_modules/eslint/bin/eslint.js', '.', '--format', 'json'],
    read: readLint,
  },
  test: {
    command: [
      'node',
      'node_modules/vitest/vitest.mjs',
      'run',
      '--reporter=json',
      `--outputFile=${TEST_OUTPUT}`,
    ],
    output: TEST_OUTPUT,
    read: readTests,
  },
  mutate: MUTATE,
  script: (name) => ['npm', 'run', '--silent', name],
  scriptLine: (name) => (['start', 'test'].includes(name) ? `npm ${name}` : `npm run ${name}`),
  packagesFolder: 'node_modules',
  packaging: TYPESCRIPT_PACKAGING,
};
