// Records the kept histories from runs on a real server with stub activities; no part of the test run. Until the first tagged
// version no run of a user can be under way, and a change that alters the commands of a workflow records them anew:
//
//     npm test -- --testMatch '**/test/histories/record.ts'
//
// From the first tagged version on they stand for such runs and are never recorded again: a scene for a new behaviour gets a name
// of its own, and is recorded alone (`-t NAME`).
import { afterAll, beforeAll, it } from '@jest/globals';
import { freeEstimate } from '../../src/protocol/estimate.js';
import { UPDATES } from '../../src/protocol/names.js';
import { refOf } from '../doubles/artifacts.js';
import { blockingFinding } from '../doubles/build-world.js';
import { begunIn, eventsOf } from '../doubles/history.js';
import { keepHistory } from '../doubles/kept-histories.js';
import { analysisOf, planOf, plannedFile } from '../doubles/plans.js';
import { RunStage, update, type StagedRun } from '../doubles/run-stage.js';
import { findingsOf, THREE_FILES, type StubScript } from '../doubles/stub-activities.js';
import { until } from '../doubles/until.js';

const BRIEF = 'A REST API for a library, with books and loans.';

let stage: RunStage;
beforeAll(async () => {
  stage = await RunStage.open();
});
afterAll(async () => {
  await stage.close();
});

async function keep(name: string, workflowId: string, runId?: string): Promise<void> {
  await keepHistory(name, await stage.history(workflowId, runId));
}

/** Workflow id of the run's first child of this type, or the one for `summary`. */
async function childOf(run: StagedRun, type: string, parent?: string): Promise<string> {
  const history = parent === undefined ? await run.history() : await stage.history(parent);
  return begunIn(history).find(({ name }) => name === type)?.id ?? '';
}

it('delivered', async () => {
  const analysis = analysisOf({
    questions: [{ id: 'size', text: 'How many books?', options: ['few', 'many'], default: 'few' }],
  });
  const run = await stage.deliver('delivered', { analysis }, { brief: BRIEF });
  await keep('delivered', 'delivered');
  await keep('delivered-file', await childOf(run, 'produceFile'));
  await keep('delivered-verification', await childOf(run, 'verifyProject'));
});

it('a gate that retries, and a repair after verification', async () => {
  const run = await stage.deliver(
    'repaired',
    {
      answers: {
        checkTree: (_input, nth) => (nth === 1 || nth === 3 ? findingsOf(blockingFinding('src/base.ts')) : findingsOf()),
        validate: ({ path }, nth) => ({
          findings: nth === 1 ? findingsOf(blockingFinding(path)) : findingsOf(),
        }),
      },
    },
    { brief: BRIEF },
  );
  await keep('gate-retried', 'repaired');
  await keep('repaired-file', await childOf(run, 'produceFile'));
  await keep('repaired-verification', await childOf(run, 'verifyProject'));
});

it('a critical phase that fails', async () => {
  const run = await stage.start(
    'critical',
    {
      answers: {
        validate: ({ path }) => ({ findings: findingsOf(blockingFinding(path, 'Never right.')) }),
      },
    },
    { brief: BRIEF, limits: { retriesPerFile: 1, retriesPerGate: 1 } },
  );
  await run.handle.result().catch(() => undefined);
  await keep('critical-phase-failed', 'critical');
});

it('guided', async () => {
  const run = await stage.start('guided', {}, { brief: BRIEF, mode: 'guided' });
  await until(async () => ((await run.handle.query<readonly unknown[]>('requests')).length > 0 ? true : undefined));
  await update(run.handle, UPDATES.changeLimits, { errors: 7 });
  await run.handle.signal('pause');
  await update(run.handle, UPDATES.respond, { requestId: 'approve-plan', choice: 'approve' });
  await run.handle.signal('resume');
  await run.handle.result();
  await keep('guided', 'guided');
});

it('amended', async () => {
  const plan = planOf([plannedFile('src/base.ts', { priority: 'critical' }), plannedFile('src/user.ts')]);
  const amended = { ...plan, files: [...plan.files, plannedFile('src/shared.ts')] };
  const ref = { sha256: 'b'.repeat(64), bytes: 7 };
  await stage.deliver(
    'amended',
    {
      plans: [plan],
      calls: { prepare: 2, checkContracts: 2, amendPlan: 1 },
      answers: {
        buildFile: ({ path, draft, author }) =>
          path === 'src/user.ts' && draft === 1
            ? {
                outcome: 'needs',
                costUsd: 0,
                needs: [{ kind: 'package', name: 'pino', version: '1.0.0', dev: false, why: 'it logs' }],
              }
            : { outcome: 'draft', content: { sha256: 'c'.repeat(64), bytes: path.length }, author, costUsd: 0 },
        amendPlan: () => ({ plan: ref, digest: amended }),
        readPlan: () => ({ plan: ref, digest: amended }),
      },
    },
    { brief: BRIEF },
  );
  await keep('amended', 'amended');
});

it('continued', async () => {
  const plan = planOf(
    Array.from({ length: 32 }, (_, index) =>
      plannedFile(`src/part-${index}.ts`, {
        phase: index < 10 ? 'core' : 'edges',
        priority: index < 10 && index % 5 === 0 ? 'critical' : 'normal',
        needs: index < 4 ? [] : [`src/part-${index - 4}.ts`],
      }),
    ),
  );
  const run = await stage.deliver('continued', { plans: [plan] }, { brief: BRIEF, historyEvents: 200 });
  let runId: string | undefined = run.handle.firstExecutionRunId;
  for (let part = 1; runId !== undefined; part++) {
    await keep(`continued-${part}`, 'continued', runId);
    const last = eventsOf(await stage.history('continued', runId)).at(-1);
    runId = last?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? undefined;
  }
});

it('cancelled', async () => {
  const run = await stage.start('cancelled', {}, { brief: BRIEF, mode: 'guided' });
  await until(async () => ((await run.handle.query<readonly unknown[]>('requests')).length > 0 ? true : undefined));
  await run.handle.cancel();
  await run.handle.result().catch(() => undefined);
  await keep('cancelled', 'cancelled');
});

it('refused', async () => {
  const run = await stage.start('refused', {}, {});
  await run.handle.result().catch(() => undefined);
  await keep('refused-input', 'refused');
});

it('a limit by the estimate, and a run that only plans', async () => {
  const estimate = { ...freeEstimate(3), modelCalls: 4, costUsd: 3, planningUsd: 0.5, dearestCallUsd: 0.25 };
  const digest = analysisOf({
    author: 'model',
    questions: [{ id: 'size', text: 'How many books?', options: ['few', 'many'], default: 'few' }],
  });
  const script: StubScript = {
    answers: {
      analyze: () => ({ analysis: refOf('analysis'), digest, spentUsd: 0.25 }),
      plan: () => ({ plan: refOf('plan'), digest: THREE_FILES, spentUsd: 0.5, estimate }),
      readPlan: () => ({ plan: refOf('plan'), digest: THREE_FILES }),
    },
  };
  const input = { brief: BRIEF, author: 'model' };
  await stage.deliver('estimated', script, input);
  await keep('estimated', 'estimated');
  const planning = await stage.plan('planned', script, input);
  await planning.handle.result();
  await keep('planned', 'planned');
});

