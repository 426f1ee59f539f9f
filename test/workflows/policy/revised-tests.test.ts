import { describe, expect, it } from '@jest/globals';
import { revisedTests } from '../../../src/workflows/policy/revised-tests.js';

describe('the tests that were written again', () => {
  it('are named with each reason', () => {
    const told = revisedTests({
      redraftedTests: ['test/a.test.ts'],
      sharpenedTests: ['test/a.test.ts', 'test/b.test.ts'],
      putBackTests: ['test/d.test.ts'],
      revisedTests: ['test/c.test.ts'],
    });
    expect(told.map(({ path }) => path)).toEqual([
      'test/a.test.ts',
      'test/a.test.ts',
      'test/b.test.ts',
      'test/d.test.ts',
      'test/c.test.ts',
    ]);
    expect(told.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('knew nothing of that'),
      expect.stringContaining('sharpened'),
      expect.stringContaining('sharpened'),
      expect.stringContaining('the one from before stands'),
      expect.stringContaining('could not be mended'),
    ]);
  });

  it('are none where each stands as it was first written', () => {
    expect(revisedTests({})).toEqual([]);
  });
});
