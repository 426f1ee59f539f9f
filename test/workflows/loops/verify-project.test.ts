import { describe, expect, it } from '@jest/globals';
import type { Findings } from '../../../src/protocol/findings.js';
import type { FollowReadmeInput, TestRunResult } from '../../../src/protocol/verify-activities.js';
import type { ArtifactRef } from '../../../src/protocol/artifact.js';
import type { Diagnostic } from '../../../src/protocol/diagnostic.js';
import { diagnosticsSignature } from '../../../src/protocol/diagnostics.js';
import { REPAIR_ROUNDS, verifyProject } from '../../../src/workflows/loops/verify-project.js';
import { refOf } from '../../doubles/artifacts.js';
import { accepted, blockingFinding, failed } from '../../doubles/build-world.js';
import { plannedFile } from '../../doubles/plans.js';

const files = [
  plannedFile('src/a.ts'),
  plannedFile('src/b.ts'),
  plannedFile('test/a.test.ts', { role: 'tester' }),
];

function findings(diagnostics: readonly Diagnostic[]): Findings {
  const blocking = diagnostics.filter((diagnostic) => diagnostic.blocking).length;
  return { diagnostics, blocking, signature: diagnosticsSignature(diagnostics), all: null };
}
function testRun(diagnostics: readonly Diagnostic[]): TestRunResult {
  const failing = diagnostics.length;
  return {
    passed: 1,
    failed: failing,
    skipped: 0,
    findings: findings(diagnostics),
    results: null,
    unproven: null,
    sandbox: 'bubblewrap',
  };
}

interface Found {
  readonly types?: readonly Diagnostic[];
  readonly lint?: readonly Diagnostic[];
  readonly tests?: readonly Diagnostic[];
}

/** Verifies a tree; `found` says what is found in the first look, the second, and so on (the last one stays). */
async function verify(looks: readonly Found[], repairs: 'accepted' | 'failed' = 'accepted') {
  let look = -1;
  const found = (): Found => looks[Math.min(look, looks.length - 1)] ?? {};
  const repaired: { path: string; round: number; diagnostics: readonly Diagnostic[] }[] = [];
  const proven: ArtifactRef[] = [];
  const mutated: ArtifactRef[] = [];
  const followed: FollowReadmeInput['ran'][] = [];
  const result = await verifyProject(
    { tree: refOf('tree 0'), files },
    {
      checkTypes: () => {
        look += 1;
        return Promise.resolve(findings(found().types ?? []));
      },
      lint: () => Promise.resolve({ findings: findings(found().lint ?? []), unproven: null }),
      test: () => Promise.resolve(testRun(found().tests ?? [])),
      prove: (tree) => {
        proven.push(tree);
        return Promise.resolve({ steps: [{ step: 'build', outcome: 'passed', detail: '' }] });
      },
      mutate: (tree) => {
        mutated.push(tree);
        return Promise.resolve({ mutations: refOf('mutations'), killed: 1, survived: 0, unproven: null });
      },
      followReadme: (_tree, ran) => {
        followed.push(ran);
        return Promise.resolve({ steps: [{ step: 'npm test', outcome: 'passed', detail: '' }] });
      },
      repair: (path, diagnostics, round) => {
        repaired.push({ path, round, diagnostics });
        const request = {
          path,
          round,
          draftsBefore: 1,
          retries: 0,
          tree: { manifest: null, changes: [] },
          repair: null,
        };
        return Promise.resolve(
          repairs === 'accepted' ? accepted(request, { costUsd: 0.5 }) : failed(request),
        );
      },
      fold: () => Promise.resolve(refOf(`tree ${look + 1}`)),
    },
  );
  return { result, repaired, proven, mutated, followed };
}

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

  it('ends early when it comes back to what was found two rounds before', async () => {
    const one = { tests: [at('src/a.ts', 'one')] };
    const two = { tests: [at('src/a.ts', 'two')] };
    expect((await verify([one, two, one, two])).repaired).toHaveLength(2);
  });

  it('ends when no repair was accepted, with the tree as it was', async () => {
    const { result, repaired } = await verify([{ tests: [at('src/a.ts')] }], 'failed');
    expect(repaired).toHaveLength(1);
    expect(result).toMatchObject({ tree: refOf('tree 0'), rounds: 0, repaired: [] });
  });
});
