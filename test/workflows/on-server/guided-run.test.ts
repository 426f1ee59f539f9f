import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { CancelledFailure } from '@temporalio/common';
import type { PersonRequest } from '../../../src/protocol/messages.js';
import { childIds, QUERIES, REFUSALS, SIGNALS, UPDATES } from '../../../src/protocol/names.js';
import type { Progress } from '../../../src/protocol/progress.js';
import { blockingFinding } from '../../doubles/build-world.js';
import { begunIn, eventsOf, failedTasks } from '../../doubles/history.js';
import { analysisOf, planOf, plannedFile } from '../../doubles/plans.js';
import { RunStage, update, type RunHandle } from '../../doubles/run-stage.js';
import { findingsOf, THREE_FILES } from '../../doubles/stub-activities.js';
import { until } from '../../doubles/until.js';

const GUIDED = { brief: 'A REST API for a library.', mode: 'guided' };

let stage: RunStage;
beforeAll(async () => {
  stage = await RunStage.open();
});
afterAll(async () => {
  await stage.close();
});

/** Waits until the run asks `id`. */
function asked(handle: RunHandle, id: string): Promise<PersonRequest> {
  return until(async () =>
    (await handle.query<readonly PersonRequest[]>(QUERIES.requests)).find((request) => request.id === id),
  );
}

function respond(handle: RunHandle, response?: unknown): Promise<unknown> {
  return update(handle, UPDATES.respond, response);
}

/** The type with which an update was refused. */
async function refused(sent: Promise<unknown>): Promise<unknown> {
  const error: unknown = await sent.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(WorkflowUpdateFailedError);
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
  return cause !== undefined && 'type' in cause ? cause.type : undefined;
}

describe('a guided run', () => {
  it('asks what changes the result, shows its plan, and goes on as it is answered', async () => {
    const analysis = analysisOf({
      questions: [{ id: 'size', text: 'How many books?', options: ['few', 'many'], default: 'few' }],
    });
    const run = await stage.start('guided', { analysis }, GUIDED);
    const request = await asked(run.handle, 'clarify-size');
    expect(request).toMatchObject({
      kind: 'clarify',
      question: 'How many books?',
      options: ['few', 'many'],
      default: 'few',
    });
    expect(Date.parse(request.deadline ?? '')).toBeGreaterThan(Date.parse(request.askedAt));
    expect(await run.handle.query<Progress>(QUERIES.progress)).toMatchObject({
      phase: 'clarify',
      waitingFor: ['clarify-size'],
    });

    expect(await refused(respond(run.handle, { requestId: 'clarify-size', choice: 'some' }))).toBe(
      REFUSALS.badResponse,
    );
    expect(await refused(respond(run.handle, { requestId: 'clarify-colour', choice: 'red' }))).toBe(
      REFUSALS.unknownRequest,
    );
    expect(await refused(respond(run.handle))).toBe(REFUSALS.badResponse);
    expect(await refused(respond(run.handle, { requestId: 'clarify-size', choise: 'few' }))).toBe(
      REFUSALS.badResponse,
    );
    await respond(run.handle, { requestId: 'clarify-size', choice: 'many' });

    expect(await asked(run.handle, 'approve-plan')).toMatchObject({
      kind: 'approve',
      options: ['approve', 'stop'],
    });
    expect(await run.handle.query(QUERIES.plan)).toEqual(THREE_FILES);
    expect(await refused(respond(run.handle, { requestId: 'clarify-size', choice: 'few' }))).toBe(
      REFUSALS.alreadyAnswered,
    );
    await respond(run.handle, { requestId: 'approve-plan', choice: 'approve' });

    expect((await run.handle.result()).outcome).toBe('delivered');
    expect(run.stub.of('plan')[0]?.answers).toEqual({ size: 'many' });
    const history = await run.history();
    const timers = begunIn(history).filter(({ what }) => what === 'timer');
    expect(timers.map(({ summary }) => summary)).toEqual([
      'deadline of clarify-size',
      'deadline of approve-plan',
    ]);
    expect(failedTasks(history)).toBe(0);
  });

  it('takes an approval before it asks, and only once', async () => {
    const analysis = analysisOf({
      questions: [{ id: 'size', text: 'How many books?', options: ['few', 'many'], default: 'few' }],
    });
    const run = await stage.start('early', { analysis }, GUIDED);
    await asked(run.handle, 'clarify-size');
    expect(await refused(respond(run.handle, { requestId: 'approve-plan', choice: 'perhaps' }))).toBe(
      REFUSALS.badResponse,
    );
    await respond(run.handle, { requestId: 'approve-plan', choice: 'approve' });
    expect(await refused(respond(run.handle, { requestId: 'approve-plan', choice: 'stop' }))).toBe(
      REFUSALS.alreadyAnswered,
    );
    await respond(run.handle, { requestId: 'clarify-size', choice: 'few' });
    expect((await run.handle.result()).outcome).toBe('delivered');
  });

  it('shows a second plan as well, when the first could not be prepared', async () => {
    const run = await stage.start(
      'second-plan',
      {
        calls: { plan: 2, prepare: 2 },
        answers: {
          prepare: (_input, nth) => ({
            environment: { sha256: 'e'.repeat(64), bytes: 1 },
            changes: [],
            findings:
              nth === 1 ? findingsOf(blockingFinding('package.json', 'No such package.')) : findingsOf(),
          }),
        },
      },
      GUIDED,
    );
    const first = await asked(run.handle, 'approve-plan');
    await respond(run.handle, { requestId: 'approve-plan', choice: 'approve' });
    await until(async () => {
      const again = await asked(run.handle, 'approve-plan');
      return again.askedAt === first.askedAt ? undefined : again;
    });
    expect(run.stub.of('plan')).toHaveLength(2);
    await respond(run.handle, { requestId: 'approve-plan', choice: 'approve' });
    expect((await run.handle.result()).outcome).toBe('delivered');
  });

  it('is stopped by a person who does not want its plan', async () => {
    const run = await stage.start('refused-plan', {}, GUIDED);
    await asked(run.handle, 'approve-plan');
    await respond(run.handle, { requestId: 'approve-plan', choice: 'stop' });
    await expect(run.handle.result()).rejects.toMatchObject({ cause: expect.any(CancelledFailure) });
    expect(run.stub.of('settleRun')).toMatchObject([{ outcome: 'stopped', delivery: null }]);
    expect(run.stub.of('prepare')).toEqual([]);
  });

  it('asks at a gate that stays shut, under the same name for each round', async () => {
    let sound = false;
    const run = await stage.start(
      'gated',
      {
        answers: {
          checkTree: () => (sound ? findingsOf() : findingsOf(blockingFinding('src/base.ts', 'Unsound.'))),
        },
      },
      { ...GUIDED, limits: { retriesPerGate: 0 } },
    );
    await respond(run.handle, { requestId: 'approve-plan', choice: 'approve' });
    const first = await asked(run.handle, 'gate-core');
    expect(first).toMatchObject({ kind: 'gate', options: ['stop', 'retry', 'continue'], default: 'stop' });
    expect(first.question).toContain('Unsound.');
    await respond(run.handle, { requestId: 'gate-core', choice: 'retry' });
    await until(async () => {
      const again = await asked(run.handle, 'gate-core');
      return again.askedAt === first.askedAt ? undefined : again;
    });
    sound = true;
    await respond(run.handle, { requestId: 'gate-core', choice: 'retry' });
    expect((await run.handle.result()).outcome).toBe('delivered');
    expect(run.stub.of('buildFile').filter(({ path }) => path === 'src/base.ts')).toHaveLength(3);
  });
});

describe('an autonomous run', () => {
  it('asks nothing, and refuses answers instead of dropping them', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const run = await stage.start(
      'autonomous',
      {
        answers: {
          checkContracts: async () => {
            await held;
            return findingsOf();
          },
        },
      },
      { ...GUIDED, mode: 'autonomous' },
    );
    for (const requestId of ['approve-plan', 'gate-core']) {
      expect(await refused(respond(run.handle, { requestId, choice: 'approve' }))).toBe(
        REFUSALS.unknownRequest,
      );
    }
    release();
    await run.handle.result();
  });
});

describe('the limits of a run', () => {
  it('are changed while it goes on, and refused when they cannot be', async () => {
    let sound = false;
    const run = await stage.start(
      'limits',
      {
        answers: {
          checkTree: () => (sound ? findingsOf() : findingsOf(blockingFinding('src/base.ts', 'Unsound.'))),
        },
      },
      { ...GUIDED, limits: { retriesPerGate: 0 } },
    );
    const change = (limits: unknown): Promise<unknown> => update(run.handle, UPDATES.changeLimits, limits);
    await asked(run.handle, 'approve-plan');
    for (const bad of [
      undefined,
      {},
      { retriesPerGate: -1 },
      { retriesPerGate: 'many' },
      { retriesPerGaet: 1 },
    ]) {
      expect(await refused(change(bad))).toBe(REFUSALS.badLimits);
    }
    expect(await change({ retriesPerGate: 2, costUsd: 5 })).toEqual({
      retriesPerFile: 3,
      retriesPerGate: 2,
      errors: 5,
      taskUsd: 0.5,
      hallucinationRate: 0.3,
      costUsd: 5,
    });
    await respond(run.handle, { requestId: 'approve-plan', choice: 'approve' });
    await asked(run.handle, 'gate-core');
    expect(run.stub.of('checkTree')).toHaveLength(3);
    expect(await run.handle.query(QUERIES.costs)).toMatchObject({ limitUsd: 5 });
    sound = true;
    await respond(run.handle, { requestId: 'gate-core', choice: 'retry' });
    await run.handle.result();
  });
});

describe('a paused run', () => {
  it('lets what is running end, starts nothing new, and goes on when it is resumed', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const plan = planOf([plannedFile('src/a.ts'), plannedFile('src/b.ts', { needs: ['src/a.ts'] })]);
    const run = await stage.start(
      'paused',
      {
        plans: [plan],
        answers: {
          buildFile: async ({ path, author }) => {
            if (path === 'src/a.ts') await held;
            return {
              outcome: 'draft',
              content: { sha256: 'a'.repeat(64), bytes: path.length },
              author,
              costUsd: 0,
            };
          },
        },
      },
      { ...GUIDED, mode: 'autonomous' },
    );
    await until(() => Promise.resolve(run.stub.of('buildFile')[0]));
    await run.handle.signal(SIGNALS.pause);
    await until(async () => (await run.handle.query<Progress>(QUERIES.progress)).paused || undefined);
    release();
    await until(async () => {
      const { files } = await run.handle.query<Progress>(QUERIES.progress);
      return files.find(({ state }) => state === 'accepted');
    });
    // Long enough for a run that is not paused to start the next file.
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(run.stub.of('buildFile')).toHaveLength(1);
    await run.handle.signal(SIGNALS.resume);
    expect((await run.handle.result()).outcome).toBe('delivered');
    expect(run.stub.of('buildFile')).toHaveLength(2);
  });

  it('sends back nothing that the verification found until it is resumed', async () => {
    const run = await stage.start(
      'paused-verification',
      {
        plans: [planOf([plannedFile('src/a.ts')])],
        answers: {
          checkTree: async (_input, nth) => {
            // The first is the gate's.
            if (nth !== 2) return findingsOf();
            await run.handle.signal(SIGNALS.pause);
            await until(async () =>
              eventsOf(await verification.fetchHistory()).find(
                (event) => event.workflowExecutionSignaledEventAttributes,
              ),
            );
            return findingsOf(blockingFinding('src/a.ts'));
          },
        },
      },
      { ...GUIDED, mode: 'autonomous' },
    );
    const key = { id: run.handle.firstExecutionRunId, workflowId: run.handle.workflowId };
    const verification = stage.client.workflow.getHandle(childIds.verify(key));
    await until(async () => {
      const shown = await verification
        .query<{ readonly currentDetails?: string }>('__temporal_workflow_metadata')
        .catch(() => undefined);
      return shown?.currentDetails === 'Paused: src/a.ts is sent back when the run goes on.' || undefined;
    });
    expect(run.stub.of('buildFile')).toHaveLength(1);
    await run.handle.signal(SIGNALS.resume);
    expect((await run.handle.result()).outcome).toBe('delivered');
    expect(run.stub.of('buildFile')).toHaveLength(2);
  });
});
