import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { WorkflowFailedError } from '@temporalio/client';
import { UPDATES } from '../../../src/protocol/names.js';
import { blockingFinding } from '../../doubles/build-world.js';
import { refOf } from '../../doubles/artifacts.js';
import { planOf, plannedFile } from '../../doubles/plans.js';
import { RunStage, update } from '../../doubles/run-stage.js';
import { findingsOf, type StubScript } from '../../doubles/stub-activities.js';

const GIVEN = { brief: 'A REST API for a library.', plan: refOf('a plan file') };
const NEITHER = { analyze: 0, plan: 0 };

let stage: RunStage;
beforeAll(async () => {
  stage = await RunStage.open();
});
afterAll(async () => {
  await stage.close();
});

/** The named failure that a run ended with. */
async function failure(workflowId: string, script: StubScript): Promise<ApplicationFailure> {
  const run = await stage.start(workflowId, { ...script, calls: { ...NEITHER, ...script.calls } }, GIVEN);
  const error: unknown = await run.handle.result().catch((thrown: unknown) => thrown);
  if (error instanceof WorkflowFailedError && error.cause instanceof ApplicationFailure) {
    expect(run.stub.of('buildFile')).toEqual([]);
    expect(run.stub.of('settleRun')).toHaveLength(1);
    return error.cause;
  }
  throw new Error('the run did not fail by a name', { cause: error });
}

describe('a run that is given its plan', () => {
  it('builds that, and neither analyzes nor plans', async () => {
    const { stub, delivery } = await stage.deliver('given', { calls: NEITHER }, GIVEN);
    expect(delivery.outcome).toBe('delivered');
    expect(stub.of('adoptPlan')).toMatchObject([{ plan: GIVEN.plan, options: { brief: GIVEN.brief } }]);
    expect(stub.of('prepare')).toMatchObject([{ plan: refOf('the given plan') }]);
    expect(stub.of('buildFile')).toHaveLength(3);
  });

  it('shows it to a person when it is guided', async () => {
    const run = await stage.start('given-guided', { calls: NEITHER }, { ...GIVEN, mode: 'guided' });
    await update(run.handle, UPDATES.respond, { requestId: 'approve-plan', choice: 'approve' });
    expect((await run.handle.result()).outcome).toBe('delivered');
  });

  it('ends as InvalidPlan at once when it is not sound: nobody plans in its place', async () => {
    const cyclic = planOf([
      plannedFile('src/a.ts', { needs: ['src/b.ts'] }),
      plannedFile('src/b.ts', { needs: ['src/a.ts'] }),
    ]);
    const error = await failure('given-cyclic', { plans: [cyclic], calls: { prepare: 0 } });
    expect(error).toMatchObject({ type: 'InvalidPlan', nonRetryable: true });
    expect(error.message).toContain('src/a.ts → src/b.ts → src/a.ts');
    expect(error.message).toContain('correct the plan');
  });

  it.each<[string, StubScript['answers']]>([
    [
      'a package is refused',
      {
        prepare: () => ({
          environment: refOf('environment'),
          changes: [],
          findings: findingsOf(blockingFinding('no such package')),
        }),
      },
    ],
    ['its contracts do not agree', { checkContracts: () => findingsOf(blockingFinding('no such package')) }],
  ])('ends as InvalidPlan when %s', async (what, answers = {}) => {
    const error = await failure(`given ${what}`, { answers });
    expect(error.type).toBe('InvalidPlan');
    expect(error.message).toContain('no such package');
  });

  it('ends as what its author says of it', async () => {
    const error = await failure('given-refused', {
      calls: { prepare: 0 },
      answers: {
        adoptPlan: () => {
          throw ApplicationFailure.nonRetryable('There is no template for it.', 'ModelRequired');
        },
      },
    });
    expect(error).toMatchObject({ type: 'ModelRequired', message: 'There is no template for it.' });
  });
});
