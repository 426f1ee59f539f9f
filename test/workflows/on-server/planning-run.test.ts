import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freeEstimate } from '../../../src/protocol/estimate.js';
import { QUERIES, UPDATES } from '../../../src/protocol/names.js';
import { plannedProjectSchema } from '../../../src/protocol/planned-project.js';
import type { Progress } from '../../../src/protocol/progress.js';
import { blockingFinding } from '../../doubles/build-world.js';
import { refOf } from '../../doubles/artifacts.js';
import { failedTasks } from '../../doubles/history.js';
import { analysisOf, planOf, plannedFile } from '../../doubles/plans.js';
import { RunStage, update } from '../../doubles/run-stage.js';
import { findingsOf } from '../../doubles/stub-activities.js';
import { until } from '../../doubles/until.js';

const BRIEF = { brief: 'A REST API for a library.' };
const BUILDS_NOTHING = { buildFile: 0, deliver: 0, review: 0, judge: 0, test: 0 };

let stage: RunStage;
beforeAll(async () => {
  stage = await RunStage.open();
});
afterAll(async () => {
  await stage.close();
});

describe('a run that only plans', () => {
  it('ends with its plan, proven as any other, and is kept as planned', async () => {
    const run = await stage.plan('planning', { calls: BUILDS_NOTHING }, BRIEF);
    const planned = plannedProjectSchema.parse(await run.handle.result());
    expect(planned).toEqual({ analysis: refOf('analysis'), plan: refOf('plan 1'), answers: {}, costUsd: 0 });
    expect(run.stub.of('prepare')).toHaveLength(1);
    expect(run.stub.of('checkContracts')).toHaveLength(1);
    expect(run.stub.of('settleRun')).toMatchObject([{ outcome: 'planned', error: null, delivery: null }]);
    const progress = await run.handle.query<Progress>(QUERIES.progress);
    expect(progress).toMatchObject({ outcome: 'planned', phase: 'done', lastPhase: 'prepare' });
    expect(failedTasks(await run.history())).toBe(0);
  });

  it('sends back a plan whose contracts do not agree, before anyone builds on it', async () => {
    const run = await stage.plan(
      'planning-again',
      {
        calls: { ...BUILDS_NOTHING, plan: 2, prepare: 2, checkContracts: 2 },
        answers: {
          checkContracts: (_input, nth) =>
            nth === 1 ? findingsOf(blockingFinding('src/base.ts')) : findingsOf(),
        },
      },
      BRIEF,
    );
    expect(await run.handle.result()).toMatchObject({ plan: refOf('plan 2') });
    expect(run.stub.of('plan')[1]?.problems).toMatchObject([{ path: 'src/base.ts' }]);
  });

  it('keeps its small limit where models are asked, however much building would cost', async () => {
    const digest = analysisOf({ author: 'model' as const });
    const plan = planOf([plannedFile('src/base.ts')]);
    const estimate = { ...freeEstimate(1), modelCalls: 2, costUsd: 30, dearestCallUsd: 0.25 };
    const run = await stage.plan(
      'planning-limit',
      {
        analysis: digest,
        calls: { ...BUILDS_NOTHING, plan: 2, prepare: 2, checkContracts: 2, setSpendLimit: 0 },
        answers: {
          analyze: () => ({ analysis: refOf('analysis'), digest, spentUsd: 0.25 }),
          plan: () => ({ plan: refOf('plan'), digest: plan, spentUsd: 0.5, estimate }),
          checkContracts: (_input, nth) =>
            nth === 1 ? findingsOf(blockingFinding('src/base.ts')) : findingsOf(),
        },
      },
      { ...BRIEF, author: 'model' },
    );
    expect(await run.handle.result()).toMatchObject({ estimate, costUsd: 0.5 });
    expect(run.stub.of('analyze')).toMatchObject([{ limitUsd: 2 }]);
    expect(run.stub.of('setSpendLimit')).toEqual([]);
    expect(await run.handle.query(QUERIES.costs)).toMatchObject({ limitUsd: 2, estimate });
  });

  it('asks a person what the brief leaves open, and not whether to build', async () => {
    const analysis = analysisOf({
      questions: [{ id: 'Q1', text: 'How many books?', options: ['few', 'many'], default: 'few' }],
    });
    const run = await stage.plan(
      'planning-guided',
      { analysis, calls: BUILDS_NOTHING },
      { ...BRIEF, mode: 'guided' },
    );
    await until(async () => {
      const { waitingFor } = await run.handle.query<Progress>(QUERIES.progress);
      return waitingFor.includes('clarify-Q1') ? true : undefined;
    });
    await update(run.handle, UPDATES.respond, { requestId: 'clarify-Q1', choice: 'many' });
    expect(await run.handle.result()).toMatchObject({ answers: { Q1: 'many' } });
    expect(run.stub.of('plan')).toMatchObject([{ answers: { Q1: 'many' } }]);
  });

  it('has nothing to do for a plan that is there', async () => {
    const run = await stage.plan(
      'planned-already',
      { calls: { ...BUILDS_NOTHING, analyze: 0 } },
      { ...BRIEF, plan: refOf('a plan file') },
    );
    await expect(run.handle.result()).rejects.toMatchObject({ cause: { type: 'InvalidPlan' } });
    expect(run.stub.of('settleRun')).toMatchObject([{ outcome: 'failed' }]);
  });
});
