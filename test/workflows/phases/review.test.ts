import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { ProduceFileInput, ProduceFileResult } from '../../../src/protocol/children.js';
import type { Diagnostic } from '../../../src/protocol/diagnostic.js';
import { generateInputSchema } from '../../../src/protocol/generate-input.js';
import { refOf } from '../../doubles/artifacts.js';
import { analysisOf, planOf, plannedFile } from '../../doubles/plans.js';
import { findingsOf } from '../../doubles/stub-activities.js';

const real = await import('@temporalio/workflow');

const SQL: Diagnostic = {
  code: 'MW7103',
  severity: 'error',
  source: 'security',
  path: 'src/a.ts',
  line: 3,
  message: 'SQL is built from values.',
  blocking: false,
};
const FAILED: ProduceFileResult = { outcome: 'failed', drafts: 4, diagnostics: [], costUsd: 0.25 };

/** The children that were started: in this process there is no workflow, so what it would ask of the server is answered here. */
const children: { readonly workflowId: string; readonly input: ProduceFileInput }[] = [];
const answers: Readonly<Record<string, (input: { aspect?: string; reviewer?: string }) => unknown>> = {
  review: ({ aspect }) => findingsOf(...(aspect === 'security' ? [SQL] : [])),
  askReviewer: ({ reviewer }) => ({
    outcome: 'reviewed',
    findings: reviewer === 'security' ? [{ ...SQL, code: 'review/security' }] : [],
    dropped: 0,
    files: 1,
    spentUsd: 0,
  }),
  readFile: () => refOf('previous'),
};
jest.unstable_mockModule('@temporalio/workflow', () => ({
  ...real,
  patched: () => true,
  setCurrentDetails: () => undefined,
  upsertSearchAttributes: () => undefined,
  workflowInfo: () => ({
    firstExecutionRunId: '0123456789abcdef',
    workflowId: 'shelf',
    startTime: new Date(0),
  }),
  proxyActivities: () =>
    Object.fromEntries(
      Object.entries(answers).map(([name, answer]) => [
        name,
        (input: object) => Promise.resolve(answer(input)),
      ]),
    ),
  executeChild: (_type: string, options: { workflowId: string; args: [ProduceFileInput] }) => {
    children.push({ workflowId: options.workflowId, input: options.args[0] });
    return Promise.resolve(FAILED);
  },
}));
const { review } = await import('../../../src/workflows/phases/review.js');
const { RunState } = await import('../../../src/workflows/run-state.js');

async function reviewed(taskUsd: number | null) {
  const options = generateInputSchema.parse({ brief: 'A shelf.', limits: { taskUsd } });
  const state = new RunState(options, undefined);
  state.plan = planOf([plannedFile('src/a.ts')]);
  const none = findingsOf();
  return review(
    state,
    options,
    {
      analysis: { ref: refOf('analysis'), digest: analysisOf({ author: 'model' }) },
      plan: refOf('plan'),
      environment: refOf('environment'),
    },
    {
      result: {
        tree: refOf('built'),
        rounds: 0,
        types: [],
        lint: { findings: none, unproven: null },
        tests: {
          passed: 1,
          failed: 0,
          skipped: 0,
          findings: none,
          results: null,
          unproven: null,
          sandbox: 'bubblewrap',
        },
        proof: [],
        repaired: [],
        costUsd: 0,
      },
      judged: { levels: {}, evidence: refOf('evidence') },
    },
    [],
  );
}

beforeEach(() => {
  children.length = 0;
});

describe('the phase review', () => {
  it('sends a file back with what it may cost, under an id that no other round has', async () => {
    const { errors } = await reviewed(0.4);
    expect(children).toMatchObject([
      { workflowId: 'shelf/01234567/src/a.ts#review', input: { path: 'src/a.ts', taskUsd: 0.4 } },
    ]);
    expect(errors).toBe(1);
  });

  it('sets no bound where the run has none', async () => {
    await reviewed(null);
    expect(children).toHaveLength(1);
    expect(children[0]?.input).not.toHaveProperty('taskUsd');
  });
});
