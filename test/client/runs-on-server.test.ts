import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import type { ClosedRuns } from '../../src/client/parts.js';
import { findClosedRun, findRun } from '../../src/client/runs/find-run.js';
import { listOpenRuns, type ListedRun } from '../../src/client/runs/list-runs.js';
import { startRun, type StartedRun } from '../../src/client/runs/start-run.js';
import type { RunRecord } from '../../src/protocol/report.js';
import type { RunKey } from '../../src/protocol/run-key.js';
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

describe('finding a run', () => {
  it('takes its workflow id, or the first eight digits of its key', async () => {
    const { runId } = await start('findable');
    const found = { state: 'open', workflowId: 'findable', key: runId };
    await expect(findRun(client, ledger(), 'findable')).resolves.toMatchObject(found);
    // The list of runs is an index that follows the runs after a moment.
    let byKey;
    for (let tries = 0; byKey === undefined && tries < 100; tries += 1) {
      byKey = await findRun(client, ledger(), runId.slice(0, 13));
      if (byKey === undefined) await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(byKey).toMatchObject(found);
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

  it('finds a run that only the ledger still knows, by id, key and prefix', async () => {
    const record = recordOf({});
    for (const name of ['settled', record.key, record.key.slice(0, 8)]) {
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
