import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowExecutionDescription, WorkflowHandle } from '@temporalio/client';
import { workflowMetadataQuery } from '@temporalio/workflow';
import { QUERIES, SEARCH_ATTRIBUTES, TASK_QUEUES } from '../../../src/protocol/names.js';
import type { Activities } from '../../../src/protocol/activities.js';
import type { Costs, Progress } from '../../../src/protocol/progress.js';
import { ACTIVITY_OPTIONS } from '../../../src/workflows/activity-options.js';
import { begunIn, failedTasks, largestPayload, written, type History } from '../../doubles/history.js';
import { analysisOf, EDGES, planOf, plannedFile } from '../../doubles/plans.js';
import { RunStage, type StagedRun } from '../../doubles/run-stage.js';
import { THREE_FILES, findingsOf } from '../../doubles/stub-activities.js';
import { refOf } from '../../doubles/artifacts.js';
import { blockingFinding } from '../../doubles/build-world.js';
import { shortKey } from '../../../src/protocol/run-key.js';

const BRIEF = 'A REST API for a library, with books and loans.';
const LARGEST_PAYLOAD = 256 * 1024;

let stage: RunStage;
beforeAll(async () => {
  stage = await RunStage.open();
});
afterAll(async () => {
  await stage.close();
});

/** The histories of a run and of all its children. */
async function family(history: History): Promise<readonly History[]> {
  const children = begunIn(history).filter(({ what }) => what === 'child');
  const below = await Promise.all(children.map(async ({ id }) => family(await stage.history(id))));
  return [history, ...below.flat()];
}

describe('a run in which nothing goes wrong', () => {
  let run: Awaited<ReturnType<RunStage['deliver']>>;
  let histories: readonly History[];
  let description: WorkflowExecutionDescription;
  beforeAll(async () => {
    const analysis = analysisOf({
      requirements: [
        { id: 'R1', proof: 'check' },
        { id: 'R2', proof: 'check' },
      ],
      questions: [{ id: 'size', text: 'How many books?', options: ['few', 'many'], default: 'few' }],
    });
    run = await stage.deliver('delivered', { analysis }, { brief: BRIEF });
    histories = await family(await run.history());
    description = await run.handle.describe();
  });

  it('is delivered without a flag, with every file and the manifest in its tree', () => {
    expect(run.delivery).toMatchObject({ outcome: 'delivered', flags: [], name: 'library-api' });
    expect(
      run.stub.trees.files({ manifest: run.delivery.tree, changes: [] }).map(({ path }) => path),
    ).toEqual(['package.json', 'src/base.ts', 'src/user.ts', 'test/user.test.ts']);
  });

  it('takes the default of each question and records it as an assumption', () => {
    expect(run.stub.of('plan')[0]?.answers).toEqual({ size: 'few' });
    expect(run.stub.of('deliver')[0]?.assumptions).toEqual(['How many books? Assumed: few.']);
  });

  it('builds each file in a child of its own that belongs to the run', () => {
    const files = begunIn(histories[0] ?? {}).filter(({ name }) => name === 'produceFile');
    const key = run.handle.firstExecutionRunId;
    expect(files.map(({ id }) => id).sort()).toEqual(
      THREE_FILES.files.map(({ path }) => `delivered/${shortKey(key)}/${path}`).sort(),
    );
    expect(new Set(run.stub.calls.map(({ input }) => (input as { run: { id: string } }).run.id))).toEqual(
      new Set([key]),
    );
  });

  it('schedules every set of activity options, each on its task queue', () => {
    const begun = histories.flatMap(begunIn).filter(({ what }) => what === 'activity');
    const names = new Set(begun.map(({ name }) => name as keyof Activities));
    const used = new Set([...names].map((name) => ACTIVITY_OPTIONS[name]));
    expect(used).toEqual(new Set(Object.values(ACTIVITY_OPTIONS)));
    for (const { name, queue } of begun) {
      expect(queue).toBe(ACTIVITY_OPTIONS[name as keyof Activities].taskQueue);
    }
    expect(new Set(begun.map(({ queue }) => queue))).toEqual(new Set(Object.values(TASK_QUEUES)));
  });

  it('gives every activity and child a summary for the Web UI', () => {
    for (const { summary, name } of histories.flatMap(begunIn)) {
      expect(`${name}: ${summary ?? ''}`).toMatch(/^\w+: \S/);
    }
    const summaries = histories.flatMap(begunIn).map(({ summary }) => summary);
    expect(summaries).toEqual(
      expect.arrayContaining(['src/base.ts', 'src/base.ts · draft 1', 'gate of core']),
    );
  });

  it('never fails a workflow task, and keeps every payload small', () => {
    for (const history of histories) {
      expect(failedTasks(history)).toBe(0);
      expect(largestPayload(history)).toBeLessThan(LARGEST_PAYLOAD);
    }
  });

  it('writes its phases as search attributes, at their borders only', () => {
    const history = histories[0] ?? {};
    expect(written(history, SEARCH_ATTRIBUTES.phase.name)).toEqual([
      'analyze',
      'clarify',
      'plan',
      'approve',
      'prepare',
      'build',
      'gate',
      'build',
      'verify',
      'review',
      'deliver',
      'done',
    ]);
    expect(written(history, SEARCH_ATTRIBUTES.outcome.name)).toEqual(['delivered']);
    const current = description.typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]);
    expect(Object.fromEntries(current)).toMatchObject({
      MillwrightPhase: 'done',
      MillwrightOutcome: 'delivered',
      MillwrightKind: 'library',
      MillwrightFlags: 0,
      MillwrightCostUsd: 0,
    });
  });

  it('settles its record with what was delivered', () => {
    expect(run.stub.of('settleRun')).toMatchObject([
      {
        input: { brief: BRIEF },
        outcome: 'delivered',
        error: null,
        delivery: run.delivery,
        name: 'library-api',
      },
    ]);
  });

  it('answers its queries after it has closed', async () => {
    const progress = await run.handle.query<Progress>(QUERIES.progress);
    expect(progress).toMatchObject({
      run: { id: run.handle.firstExecutionRunId, workflowId: 'delivered' },
      phase: 'done',
      outcome: 'delivered',
      name: 'library-api',
      understood: ['A library keeps books.'],
      requirements: { total: 2, open: 0 },
      paused: false,
      waitingFor: [],
    });
    expect(progress.files).toHaveLength(3);
    expect(progress.files[0]).toEqual({
      path: 'src/base.ts',
      state: 'accepted',
      priority: 'critical',
      attempts: 1,
    });
    expect(await run.handle.query(QUERIES.plan)).toEqual(THREE_FILES);
    expect(await run.handle.query(QUERIES.requests)).toEqual([]);
    expect(await run.handle.query<Costs>(QUERIES.costs)).toEqual({
      spentUsd: 0,
      limitUsd: null,
      estimate: null,
    });
  });
});

/** What the Web UI shows of a workflow beside its history. */
async function currentDetails(handle: WorkflowHandle): Promise<string> {
  return (await handle.query(workflowMetadataQuery)).currentDetails ?? '';
}

describe('the current details of a run', () => {
  it('tell its phase and the files that are being built, and each file its draft', async () => {
    const seen = new Map<string, string>();
    const { handle } = await stage.deliver(
      'detailed',
      {
        answers: {
          buildFile: async ({ path, author }) => {
            const run = stage.client.workflow.getHandle('detailed');
            const { runId } = await run.describe();
            const child = stage.client.workflow.getHandle(`detailed/${shortKey(runId)}/${path}`);
            seen.set('run', await currentDetails(run)).set(path, await currentDetails(child));
            return { outcome: 'draft', content: refOf(path), author, costUsd: 0 };
          },
        },
      },
      { brief: BRIEF },
    );
    expect(seen.get('run')).toMatch(
      /^\*\*library-api\*\* · build\n\n2 of 3 files accepted, 1 being built\.\n[^]*Being built: `test\/user\.test\.ts`/,
    );
    expect(seen.get('src/base.ts')).toBe('src/base.ts: draft 1 by the blueprint author');
    expect(await currentDetails(handle)).toMatch(/^\*\*library-api\*\* · done\n/);
  });
});

describe('a run that has something to say', () => {
  it('is delivered with flags on what failed, what is open and what could not be shown', async () => {
    const analysis = analysisOf({
      requirements: [{ id: 'R1', proof: 'none', reason: 'taste cannot be tested' }],
    });
    const { delivery, stub } = await stage.deliver(
      'flagged',
      {
        analysis,
        answers: {
          validate: ({ path }) => ({
            findings:
              path === 'src/user.ts' ? findingsOf(blockingFinding(path, 'Never right.')) : findingsOf(),
          }),
          test: () => ({
            passed: 0,
            failed: 0,
            skipped: 0,
            findings: findingsOf(),
            atTests: [],
            results: null,
            unproven: 'no sandbox works here',
            sandbox: 'none available',
          }),
        },
      },
      { brief: BRIEF, limits: { retriesPerFile: 1 } },
    );
    expect(delivery.outcome).toBe('delivered-with-flags');
    expect(delivery.flags.map(({ code, about }) => `${code} ${about}`)).toEqual([
      'file-failed src/user.ts',
      'file-failed test/user.test.ts',
      'requirement-open R1',
      'unproven tests',
    ]);
    expect(delivery.flags[0]?.message).toContain('Never right.');
    expect(stub.of('deliver')[0]?.files.map(({ path, outcome }) => `${path} ${outcome}`)).toEqual([
      'src/base.ts accepted',
      'src/user.ts failed',
      'test/user.test.ts not-built',
    ]);
  });

  it('reports every flag, and carries the first of them in its result', async () => {
    const requirements = Array.from({ length: 70 }, (_, index) => ({
      id: `R${index + 1}`,
      proof: 'none' as const,
      reason: 'nothing can show it',
    }));
    const { delivery, stub, history } = await stage.deliver(
      'many-flags',
      { analysis: analysisOf({ requirements }) },
      { brief: BRIEF },
    );
    expect(delivery.flags).toHaveLength(50);
    expect(stub.of('deliver')[0]?.flags).toHaveLength(70);
    expect(stub.of('settleRun')[0]?.flags).toBe(70);
    expect(written(await history(), SEARCH_ATTRIBUTES.flags.name).at(-1)).toBe(70);
  });

  it('repairs what verification found, in a child under a name of its own', async () => {
    const { delivery, stub, history } = await stage.deliver(
      'repaired',
      {
        answers: {
          buildFile: ({ path, draft, author }) => ({
            outcome: 'draft',
            content: refOf(`${path}, draft ${draft}`),
            author,
            costUsd: 0.25,
          }),
          checkTree: ({ tree }, nth) =>
            nth === 2 && tree.manifest !== null ? findingsOf(blockingFinding('src/user.ts')) : findingsOf(),
        },
      },
      { brief: BRIEF },
    );
    expect(delivery.outcome).toBe('delivered');
    // The draft of each file, and the repair.
    expect(delivery.costUsd).toBe(1);
    const repairs = stub.of('buildFile').filter(({ path }) => path === 'src/user.ts');
    expect(repairs.map(({ draft, tier }) => `${draft} ${tier}`)).toEqual(['1 standard', '2 strong']);
    expect(repairs[1]?.repair?.findings.diagnostics).toEqual([blockingFinding('src/user.ts')]);
    const verify = begunIn(await history()).find(({ name }) => name === 'verifyProject');
    const child = begunIn(await stage.history(verify?.id ?? '')).find(({ what }) => what === 'child');
    expect(child).toMatchObject({ name: 'produceFile', summary: 'repair src/user.ts' });
  });

  it('waits for room in the purse, with a timer that says so', async () => {
    const { handle, history } = await stage.deliver(
      'no-room',
      {
        answers: {
          buildFile: ({ path, author, draft }, nth) =>
            nth === 1
              ? { outcome: 'no-room' }
              : {
                  outcome: 'draft',
                  content: { sha256: 'a'.repeat(64), bytes: draft + path.length },
                  author,
                  costUsd: 0.25,
                },
        },
      },
      { brief: BRIEF },
    );
    const first = begunIn(await history()).find(({ name }) => name === 'produceFile');
    const timers = begunIn(await stage.history(first?.id ?? '')).filter(({ what }) => what === 'timer');
    expect(timers).toMatchObject([{ summary: 'waiting for room in the purse' }]);
    expect((await handle.query<Costs>(QUERIES.costs)).spentUsd).toBe(0.75);
  });

  it('grants what a draft needs, and builds it', async () => {
    const amended = {
      ...THREE_FILES,
      files: [...THREE_FILES.files, plannedFile('src/shared.ts', { phase: 'edges' })],
    };
    const amendedPlan = { sha256: 'b'.repeat(64), bytes: 7 };
    const { delivery, stub } = await stage.deliver(
      'amended',
      {
        calls: { prepare: 2, checkContracts: 2, amendPlan: 1 },
        answers: {
          buildFile: ({ path, draft, author }) =>
            path === 'src/user.ts' && draft === 1
              ? {
                  outcome: 'needs',
                  costUsd: 0,
                  needs: [{ kind: 'package', name: 'pino', version: '1.0.0', dev: false, why: 'it logs' }],
                }
              : {
                  outcome: 'draft',
                  content: { sha256: 'c'.repeat(64), bytes: path.length },
                  author,
                  costUsd: 0,
                },
          amendPlan: () => ({ plan: amendedPlan, digest: amended }),
          readPlan: () => ({ plan: amendedPlan, digest: amended }),
        },
      },
      { brief: BRIEF },
    );
    expect(delivery.outcome).toBe('delivered');
    expect(stub.of('deliver')[0]).toMatchObject({
      plan: amendedPlan,
      amendments: ['src/user.ts: package, because it logs'],
    });
    expect(stub.of('buildFile').map(({ path }) => path)).toContain('src/shared.ts');
    expect(stub.of('buildFile').filter(({ path }) => path === 'src/user.ts')).toHaveLength(2);
  });
});

describe('input that cannot be used', () => {
  it.each<[string, readonly unknown[], RegExp]>([
    ['an empty object', [{}], /brief: is missing/],
    ['an empty brief', [{ brief: '' }], /brief: is empty/],
    ['a misspelt field', [{ breif: BRIEF }], /breif: is not a field; did you mean "brief"\?/],
    ['a brief that is no text', [{ brief: 7 }], /brief: .*expected string/],
    ['a string', ['todo'], /input: .*expected object/],
    ['null', [null], /input: .*expected object/],
    ['no input at all', [], /input: .*expected object/],
    [
      'a base that leaves the project',
      [{ brief: BRIEF, base: { manifest: null, changes: [{ path: '../x', content: null }] } }],
      /base.*\.\.\/x/,
    ],
  ])('fails the run at once as InvalidBrief: %s', async (what, args, problem) => {
    const id = `bad-${what.replaceAll(' ', '-')}`;
    const run: StagedRun = await stage.start(id, {}, ...args);
    await expect(run.handle.result()).rejects.toMatchObject({
      cause: { type: 'InvalidBrief', nonRetryable: true, message: expect.stringMatching(problem) },
    });
    const history = await run.history();
    expect(failedTasks(history)).toBe(0);
    expect(begunIn(history)).toEqual([]);
  });
});

describe('a plan', () => {
  it('goes back with what is wrong with it, and is built once it is sound', async () => {
    const unsound = planOf([plannedFile('src/a.ts', { needs: ['src/gone.ts'] })], { phases: [EDGES] });
    const { delivery, stub } = await stage.deliver(
      'planned-again',
      { plans: [unsound, THREE_FILES], calls: { plan: 2 } },
      { brief: BRIEF },
    );
    expect(delivery.outcome).toBe('delivered');
    expect(stub.of('plan')[1]?.problems.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['plan/unknown-dependency', 'plan/phase']),
    );
  });

  it('that stays unsound ends the run as InvalidPlan after three attempts, before a file is paid for', async () => {
    const unsound = planOf([plannedFile('src/a.ts', { needs: ['src/a.ts'] })]);
    const run = await stage.start('unsound', { plans: [unsound], calls: { plan: 3 } }, { brief: BRIEF });
    await expect(run.handle.result()).rejects.toMatchObject({
      cause: { type: 'InvalidPlan', message: expect.stringContaining('src/a.ts → src/a.ts') },
    });
    expect(run.stub.of('plan')).toHaveLength(3);
    expect(run.stub.of('buildFile')).toEqual([]);
  });

  it('that a registry or the compiler refuses goes back too', async () => {
    const { stub } = await stage.deliver(
      'refused-packages',
      {
        calls: { plan: 3, prepare: 3, checkContracts: 2 },
        answers: {
          prepare: (_input, nth) => ({
            environment: { sha256: 'e'.repeat(64), bytes: 1 },
            changes: [],
            findings:
              nth === 1 ? findingsOf(blockingFinding('package.json', 'No such package.')) : findingsOf(),
          }),
          checkContracts: (_input, nth) =>
            nth === 1 ? findingsOf(blockingFinding('src/base.ts', 'No such type.')) : findingsOf(),
        },
      },
      { brief: BRIEF },
    );
    expect(stub.of('plan').map(({ problems }) => problems.map(({ message }) => message))).toEqual([
      [],
      ['No such package.'],
      ['No such type.'],
    ]);
  });
});
