import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { BuildFileInput, BuildFileResult } from '../../../src/protocol/build-activities.js';
import { TASK_QUEUES } from '../../../src/protocol/names.js';
import { refOf } from '../../doubles/artifacts.js';
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
    const buildFile = async ({ run, draft }: BuildFileInput): Promise<BuildFileResult> => {
      begun.push(run.id);
      await opened;
      return { outcome: 'draft', content: refOf(String(draft)), author: 'model', costUsd: 0 };
    };
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
    /** Until that many calls wait in the queue. */
    const queued = (calls: number) =>
      until(async () => {
        const { stats } = await connection.workflowService.describeTaskQueue({
          namespace,
          taskQueue: { name: TASK_QUEUES.model },
          taskQueueType: 2,
          reportStats: true,
        });
        return Number(stats?.approximateBacklogCount ?? 0) >= calls ? true : undefined;
      });

    const big = await start('big', BIG);
    await queued(BIG - SLOTS);
    const small = await start('small', SMALL);
    await queued(BIG + SMALL - SLOTS);
    open();
    await Promise.all([big.result(), small.result()]);
    expect(begun).toHaveLength(BIG + SMALL);
    // First come, first served would end the small one 65th.
    expect(begun.lastIndexOf('small')).toBeLessThan(BIG / 2);

    for (const worker of workers) worker.shutdown();
    await running;
  });
});
