import { describe, expect, it } from '@jest/globals';
import type { Diagnostic } from '../../../src/protocol/diagnostic.js';
import { confirmed, isWorse, stillThere, type Standing } from '../../../src/workflows/policy/review.js';

const FINDING: Diagnostic = {
  code: 'review/security',
  severity: 'error',
  source: 'security',
  path: 'src/a.ts',
  line: 10,
  message: 'The query is built from values.',
  blocking: false,
};
const CHECK: Diagnostic = { ...FINDING, code: 'MW7103', severity: 'warning', line: 12, message: 'SQL.' };
const FAILING: Diagnostic = {
  code: 'test/failed',
  severity: 'error',
  source: 'test',
  path: 'src/a.ts',
  message: '[R1] fails.',
  blocking: true,
};

describe('a finding of a reviewer', () => {
  it.each<[string, Partial<Diagnostic>, readonly Diagnostic[], readonly Diagnostic[]]>([
    ['a check of the same kind points at the same place', {}, [CHECK], []],
    ['a failing test is traced to its file', {}, [], [FAILING]],
  ])('blocks when %s', (_why, change, checks, failing) => {
    const [only] = confirmed([{ ...FINDING, ...change }], checks, failing);
    expect(only).toEqual({ finding: { ...FINDING, blocking: true }, by: [...checks, ...failing][0] });
  });

  it.each<[string, Partial<Diagnostic>, readonly Diagnostic[], readonly Diagnostic[]]>([
    ['nothing else says so', {}, [], []],
    ['the check points elsewhere', {}, [{ ...CHECK, line: 13 }], []],
    ['the check is of another file', {}, [{ ...CHECK, path: 'src/b.ts' }], []],
    ['the check is of another kind', {}, [{ ...CHECK, source: 'style' }], []],
    ['the failing test is of another file', {}, [], [{ ...FAILING, path: 'src/b.ts' }]],
    ['what is traced there does not block', {}, [], [{ ...FAILING, blocking: false }]],
    ['the reviewer calls it no error', { severity: 'warning' }, [CHECK], [FAILING]],
  ])('is advice when %s', (_why, change, checks, failing) => {
    expect(confirmed([{ ...FINDING, ...change }], checks, failing)).toEqual([]);
  });

  it('is still there as long as what showed it is, wherever its line has moved', () => {
    const [one] = confirmed([FINDING], [CHECK], []);
    if (one === undefined) throw new Error('It is confirmed.');
    expect(stillThere([one], [{ ...CHECK, line: 40 }], [])).toEqual([one]);
    expect(stillThere([one], [{ ...CHECK, path: 'src/b.ts' }], [FAILING])).toEqual([]);
  });

  it('is still there as long as the test that showed it fails, whatever that sees now and wherever', () => {
    const test = 'a shelf: [R1] lends (test/a.test.ts)';
    const [one] = confirmed([FINDING], [], [{ ...FAILING, message: `${test}: expected 3, got 1` }]);
    if (one === undefined) throw new Error('It is confirmed.');
    const now = { ...FAILING, message: `${test}: expected 3, got 2` };
    expect(stillThere([one], [], [now])).toEqual([one]);
    expect(stillThere([one], [], [{ ...now, path: 'src/b.ts' }])).toEqual([one]);
    const other = { ...now, message: now.message.replace('[R1] lends', '[R2] lends') };
    expect(stillThere([one], [], [other])).toEqual([]);
  });
});

describe('a project after a repair', () => {
  const counts = { types: 1, lint: 1, tests: 1, proof: 1, readme: 1, checks: 1 };
  const before: Standing = { ...counts, passed: 9, proven: 4, tested: 5 };

  it.each<[string, Partial<Standing>]>([
    ['more type errors', { types: 2 }],
    ['more failing tests', { tests: 2 }],
    ['a proof step that fails', { proof: 2 }],
    ['more findings of the linter', { lint: 2 }],
    ['a linter that no longer runs', { lint: Infinity }],
    ['a command of the README that fails', { readme: 2 }],
    ['more blocking findings of a check', { checks: 2 }],
    ['fewer passing tests', { passed: 8 }],
    ['a requirement that is no longer proven', { proven: 3 }],
    ['a requirement that is no longer tested', { tested: 4 }],
  ])('stands worse with %s, also where something else is better', (_what, change) => {
    expect(isWorse({ ...before, types: 0, ...change }, before)).toBe(true);
  });

  it('stands no worse when it is as before, or better', () => {
    expect(isWorse(before, before)).toBe(false);
    expect(
      isWorse(
        { ...before, ...{ types: 0, lint: 0, tests: 0, proof: 0, readme: 0, checks: 0, passed: 10 } },
        before,
      ),
    ).toBe(false);
  });
});
