import { describe, expect, it } from '@jest/globals';
import type { Diagnostic } from '../../../src/protocol/diagnostic.js';
import { isWorse, passes, type Look } from '../../../src/workflows/policy/look.js';
import { blockingFinding } from '../../doubles/build-world.js';
import { findingsOf } from '../../doubles/stub-activities.js';

interface Seen {
  readonly types?: number;
  /** null: the linter could not be run. */
  readonly lint?: number | null;
  readonly failed?: number;
  readonly passed?: number;
  /** The tests came to their end; true by default. */
  readonly ended?: boolean;
  readonly unproven?: string;
  readonly atTests?: readonly Diagnostic[];
}

function findings(count: number) {
  return findingsOf(...Array.from({ length: count }, () => blockingFinding('src/a.ts')));
}

function look({
  types = 0,
  lint = 0,
  failed = 0,
  passed = 10,
  ended = true,
  unproven,
  atTests = [],
}: Seen): Look {
  return {
    types: findings(types),
    lint: { findings: findings(lint ?? 0), unproven: lint === null ? 'it did not start' : null },
    tests: {
      passed,
      failed,
      skipped: 0,
      findings: findings(failed + (ended ? 0 : 1)),
      atTests,
      results: null,
      unproven: unproven ?? null,
      sandbox: 'bubblewrap',
    },
  };
}

describe('a tree stands worse than it did', () => {
  it.each<[string, Seen, Seen]>([
    ['when more fail', { failed: 3 }, { failed: 1 }],
    ['when the first one fails, whatever passes', { failed: 1, passed: 12 }, {}],
    ['when more fail and fewer pass', { failed: 30, passed: 70 }, { failed: 1, passed: 99 }],
    ['when a file of tests cannot be loaded', { failed: 1, passed: 0 }, { failed: 3, passed: 9 }],
    ['also where as many fail as did', { failed: 1, passed: 0 }, { failed: 1, passed: 11 }],
    ['when the tests do not come to their end', { ended: false, passed: 0 }, { failed: 1, passed: 99 }],
    ['also where all passed until then', { ended: false, passed: 100 }, { failed: 1, passed: 99 }],
    ['when they end earlier than they did', { ended: false, passed: 0 }, { ended: false, passed: 9 }],
    ['when they cannot be run any more', { unproven: 'no sandbox', passed: 0 }, { failed: 5 }],
    ['when it does not compile, whatever its tests say', { types: 1 }, { failed: 5 }],
    ['when only its lint is worse', { lint: 1 }, {}],
    ['when the linter cannot be run any more', { lint: null }, { lint: 7 }],
  ])('%s', (_when, after, before) => {
    expect(isWorse(look(after), look(before))).toBe(true);
    expect(isWorse(look(before), look(after))).toBe(false);
  });

  it.each<[string, Seen, Seen]>([
    ['it is the same', { failed: 1 }, { failed: 1 }],
    ['neither can be run', { unproven: 'no sandbox', lint: null }, { unproven: 'no sandbox', lint: null }],
    [
      'a file of tests can be loaded, more pass, and some of it fail',
      { failed: 3, passed: 17 },
      { failed: 1 },
    ],
    ['fewer fail of fewer tests', { failed: 0, passed: 8 }, { failed: 1 }],
    ['tests were drawn together', { passed: 8 }, {}],
    ['fewer fail of fewer tests, and some still do', { failed: 1, passed: 11 }, { failed: 3, passed: 12 }],
    ['fewer fail, and its lint is worse', { failed: 0, lint: 3 }, { failed: 1 }],
  ])('not when %s', (_when, after, before) => {
    expect(isWorse(look(after), look(before))).toBe(false);
  });
});

describe('a test file passes', () => {
  const other = blockingFinding('test/b.test.ts');
  it.each<[string, Seen, boolean]>([
    ['where nothing fails', {}, true],
    ['where only another one fails', { failed: 1, atTests: [other] }, true],
    ['not where it fails', { failed: 1, atTests: [blockingFinding('test/a.test.ts')] }, false],
    ['not where more fails than is told', { failed: 2, atTests: [other] }, false],
    ['not where the tests did not come to their end', { ended: false }, false],
    ['not where they could not be run', { unproven: 'no sandbox' }, false],
    ['not where the tree does not compile', { types: 1 }, false],
  ])('%s', (_where, seen, is) => {
    expect(passes('test/a.test.ts', look(seen))).toBe(is);
  });
});
