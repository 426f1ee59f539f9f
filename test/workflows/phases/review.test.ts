import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type {
  ProduceFileInput,
  ProduceFileResult,
  VerifyProjectResult,
} from '../../../src/protocol/children.js';
import type { Diagnostic } from '../../../src/protocol/diagnostic.js';
import { MillwrightError } from '../../../src/protocol/errors.js';
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

const none = findingsOf();
const BUILT: VerifyProjectResult = {
  tree: refOf('built'),
  rounds: 0,
  types: [],
  lint: { findings: none, unproven: null },
  tests: {
    passed: 1,
    failed: 0,
    skipped: 0,
    findings: none,
    atTests: [],
    results: null,
    unproven: null,
    sandbox: 'bubblewrap',
  },
  proof: [],
  readme: [],
  mutations: null,
  repaired: [],
  costUsd: 0,
};

/** The children that were started: in this process there is no workflow, so what it would ask of the server is answered here. */
const children: { readonly workflowId: string; readonly input: ProduceFileInput }[] = [];
const calls: string[] = [];
let failure: Error | undefined;
let runIsCancelled = false;
let goOn: (() => void)[] = [];
const signals: string[] = [];
let pause: () => void = () => undefined;
let resume: () => void = () => undefined;
/** What comes of a child; left out: it fails, or ends with the failure. */
let endOf: ((workflowId: string) => Promise<unknown>) | undefined;
let unsafe: readonly string[] = [];
/** How often the purse has no room for a reviewer, and how long was waited for it. */
let roomless = 0;
const slept: number[] = [];
const inFiles = (finding: Diagnostic): Diagnostic[] => unsafe.map((path) => ({ ...finding, path }));
const answers: Readonly<Record<string, (input: { aspect?: string; reviewer?: string }) => unknown>> = {
  review: ({ aspect }) => findingsOf(...(aspect === 'security' ? inFiles(SQL) : [])),
  askReviewer: ({ reviewer }) => ({
    outcome: roomless-- > 0 ? 'no-room' : 'reviewed',
    findings: reviewer === 'security' ? inFiles({ ...SQL, code: 'review/security' }) : [],
    dropped: 0,
    files: 1,
    spentUsd: 0,
  }),
  readFile: () => refOf('previous'),
  foldTree: () => refOf('mended tree'),
  judge: () => ({ levels: {}, evidence: refOf('evidence') }),
};
jest.unstable_mockModule('@temporalio/workflow', () => ({
  ...real,
  CancellationScope: { current: () => ({ consideredCancelled: runIsCancelled }) },
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
        (input: object) => {
          calls.push(name);
          return Promise.resolve(answer(input));
        },
      ]),
    ),
  executeChild: (_type: string, options: { workflowId: string; args: [ProduceFileInput] }) => {
    children.push({ workflowId: options.workflowId, input: options.args[0] });
    if (endOf !== undefined) return endOf(options.workflowId);
    return failure === undefined ? Promise.resolve(FAILED) : Promise.reject(failure);
  },
  startChild: (_type: string, options: { workflowId: string; args: [ProduceFileInput] }) => {
    children.push({ workflowId: options.workflowId, input: options.args[0] });
    const signal = (name: string): Promise<void> => {
      signals.push(name);
      return Promise.resolve();
    };
    return Promise.resolve({ signal, result: () => endOf?.(options.workflowId) });
  },
  sleep: (milliseconds: number) => {
    slept.push(milliseconds);
    return Promise.resolve();
  },
  condition: () =>
    new Promise<void>((resolve) => {
      goOn.push(resolve);
    }),
}));
const { review } = await import('../../../src/workflows/phases/review.js');
const { RunState } = await import('../../../src/workflows/run-state.js');

async function reviewed(
  taskUsd: number | null,
  change: { readonly paused?: boolean; readonly concurrency?: number } = {},
) {
  const { concurrency, ...ofState } = change;
  const options = generateInputSchema.parse({ brief: 'A shelf.', limits: { taskUsd }, concurrency });
  const state = new RunState(options, undefined);
  Object.assign(state, ofState);
  pause = () => {
    state.paused = true;
    state.onPause?.();
  };
  resume = () => {
    state.paused = false;
    for (const wake of goOn.splice(0)) wake();
  };
  state.plan = planOf([plannedFile('src/a.ts'), plannedFile('src/b.ts')]);
  return review(
    state,
    options,
    {
      analysis: { ref: refOf('analysis'), digest: analysisOf({ author: 'model' }) },
      plan: refOf('plan'),
      environment: refOf('environment'),
    },
    {
      result: BUILT,
      judged: { levels: {}, evidence: refOf('evidence') },
    },
    [],
  );
}

beforeEach(() => {
  unsafe = ['src/a.ts'];
  children.length = 0;
  calls.length = 0;
  slept.length = 0;
  roomless = 0;
  failure = undefined;
  runIsCancelled = false;
  endOf = undefined;
  goOn = [];
  signals.length = 0;
});

describe('the phase review', () => {
  it('sends a file back with what it may cost, under an id that no other round has', async () => {
    const { errors } = await reviewed(0.4);
    expect(children).toMatchObject([
      { workflowId: 'shelf/89abcdef/src/a.ts#review', input: { path: 'src/a.ts', taskUsd: 0.4 } },
    ]);
    expect(errors).toBe(1);
  });

  it.each([1, 2])('has %d files mended at a time in a run that builds as many', async (concurrency) => {
    unsafe = ['src/a.ts', 'src/b.ts'];
    const ends: (() => void)[] = [];
    endOf = () =>
      new Promise((resolve) => {
        ends.push(() => {
          resolve(FAILED);
        });
      });
    const reviewing = reviewed(0.4, { concurrency });
    await new Promise((resolve) => setImmediate(resolve));
    expect(ends).toHaveLength(concurrency);
    for (const end of ends) {
      end();
      await new Promise((resolve) => setImmediate(resolve));
    }
    const { errors } = await reviewing;
    expect(errors).toBe(2);
    expect(children).toHaveLength(2);
  });

  it('sets no bound where the run has none', async () => {
    await reviewed(null);
    expect(children).toHaveLength(1);
    expect(children[0]?.input).not.toHaveProperty('taskUsd');
  });

  it.each(['BudgetExhausted', 'ModelUnavailable', 'ModelRefused'] as const)(
    'goes on without what it would have mended when that ends as %s: the project is verified',
    async (type) => {
      failure = new MillwrightError(type, 'No endpoint answers.');
      const { errors, advice, verified } = await reviewed(0.4);
      expect(children).toHaveLength(1);
      expect(errors).toBe(0);
      expect(advice).toMatchObject([{ code: 'review/security' }]);
      expect(verified.result.tree).toEqual(refOf('built'));
    },
  );

  it('ends as anything else does that no model is the cause of', async () => {
    failure = new MillwrightError('ArtifactCorrupt', 'It is damaged.');
    await expect(reviewed(0.4)).rejects.toBe(failure);
  });

  it('leaves a file as it is whose work a person cancels, and ends when the run is cancelled', async () => {
    failure = new real.CancelledFailure('Cancelled.');
    const { advice, verified } = await reviewed(0.4);
    expect(advice).toMatchObject([{ code: 'review/security' }]);
    expect(verified.result.tree).toEqual(refOf('built'));
    runIsCancelled = true;
    await expect(reviewed(0.4)).rejects.toBe(failure);
  });

  it('verifies what was mended once a pause has ended', async () => {
    const seen = new Error('It was verified.');
    endOf = (workflowId) => {
      if (!workflowId.endsWith('#review')) return Promise.reject(seen);
      pause();
      return Promise.resolve({ ...FAILED, outcome: 'accepted', content: refOf('mended') });
    };
    const reviewing = reviewed(0.4);
    reviewing.catch(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    expect(calls).toContain('foldTree');
    expect(children).toHaveLength(1);
    resume();
    await expect(reviewing).rejects.toBe(seen);
    expect(children).toHaveLength(2);
  });

  it('looks at nothing of what was mended and verified while the run is paused', async () => {
    let end: (result: unknown) => void = () => undefined;
    endOf = (workflowId) =>
      workflowId.endsWith('#review')
        ? Promise.resolve({ ...FAILED, outcome: 'accepted', content: refOf('mended') })
        : new Promise((resolve) => {
            end = resolve;
          });
    const reviewing = reviewed(0.4);
    await new Promise((resolve) => setImmediate(resolve));
    const before = calls.filter((name) => name === 'review').length;
    pause();
    expect(signals).toEqual(['pause']);
    end({ ...BUILT, tree: refOf('mended tree') });
    await new Promise((resolve) => setImmediate(resolve));
    expect(calls.filter((name) => name === 'review')).toHaveLength(before);
    resume();
    await reviewing;
    expect(calls.filter((name) => name === 'review')).toHaveLength(2 * before);
  });

  it('waits for room in the purse, and asks the reviewer again', async () => {
    roomless = 4;
    const { reviews } = await reviewed(0.4);
    expect(reviews.map(({ outcome }) => outcome)).toEqual(['reviewed', 'reviewed', 'reviewed']);
    expect(slept).toEqual([2_000, 2_000, 2_000, 4_000]);
    expect(calls.filter((name) => name === 'askReviewer')).toHaveLength(7);
  });

  it('asks nobody while the run is paused', async () => {
    const reviewing = reviewed(0.4, { paused: true });
    await new Promise((resolve) => setImmediate(resolve));
    expect(calls).toEqual([]);
    resume();
    await reviewing;
    expect(calls).toContain('askReviewer');
  });
});
