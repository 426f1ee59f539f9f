import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { TASK_QUEUES, WORKFLOWS } from '../../src/protocol/names.js';
import type { Delivery } from '../../src/protocol/report.js';
import { RespawnedWorker, type CrashPoint } from '../support/respawned-worker.js';
import { startTemporalServer, type TestTemporalServer } from '../support/temporal-server.js';

const BRIEF = 'A REST API for notes. A note has a title (required, at most 80 characters) and a text.';

/** One for each activity of a run, on either side of its work. */
const CRASH_POINTS: readonly CrashPoint[] = [
  { activity: 'analyze', when: 'after' },
  { activity: 'plan', when: 'after' },
  { activity: 'prepare', when: 'after' },
  { activity: 'checkContracts', when: 'before' },
  { activity: 'buildFile', when: 'before' },
  { activity: 'buildFile', when: 'after' },
  { activity: 'validate', when: 'before' },
  { activity: 'validate', when: 'after' },
  { activity: 'foldTree', when: 'after' },
  { activity: 'checkTree', when: 'after' },
  { activity: 'lint', when: 'before' },
  { activity: 'test', when: 'after' },
  { activity: 'prove', when: 'before' },
  { activity: 'mutate', when: 'after' },
  { activity: 'followReadme', when: 'before' },
  { activity: 'judge', when: 'after' },
  { activity: 'review', when: 'before' },
  { activity: 'deliver', when: 'after' },
  { activity: 'settleRun', when: 'before' },
];

/** Runs that share the crash points: the worker of each dies several times, in phases far from each other. */
const RUNS = 3;

/** Times that the server is killed in the run that loses it. */
const SERVER_KILLS = 3;

interface Lane {
  readonly server: TestTemporalServer;
  readonly connection: Connection;
  readonly client: Client;
}

const rows: string[] = [];
const homes: string[] = [];
let lanes: readonly Lane[] = [];
let undisturbed: Delivery;

async function newHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'millwright-kill-'));
  homes.push(home);
  return home;
}

async function openLane(): Promise<Lane> {
  const server = await startTemporalServer();
  const connection = await Connection.connect({ address: server.address });
  return { server, connection, client: new Client({ connection, namespace: server.namespace }) };
}

function startRun({ client }: Lane, workflowId: string): Promise<WorkflowHandle> {
  return client.workflow.start(WORKFLOWS.generateProject, {
    taskQueue: TASK_QUEUES.main,
    workflowId,
    args: [{ brief: BRIEF }],
  });
}

/** Files that some child was asked to draft more than once: by a second activity, or by a second child. */
async function builtAgain(lane: Lane, handle: WorkflowHandle): Promise<readonly string[]> {
  const { events } = await handle.fetchHistory();
  const children = (events ?? []).flatMap((event) => {
    const started = event.startChildWorkflowExecutionInitiatedEventAttributes;
    return started?.workflowType?.name === WORKFLOWS.produceFile ? [started.workflowId ?? ''] : [];
  });
  const drafts = await Promise.all(
    children.map(async (workflowId) => {
      const history = await lane.client.workflow.getHandle(workflowId).fetchHistory();
      return (history.events ?? []).filter(
        (event) => event.activityTaskScheduledEventAttributes?.activityType?.name === 'buildFile',
      ).length;
    }),
  );
  return children.filter((child, index) => drafts[index] !== 1 || children.indexOf(child) !== index);
}

interface Survival {
  readonly delivery: Delivery;
  /** In the order of `crashes`: from the death to the next start of the same activity. */
  readonly recoveredMs: readonly number[];
  readonly again: readonly string[];
}

/** Runs the brief on a worker that ends itself at each of `crashes`. */
async function survive(lane: Lane, workflowId: string, crashes: readonly CrashPoint[]): Promise<Survival> {
  const worker = new RespawnedWorker({ address: lane.server.address, home: await newHome(), crashes });
  try {
    const handle = await startRun(lane, workflowId);
    const delivery = (await handle.result()) as Delivery;
    const starts = await worker.starts();
    const recoveredMs = await Promise.all(
      crashes.map(async (crash) => {
        const crashedAt = await worker.crashedAt(crash);
        if (crashedAt === undefined) throw new Error(`No worker died ${crash.when} ${crash.activity}.`);
        const next = starts.find(({ at, activity }) => at > crashedAt && activity === crash.activity);
        return (next?.at ?? Number.NaN) - crashedAt;
      }),
    );
    return { delivery, recoveredMs, again: await builtAgain(lane, handle) };
  } finally {
    await worker.stop();
  }
}

beforeAll(async () => {
  lanes = await Promise.all([openLane(), openLane()]);
  const [lane] = lanes;
  if (lane === undefined) throw new Error('no lane');
  ({ delivery: undisturbed } = await survive(lane, 'undisturbed', []));
});

afterAll(async () => {
  for (const { connection, server } of lanes) {
    await connection.close();
    await server.stop();
  }
  for (const home of homes) await rm(home, { recursive: true, force: true });
  process.stdout.write(
    `\nkill matrix: tree ${undisturbed.tree.sha256.slice(0, 12)} undisturbed\n${rows.join('\n')}\n`,
  );
});

describe('a run whose worker or server is killed', () => {
  it('ends with the tree of the undisturbed run, and builds no accepted file again, wherever the worker dies', async () => {
    const queue = Array.from({ length: RUNS }, (_, run) =>
      CRASH_POINTS.filter((_point, index) => index % RUNS === run),
    );
    const results: (Survival & { readonly crashes: readonly CrashPoint[] })[] = [];
    // Two at a time, each on a server of its own, so that a death in one is not a death in the other.
    await Promise.all(
      lanes.map(async (lane) => {
        for (let crashes = queue.shift(); crashes !== undefined; crashes = queue.shift()) {
          const survival = await survive(lane, `killed-${queue.length}`, crashes);
          results.push({ crashes, ...survival });
          const same = survival.delivery.tree.sha256 === undisturbed.tree.sha256 ? 'same tree' : 'OTHER TREE';
          for (const [index, { when, activity }] of crashes.entries()) {
            const seconds = ((survival.recoveredMs[index] ?? Number.NaN) / 1000).toFixed(1);
            rows.push(
              `  worker killed ${when.padEnd(6)} ${activity.padEnd(14)} ${same}, going on after ${seconds} s`,
            );
          }
        }
      }),
    );
    expect(results.flatMap(({ crashes }) => crashes)).toHaveLength(CRASH_POINTS.length);
    for (const { crashes, delivery, again } of results) {
      expect({ crashes, tree: delivery.tree.sha256, outcome: delivery.outcome, again }).toEqual({
        crashes,
        tree: undisturbed.tree.sha256,
        outcome: undisturbed.outcome,
        again: [],
      });
    }
  }, 1_800_000);

  it(`ends with the same tree when the server is killed ${SERVER_KILLS} times`, async () => {
    const [lane] = lanes;
    if (lane === undefined) throw new Error('no lane');
    const worker = new RespawnedWorker({ address: lane.server.address, home: await newHome(), crashes: [] });
    try {
      const handle = await startRun(lane, 'server-killed');
      for (const activity of ['plan', 'validate', 'review']) {
        // The run is at this point; kill the server under it.
        while (!(await worker.starts()).some((start) => start.activity === activity)) {
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        await lane.server.kill();
        const killed = Date.now();
        await lane.server.restart();
        const before = (await worker.starts()).length;
        while (
          (await worker.starts()).length === before &&
          (await handle.describe()).status.name === 'RUNNING'
        ) {
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        rows.push(
          `  server killed during ${activity.padEnd(14)} going on after ${((Date.now() - killed) / 1000).toFixed(1)} s`,
        );
      }
      const delivery = (await handle.result()) as Delivery;
      expect(delivery.tree).toEqual(undisturbed.tree);
      expect(delivery.outcome).toBe(undisturbed.outcome);
      expect(await builtAgain(lane, handle)).toEqual([]);
    } finally {
      await worker.stop();
    }
  });
});
