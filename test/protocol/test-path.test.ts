import { describe, expect, it } from '@jest/globals';
import { isTestFile, isTestPath } from '../../src/protocol/test-path.js';

describe('a path of the tests', () => {
  it.each([
    ['test/a.test.ts', true, true],
    ['src/a.spec.tsx', true, true],
    ['src/__tests__/a.test.mjs', true, true],
    ['test/support.ts', true, false],
    ['packages/a/tests/store.ts', true, false],
    ['packages/a/test/store.ts', true, false],
    ['packages/a/src/store/__tests__/support.ts', true, false],
    ['src/tests/test-service.ts', false, false],
    ['src/features/tests/routes.ts', false, false],
    ['packages/a/src/test/setup.ts', true, false],
    ['tests/src/helper.ts', true, false],
    ['packages/a/tests/fixtures/src/app.ts', true, false],
    ['src/tests/routes.test.ts', true, true],
    ['src/latest/a.ts', false, false],
    ['src/test.ts', false, false],
  ])('%s: one of them %s, run %s', (path, isOne, isRun) => {
    expect([isTestPath(path), isTestFile(path)]).toEqual([isOne, isRun]);
  });
});
