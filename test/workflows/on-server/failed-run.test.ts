import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Context } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { SEARCH_ATTRIBUTES } from '../../../src/protocol/names.js';
import { blockingFinding } from '../../doubles/build-world.js';
import { refOf } from '../../doubles/artifacts.js';
import { begunIn, failedTasks, written } from '../../doubles/history.js';
import { planOf, plannedFile } from '../../doubles/plans.js';
import { RunStage } from '../../doubles/run-stage.js';
import { findingsOf, type StubScript } from '../../doubles/stub-activities.js';
import { until } from '../../doubles/until.js';

const INPUT = { brief: 'A REST API for a library.', limits: { retriesPerFile: 1, retriesPerGate: 1 } };

let stage: RunStage;
beforeAll(async () => {
  stage = await RunStage.open();
});
afterAll(async () => {
  await stage.close();
});

/** Drafts of this file never pass. */
function neverValid(path: string): NonNullable<StubScript['answers']> {
  return {
    validate: (input) => ({
      findings: input.path === path ? findingsOf(blockingFinding(path, 'Never right.')) : findingsOf(),
    }),
  };
}

describe('a critical file that cannot be made valid', () => {
  it('ends the run as CriticalPhaseFailure after its retries, and nothing of a later phase was ever scheduled', async () => {
    const run = await stage.start('critical', { answers: neverValid('src/base.ts') }, INPUT);
    await expect(run.handle.result()).rejects.toMatchObject({
      cause: {
        type: 'CriticalPhaseFailure',
        nonRetryable: true,
        message: expect.stringMatching(/src\/base\.ts.*Never right\./),
        details: [{ phase: 'core', files: ['src/base.ts'], diagnostics: [{ message: 'Never right.' }] }],
      },
    });
    const history = await run.history();
    const children = begunIn(history).filter(({ what }) => what === 'child');
    expect(children.map(({ summary }) => summary)).toEqual(['src/base.ts', 'src/base.ts']);
    expect(new Set(run.stub.of('buildFile').map(({ path }) => path))).toEqual(new Set(['src/base.ts']));
    // The second round mends the second draft; when the same is found again, its templates have nothing else to offer.
    const drafts = run.stub.of('buildFile');
    expect(drafts.map(({ draft }) => draft)).toEqual([1, 2, 3]);
    expect(drafts[2]?.repair).toMatchObject({
      previous: refOf('src/base.ts, draft 2'),
      findings: { diagnostics: [{ message: 'Never right.' }] },
    });
    expect(failedTasks(history)).toBe(0);
    expect(written(history, SEARCH_ATTRIBUTES.outcome.name)).toEqual(['failed']);
    expect(run.stub.of('settleRun')).toMatchObject([
      { outcome: 'failed', delivery: null, error: { type: 'CriticalPhaseFailure' } },
    ]);
  });

  it('keeps what was accepted before, so that it can be fetched', async () => {
    const plan = planOf([
      plannedFile('src/good.ts'),
      plannedFile('src/base.ts', { priority: 'critical', needs: ['src/good.ts'] }),
    ]);
    const run = await stage.start('kept', { plans: [plan], answers: neverValid('src/base.ts') }, INPUT);
    await expect(run.handle.result()).rejects.toMatchObject({ cause: { type: 'CriticalPhaseFailure' } });
    const tree = run.stub.of('settleRun')[0]?.tree ?? { manifest: null, changes: [] };
    expect(run.stub.trees.files(tree).map(({ path }) => path)).toEqual(['package.json', 'src/good.ts']);
  });
});

describe('an activity that fails', () => {
  it('with a named error fails the run with that name, message and details', async () => {
    const run = await stage.start(
      'model-required',
      {
        answers: {
          analyze: () => {
            throw ApplicationFailure.create({
              type: 'ModelRequired',
              message: 'R2 needs a model.',
              nonRetryable: true,
              details: [{ requirements: ['R2'] }],
            });
          },
        },
      },
      INPUT,
    );
    await expect(run.handle.result()).rejects.toMatchObject({
      cause: { type: 'ModelRequired', message: 'R2 needs a model.', details: [{ requirements: ['R2'] }] },
    });
    expect(run.stub.of('settleRun')).toMatchObject([
      { outcome: 'failed', error: { type: 'ModelRequired', message: 'R2 needs a model.' }, tree: null },
    ]);
  });

  it('in a child fails the run with the same name', async () => {
    const run = await stage.start(
      'artifact-corrupt',
      {
        answers: {
          validate: () => {
            throw ApplicationFailure.nonRetryable('The disk is damaged.', 'ArtifactCorrupt');
          },
        },
      },
      INPUT,
    );
    await expect(run.handle.result()).rejects.toMatchObject({
      cause: { type: 'ArtifactCorrupt', message: 'The disk is damaged.' },
    });
  });

  it('for good without a name fails the run as GenerationError, saying which and why', async () => {
    const broken = (): never => {
      throw ApplicationFailure.nonRetryable('The wire was cut.', 'WireError');
    };
    const inRun = await stage.start('broken-plan', { answers: { plan: broken } }, INPUT);
    await expect(inRun.handle.result()).rejects.toMatchObject({
      cause: {
        type: 'GenerationError',
        message: expect.stringMatching(/the activity plan failed for good: The wire was cut\./),
      },
    });
    const inChild = await stage.start('broken-draft', { answers: { buildFile: broken } }, INPUT);
    await expect(inChild.handle.result()).rejects.toMatchObject({
      cause: { type: 'GenerationError', message: expect.stringContaining('The wire was cut.') },
    });
  });

  it('once, of a passing fault, is tried again', async () => {
    const { delivery, stub } = await stage.deliver(
      'passing-fault',
      {
        calls: { judge: 2 },
        answers: {
          judge: (_input, nth) => {
            if (nth === 1) throw new Error('The disk is full for now.');
            return { levels: {}, evidence: { sha256: 'd'.repeat(64), bytes: 1 } };
          },
        },
      },
      INPUT,
    );
    expect(delivery.outcome).toBe('delivered');
    expect(stub.of('judge')).toHaveLength(2);
  });

  it('to keep the record does not undo a delivered project', async () => {
    const { delivery } = await stage.deliver(
      'no-ledger',
      {
        answers: {
          settleRun: () => {
            throw ApplicationFailure.nonRetryable('The ledger cannot be written.', 'LedgerError');
          },
        },
      },
      INPUT,
    );
    expect(delivery.outcome).toBe('delivered');
  });
});

describe('too many files that fail', () => {
  it('end the run as GuardrailTripped', async () => {
    const plan = planOf(['a', 'b', 'c', 'd'].map((name) => plannedFile(`src/${name}.ts`)));
    const run = await stage.start(
      'guardrail',
      {
        plans: [plan],
        answers: {
          buildFile: () => ({ outcome: 'nothing', reason: 'There is no template for it.' }),
        },
      },
      { ...INPUT, limits: { errors: 1 } },
    );
    await expect(run.handle.result()).rejects.toMatchObject({
      cause: { type: 'GuardrailTripped', details: [{ allowed: 1 }] },
    });
  });
});

describe('a cancelled run whose worker is lost', () => {
  /** As on a worker that has died: it beats no more, and acknowledges nothing. */
  function lost(): { readonly hang: () => Promise<never>; readonly release: () => void } {
    const hanging: ((reason: Error) => void)[] = [];
    return {
      hang: () => new Promise<never>((_, reject) => hanging.push(reject)),
      release: () => {
        for (const reject of hanging) reject(new Error('It died.'));
      },
    };
  }

  it.each(['validate', 'lint', 'prepare'] as const)(
    'while it does %s has been cancelled all the same',
    async (name) => {
      const { hang, release } = lost();
      const run = await stage.start(`lost-${name}`, { answers: { [name]: hang } }, INPUT);
      await until(() => Promise.resolve(run.stub.of(name).length > 0 || undefined));
      await run.handle.cancel();
      await expect(run.handle.result())
        .rejects.toMatchObject({ cause: expect.any(CancelledFailure) })
        .finally(release);
      expect((await run.handle.describe()).status.name).toBe('CANCELLED');
      expect(run.stub.of('settleRun')).toMatchObject([{ outcome: 'stopped', error: null }]);
    },
  );

  it('ends with a name when it is its verification that was cancelled, and nothing else', async () => {
    const { hang, release } = lost();
    const run = await stage.start('unverified', { answers: { lint: hang } }, INPUT);
    await until(() => Promise.resolve(run.stub.of('lint').length > 0 || undefined));
    const verify = begunIn(await run.history()).find(({ name }) => name === 'verifyProject');
    await stage.client.workflow.getHandle(verify?.id ?? '').cancel();
    await expect(run.handle.result())
      .rejects.toMatchObject({
        cause: {
          type: 'GenerationError',
          message: expect.stringContaining('A person cancelled the verification'),
        },
      })
      .finally(release);
    expect(run.stub.of('settleRun')).toMatchObject([
      { outcome: 'failed', error: { type: 'GenerationError' } },
    ]);
  });

  it('while it plans has been cancelled all the same', async () => {
    const { hang, release } = lost();
    const run = await stage.plan('lost-planning', { answers: { prepare: hang } }, INPUT);
    await until(() => Promise.resolve(run.stub.of('prepare').length > 0 || undefined));
    await run.handle.cancel();
    await expect(run.handle.result())
      .rejects.toMatchObject({ cause: expect.any(CancelledFailure) })
      .finally(release);
    expect(run.stub.of('settleRun')).toMatchObject([{ outcome: 'stopped', error: null }]);
  });
});

describe('a cancelled run', () => {
  it('stops what is running, ends as cancelled, and settles its record as stopped with what was accepted', async () => {
    const plan = planOf([
      plannedFile('src/first.ts'),
      plannedFile('src/second.ts', { needs: ['src/first.ts'] }),
      plannedFile('src/third.ts', { needs: ['src/second.ts'] }),
    ]);
    let stopped = false;
    const run = await stage.start(
      'cancelled',
      {
        plans: [plan],
        answers: {
          buildFile: async ({ path, author }) => {
            if (path === 'src/second.ts') {
              const context = Context.current();
              const beat = setInterval(() => {
                context.heartbeat();
              }, 200);
              await context.cancelled.finally(() => {
                clearInterval(beat);
                stopped = true;
              });
            }
            return { outcome: 'draft', content: { sha256: 'a'.repeat(64), bytes: 1 }, author, costUsd: 0 };
          },
        },
      },
      INPUT,
    );
    await until(() =>
      Promise.resolve(run.stub.of('buildFile').some(({ path }) => path === 'src/second.ts') || undefined),
    );
    await run.handle.cancel();
    await expect(run.handle.result()).rejects.toMatchObject({ cause: expect.any(CancelledFailure) });
    expect(stopped).toBe(true);
    expect((await run.handle.describe()).status.name).toBe('CANCELLED');
    const [record] = run.stub.of('settleRun');
    expect(record).toMatchObject({ outcome: 'stopped', error: null, delivery: null });
    expect(
      run.stub.trees.files(record?.tree ?? { manifest: null, changes: [] }).map(({ path }) => path),
    ).toEqual(['package.json', 'src/first.ts']);
    expect(run.stub.of('buildFile').map(({ path }) => path)).not.toContain('src/third.ts');
    expect(failedTasks(await run.history())).toBe(0);
  });
});
