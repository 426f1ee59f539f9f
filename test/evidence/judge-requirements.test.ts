import { describe, expect, it } from '@jest/globals';
import type { Proof, Requirement } from '../../src/protocol/analysis.js';
import type { Mutation, ProofStep, TestResult } from '../../src/protocol/evidence.js';
import { judgeRequirements } from '../../src/evidence/judge-requirements.js';

function requirement(proof: Proof, id = 'R1'): Requirement {
  return { id, statement: 'A book has a title.', source: 'books with a title', examples: [], proof };
}
function test(title: string, outcome: TestResult['outcome']): TestResult {
  return { path: 'test/books.test.ts', title, outcome };
}
function step(outcome: ProofStep['outcome']): ProofStep {
  return { step: 'health', outcome, detail: '' };
}
const byTest: Proof = { kind: 'test' };
const byCheck: Proof = { kind: 'check', check: 'it answers a health probe' };

describe('a requirement that a test proves', () => {
  it.each<[string, readonly TestResult[] | null, string, string]>([
    [
      'tested when a bound test passes',
      [test('[R1] a', 'passed')],
      'tested',
      '1 test bound to it passed; no mutant was aimed at it',
    ],
    [
      'disputed when one of them fails',
      [test('[R1] a', 'passed'), test('[R1] b', 'failed')],
      'disputed',
      '1 test bound to it failed',
    ],
    [
      'tested when others are skipped',
      [test('[R1] a', 'passed'), test('[R1] b', 'skipped')],
      'tested',
      '1 test bound to it passed; no mutant was aimed at it',
    ],
    [
      'open when every bound test is skipped',
      [test('[R1] a', 'skipped')],
      'open',
      'every test bound to it was skipped',
    ],
    [
      'open when no test carries its id',
      [test('[R2] a', 'passed'), test('[R11] a', 'failed')],
      'open',
      'no test is bound to it',
    ],
    ['open when there are no tests', [], 'open', 'no test is bound to it'],
    ['open when nothing could be run', null, 'open', 'the tests could not be run here'],
  ])('is %s', (_what, tests, level, because) => {
    expect(judgeRequirements([requirement(byTest)], tests, [])).toMatchObject([
      { requirement: 'R1', level, because },
    ]);
  });

  it.each<[string, TestResult['outcome'], Partial<Mutation>, string, RegExp]>([
    [
      'proven when its mutants are killed',
      'passed',
      { proven: true },
      'proven',
      /killed 1 mutant aimed at it$/,
    ],
    [
      'tested when they are not',
      'passed',
      { proven: false, missing: 'one survives' },
      'tested',
      /; one survives$/,
    ],
    ['disputed when a test fails, whatever mutants say', 'failed', { proven: true }, 'disputed', /failed$/],
    [
      'open when its tests are skipped, whatever mutants say',
      'skipped',
      { proven: true },
      'open',
      /skipped$/,
    ],
  ])('is %s', (_what, outcome, change, level, because) => {
    const killed = { kind: 'limit-moved', path: 'src/a.ts', line: 1, before: '5', after: '6' } as const;
    const mutants = [{ ...killed, outcome: 'killed', killedBy: '[R1] a' } as const];
    const mutation: Mutation = { requirement: 'R1', proven: false, missing: null, mutants, ...change };
    const [evidence] = judgeRequirements([requirement(byTest)], [test('[R1] a', outcome)], [], [mutation]);
    expect(evidence).toMatchObject({ level, because: expect.stringMatching(because), mutants });
  });

  it('is not shown by the mutants of another', () => {
    const mutation: Mutation = { requirement: 'R2', proven: true, missing: null, mutants: [] };
    const [evidence] = judgeRequirements([requirement(byTest)], [test('[R1] a', 'passed')], [], [mutation]);
    expect(evidence).toMatchObject({ level: 'tested', mutants: [] });
  });

  it('is bound by a test to what its own title names, else to what its suites name', () => {
    const own: TestResult = { ...test('[R1] books [R2] a title', 'passed'), name: '[R2] a title' };
    const suite: TestResult = { ...test('[R1] books a title', 'passed'), name: 'a title' };
    const both = [requirement(byTest), requirement(byTest, 'R2')];
    const [first, second] = judgeRequirements(both, [own, suite], []);
    expect([first?.tests, second?.tests]).toEqual([[suite], [own]]);
  });

  it('shows the tests that are bound to it, each once', () => {
    const own = [test('[R1] books › R1 twice in a title', 'passed'), test('R1: another', 'passed')];
    const [evidence] = judgeRequirements([requirement(byTest)], [...own, test('[R2] other', 'passed')], []);
    expect(evidence?.tests).toEqual(own);
    expect(evidence?.because).toMatch(/^2 tests/);
  });

  it('shares a test with every id in its title', () => {
    const both = [requirement(byTest), requirement(byTest, 'R2')];
    const levels = judgeRequirements(both, [test('[R1] [R2] both', 'failed')], []).map(({ level }) => level);
    expect(levels).toEqual(['disputed', 'disputed']);
  });
});

describe('a requirement that a check proves', () => {
  it.each<[string, readonly ProofStep[], string]>([
    ['tested when the whole recipe passes', [step('passed'), step('passed')], 'tested'],
    ['disputed when a step fails', [step('passed'), step('failed'), step('unproven')], 'disputed'],
    ['open when a step could not be run', [step('passed'), step('unproven')], 'open'],
    ['open without a recipe', [], 'open'],
  ])('is %s', (_what, proof, level) => {
    const [evidence] = judgeRequirements([requirement(byCheck)], [], proof);
    expect(evidence).toMatchObject({ level, because: expect.stringContaining('it answers a health probe') });
  });
});

describe('a requirement that one step of the recipe proves', () => {
  const byStep: Proof = { kind: 'check', check: 'it compiles', step: 'build' };
  const build = (outcome: ProofStep['outcome']): ProofStep => ({ ...step(outcome), step: 'build' });

  it.each<[string, readonly ProofStep[], string]>([
    ['tested when that step passes, whatever others do', [build('passed'), step('failed')], 'tested'],
    ['disputed when it fails', [build('failed'), step('unproven')], 'disputed'],
    ['open when it could not be run', [build('unproven'), step('passed')], 'open'],
    ['open when the recipe has no such step', [step('passed')], 'open'],
  ])('is %s', (_what, proof, level) => {
    const [evidence] = judgeRequirements([requirement(byStep)], [], proof);
    expect(evidence).toMatchObject({ level, because: expect.stringContaining('it compiles') });
  });
});

describe('a requirement that nothing proves', () => {
  it('is open for the reason that is known, whatever passes', () => {
    const proof: Proof = { kind: 'none', reason: 'taste cannot be tested' };
    expect(
      judgeRequirements([requirement(proof)], [test('[R1] a', 'passed')], [step('passed')]),
    ).toMatchObject([{ level: 'open', because: 'taste cannot be tested' }]);
  });
});

it('judges every requirement once, in their order', () => {
  const requirements = ['R1', 'R2', 'R3'].map((id) => requirement(byTest, id));
  expect(judgeRequirements(requirements, [], []).map((one) => one.requirement)).toEqual(['R1', 'R2', 'R3']);
});
