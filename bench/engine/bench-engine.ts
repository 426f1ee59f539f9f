import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import type { z } from 'zod';
import type { GenerateInput } from '../../src/protocol/generate-input.js';
import { NAMESPACE, TASK_QUEUES, WORKFLOWS } from '../../src/protocol/names.js';
import type { Delivery } from '../../src/protocol/report.js';
import type { generateProject } from '../../src/workflows/generate-project.js';
import { startSupervised } from '../../temporal-config/local-stack/supervised-process.js';
import { startBenchServer } from './bench-server.js';
import { readExecution, type ExecutionFigures } from './run-history.js';
import { briefOfJob, type stubJobSchema } from './stub-job.js';

const WORKER_GRACE_MS = 10_000;
/** Files built at the same time, in every run of the bench. */
export const CONCURRENCY = 16;

/** One finished run with stubbed activities. */
export interface StubRun {
  readonly delivery: Delivery;
  /** From the first start of a file to the end of the last one, in milliseconds: gates included, other phases not. */
  readonly buildMs: number;
  /** Each execution of the chain, in order; one unless the run continued as new. */
  readonly executions: readonly ExecutionFigures[];
}

export interface StubRunOptions {
  readonly concurrency?: number;
  /** Events after which the run continues as new. */
  readonly historyEvents?: number;
  /** The tree that the run starts from. */
  readonly base?: NonNullable<GenerateInput['base']>;
}

/** A real server with the product's settings and the product's workers with stubbed activities, both processes of their own. */
export interface BenchEngine {
  readonly client: Client;
  /** Folder of the artifacts that the worker wrote. */
  readonly home: string;
  /** Runs a job; an equal job with equal options is run once. */
  run(job: z.input<typeof stubJobSchema>, options?: StubRunOptions): Promise<StubRun>;
  stop(): Promise<void>;
}

/** @param onProgress one line for a person, e.g. while the Temporal CLI is built */
export async function startBenchEngine(onProgress: (line: string) => void): Promise<BenchEngine> {
  const server = await startBenchServer(onProgress);
  const { client, home, address } = server;
  const worker = await startSupervised({
    command: [process.execPath, fileURLToPath(new URL('./stub-worker.js', import.meta.url))],
    environment: { MILLWRIGHT_HOME: home, TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: NAMESPACE },
    logFile: join(home, 'worker.log'),
    graceMs: WORKER_GRACE_MS,
  });
  const died = worker.ended.then((why) => {
    throw new Error(`The bench's worker ended with ${why}; its log: ${join(home, 'worker.log')}`);
  });
  died.catch(() => undefined);
  const known = new Map<string, Promise<StubRun>>();
  return {
    client,
    home,
    run: (job, options = {}) => {
      const key = JSON.stringify([briefOfJob(job), options]);
      const run = known.get(key) ?? Promise.race([runJob(client, briefOfJob(job), options), died]);
      known.set(key, run);
      return run;
    },
    stop: async () => {
      await worker.stop();
      await server.stop();
    },
  };
}

let runs = 0;
async function runJob(client: Client, brief: string, options: StubRunOptions): Promise<StubRun> {
  runs += 1;
  const workflowId = `bench-${runs}`;
  const first = await client.workflow.start<typeof generateProject>(WORKFLOWS.generateProject, {
    workflowId,
    taskQueue: TASK_QUEUES.main,
    args: [{ brief, concurrency: CONCURRENCY, author: 'blueprint', ...options }],
  });
  const delivery = await first.result();
  const executions: ExecutionFigures[] = [];
  let runId: string | undefined = first.firstExecutionRunId;
  while (runId !== undefined) {
    const handle = client.workflow.getHandle(workflowId, runId);
    executions.push(await readExecution(handle, runId));
    runId = await nextRun(client, workflowId, runId);
  }
  const building = executions.filter(({ started }) => started.length > 0);
  return {
    delivery,
    buildMs:
      Math.max(...building.map(({ lastEnd }) => lastEnd)) -
      Math.min(...building.map(({ firstStart }) => firstStart)),
    executions,
  };
}

/** The execution that this one continued as, if it did: named by its last event. */
async function nextRun(client: Client, workflowId: string, runId: string): Promise<string | undefined> {
  const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const next = events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  return next === null || next === '' ? undefined : next;
}
