import { describe, expect, it } from '@jest/globals';
import { settleMutation, type MutantsMade } from '../../src/evidence/settle-mutation.js';
import type { Mutant, MutantOutcome } from '../../src/protocol/evidence.js';

const mutant = (after: string): Mutant => ({
  kind: 'limit-moved',
  path: 'src/a.ts',
  line: 3,
  before: 'max(5)',
  after,
});
const made = (...decisions: Mutant[][]): MutantsMade => ({ requirement: 'R1', missing: null, decisions });
const ran = (...outcomes: MutantOutcome[]) => ({
  unfit: null,
  mutants: outcomes.map((outcome) => (outcome === 'killed' ? { outcome, killedBy: '[R1] a' } : { outcome })),
});
const two = made([mutant('max(4)')], [mutant('max(6)')]);
const pair = made([mutant('true'), mutant('false')]);

describe('the mutants of a requirement', () => {
  it.each<[string, Parameters<typeof settleMutation>, boolean, RegExp | null]>([
    ['a limit with all killed', ['limit', two, ran('killed', 'killed')], true, null],
    ['a limit with one that survives', ['limit', two, ran('killed', 'survived')], false, /max\(6\).*passes/],
    [
      'a limit with one that crashes',
      ['limit', two, ran('crashed', 'not-run')],
      false,
      /max\(4\).*without an as/,
    ],
    ['a limit whose time ran out', ['limit', two, ran('killed', 'not-run')], false, /no time was left/],
    ['a refusal with one killed', ['refusal', two, ran('survived', 'killed')], true, null],
    ['a refusal with none killed', ['refusal', two, ran('survived', 'invalid')], false, /max\(4\)/],
    ['a behaviour with the first killed', ['behaviour', two, ran('killed', 'not-run')], true, null],
    ['half of a decision', ['refusal', pair, ran('killed', 'survived')], false, /false.*passes/],
    ['a whole decision', ['refusal', pair, ran('killed', 'killed')], true, null],
    [
      'nothing to aim at',
      ['limit', { ...two, decisions: [], missing: 'no limit' }, 'x'],
      false,
      /^no limit$/,
    ],
    ['mutants that were not run', ['limit', two, 'the runner broke'], false, /^the runner broke$/],
    ['tests that are unfit', ['limit', two, { unfit: 'flaky', mutants: [] }], false, /^flaky$/],
    ['a result without outcomes', ['behaviour', two, { unfit: null, mutants: [] }], false, /no time/],
    ['no mutants and no reason', ['limit', made(), ran()], false, /no time/],
  ])('%s', (_what, args, proven, missing) => {
    const settled = settleMutation(...args);
    expect(settled.proven).toBe(proven);
    if (missing === null) expect(settled.missing).toBeNull();
    else expect(settled.missing).toMatch(missing);
  });

  it('keep what they are and who killed them, and leave out those that were not needed', () => {
    expect(settleMutation('behaviour', two, ran('killed', 'not-run')).mutants).toEqual([
      { ...mutant('max(4)'), outcome: 'killed', killedBy: '[R1] a' },
    ]);
  });
});
