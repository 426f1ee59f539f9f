import { availableParallelism } from 'node:os';

/** jest runs the sources as ES modules; only the files of `test/` are tests. */
export default {
  testEnvironment: 'node',
  // jest's clean-up of globals wraps the setters of objects that outlive a test file once more for each file, until they overflow.
  testEnvironmentOptions: { globalsCleanup: 'off' },
  extensionsToTreatAsEsm: ['.ts'],
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  // Minutes each, and about test material that seldom changes: "npm run test:references" runs them.
  testPathIgnorePatterns:
    process.env.MILLWRIGHT_TEST_REFERENCES === 'all'
      ? []
      : ['/model-server/(?:tool-shed|community-centre)\\.test\\.ts$'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/test/fixtures/'],
  globalSetup: '<rootDir>/test/support/get-temporal.mjs',
  reporters: ['default', '<rootDir>/test/support/result-reporter.cjs'],
  // Real servers, sandboxes and killed processes: a bound on a hang, not a measure of speed.
  testTimeout: 900_000,
  // Whole runs wait for servers, child processes and lost heartbeats for some of their time: two at once even on two cores. A third
  // gains nothing there (measured), and makes each take half as long again.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  testSequencer: '<rootDir>/test/support/longest-first.cjs',
};
