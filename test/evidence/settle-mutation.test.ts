import { describe, expect, it } from '@jest/globals';
import { settleMutation, type MutantsMade } from '../../src/evidence/settle-mutation.js';
import type { KillRule, Mutant, MutantOutcome } from '../../src/protocol/evidence.js';

const mutant = (after: string): Mutant => ({
  kind: 'limit-moved',
  path: 'src/a.ts',
  line: 3,
  before: 'max(5)',
  after,
});
const made = (...decisions: Mutant[][]): MutantsMade => ({
  requirement: 'R1',
  missing: null,
  rule: 'any',
  decisions,
});
const by = (rule: KillRule, mutants: MutantsMade): MutantsMade => ({ ...mutants, rule });
const ran = (...outcomes: MutantOutcome[]) => ({
  unfit: null,
  mutants: outcomes.map((outcome) => (outcome === 'killed' ? { outcome, killedBy: '[R1] a' } : { outcome })),
});
const two = made([mutant('max(4)')], [mutant('max(6)')]);
const lines = made([mutant('max(4)'), mutant('max(6)')], [mutant('min(0)')]);
const pair = made([mutant('true'), mutant('false')]);

describe('the mutants of a requirement', () => {
  it.each<[string, Parameters<typeof settleMutation>, boolean, RegExp | null]>([
    ['a limit with all killed', [by('every', two), ran('killed', 'killed')], true, null],
    [
      'a limit with one that survives',
      [by('every', two), ran('killed', 'survived')],
      false,
      /max\(6\).*passes/,
    ],
    [
      'a limit with one that crashes',
      [by('every', two), ran('crashed', 'not-run')],
      false,
      /max\(4\).*without an as/,
    ],
    [
      'a limit with one whose tests do not end',
      [by('every', two), ran('unfinished', 'not-run')],
      false,
      /max\(4\).*from coming to an end/,
    ],
    ['a limit whose time ran out', [by('every', two), ran('killed', 'not-run')], false, /no time was left/],
    ['a refusal with one killed', [two, ran('survived', 'killed')], true, null],
    ['a refusal with none killed', [two, ran('survived', 'invalid')], false, /max\(4\)/],
    ['a behaviour with the first killed', [two, ran('killed', 'not-run')], true, null],
    ['half of a decision', [pair, ran('killed', 'survived')], false, /false.*passes/],
    ['a whole decision', [pair, ran('killed', 'killed')], true, null],
    [
      'a limit that others cover in part',
      [by('every', two), ran('killed', 'covered')],
      false,
      /max\(6\).*another/,
    ],
    [
      'a line of its own, others covered',
      [by('line', lines), ran('killed', 'killed', 'covered')],
      true,
      null,
    ],
    [
      'half of a line of its own, all else covered',
      [by('line', lines), ran('killed', 'covered', 'covered')],
      false,
      /max\(6\).*another requirement only/,
    ],
    [
      'lines that only others show',
      [by('line', lines), ran('covered', 'covered', 'covered')],
      false,
      /another/,
    ],
    [
      'a line of its own beside one that nothing shows',
      [by('line', lines), ran('killed', 'killed', 'survived')],
      false,
      /min\(0\).*passes/,
    ],
    ['lines whose time ran out', [by('line', lines), ran('killed', 'killed', 'not-run')], false, /no time/],
    [
      'a behaviour that only others show',
      [two, ran('covered', 'covered')],
      false,
      /another requirement only/,
    ],
    ['nothing to aim at', [{ ...two, decisions: [], missing: 'no limit' }, 'x'], false, /^no limit$/],
    ['mutants that were not run', [by('every', two), 'the runner broke'], false, /^the runner broke$/],
    ['tests that are unfit', [by('every', two), { unfit: 'flaky', mutants: [] }], false, /^flaky$/],
    ['a result without outcomes', [two, { unfit: null, mutants: [] }], false, /no time/],
    ['no mutants and no reason', [by('every', made()), ran()], false, /no time/],
  ])('%s', (_what, args, proven, missing) => {
    const settled = settleMutation(...args);
    expect(settled.proven).toBe(proven);
    if (missing === null) expect(settled.missing).toBeNull();
    else expect(settled.missing).toMatch(missing);
  });

  it('keep what they are and who killed them, and leave out those that were not needed', () => {
    expect(settleMutation(two, ran('killed', 'not-run')).mutants).toEqual([
      { ...mutant('max(4)'), outcome: 'killed', killedBy: '[R1] a' },
    ]);
  });
});
