import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { QUERIES, UPDATES } from '../../../src/protocol/names.js';
import { plannedProjectSchema } from '../../../src/protocol/planned-project.js';
import type { Progress } from '../../../src/protocol/progress.js';
import { blockingFinding } from '../../doubles/build-world.js';
import { refOf } from '../../doubles/artifacts.js';
import { failedTasks } from '../../doubles/history.js';
import { analysisOf } from '../../doubles/plans.js';
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
