import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { runActivity } from '../../../src/activities/run-activity.js';
import type { BuildFileInput, BuildFileResult } from '../../../src/protocol/build-activities.js';
import { TASK_QUEUES } from '../../../src/protocol/names.js';
import { refOf } from '../../doubles/artifacts.js';
import { eventsOf } from '../../doubles/history.js';
import { until } from '../../doubles/until.js';
import { startTemporalServer, type TestTemporalServer } from '../../support/temporal-server.js';
import type { manyCalls } from './many-calls-workflow.js';

const BIG = 60;
const SMALL = 5;
const SLOTS = 2;

function draftsOf(run: string): BuildFileInput {
  return {
    run: { id: run, workflowId: run },
    analysis: refOf('analysis'),
    plan: refOf('plan'),
    path: 'src/a.ts',
    draft: 1,
    author: 'model',
    tier: 'standard',
    tree: { manifest: null, changes: [] },
    environment: refOf('environment'),
    repair: null,
  };
}

describe('two runs that share the model queue', () => {
  let server: TestTemporalServer;
  let connection: Connection;
  let native: NativeConnection;
  beforeAll(async () => {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    server = await startTemporalServer();
    connection = await Connection.connect({ address: server.address });
    native = await NativeConnection.connect({ address: server.address });
  });
  afterAll(async () => {
    await connection.close();
    await native.close();
    await server.stop();
  });

  it('take turns: the few calls of the small one do not wait for all those of the big one', async () => {
    const { namespace } = server;
    const begun: string[] = [];
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    const buildFile = ({ run, draft }: BuildFileInput): Promise<BuildFileResult> =>
      runActivity(async () => {
        begun.push(run.id);
        await opened;
        return { outcome: 'draft', content: refOf(String(draft)), author: 'model', costUsd: 0 };
      });
    const common = { connection: native, namespace };
    const workers = await Promise.all([
      Worker.create({
        ...common,
        taskQueue: TASK_QUEUES.main,
        workflowsPath: fileURLToPath(new URL('./many-calls-workflow.ts', import.meta.url)),
      }),
      Worker.create({
        ...common,
        taskQueue: TASK_QUEUES.model,
        activities: { buildFile },
        maxConcurrentActivityTaskExecutions: SLOTS,
      }),
    ]);
    const running = Promise.all(workers.map((worker) => worker.run()));
    const client = new Client({ connection, namespace });
    const start = (run: string, calls: number) =>
      client.workflow.start<typeof manyCalls>('manyCalls', {
        workflowId: run,
        taskQueue: TASK_QUEUES.main,
        args: [draftsOf(run), calls],
      });
    const scheduled = (run: string, calls: number) =>
      until(async () => {
        const events = eventsOf(await client.workflow.getHandle(run).fetchHistory());
        const there = events.filter((event) => event.activityTaskScheduledEventAttributes);
        return there.length === calls ? true : undefined;
      });
    /** Until that many calls wait in the queue; the server counts them anew every five seconds. */
    const queued = (calls: number) =>
      until(async () => {
        const { stats } = await connection.workflowService.describeTaskQueue({
          namespace,
          taskQueue: { name: TASK_QUEUES.model },
          taskQueueType: temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
          reportStats: true,
        });
        return Number(stats?.approximateBacklogCount ?? 0) >= calls ? true : undefined;
      });

    const big = await start('big', BIG);
    await scheduled('big', BIG);
    const small = await start('small', SMALL);
    await scheduled('small', SMALL);
    await queued(BIG + SMALL - SLOTS);
    open();
    await Promise.all([big.result(), small.result()]);
    for (const worker of workers) worker.shutdown();
    await running;
    expect(begun).toHaveLength(BIG + SMALL);
    // First come, first served would end the small one 65th.
    expect(begun.lastIndexOf('small')).toBeLessThan(BIG / 3);
  });
});
