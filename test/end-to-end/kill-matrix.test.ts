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

/** Two runs share the crash points: the worker of each dies in every phase, at every other point. */
const EVEN = CRASH_POINTS.filter((_point, index) => index % 2 === 0);
const ODD = CRASH_POINTS.filter((_point, index) => index % 2 === 1);

/** One of the two loses its server as well, when these activities start: none of them is among its worker's. */
const SERVER_KILLS = ['prepare', 'foldTree', 'review'] as const;

interface Lane {
  readonly server: TestTemporalServer;
  readonly connection: Connection;
  readonly client: Client;
}

const rows: string[] = [];
const homes: string[] = [];
let lanes: readonly Lane[] = [];
let runs: { readonly undisturbed: Survival; readonly workerLost: Survival; readonly bothLost: Survival };

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
  /** From each death of the worker to the next start of the same activity. */
  readonly recoveries: readonly string[];
  readonly again: readonly string[];
}

interface Disturbance {
  readonly crashes: readonly CrashPoint[];
  /** Activities at whose first start the server is killed, and started again at once. */
  readonly serverKills?: readonly string[];
}

/** Runs the brief on a worker, and a server, that end at the points of `disturbance`. */
async function survive(lane: Lane, workflowId: string, disturbance: Disturbance): Promise<Survival> {
  const { crashes, serverKills = [] } = disturbance;
  const worker = new RespawnedWorker({ address: lane.server.address, home: await newHome(), crashes });
  try {
    const handle = await lane.client.workflow.start(WORKFLOWS.generateProject, {
      taskQueue: TASK_QUEUES.main,
      workflowId,
      args: [{ brief: BRIEF }],
    });
    const recoveries: string[] = [];
    for (const activity of serverKills) recoveries.push(await loseServer(lane, worker, handle, activity));
    const delivery = (await handle.result()) as Delivery;
    for (const crash of crashes) recoveries.push(await recoveryFrom(worker, crash));
    return { delivery, recoveries, again: await builtAgain(lane, handle) };
  } finally {
    await worker.stop();
  }
}

async function loseServer(
  lane: Lane,
  worker: RespawnedWorker,
  handle: WorkflowHandle,
  activity: string,
): Promise<string> {
  const hasStarted = async () => (await worker.starts()).some((start) => start.activity === activity);
  while (!(await hasStarted())) {
    if (!(await isRunning(handle))) throw new Error(`The run was over before ${activity} started.`);
    await pause();
  }
  await lane.server.kill();
  const killedAt = Date.now();
  await lane.server.restart();
  const before = (await worker.starts()).length;
  while ((await worker.starts()).length === before && (await isRunning(handle))) await pause();
  return formatRecovery(`server killed during ${activity}`, Date.now() - killedAt);
}

async function isRunning(handle: WorkflowHandle): Promise<boolean> {
  return (await handle.describe()).status.name === 'RUNNING';
}

/** @throws Error when no worker died there, or when the activity never started again. */
async function recoveryFrom(worker: RespawnedWorker, crash: CrashPoint): Promise<string> {
  const crashedAt = await worker.crashedAt(crash);
  if (crashedAt === undefined) throw new Error(`No worker died ${crash.when} ${crash.activity}.`);
  const next = (await worker.starts()).find(
    ({ at, activity }) => at > crashedAt && activity === crash.activity,
  );
  const what = `worker killed ${crash.when} ${crash.activity}`;
  if (next === undefined) throw new Error(`${what}: it was never started again.`);
  return formatRecovery(what, next.at - crashedAt);
}

function formatRecovery(what: string, ms: number): string {
  return `  ${what.padEnd(36)} going on after ${(ms / 1000).toFixed(1)} s`;
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}

function expectUnharmed({ delivery, again }: Survival): void {
  const { tree, outcome } = runs.undisturbed.delivery;
  expect({ tree: delivery.tree, outcome: delivery.outcome, again }).toEqual({ tree, outcome, again: [] });
}

beforeAll(async () => {
  // Each lane has a server of its own, so that a death in one is not a death in the other.
  lanes = await Promise.all([openLane(), openLane()]);
  const [one, other] = lanes;
  if (one === undefined || other === undefined) throw new Error('no lanes');
  const inOrder = async (): Promise<readonly [Survival, Survival]> => [
    await survive(one, 'undisturbed', { crashes: [] }),
    await survive(one, 'worker-lost', { crashes: EVEN }),
  ];
  const [[undisturbed, workerLost], bothLost] = await Promise.all([
    inOrder(),
    survive(other, 'both-lost', { crashes: ODD, serverKills: SERVER_KILLS }),
  ]);
  runs = { undisturbed, workerLost, bothLost };
  for (const { delivery, recoveries } of [undisturbed, workerLost, bothLost])
    rows.push(`  tree ${delivery.tree.sha256.slice(0, 12)}`, ...recoveries);
}, 1_800_000);

afterAll(async () => {
  for (const { connection, server } of lanes) {
    await connection.close();
    await server.stop();
  }
  for (const home of homes) await rm(home, { recursive: true, force: true });
  process.stdout.write(`\nkill matrix:\n${rows.join('\n')}\n`);
});

describe('a run ends with the tree of the undisturbed one, and builds no accepted file again', () => {
  it('when its worker is killed in every phase', () => {
    expectUnharmed(runs.workerLost);
  });

  it('when its worker is killed at the other points, and its server three times', () => {
    expectUnharmed(runs.bothLost);
  });
});
