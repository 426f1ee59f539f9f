import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import type { GenerateOrder } from '../../src/client/cli/arguments/invocation.js';
import { refuseOtherOrder } from '../../src/client/cli/brief/other-order.js';
import { generate } from '../../src/client/cli/commands/generate.js';
import { createDisplay } from '../../src/client/cli/display.js';
import { printedError } from '../../src/client/cli/print-error.js';
import { isServed } from '../../src/client/runs/serving.js';
import { changeSpendLimit } from '../../src/client/runs/update-run.js';
import type { CommandResult, StackAccess } from '../../src/client/cli/context.js';
import type { ClosedRuns } from '../../src/client/parts.js';
import { AmbiguousRun, findClosedRun, findRun, findRunById } from '../../src/client/runs/find-run.js';
import { listOpenRuns, type ListedRun } from '../../src/client/runs/list-runs.js';
import { startRun, type StartedRun } from '../../src/client/runs/start-run.js';
import { generateInputSchema, type GenerateInput } from '../../src/protocol/generate-input.js';
import { TASK_QUEUES } from '../../src/protocol/names.js';
import type { RunRecord } from '../../src/protocol/report.js';
import type { RunKey } from '../../src/protocol/run-key.js';
import { commandContext, detachedOrder } from './command-context.js';
import { startTemporalServer, type TestTemporalServer } from '../support/temporal-server.js';

/** A real server and no worker: runs stay open until they are terminated. */
let server: TestTemporalServer;
let connection: Connection;
let client: Client;
beforeAll(async () => {
  server = await startTemporalServer();
  connection = await Connection.connect({ address: server.address });
  client = new Client({ connection, namespace: server.namespace });
});
afterAll(async () => {
  await connection.close();
  await server.stop();
});

const noted: RunKey[] = [];
const start = (workflowId: string, again = false): Promise<StartedRun> =>
  startRun(
    client,
    {
      noteStart: (run) => {
        noted.push(run);
        return Promise.resolve();
      },
    },
    { workflowId, again, input: { brief: 'An API for books.' } },
  );
const close = (workflowId: string): Promise<unknown> => client.workflow.getHandle(workflowId).terminate();

function recordOf(change: Partial<RunRecord>): RunRecord {
  return {
    key: '0192f3aa-0000-7000-8000-000000000001',
    workflowId: 'settled',
    name: 'library',
    kind: 'api',
    brief: 'An API for books.',
    input: {},
    outcome: 'delivered',
    error: null,
    delivery: null,
    tree: null,
    report: null,
    costUsd: 0,
    flags: 0,
    startedAt: '2026-03-01T10:00:00.000Z',
    endedAt: '2026-03-01T10:01:00.000Z',
    ...change,
  };
}

function ledger(...records: readonly RunRecord[]): ClosedRuns {
  return {
    get: (key) => Promise.resolve(records.find((record) => record.key === key)),
    byWorkflowId: (id) => Promise.resolve(records.find((record) => record.workflowId === id)),
    isUnsettled: () => Promise.resolve(false),
    noteStart: () => Promise.resolve(),
    list: ({ limit }) => Promise.resolve(records.slice(0, limit)),
  };
}

describe('starting a run', () => {
  it('starts one, and attaches to it when it is asked for again while it is open', async () => {
    const first = await start('open');
    expect(first).toMatchObject({ kind: 'started', workflowId: 'open' });
    expect(noted).toContainEqual({ id: first.runId, workflowId: 'open' });
    for (const again of [false, true]) {
      await expect(start('open', again)).resolves.toEqual({ ...first, kind: 'attached' });
    }
  });

  it('refuses the id of a closed run, unless a new one is asked for by name', async () => {
    const first = await start('closed');
    await close('closed');
    await expect(start('closed')).resolves.toEqual({ ...first, kind: 'closed', status: 'TERMINATED' });
    const second = await start('closed', true);
    expect(second.kind).toBe('started');
    expect(second.runId).not.toBe(first.runId);
  });

  it('starts one run when two commands start it at the same moment', async () => {
    const both = await Promise.all([start('race'), start('race')]);
    expect(both.map((run) => run.kind).sort()).toEqual(['attached', 'started']);
    expect(both[0].runId).toBe(both[1].runId);
  });
});

describe('a run that no worker serves', () => {
  const SENTENCE = 'no worker serves it: start "millwright worker" with this TEMPORAL_ADDRESS';

  it('takes no new limit, and says why after a while', async () => {
    await start('unlimited');
    const error: unknown = await changeSpendLimit(client, 'unlimited', 5, 500).catch(
      (reason: unknown) => reason,
    );
    expect(printedError(error)).toMatchObject({
      type: 'NoWorker',
      text: expect.stringContaining(`The run unlimited did not take the new limit: ${SENTENCE}`),
      exitCode: 2,
    });
  });

  it('is told from one that a worker asks for', async () => {
    await expect(isServed(client)).resolves.toBe(false);
    await start('polled');
    await connection.withDeadline(Date.now() + 60_000, () =>
      connection.workflowService.pollWorkflowTaskQueue({
        namespace: server.namespace,
        taskQueue: { name: TASK_QUEUES.main },
        identity: 'a worker',
      }),
    );
    await expect(isServed(client)).resolves.toBe(true);
    // What cannot be known is not said.
    await expect(isServed(new Client({ connection, namespace: 'nowhere' }))).resolves.toBe(true);
  });

  it.each(['xterm', 'dumb'])(
    'is shown to be so in a terminal that is %s, before anything is known',
    (TERM) => {
      const terminal = Object.assign(new PassThrough(), { isTTY: true, columns: 200, rows: 40 });
      const display = createDisplay(terminal as unknown as NodeJS.WriteStream, { TERM });
      display.silence('unserved');
      expect(String(terminal.read())).toContain(SENTENCE);
    },
  );
});

describe('the same command again', () => {
  const ORDER: GenerateOrder = { ...detachedOrder('ordered'), sandbox: 'bubblewrap', author: 'model' };
  let served = 0;
  /** A stack as it is joined: whoever would serve it is asked first. */
  const order = (change: Partial<GenerateOrder>): Promise<CommandResult> => {
    const usual = commandContext({ client, records: { noteStart: () => Promise.resolve() } });
    const join: StackAccess['join'] = async (options) => {
      await options.beforeWorker?.(server.address);
      served += 1;
      return usual.stack.join(options);
    };
    return generate({ ...usual, stack: { ...usual.stack, join } }, { ...ORDER, ...change });
  };

  it('attaches to the run that is open, and to no run that does other work or does it otherwise', async () => {
    expect((await order({})).json).toMatchObject({ workflowId: 'ordered', attached: false });
    const nothingTyped = { author: undefined, sandbox: undefined, concurrency: 8, maxErrors: 5 };
    for (const same of [{}, nothingTyped]) {
      expect((await order(same)).json).toMatchObject({ workflowId: 'ordered', attached: true });
    }
    const before = served;
    for (const [change, difference] of [
      [{ author: 'blueprint' }, '--author is model there.'],
      [{ sandbox: 'none' }, '--sandbox is bubblewrap there.'],
      [{ guided: true }, 'The mode (--guided) is autonomous there.'],
      [{ concurrency: 2 }, '--concurrency is 8 there.'],
      [{ maxErrors: 1 }, '--max-errors is 5 there.'],
      [{ maxTaskCost: 0.1 }, '--max-task-cost is 0.5 there.'],
      [{ name: 'shelf' }, '--name is not set there.'],
      [{ brief: { from: 'argument', text: 'An API for films.' } }, 'It is of another brief.'],
    ] as const) {
      await expect(order(change)).rejects.toMatchObject({
        type: 'Usage',
        message: expect.stringMatching(/ordered is open.*follow ordered.*cancel ordered.*--id/su),
      });
      await expect(order(change)).rejects.toThrow(difference);
    }
    expect(served).toBe(before);
  });

  it('attaches to no run that builds another plan than was agreed to', () => {
    const ordered = { brief: 'An API for books.', plan: { sha256: 'a'.repeat(64), bytes: 1 } };
    const open = generateInputSchema.parse(ordered);
    const refusing = (own: GenerateInput, other: GenerateInput) => (): void => {
      refuseOtherOrder('ordered', own, generateInputSchema.parse(other));
    };
    expect(refusing(ordered, open)).not.toThrow();
    expect(refusing({ brief: ordered.brief }, open)).not.toThrow();
    expect(refusing(ordered, { brief: ordered.brief })).toThrow('It makes its own plan.');
    const other = { ...ordered, plan: { sha256: 'b'.repeat(64), bytes: 1 } };
    expect(refusing(other, open)).toThrow('It builds another plan.');
  });
});

describe('finding a run', () => {
  it('takes its workflow id, or the last eight digits of its key', async () => {
    const { runId } = await start('findable');
    const found = { state: 'open', workflowId: 'findable', key: runId };
    await expect(findRun(client, ledger(), 'findable')).resolves.toMatchObject(found);
    // The list of runs is an index that follows the runs after a moment.
    let byKey;
    for (let tries = 0; byKey === undefined && tries < 100; tries += 1) {
      byKey = await findRun(client, ledger(), runId.slice(-8));
      if (byKey === undefined) await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(byKey).toMatchObject(found);
    await expect(findRun(client, ledger(), runId.slice(0, 18))).resolves.toMatchObject(found);
    // As much as the runs of one minute share is the name of none.
    await expect(findRun(client, ledger(), runId.slice(0, 8))).resolves.toBeUndefined();
  });

  it('takes none of several that are of one name, and lists them', async () => {
    const { runId } = await start('one-of-two');
    const name = runId.slice(-8);
    const other = recordOf({ workflowId: 'other', key: `0192f3aa-0000-7000-8000-0000${name}` });
    const twin = recordOf({ workflowId: 'twin', key: `0192f3aa-0000-7000-8000-1111${name}` });
    let error: unknown;
    for (let tries = 0; !(error instanceof AmbiguousRun) && tries < 100; tries += 1) {
      error = await findRun(client, ledger(other), name).catch((reason: unknown) => reason);
      if (!(error instanceof AmbiguousRun)) await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(printedError(error)).toMatchObject({ type: 'Usage', exitCode: 2 });
    for (const listed of [`${runId}  one-of-two`, `${other.key}  other`])
      expect(printedError(error).text).toContain(listed);
    await expect(findClosedRun(ledger(other, twin), name)).rejects.toThrow(
      new RegExp(`${other.key} {2}other\\n {2}${twin.key} {2}twin`, 'u'),
    );
    await expect(findClosedRun(ledger(other, twin), twin.key)).resolves.toBe(twin);
    // A workflow id is a name of its own, whatever it looks like.
    const named = recordOf({ workflowId: name });
    await expect(findRun(client, ledger(other, named), name)).resolves.toMatchObject({ record: named });
    await expect(findRunById(client, ledger(other), name)).resolves.toBeUndefined();
  });

  it('answers a closed run from the ledger, and says when there is no record of one', async () => {
    const { runId } = await start('ended');
    await close('ended');
    await expect(findRun(client, ledger(), 'ended')).resolves.toMatchObject({
      state: 'unsettled',
      key: runId,
      status: 'TERMINATED',
    });
    const record = recordOf({ key: runId, workflowId: 'ended' });
    await expect(findRun(client, ledger(record), 'ended')).resolves.toMatchObject({
      state: 'closed',
      record,
    });
  });

  it('does not take the record of an earlier run for the one that is open under its id', async () => {
    await start('twice');
    const earlier = recordOf({ workflowId: 'twice' });
    await expect(findRun(client, ledger(earlier), 'twice')).resolves.toMatchObject({ state: 'open' });
  });

  it('finds a run that only the ledger still knows, by id, key and either end of the key', async () => {
    const record = recordOf({});
    for (const name of ['settled', record.key, record.key.slice(0, 13), record.key.slice(-8)]) {
      await expect(findClosedRun(ledger(record), name)).resolves.toBe(record);
      await expect(findRun(client, ledger(record), name)).resolves.toMatchObject({ state: 'closed', record });
    }
  });

  it('knows nothing of a run that never was', async () => {
    await expect(findRun(client, ledger(), 'never')).resolves.toBeUndefined();
    await expect(findRun(client, ledger(recordOf({})), '0192')).resolves.toBeUndefined();
  });

  it('lists the open runs with their keys, and not the closed ones', async () => {
    const { runId } = await start('listed');
    let listed: readonly ListedRun[] = [];
    const ids = (): readonly string[] => listed.map((run) => run.workflowId);
    for (let tries = 0; !(ids().includes('listed') && !ids().includes('ended')) && tries < 100; tries += 1) {
      listed = await listOpenRuns(client, 100);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(listed.find((run) => run.workflowId === 'listed')).toMatchObject({ state: 'open', key: runId });
    expect(ids()).not.toContain('ended');
  });
});
