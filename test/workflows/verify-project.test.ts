import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { generateInputSchema } from '../../src/protocol/generate-input.js';
import { EMPTY_TREE } from '../../src/protocol/tree.js';
import { startBuild, type FileProgress } from '../../src/workflows/loops/build-state.js';
import { refOf } from '../doubles/artifacts.js';
import { blockingFinding } from '../doubles/build-world.js';
import { analysisOf, planOf, plannedFile } from '../doubles/plans.js';
import { findingsOf } from '../doubles/stub-activities.js';

const real = await import('@temporalio/workflow');

const cancelled = new real.CancelledFailure('Cancelled.');
let runIsCancelled = false;
/** Files in which something is found. */
let unsound: readonly string[] = [];
/** Children that are under way, and the most that were. */
let open = 0;
let most = 0;
/** In this process there is no workflow: what it would ask of the server is answered here. */
const answers: Readonly<Record<string, unknown>> = {
  readPlan: { digest: planOf(['src/a.ts', 'src/b.ts', 'src/c.ts'].map((path) => plannedFile(path))) },
  readFile: refOf('previous'),
  lint: { findings: findingsOf(), unproven: null },
  test: {
    passed: 1,
    failed: 0,
    skipped: 0,
    findings: findingsOf(),
    atTests: [],
    results: null,
    unproven: null,
  },
  prove: { steps: [] },
  mutate: { mutations: null, killed: 0, survived: 0, unproven: null, weak: [] },
  followReadme: { steps: [] },
};
jest.unstable_mockModule('@temporalio/workflow', () => ({
  ...real,
  CancellationScope: { current: () => ({ consideredCancelled: runIsCancelled }) },
  setHandler: () => undefined,
  setCurrentDetails: () => undefined,
  workflowInfo: () => ({
    firstExecutionRunId: '0123456789abcdef',
    workflowId: 'shelf',
    startTime: new Date(0),
  }),
  proxyActivities: () => ({
    ...Object.fromEntries(
      Object.entries(answers).map(([name, answer]) => [name, () => Promise.resolve(answer)]),
    ),
    checkTree: () => Promise.resolve(findingsOf(...unsound.map((path) => blockingFinding(path)))),
  }),
  executeChild: async () => {
    open += 1;
    most = Math.max(most, open);
    await new Promise((resolve) => setImmediate(resolve));
    open -= 1;
    throw cancelled;
  },
}));
const { verifyProject } = await import('../../src/workflows/verify-project.js');
const { verification } = await import('../../src/workflows/phases/verify.js');
const { RunState } = await import('../../src/workflows/run-state.js');

function verified(concurrency?: number, files: readonly FileProgress[] = []) {
  const input = { brief: 'A shelf.', limits: { retriesPerFile: 2 }, concurrency };
  const options = generateInputSchema.parse(input);
  const foundation = {
    analysis: { ref: refOf('analysis'), digest: analysisOf() },
    plan: refOf('plan'),
    environment: refOf('environment'),
  };
  const state = new RunState(options, undefined);
  return verifyProject(verification(state, options, foundation, refOf('built'), files, undefined));
}

beforeEach(() => {
  runIsCancelled = false;
  unsound = ['src/a.ts'];
  most = 0;
});

describe('a verification', () => {
  it('goes on without a repair that a person cancels, and gives its draft numbers to no other', async () => {
    const { sentBack, types, errors } = await verified();
    expect(sentBack).toEqual([{ path: 'src/a.ts', drafts: 6 }]);
    expect(types).toHaveLength(1);
    expect(errors).toBeGreaterThan(0);
  });

  it.each([1, 2])('sends back %d files at a time in a run that builds as many', async (concurrency) => {
    unsound = ['src/a.ts', 'src/b.ts', 'src/c.ts'];
    const { sentBack } = await verified(concurrency);
    expect(sentBack?.map(({ path }) => path)).toEqual(unsound);
    expect(most).toBe(concurrency);
  });

  it('sends nothing back that the tree does not have: the rest is looked at all the same', async () => {
    unsound = ['src/a.ts', 'src/b.ts'];
    const { files } = startBuild(planOf([plannedFile('src/b.ts')]), EMPTY_TREE);
    const lost = files.map((file) => ({ ...file, standing: 'failed' as const }));
    const { sentBack, types } = await verified(2, lost);
    expect(sentBack?.map(({ path }) => path)).toEqual(['src/a.ts']);
    expect(types).toHaveLength(2);
  });

  it('ends when the run is cancelled', async () => {
    runIsCancelled = true;
    await expect(verified()).rejects.toThrow('Cancelled.');
  });
});
