import { describe, expect, it, jest } from '@jest/globals';
import type { ProduceFileResult, VerifyProjectInput } from '../../../src/protocol/children.js';
import type { Findings } from '../../../src/protocol/findings.js';
import type { FollowReadmeInput, TestRunResult } from '../../../src/protocol/verify-activities.js';
import type { ArtifactRef } from '../../../src/protocol/artifact.js';
import type { Diagnostic } from '../../../src/protocol/diagnostic.js';
import { DIAGNOSTICS_IN_HISTORY, diagnosticsSignature } from '../../../src/protocol/diagnostics.js';
import { MillwrightError } from '../../../src/protocol/errors.js';
import { REPAIR_ROUNDS, verifyProject } from '../../../src/workflows/loops/verify-project.js';
import type { VerifyPorts } from '../../../src/workflows/loops/verify-ports.js';
import { refOf } from '../../doubles/artifacts.js';
import { accepted, blockingFinding, failed } from '../../doubles/build-world.js';
import { plannedFile } from '../../doubles/plans.js';

const files = [
  plannedFile('src/a.ts', { needs: ['src/b.ts'] }),
  plannedFile('src/b.ts', { needs: ['src/c.ts'] }),
  plannedFile('src/c.ts'),
  plannedFile('test/a.test.ts', { role: 'tester' }),
  plannedFile('test/b.test.ts', { role: 'tester' }),
  plannedFile('README.md', { role: 'docs' }),
];

/** As they travel: no more than `DIAGNOSTICS_IN_HISTORY` are told, and the signature is of all of them. */
function findings(diagnostics: readonly Diagnostic[]): Findings {
  const blocking = diagnostics.filter((diagnostic) => diagnostic.blocking).length;
  const told = diagnostics.slice(0, DIAGNOSTICS_IN_HISTORY);
  return { diagnostics: told, blocking, signature: diagnosticsSignature(diagnostics), all: null };
}
function testRun(diagnostics: readonly Diagnostic[]): TestRunResult {
  const failing = diagnostics.length;
  return {
    passed: 1,
    failed: failing,
    skipped: 0,
    findings: findings(diagnostics),
    atTests: [],
    results: null,
    unproven: null,
    sandbox: 'bubblewrap',
  };
}

interface Found {
  readonly types?: readonly Diagnostic[];
  readonly lint?: readonly Diagnostic[];
  readonly tests?: readonly Diagnostic[];
  readonly atTests?: readonly Diagnostic[];
  readonly weak?: readonly Diagnostic[];
  readonly readme?: 'failed';
  /** The runner did not come to its end. */
  readonly problem?: Diagnostic;
  readonly passed?: number;
  readonly proof?: 'failed';
}

const UNENDED: Diagnostic = {
  code: 'test/runner',
  severity: 'error',
  source: 'test',
  message: 'The tests could not be run to their end.',
  blocking: true,
};

/** Verifies a tree; `found` says what is found in the first look, the second, and so on (the last one stays). */
async function verify(
  looks: readonly Found[],
  repairs: 'accepted' | 'failed' | 'unchanged' | ((path: string) => Promise<ProduceFileResult>) = 'accepted',
  revises = false,
  errors?: VerifyProjectInput['errors'],
  redrafts: 'accepted' | 'failed' | null = null,
  change: Partial<VerifyPorts> = {},
) {
  let look = -1;
  const found = (): Found => looks[Math.min(look, looks.length - 1)] ?? {};
  const repaired: { path: string; round: number; diagnostics: readonly Diagnostic[] }[] = [];
  const proven: ArtifactRef[] = [];
  const mutated: ArtifactRef[] = [];
  const followed: FollowReadmeInput['ran'][] = [];
  const revised: { path: string; messages: readonly string[] }[] = [];
  const redrafted: string[] = [];
  const result = await verifyProject(
    { tree: refOf('tree 0'), files, ...(errors === undefined ? {} : { errors }) },
    {
      whilePaused: () => Promise.resolve(),
      checkTypes: () => {
        look += 1;
        return Promise.resolve(findings(found().types ?? []));
      },
      lint: () => Promise.resolve({ findings: findings(found().lint ?? []), unproven: null }),
      test: () => {
        const { tests = [], atTests = [], problem, passed = 1 } = found();
        const all = problem === undefined ? tests : [problem, ...tests];
        return Promise.resolve({ ...testRun(tests), findings: findings(all), atTests, passed });
      },
      prove: (tree) => {
        proven.push(tree);
        return Promise.resolve({
          steps: [{ step: 'build', outcome: found().proof ?? 'passed', detail: '' }],
        });
      },
      mutate: (tree) => {
        mutated.push(tree);
        return Promise.resolve({
          mutations: refOf('mutations'),
          killed: 1,
          survived: 0,
          unproven: null,
          weak: found().weak ?? [],
        });
      },
      followReadme: (_tree, ran) => {
        followed.push(ran);
        const outcome = found().readme ?? 'passed';
        return Promise.resolve({ steps: [{ step: 'npm test', outcome, detail: 'no such script' }] });
      },
      revise: revises
        ? (path, diagnostics, round) => {
            revised.push({ path, messages: diagnostics.map(({ message }) => message) });
            return Promise.resolve(accepted({ ...FIRST, path, round }, { costUsd: 0.25 }));
          }
        : null,
      redraft:
        redrafts === null
          ? null
          : (path, round) => {
              redrafted.push(path);
              const request = { ...FIRST, path, round };
              return Promise.resolve(redrafts === 'accepted' ? accepted(request) : failed(request));
            },
      repair: (path, diagnostics, round) => {
        repaired.push({ path, round, diagnostics });
        const request = { ...FIRST, path, round };
        if (typeof repairs === 'function') return repairs(path);
        if (repairs === 'accepted') return Promise.resolve(accepted(request, { costUsd: 0.5 }));
        const result = failed(request);
        return Promise.resolve(
          repairs === 'unchanged' && result.outcome === 'failed' ? { ...result, unchanged: true } : result,
        );
      },
      concurrency: Infinity,
      fold: () => Promise.resolve(refOf(`tree ${look + 1}`)),
      ...change,
    },
  );
  return { result, repaired, revised, redrafted, proven, mutated, followed };
}

const FIRST = {
  draftsBefore: 1,
  retries: 0,
  taskUsd: null,
  tree: { manifest: null, changes: [] },
  repair: null,
};

const at = (path: string, message = 'It is wrong.') => blockingFinding(path, message);

describe('verification', () => {
  it('of a sound tree repairs nothing and proves it as it is', async () => {
    const { result, repaired, proven, mutated, followed } = await verify([{}]);
    expect(result).toMatchObject({ tree: refOf('tree 0'), rounds: 0, repaired: [], costUsd: 0 });
    expect(repaired).toEqual([]);
    expect(proven).toEqual([refOf('tree 0')]);
    expect(mutated).toEqual(proven);
    expect(followed).toEqual([
      {
        test: { outcome: 'passed', detail: expect.stringContaining('1 tests passed') },
        lint: { outcome: 'passed', detail: expect.stringContaining('0 errors') },
        typecheck: { outcome: 'passed', detail: expect.stringContaining('0 errors') },
      },
    ]);
    expect(result.readme).toHaveLength(1);
    expect(result.mutations).toEqual(refOf('mutations'));
  });

  it('sends each file back with what types, lint and tests found in it, then looks again and proves the new tree', async () => {
    const first = { types: [at('src/a.ts', 't')], lint: [at('src/b.ts', 'l')], tests: [at('src/a.ts', 'x')] };
    const { result, repaired, proven, mutated } = await verify([first, {}]);
    expect(repaired).toEqual([
      { path: 'src/a.ts', round: 1, diagnostics: [at('src/a.ts', 't'), at('src/a.ts', 'x')] },
      { path: 'src/b.ts', round: 1, diagnostics: [at('src/b.ts', 'l')] },
    ]);
    expect(result).toMatchObject({ rounds: 1, repaired: ['src/a.ts', 'src/b.ts'], costUsd: 1, types: [] });
    expect(proven).toEqual([refOf('tree 1')]);
    expect(mutated).toEqual(proven);
  });

  it('that fails with one file waits for the others first: what they are paid for is not lost', async () => {
    const exhausted = new MillwrightError('BudgetExhausted', 'The run may spend 1.00 USD.');
    let end: () => void = () => undefined;
    const verifying = verify([{ tests: [at('src/a.ts'), at('src/b.ts')] }], (path) =>
      path === 'src/a.ts'
        ? Promise.reject(exhausted)
        : new Promise((resolve) => {
            end = () => {
              resolve(failed({ ...FIRST, path, round: 1 }));
            };
          }),
    );
    const told = jest.fn();
    verifying.catch(told);
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).not.toHaveBeenCalled();
    end();
    await expect(verifying).rejects.toBe(exhausted);
  });

  it.each<[string, keyof VerifyPorts, keyof VerifyPorts]>([
    ['types, lint and tests', 'lint', 'test'],
    ['proof, mutants and README', 'prove', 'mutate'],
  ])('that fails with one of %s waits for the others first: nothing runs on', async (_what, one, other) => {
    const lost = new Error('The sandbox was lost.');
    let end: (error: Error) => void = () => undefined;
    const running = new Promise<never>((_resolve, reject) => {
      end = reject;
    });
    const verifying = verify([{}], 'accepted', false, undefined, null, {
      [one]: () => Promise.reject(lost),
      [other]: () => running,
    });
    const told = jest.fn();
    verifying.catch(told);
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).not.toHaveBeenCalled();
    end(new Error('It was lost too.'));
    await expect(verifying).rejects.toBe(lost);
  });

  it.each<[string, number, readonly [number, number]]>([
    ['a first look', 1, [0, 0]],
    ['a look at what was mended', 2, [1, 0]],
    ['the proof', 3, [2, 0]],
    ['a look at what was sharpened', 4, [2, 1]],
  ])('does not begin %s while the run is paused', async (_what, pausedAt, begun) => {
    let asked = 0;
    let resume: () => void = () => undefined;
    const whilePaused = () =>
      ++asked === pausedAt
        ? new Promise<void>((resolve) => {
            resume = resolve;
          })
        : Promise.resolve();
    let tests = 0;
    let mutants = 0;
    const looks = [{ tests: [at('src/a.ts')] }, { weak: [at('test/a.test.ts')] }, {}];
    const verifying = verify(looks, 'accepted', true, undefined, null, {
      whilePaused,
      test: () => {
        tests += 1;
        return Promise.resolve(testRun(tests === 1 ? [at('src/a.ts')] : []));
      },
      mutate: () => {
        mutants += 1;
        const weak = mutants === 1 ? [at('test/a.test.ts')] : [];
        return Promise.resolve({ mutations: null, killed: 0, survived: 0, unproven: null, weak });
      },
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect([tests, mutants]).toEqual(begun);
    resume();
    await verifying;
    expect([tests, mutants]).toEqual([3, 2]);
  });

  it('sends no more files back side by side than the run builds, and every one of them', async () => {
    const paths = ['src/a.ts', 'src/b.ts', 'src/c.ts', 'README.md'];
    let open = 0;
    let most = 0;
    const { result, repaired } = await verify(
      [{ lint: paths.map((path) => at(path)) }, {}],
      async (path) => {
        open += 1;
        most = Math.max(most, open);
        await new Promise((resolve) => setImmediate(resolve));
        open -= 1;
        return accepted({ ...FIRST, path, round: 1 });
      },
      false,
      undefined,
      null,
      { concurrency: 2 },
    );
    expect(most).toBe(2);
    expect(repaired.map(({ path }) => path)).toEqual(paths);
    expect(result.repaired).toEqual(paths);
  });

  it('begins no further repair when one has failed the run', async () => {
    const exhausted = new MillwrightError('BudgetExhausted', 'The run may spend 1.00 USD.');
    const begun: string[] = [];
    const verifying = verify(
      [{ tests: [at('src/a.ts'), at('src/b.ts'), at('src/c.ts')] }],
      async (path) => {
        begun.push(path);
        await new Promise((resolve) => setImmediate(resolve));
        if (path === 'src/a.ts') throw exhausted;
        return accepted({ ...FIRST, path, round: 1 });
      },
      false,
      undefined,
      null,
      { concurrency: 2 },
    );
    await expect(verifying).rejects.toBe(exhausted);
    expect(begun).toEqual(['src/a.ts', 'src/b.ts']);
  });

  it('never repairs a test file, an unplanned file, or over findings that do not block', async () => {
    const { result, repaired } = await verify([
      {
        tests: [at('test/a.test.ts'), at('package.json')],
        lint: [{ ...at('src/a.ts'), blocking: false }],
      },
    ]);
    expect(repaired).toEqual([]);
    expect(result.tests.failed).toBe(2);
    expect(result.rounds).toBe(0);
  });

  it('ends after its rounds though each finds something new', async () => {
    const looks = Array.from({ length: 9 }, (_, index) => ({ tests: [at('src/a.ts', `wrong ${index}`)] }));
    const { result, repaired } = await verify(looks);
    expect(repaired.map(({ round }) => round)).toEqual([1, 2, 3]);
    expect(result.rounds).toBe(REPAIR_ROUNDS);
    expect(result.tests.findings.diagnostics).toEqual([at('src/a.ts', 'wrong 3')]);
  });

  it('ends early when what is found does not change', async () => {
    const { repaired, result } = await verify([{ tests: [at('src/a.ts')] }]);
    expect(repaired).toHaveLength(1);
    expect(result.rounds).toBe(1);
  });

  it('goes on when a repair mended some of what is beyond the findings that are told', async () => {
    const many = (failing: number): Found => ({
      tests: Array.from({ length: failing }, (_, index) =>
        at('src/a.ts', `Test ${String(index + 1)} fails.`),
      ),
    });
    const looks = [many(30), many(25), {}];
    const { result, repaired } = await verify(looks, 'accepted', true, undefined, 'failed');
    expect(repaired).toHaveLength(2);
    expect(result).toMatchObject({ rounds: 2, repaired: ['src/a.ts'] });
    expect(result.errors).toBeUndefined();
  });

  it('ends early when it comes back to what was found two rounds before', async () => {
    const one = { tests: [at('src/a.ts', 'one')] };
    const two = { tests: [at('src/a.ts', 'two')] };
    expect((await verify([one, two, one, two])).repaired).toHaveLength(2);
  });

  it('that comes to nothing better delivers the best that there was', async () => {
    const wrong = (count: number): Found => ({
      tests: Array.from({ length: count }, (_, index) =>
        at('src/a.ts', `${String(count)}: ${String(index)}`),
      ),
    });
    const worse = await verify([wrong(1), wrong(4), wrong(3), wrong(2)]);
    expect(worse.repaired).toHaveLength(REPAIR_ROUNDS);
    expect(worse.result).toMatchObject({ tree: refOf('tree 0'), repaired: [], errors: 1 });
    expect(worse.proven).toEqual([refOf('tree 0')]);
    // What is worse in between is not held against what comes of it.
    const better = await verify([wrong(2), wrong(4), wrong(1), wrong(3)]);
    expect(better.result).toMatchObject({ tree: refOf('tree 2'), repaired: ['src/a.ts'] });
  });

  it('takes a repair back after which the tests do not come to their end, and asks further', async () => {
    const { result, repaired } = await verify(
      [
        { tests: [{ ...at('src/a.ts', 'x'), source: 'test' }], passed: 99 },
        { problem: UNENDED, passed: 0 },
        {},
      ],
      'accepted',
      false,
      undefined,
      'failed',
    );
    expect(result.tests.passed).toBe(1);
    expect(repaired.map(({ path }) => path)).toEqual(['src/a.ts', 'src/b.ts']);
  });

  it('ends when no repair was accepted, with the tree as it was', async () => {
    const { result, repaired } = await verify([{ tests: [at('src/a.ts')] }], 'failed');
    expect(repaired).toHaveLength(1);
    expect(result).toMatchObject({ tree: refOf('tree 0'), rounds: 0, repaired: [] });
  });
});

describe('errors in verification', () => {
  const at2 = { tests: [at('src/a.ts'), at('src/b.ts')] };

  it('are files that used up their attempts, once each, and rounds without progress', async () => {
    const { result } = await verify([at2], 'failed');
    expect(result).toMatchObject({
      errors: 3,
      sentBack: [
        { path: 'src/a.ts', drafts: 2 },
        { path: 'src/b.ts', drafts: 2 },
      ],
    });
    expect((await verify([at2])).result.errors).toBe(1);
    const sound = (await verify([at2, {}])).result;
    expect(sound).not.toHaveProperty('errors');
    expect((await verify([{}])).result).not.toHaveProperty('sentBack');
  });

  it('end its repairs when the run has more of them than it may, and that is said', async () => {
    const full = { before: 6, allowed: 5 };
    const { result, repaired, proven } = await verify([at2], 'accepted', false, full);
    expect(repaired).toEqual([]);
    expect(result.guardrail).toBe(true);
    // What there is is judged all the same.
    expect(proven).toHaveLength(1);
    const room = await verify([at2, {}], 'accepted', false, { before: 5, allowed: 5 });
    expect(room.repaired).toHaveLength(2);
    expect(room.result).not.toHaveProperty('guardrail');
  });

  it('end its repairs in the middle, and no test is revised then', async () => {
    const failing = { ...at2, atTests: [at('test/a.test.ts')] };
    const { result, revised } = await verify([failing], 'failed', true, { before: 0, allowed: 2 });
    expect(result).toMatchObject({ errors: 3, guardrail: true });
    expect(revised).toEqual([]);
  });

  it('are no flag where nothing was left to mend', async () => {
    expect((await verify([{}], 'accepted', false, { before: 6, allowed: 5 })).result).not.toHaveProperty(
      'guardrail',
    );
  });
});

describe('what was written by someone who can write it otherwise', () => {
  const failing = {
    tests: [{ ...at('src/a.ts', 'R1 expects 7'), source: 'test' as const }],
    atTests: [at('test/a.test.ts', 'R1 expects 7')],
  };

  it('has its code mended first, and its test revised when it fails all the same, once and on the record', async () => {
    const { result, repaired, revised } = await verify([failing, failing, {}], 'accepted', true);
    expect(repaired.map(({ path }) => path)).toEqual(['src/a.ts']);
    expect(revised).toEqual([{ path: 'test/a.test.ts', messages: ['R1 expects 7'] }]);
    expect(result).toMatchObject({ repaired: [], revisedTests: ['test/a.test.ts'], costUsd: 0.75 });
    expect(result.tests.failed).toBe(0);
  });

  it('is written once more by a tester who knows nothing of it, when its code comes back as it was; which is no flag', async () => {
    const { result, redrafted, revised } = await verify(
      [failing, {}],
      'unchanged',
      true,
      undefined,
      'accepted',
    );
    expect(redrafted).toEqual(['test/a.test.ts']);
    expect(revised).toEqual([]);
    expect(result).toMatchObject({ redraftedTests: ['test/a.test.ts'], repaired: [] });
    expect(result).not.toHaveProperty('revisedTests');
  });

  it('stays when the second one fails too: then what stands behind the code is asked, circle by circle', async () => {
    const { result, repaired, redrafted } = await verify(
      [failing],
      'unchanged',
      false,
      undefined,
      'accepted',
    );
    expect(redrafted).toEqual(['test/a.test.ts']);
    expect(repaired.map(({ path }) => path)).toEqual([
      'src/a.ts',
      'src/b.ts',
      'src/c.ts',
      ...['src/a.ts', 'src/b.ts', 'src/c.ts'],
    ]);
    expect(result).not.toHaveProperty('redraftedTests');
    expect(result.tree).toEqual(refOf('tree 0'));
  });

  it('is not taken for passed when the run in which it would have did not come to its end', async () => {
    const { result, redrafted } = await verify(
      [failing, { problem: UNENDED }],
      'unchanged',
      false,
      undefined,
      'accepted',
    );
    expect(redrafted).toEqual(['test/a.test.ts']);
    expect(result).not.toHaveProperty('redraftedTests');
    expect(result).toMatchObject({ tree: refOf('tree 0'), tests: { failed: 1 } });
  });

  it('is not written once more where its code came back otherwise wrong: nobody said that the code is right', async () => {
    const { redrafted, revised } = await verify([failing, {}], 'failed', true, undefined, 'accepted');
    expect(redrafted).toEqual([]);
    expect(revised).toHaveLength(1);
  });

  it('is not written once more after it was sharpened: what it shows is why it was', async () => {
    const weak = { weak: [at('test/a.test.ts', 'R1 passes broken')] };
    const { result, redrafted } = await verify([weak, failing], 'unchanged', true, undefined, 'accepted');
    expect(redrafted).toEqual([]);
    expect(result.tests.failed).toBe(0);
  });

  it('is kept where only another one fails when both are written once more', async () => {
    const two = (...paths: readonly string[]) => ({
      tests: paths.map((path) => ({ ...at('src/a.ts', `${path} expects 7`), source: 'test' as const })),
      atTests: paths.map((path) => at(path, `${path} expects 7`)),
    });
    const both = two('test/a.test.ts', 'test/b.test.ts');
    const other = two('test/b.test.ts');
    const { result } = await verify([both, other, other], 'unchanged', false, undefined, 'accepted');
    expect(result.redraftedTests).toEqual(['test/a.test.ts']);
    expect(result.tests.failed).toBe(1);
  });

  it('has a repair taken back that changes nothing of it', async () => {
    const { result } = await verify([failing], 'accepted', false, undefined, 'failed');
    expect(result).toMatchObject({ tree: refOf('tree 0'), repaired: [] });
    expect(result.tests.failed).toBe(1);
  });

  it('sends no two pieces of work under one number', async () => {
    const { repaired } = await verify([failing], 'failed', true, undefined, 'failed');
    const rounds = repaired.map(({ round }) => round);
    const work = repaired.map(({ path, round }) => `${path} ${round}`);
    expect(new Set(work).size).toBe(work.length);
    expect(new Set(rounds).size).toBeGreaterThan(3);
  });

  it('has no test revised twice', async () => {
    const { result, revised } = await verify([failing], 'failed', true);
    expect(revised).toHaveLength(1);
    expect(result.tests.failed).toBe(1);
  });

  it('has no test revised while its code can be mended', async () => {
    const { result, revised } = await verify([failing, {}], 'accepted', true);
    expect(revised).toEqual([]);
    expect(result.revisedTests).toBeUndefined();
  });

  it('has a test that notices nothing, and a README that does not work, sent back once, which is no flag', async () => {
    const weak = { weak: [at('test/a.test.ts', 'R1 passes broken')], readme: 'failed' as const };
    const { result, revised, mutated } = await verify([weak], 'accepted', true);
    expect(revised).toEqual([
      { path: 'README.md', messages: ['The command "npm test" failed: no such script'] },
      { path: 'test/a.test.ts', messages: ['R1 passes broken'] },
    ]);
    expect(mutated).toHaveLength(2);
    expect(result.revisedTests).toBeUndefined();
    expect(result.sharpenedTests).toEqual(['test/a.test.ts']);
  });

  it('keeps what was sound when a sharper test fails on code that nobody finds wrong', async () => {
    const weak = { weak: [at('test/a.test.ts', 'R1 passes broken')] };
    const { result, repaired, revised } = await verify([weak, failing], 'failed', true);
    expect(revised).toHaveLength(1);
    expect(repaired).toHaveLength(1);
    expect(result.tests.failed).toBe(0);
    expect(result.tree).toEqual(refOf('tree 0'));
    expect(result.costUsd).toBeCloseTo(0.25);
    expect(result).not.toHaveProperty('sharpenedTests');
    expect(result.putBackTests).toEqual(['test/a.test.ts']);
  });

  it('has its code mended for what a sharper test shows, though other tests have taken all rounds', async () => {
    const looks = Array.from({ length: REPAIR_ROUNDS }, (_, index) => ({
      tests: [at('src/a.ts', `wrong ${index}`)],
    }));
    const weak = { weak: [at('test/a.test.ts', 'R1 passes broken')] };
    const { result, repaired } = await verify([...looks, weak, failing, {}], 'accepted', true);
    expect(repaired).toHaveLength(REPAIR_ROUNDS + 1);
    expect(result).toMatchObject({ sharpenedTests: ['test/a.test.ts'], tests: { failed: 0 } });
    expect(result).not.toHaveProperty('putBackTests');
  });

  it.each<[string, Found]>([
    ['does not let the tests come to their end', { problem: UNENDED, passed: 0 }],
    ['has the proof fail', { proof: 'failed' }],
    ['has more types wrong', { types: [at('package.json')] }],
  ])('stays as it was where the sharper one %s', async (_what, after) => {
    const failed = { tests: [at('package.json')], atTests: [] };
    const weak = { ...failed, weak: [at('test/b.test.ts', 'R1 passes broken')] };
    const { result } = await verify([weak, { ...failed, ...after }], 'failed', true);
    expect(result.tree).toEqual(refOf('tree 0'));
    expect(result.putBackTests).toEqual(['test/b.test.ts']);
  });

  it('that is no README comes to be judged apart from it: one that works now stays, and one that does not goes', async () => {
    const weak = { weak: [at('test/a.test.ts', 'R1 passes broken')] };
    for (const wrongAfter of [0, 2]) {
      let times = 0;
      const followReadme = () => {
        const wrong = times++ === 0 ? 1 : wrongAfter;
        const steps = Array.from({ length: wrong }, (_, index) => ({
          step: `command ${String(index)}`,
          outcome: 'failed' as const,
          detail: 'no such script',
        }));
        return Promise.resolve({ steps });
      };
      const folded: (readonly string[])[] = [];
      const fold = (_tree: ArtifactRef, changes: readonly { readonly path: string }[]) => {
        folded.push(changes.map(({ path }) => path));
        return Promise.resolve(refOf(`fold ${folded.length}`));
      };
      const { result } = await verify([weak, failing], 'failed', true, undefined, null, {
        followReadme,
        fold,
      });
      expect(folded).toEqual([['README.md'], ['test/a.test.ts']]);
      expect(result.tests.failed).toBe(0);
      expect(result.tree).toEqual(wrongAfter === 0 ? refOf('fold 1') : refOf('tree 0'));
      expect(result.readme).toHaveLength(wrongAfter === 0 ? 0 : 1);
    }
  });

  it('is left as it is where the same would be written again', async () => {
    const { result, revised } = await verify([{ ...failing, weak: failing.atTests }], 'failed');
    expect(revised).toEqual([]);
    expect(result.rounds).toBe(0);
  });
});
