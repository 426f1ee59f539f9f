import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { generateInputSchema } from '../../src/protocol/generate-input.js';
import { refOf } from '../doubles/artifacts.js';
import { blockingFinding } from '../doubles/build-world.js';
import { planOf, plannedFile } from '../doubles/plans.js';
import { findingsOf } from '../doubles/stub-activities.js';

const real = await import('@temporalio/workflow');

const cancelled = new real.CancelledFailure('Cancelled.');
let runIsCancelled = false;
/** In this process there is no workflow: what it would ask of the server is answered here. */
const answers: Readonly<Record<string, unknown>> = {
  readPlan: { digest: planOf([plannedFile('src/a.ts')]) },
  readFile: refOf('previous'),
  checkTree: findingsOf(blockingFinding('src/a.ts')),
  lint: { findings: findingsOf(), unproven: null },
  test: { passed: 1, failed: 0, skipped: 0, findings: findingsOf(), results: null, unproven: null },
  prove: { steps: [] },
  mutate: null,
  followReadme: null,
};
jest.unstable_mockModule('@temporalio/workflow', () => ({
  ...real,
  patched: () => true,
  CancellationScope: { current: () => ({ consideredCancelled: runIsCancelled }) },
  setHandler: () => undefined,
  setCurrentDetails: () => undefined,
  workflowInfo: () => ({ workflowId: 'shelf/01234567/verify' }),
  proxyActivities: () =>
    Object.fromEntries(
      Object.entries(answers).map(([name, answer]) => [name, () => Promise.resolve(answer)]),
    ),
  executeChild: () => Promise.reject(cancelled),
}));
const { verifyProject } = await import('../../src/workflows/verify-project.js');

function verified() {
  const { limits, sandbox } = generateInputSchema.parse({ brief: 'A shelf.', limits: { retriesPerFile: 2 } });
  return verifyProject({
    run: { workflowId: 'shelf', id: '0123456789abcdef' },
    analysis: refOf('analysis'),
    plan: refOf('plan'),
    environment: refOf('environment'),
    tree: refOf('built'),
    sandbox,
    limits,
    author: 'blueprint',
    drafts: {},
  });
}

beforeEach(() => {
  runIsCancelled = false;
});

describe('a verification', () => {
  it('goes on without a repair that a person cancels, and gives its draft numbers to no other', async () => {
    const { sentBack, types, errors } = await verified();
    expect(sentBack).toEqual([{ path: 'src/a.ts', drafts: 6 }]);
    expect(types).toHaveLength(1);
    expect(errors).toBeGreaterThan(0);
  });

  it('ends when the run is cancelled', async () => {
    runIsCancelled = true;
    await expect(verified()).rejects.toThrow('Cancelled.');
  });
});
