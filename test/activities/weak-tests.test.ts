import { describe, expect, it } from '@jest/globals';
import { weakTests } from '../../src/activities/weak-tests.js';
import { mutantKindSchema, type MutantResult, type Mutation } from '../../src/protocol/evidence.js';
import { WHOLE_PLAN } from '../doubles/whole-plan.js';

const symbol = { path: 'src/filters.ts', export: 'isWithin' };
const plan = {
  ...WHOLE_PLAN,
  bindings: ['R1', 'R2', 'R3'].map((requirement) => ({
    requirement,
    files: ['src/filters.ts'],
    symbol,
    test: 'test/filters.test.ts',
  })),
};
const mutant = (over: Partial<MutantResult> = {}): MutantResult => ({
  kind: 'limit-moved',
  path: 'src/filters.ts',
  line: 5,
  before: 'time >= since',
  after: 'time > since',
  outcome: 'survived',
  ...over,
});
const missed = (requirement: string, ...mutants: MutantResult[]): Mutation => ({
  requirement,
  proven: false,
  missing: 'a mutant passes the tests',
  mutants,
});

describe('a weak test', () => {
  it('is told which line was changed, from what to what, and how that shows', () => {
    expect(weakTests(plan, [missed('R1', mutant())])).toEqual([
      expect.objectContaining({
        code: 'test/weak',
        path: 'test/filters.test.ts',
        message:
          'The tests of R1 pass although `isWithin` of src/filters.ts draws its limit one step away from where it has to be. Changed was line 5 of src/filters.ts, from `time >= since` to `time > since`.',
        hint: expect.stringMatching(/\[R1\], that passes.*exactly at that limit, and one step beside it\.$/),
      }),
    ]);
  });

  it('says of each kind of mutant how it shows', () => {
    const hints = mutantKindSchema.options.map(
      (kind) => weakTests(plan, [missed('R1', mutant({ kind }))])[0]?.hint,
    );
    expect(new Set(hints).size).toBe(mutantKindSchema.options.length);
  });

  it('is one finding for a mutant that was aimed at several requirements', () => {
    const [one, ...more] = weakTests(plan, [missed('R1', mutant()), missed('R2', mutant())]);
    expect(more).toEqual([]);
    expect(one?.message).toContain('The tests of R1 and R2 pass');
    expect(one?.hint).toContain('[R1] or [R2], whichever of them it shows');
  });

  it('is none where the requirement is proven, or every mutant fell', () => {
    const fallen = mutant({ outcome: 'killed' });
    expect(weakTests(plan, [{ ...missed('R1', mutant()), proven: true }, missed('R2', fallen)])).toEqual([]);
  });

  it('is not said to pass where it fails without an assertion', () => {
    const [one] = weakTests(plan, [missed('R1', mutant({ outcome: 'crashed' }))]);
    expect(one?.message).toContain('The tests of R1 fail without an assertion of theirs when `isWithin` of');
    expect(one?.hint).toContain('fails by an assertion with the line as it was changed to');
  });

  it('is none of tests that did not come to an end: they may only be slow', () => {
    expect(weakTests(plan, [missed('R1', mutant({ outcome: 'unfinished' }))])).toEqual([]);
  });

  it('is told of what passed before what broke down', () => {
    const [one] = weakTests(plan, [missed('R1', mutant({ outcome: 'crashed', line: 4 }), mutant())]);
    expect(one?.message).toContain('line 5');
  });
});
