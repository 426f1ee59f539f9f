import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { changeSpendLimit } from '../../../src/client/runs/update-run.js';
import type {
  BuildFileInput,
  BuildFileResult,
  ValidateInput,
  ValidateResult,
} from '../../../src/protocol/build-activities.js';
import { freeEstimate, type CostEstimate } from '../../../src/protocol/estimate.js';
import type { PersonRequest } from '../../../src/protocol/messages.js';
import { QUERIES, UPDATES } from '../../../src/protocol/names.js';
import { refOf } from '../../doubles/artifacts.js';
import { blockingFinding } from '../../doubles/build-world.js';
import { failedTasks } from '../../doubles/history.js';
import { analysisOf, planOf, plannedFile } from '../../doubles/plans.js';
import { RunStage, update, type RunHandle } from '../../doubles/run-stage.js';
import { findingsOf } from '../../doubles/stub-activities.js';
import { until } from '../../doubles/until.js';

const BRIEF = { brief: 'A REST API for a library.', author: 'model', limits: { costUsd: 1 } };
const TWO_FILES = planOf([plannedFile('src/one.ts'), plannedFile('src/two.ts')]);

let stage: RunStage;
beforeAll(async () => {
  stage = await RunStage.open();
});
afterAll(async () => {
  await stage.close();
});

function exhausted(): ApplicationFailure {
  return ApplicationFailure.nonRetryable('The run may spend 1.00 USD on models.', 'BudgetExhausted');
}

/** A model that can pay for nothing while `poor` says so. */
function script(poor: () => boolean) {
  return {
    analysis: analysisOf({ author: 'model' as const }),
    plans: [TWO_FILES],
    answers: {
      buildFile: ({ path, author, draft }: BuildFileInput): BuildFileResult => {
        if (poor()) throw exhausted();
        return { outcome: 'draft', content: refOf(`${path} ${String(draft)}`), author, costUsd: 0.25 };
      },
    },
  };
}

function requests(handle: RunHandle): Promise<readonly PersonRequest[]> {
  return handle.query<readonly PersonRequest[]>(QUERIES.requests);
}

function asked(handle: RunHandle, id: string): Promise<PersonRequest> {
  return until(async () => (await requests(handle)).find((request) => request.id === id));
}

describe('a run whose limit leaves no room for the next call', () => {
  it('ends as BudgetExhausted when nobody is there to ask, and keeps its tree', async () => {
    const run = await stage.start(
      'poor',
      script(() => true),
      BRIEF,
    );
    await expect(run.handle.result()).rejects.toMatchObject({ cause: { type: 'BudgetExhausted' } });
    expect(run.stub.of('settleRun')).toMatchObject([
      {
        outcome: 'failed',
        error: { type: 'BudgetExhausted' },
        tree: { changes: [{ path: 'package.json' }] },
      },
    ]);
    expect(failedTasks(await run.history())).toBe(0);
  });

  it('asks once for all its files when guided, and goes on when the limit was raised', async () => {
    let limit = 1;
    const run = await stage.start(
      'asking',
      {
        ...script(() => limit < 5),
        answers: {
          ...script(() => limit < 5).answers,
          setSpendLimit: ({ limitUsd }) => {
            limit = limitUsd ?? Infinity;
          },
        },
      },
      { ...BRIEF, mode: 'guided' },
    );
    await asked(run.handle, 'approve-plan');
    await update(run.handle, UPDATES.respond, { requestId: 'approve-plan', choice: 'approve' });
    const question = await asked(run.handle, 'budget-1');
    expect(question).toMatchObject({ kind: 'budget', options: ['stop', 'go-on'], default: 'stop' });
    expect(question.question).toContain('1.00 USD');
    await until(() => Promise.resolve(run.stub.of('buildFile').length === 2 ? true : undefined));
    expect(await requests(run.handle)).toHaveLength(1);

    await update(run.handle, UPDATES.changeLimits, { costUsd: 5 });
    expect(run.stub.of('setSpendLimit')).toMatchObject([{ limitUsd: 5 }]);
    await update(run.handle, UPDATES.respond, { requestId: 'budget-1', choice: 'go-on' });

    const delivery = await run.handle.result();
    expect(delivery).toMatchObject({ outcome: 'delivered', costUsd: 0.5 });
    // The same drafts again: what was settled for them is not paid twice.
    expect(run.stub.of('buildFile').map(({ draft }) => draft)).toEqual([1, 1, 1, 1]);
    expect(failedTasks(await run.history())).toBe(0);
  });

  it('asks again when the limit was not raised by enough, and ends when it is told to stop', async () => {
    const run = await stage.start(
      'stopping',
      script(() => true),
      { ...BRIEF, mode: 'guided' },
    );
    await asked(run.handle, 'approve-plan');
    await update(run.handle, UPDATES.respond, { requestId: 'approve-plan', choice: 'approve' });
    await asked(run.handle, 'budget-1');
    await update(run.handle, UPDATES.respond, { requestId: 'budget-1', choice: 'go-on' });
    await asked(run.handle, 'budget-2');
    await update(run.handle, UPDATES.respond, { requestId: 'budget-2', choice: 'stop' });
    await expect(run.handle.result()).rejects.toMatchObject({ cause: { type: 'BudgetExhausted' } });
  });
});

describe('a verification that is begun again once a person has raised the limit', () => {
  it('has the other limits too as they were set meanwhile', async () => {
    let poor = true;
    const { answers, ...rest } = script(() => false);
    const run = await stage.start(
      'limits-of-then',
      {
        ...rest,
        answers: {
          buildFile: (input) => {
            if (poor && input.repair !== null) throw exhausted();
            return answers.buildFile(input);
          },
          validate: ({ path, content }) => ({
            findings:
              content.sha256 === refOf(`${path} 1`).sha256 ? findingsOf() : findingsOf(blockingFinding(path)),
          }),
          // The gate is passed; then each verification finds something once.
          checkTree: (_input, nth) =>
            nth === 2 || nth === 3 ? findingsOf(blockingFinding('src/two.ts', 'It is seen.')) : findingsOf(),
        },
      },
      { ...BRIEF, mode: 'guided', limits: { costUsd: 1, retriesPerFile: 2 } },
    );
    await asked(run.handle, 'approve-plan');
    await update(run.handle, UPDATES.respond, { requestId: 'approve-plan', choice: 'approve' });
    await asked(run.handle, 'budget-1');
    poor = false;
    await update(run.handle, UPDATES.changeLimits, { costUsd: 5, retriesPerFile: 0 });
    const before = run.stub.of('buildFile').length;
    await update(run.handle, UPDATES.respond, { requestId: 'budget-1', choice: 'go-on' });
    await run.handle.result();
    const drafts = run.stub.of('buildFile').slice(before);
    const mended = drafts.filter(({ path, author }) => path === 'src/two.ts' && author === 'model');
    expect(mended).toHaveLength(1);
  });
});

describe('a run by models that was given no limit', () => {
  const FREE = { brief: 'A REST API for a library.', author: 'model' };
  const estimate: CostEstimate = {
    ...freeEstimate(2),
    modelCalls: 4,
    costUsd: 3,
    planningUsd: 0.5,
    dearestCallUsd: 0.25,
  };
  const planned = (change: Partial<CostEstimate> = {}) => ({
    analysis: analysisOf({ author: 'model' as const }),
    answers: {
      analyze: () => ({
        analysis: refOf('analysis'),
        digest: analysisOf({ author: 'model' as const }),
        spentUsd: 0.25,
      }),
      plan: () => ({
        plan: refOf('plan'),
        digest: TWO_FILES,
        spentUsd: 0.5,
        estimate: { ...estimate, ...change },
      }),
      readPlan: () => ({ plan: refOf('plan'), digest: TWO_FILES }),
    },
  });

  it('has a small one for its plan, then twice its estimate, and hands both to the report', async () => {
    const { stub, delivery, handle } = await stage.deliver('estimated', planned(), FREE);
    expect(stub.of('analyze')).toMatchObject([{ limitUsd: 2 }]);
    expect(stub.of('setSpendLimit')).toMatchObject([{ limitUsd: 6 }]);
    expect(stub.of('deliver')).toMatchObject([{ estimate, costUsd: 0.5 }]);
    expect(delivery.costUsd).toBe(0.5);
    expect(await handle.query(QUERIES.progress)).toMatchObject({ limitUsd: 6, estimate, costUsd: 0.5 });
    expect(await handle.query(QUERIES.costs)).toEqual({ spentUsd: 0.5, limitUsd: 6, estimate });
  });

  it('keeps the small one, and says why, where a price is not known', async () => {
    const run = await stage.start(
      'unknown-price',
      planned({ costUsd: null, dearestCallUsd: null, withoutPrice: ['own-model at local'] }),
      { ...FREE, mode: 'guided' },
    );
    const { question } = await asked(run.handle, 'approve-plan');
    expect(question).toMatch(
      /unknown, because no price is known for own-model at local: .* Set its price in/,
    );
    expect(question).toContain('the limit is 2.00 USD');
    await update(run.handle, UPDATES.respond, { requestId: 'approve-plan', choice: 'approve' });
    await run.handle.result();
    expect(run.stub.of('setSpendLimit')).toEqual([]);
  });

  it('shows estimate and limit to who approves the plan, who may set another', async () => {
    const run = await stage.start('own-limit', planned(), { ...FREE, mode: 'guided' });
    const { question } = await asked(run.handle, 'approve-plan');
    expect(question).toContain('the limit is 6.00 USD');
    expect(question).toContain('All of it will likely cost 3.00 USD.');
    // As the command line does it.
    await changeSpendLimit(stage.client, 'own-limit', 4);
    await update(run.handle, UPDATES.respond, { requestId: 'approve-plan', choice: 'approve' });
    await run.handle.result();
    expect(run.stub.of('setSpendLimit')).toMatchObject([{ limitUsd: 6 }, { limitUsd: 4 }]);
    expect(await run.handle.query(QUERIES.costs)).toMatchObject({ limitUsd: 4 });
  });

  it('leaves alone what a person set before the plan was there', async () => {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const { answers, analysis } = planned();
    const run = await stage.start(
      'set-early',
      {
        analysis,
        answers: {
          ...answers,
          plan: async () => {
            await released;
            return answers.plan();
          },
        },
      },
      FREE,
    );
    await until(() => Promise.resolve(run.stub.of('plan').length === 1 ? true : undefined));
    await update(run.handle, UPDATES.changeLimits, { costUsd: null });
    release();
    await run.handle.result();
    expect(run.stub.of('setSpendLimit')).toMatchObject([{ limitUsd: null }]);
    expect(await run.handle.query(QUERIES.costs)).toMatchObject({ limitUsd: null, estimate });
  });

  it('keeps the limit that it was given', async () => {
    const { stub } = await stage.deliver('given-limit', planned(), { ...FREE, limits: { costUsd: 1 } });
    expect(stub.of('analyze')).toMatchObject([{ limitUsd: 1 }]);
    expect(stub.of('setSpendLimit')).toEqual([]);
  });
});

describe('a file that costs more than it may', () => {
  const dear = (expensive = 'src/one.ts') => ({
    ...script(() => false),
    answers: {
      buildFile: ({ path, author, draft }: BuildFileInput): BuildFileResult =>
        author === 'blueprint'
          ? { outcome: 'nothing', reason: 'There is no template for it.' }
          : { outcome: 'draft', content: refOf(`${path} ${String(draft)}`), author, costUsd: 0.2 },
      validate: ({ path, content }: ValidateInput): ValidateResult => {
        const sound = path !== expensive || content.sha256 === refOf(`${path} 4`).sha256;
        const findings = sound ? findingsOf() : findingsOf(blockingFinding(path, content.sha256));
        return { findings };
      },
    },
  });

  it('is asked about in a guided run, drafted further for as much again, and told in the report', async () => {
    const run = await stage.start('dear', dear(), { ...BRIEF, mode: 'guided' });
    await asked(run.handle, 'approve-plan');
    await update(run.handle, UPDATES.respond, { requestId: 'approve-plan', choice: 'approve' });
    const question = await asked(run.handle, 'guardrail-core-1');
    expect(question.question).toMatch(/^src\/one\.ts has cost 0\.60 USD .* may cost 0\.50/);
    await update(run.handle, UPDATES.respond, { requestId: 'guardrail-core-1', choice: 'retry' });
    expect(await run.handle.result()).toMatchObject({ outcome: 'delivered', costUsd: 1 });
    expect(run.stub.of('deliver')).toMatchObject([
      {
        errors: { count: 0, allowed: 5 },
        files: [
          { path: 'src/one.ts', attempts: 4, effort: { escalations: [{ to: 'strong', why: 'sent-back' }] } },
          { path: 'src/two.ts', attempts: 1 },
        ],
      },
    ]);
    expect(failedTasks(await run.history())).toBe(0);
  });

  it('has failed in an autonomous one, where it is not critical, unless its limit was raised', async () => {
    const { delivery } = await stage.deliver('too-dear', dear('src/two.ts'), BRIEF);
    expect(delivery).toMatchObject({ outcome: 'delivered-with-flags', costUsd: 0.8 });
    expect(delivery.flags).toMatchObject([
      {
        code: 'file-failed',
        about: 'src/two.ts',
        message: expect.stringMatching(/0\.60 USD.*limit taskUsd/),
      },
    ]);
    const limits = { costUsd: 2, taskUsd: null };
    const rich = await stage.deliver('dear-and-rich', dear('src/two.ts'), { ...BRIEF, limits });
    // The last attempt is two drafts.
    expect(rich.delivery).toMatchObject({ outcome: 'delivered', costUsd: 1.2 });
  });
});
