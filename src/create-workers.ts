import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { NativeConnection, Worker, type WorkerInterceptors } from '@temporalio/worker';
import { externalConnection } from '../temporal-config/connect.js';
import { packageRoot } from '../temporal-config/package-root.js';
import { createActivities } from './activities/create-activities.js';
import type { Parts } from './activities/parts.js';
import type { Config } from './config.js';
import { TASK_QUEUES } from './protocol/names.js';
import { runTogether, shutDown } from './run-together.js';

/**
 * How long a task waits for the worker that has its workflow in memory before another takes it. Measured after a SIGKILL:
 * the tasks of the dead worker wait 11 s by default and 2.1 s with this value.
 */
const STICKY_WAIT = '1s';

/** Running activities get this long to end when the worker is told to stop; their retries go on elsewhere. */
const SHUTDOWN_GRACE = '5s';

/**
 * How often the server hears of a running activity at most. By default it hears after four fifths of the heartbeat time-out, however
 * often the activity beats: one call that takes longer than the last fifth would then begin a healthy attempt anew. So often, several
 * may be lost; and an activity that is cancelled hears of it as soon.
 */
const HEARTBEAT_THROTTLE = '1s';

/** One thread runs workflow tasks while the other does; each has its own copy of what `preload.ts` evaluates. */
const WORKFLOW_THREADS = 2;

/** Light activities and author calls at the same time, in one worker. */
const LIGHT_SLOTS = 40;
const MODEL_SLOTS = 40;

export interface WorkerOptions {
  readonly config: Config;
  readonly address: string;
  readonly parts: Parts;
  /** Interceptors of the host's own, e.g. of a test that ends the process at a chosen activity. */
  readonly interceptors?: WorkerInterceptors;
}

/** The workers of one process, one for each task queue that it serves, over one connection. */
export async function createWorkers(options: WorkerOptions): Promise<{
  /** Resolves when `shutdown` was called and everything has ended. */
  run(): Promise<void>;
  shutdown(): void;
}> {
  const { config, parts } = options;
  const bundle = join(packageRoot(), 'dist', 'workflow-bundle.js');
  await access(bundle).catch((cause: unknown) => {
    throw new Error(`The workflow bundle ${bundle} is missing; make it with "npm run build".`, { cause });
  });
  const connection = await NativeConnection.connect(externalConnection(options.address));
  const activities = createActivities(parts);
  const slots = { main: LIGHT_SLOTS, model: MODEL_SLOTS, build: config.buildSlots };
  const workers = await Promise.all(
    config.queues.map((queue) =>
      Worker.create({
        connection,
        namespace: config.namespace,
        taskQueue: TASK_QUEUES[queue],
        activities,
        maxConcurrentActivityTaskExecutions: slots[queue],
        shutdownGraceTime: SHUTDOWN_GRACE,
        maxHeartbeatThrottleInterval: HEARTBEAT_THROTTLE,
        defaultHeartbeatThrottleInterval: HEARTBEAT_THROTTLE,
        ...(queue === 'main'
          ? {
              workflowBundle: { codePath: bundle },
              workflowThreadPoolSize: WORKFLOW_THREADS,
              stickyQueueScheduleToStartTimeout: STICKY_WAIT,
            }
          : {}),
        ...(options.interceptors === undefined ? {} : { interceptors: options.interceptors }),
      }),
    ),
  );
  return {
    run: async () => {
      try {
        await runTogether(workers);
      } finally {
        await connection.close();
      }
    },
    shutdown: () => {
      shutDown(workers);
    },
  };
}
