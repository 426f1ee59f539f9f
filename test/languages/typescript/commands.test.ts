import { describe, expect, it } from '@jest/globals';
import { TYPESCRIPT_COMMANDS } from '../../../src/languages/typescript/commands/typescript-commands.js';

const FOLDER = '/work/library';

/** As vitest 3 writes it, cut to what is read. */
const VITEST_OUTPUT = JSON.stringify({
  numTotalTests: 4,
  success: false,
  testResults: [
    {
      assertionResults: [],
      status: 'failed',
      message: `Cannot find module '../src/nothing.js' imported from '${FOLDER}/test/broken.test.ts'`,
      name: `${FOLDER}/test/broken.test.ts`,
    },
    {
      assertionResults: [
        {
          ancestorTitles: ['loans'],
          fullName: 'loans [R2] refuses a sixth',
          status: 'failed',
          title: '[R2] refuses a sixth',
          failureMessages: [
            [
              'Error: too many loans',
              `    at lend (${FOLDER}/src/loans.ts:4:72)`,
              `    at file://${FOLDER}/src/routes/loans.ts:9:3`,
              `    at ${FOLDER}/test/loans.test.ts:3:107`,
              `    at file://${FOLDER}/node_modules/@vitest/runner/dist/chunk-hooks.js:155:11`,
              '    at new Promise (<anonymous>)',
            ].join('\n'),
          ],
        },
        { ancestorTitles: ['loans'], status: 'passed', title: '[R1] lends', failureMessages: [] },
        { ancestorTitles: ['loans'], status: 'skipped', title: 'later', failureMessages: [] },
        { ancestorTitles: [], status: 'todo', title: 'one day' },
      ],
      status: 'failed',
      message: '',
      name: `${FOLDER}/test/loans.test.ts`,
    },
    {
      assertionResults: [{ ancestorTitles: [], status: 'skipped', title: 'never ran', failureMessages: [] }],
      status: 'failed',
      message: 'the database is locked',
      name: `${FOLDER}/test/hook.test.ts`,
    },
  ],
});

describe('the output of the test runner', () => {
  const tests = TYPESCRIPT_COMMANDS.test.read(VITEST_OUTPUT, FOLDER);

  it('names each test by its full title and its path in the project', () => {
    expect(tests.map(({ path, title, outcome }) => `${outcome} ${path} ${title}`)).toEqual([
      'failed test/broken.test.ts test/broken.test.ts',
      'failed test/loans.test.ts loans [R2] refuses a sixth',
      'passed test/loans.test.ts loans [R1] lends',
      'skipped test/loans.test.ts loans later',
      'skipped test/loans.test.ts one day',
      'skipped test/hook.test.ts never ran',
      'failed test/hook.test.ts test/hook.test.ts',
    ]);
  });

  it('leads a failure to the files of the project that it went through, nearest first', () => {
    expect(tests[1]?.frames).toEqual(['src/loans.ts', 'src/routes/loans.ts', 'test/loans.test.ts']);
    expect(tests[1]?.message).toContain('too many loans');
  });

  it('counts a file that fails outside of its tests as a failed test with its reason', () => {
    expect(tests[0]).toMatchObject({
      message: expect.stringContaining('Cannot find module'),
      frames: ['test/broken.test.ts'],
    });
    expect(tests.at(-1)?.message).toBe('the database is locked');
  });

  it('is refused when it is something else', () => {
    expect(() => TYPESCRIPT_COMMANDS.test.read('{}', FOLDER)).toThrow();
    expect(() => TYPESCRIPT_COMMANDS.test.read('no tests', FOLDER)).toThrow();
  });
});

describe('the output of the linter', () => {
  it('becomes diagnostics: errors block, warnings do not', () => {
    const output = JSON.stringify([
      {
        filePath: `${FOLDER}/src/a.ts`,
        messages: [
          { ruleId: 'no-unused-vars', severity: 1, message: "'a' is never used.", line: 1, column: 7 },
          { ruleId: 'no-undef', severity: 2, message: "'foo' is not defined.", line: 2, column: 1 },
        ],
      },
      {
        filePath: `${FOLDER}/src/b.ts`,
        messages: [{ ruleId: null, severity: 2, message: 'Parsing error', line: 0 }],
      },
      { filePath: `${FOLDER}/src/c.ts`, messages: [] },
    ]);
    expect(TYPESCRIPT_COMMANDS.lint.read(output, FOLDER)).toEqual([
      {
        code: 'MW6001',
        severity: 'warning',
        source: 'lint',
        path: 'src/a.ts',
        line: 1,
        column: 7,
        message: "'a' is never used. (no-unused-vars)",
        blocking: false,
      },
      {
        code: 'MW6002',
        severity: 'error',
        source: 'lint',
        path: 'src/a.ts',
        line: 2,
        column: 1,
        message: "'foo' is not defined. (no-undef)",
        blocking: true,
      },
      {
        code: 'MW6002',
        severity: 'error',
        source: 'lint',
        path: 'src/b.ts',
        message: 'Parsing error',
        blocking: true,
      },
    ]);
  });
});
