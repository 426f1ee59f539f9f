import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readConfig } from '../../../src/config.js';
import { openModelLedger } from '../../../src/ledger/sqlite-model-ledger.js';
import type { RunCosts } from '../../../src/protocol/model-ledger.js';
import { NAMESPACE, TASK_QUEUES, WORKFLOWS } from '../../../src/protocol/names.js';
import type { Delivery } from '../../../src/protocol/report.js';
import type { generateProject } from '../../../src/workflows/generate-project.js';
import {
  startSupervised,
  type SupervisedProcess,
} from '../../../temporal-config/local-stack/supervised-process.js';
import {
  startModelServer,
  type CallRecord,
  type ModelServer,
  type ModelServerOptions,
} from '../../../test/doubles/model-server/model-server.js';
import { loadReference } from '../../../test/doubles/model-server/reference.js';
import { startBenchServer, type BenchServer } from '../../engine/bench-server.js';
import { readExecution } from '../../engine/run-history.js';
import { benchStore } from '../playing/stage.js';
import { answersOf, paidTwice, readCallAccounts } from './paid-twice.js';
import { draftTimeSchema, type DraftTime } from './draft-time.js';

const WORKER_GRACE_MS = 10_000;
/** Above the slowest reply. */
const SILENCE_MS = 30_000;
const POLL_MS = 20;

export interface EngineOrder {
  readonly reference: string;
  readonly seed: number;
  readonly faults: NonNullable<ModelServerOptions['faults']>;
  /** How long a reply takes, in seconds: from, to. Left out: no time. */
  readonly seconds?: readonly [number, number];
  readonly limitUsd: number;
  readonly verdicts: 'kept' | 'anew';
  /** Of the provider's endpoint. Left out: no limit. */
  readonly callsPerMinute?: number;
  /**
   * The worker is killed while the provider answers the call of this number (from 1), after this share of the time that its reply
   * takes, and another one started.
   */
  readonly kill?: { readonly inCall: number; readonly atShare: number };
}

export interface EngineRun {
  readonly order: EngineOrder;
  /** undefined: the run failed. */
  readonly delivery: Delivery | undefined;
  readonly error: string | null;
  readonly killed: boolean;
  readonly costs: RunCosts;
  readonly calls: readonly CallRecord[];
  /** Of what the ledger holds of the calls and what the provider answered. */
  readonly paidTwice: number;
  readonly drafts: readonly DraftTime[];
  /** From the first start of a file to the end of the last one, in milliseconds. */
  readonly buildMs: number;
}

/** A real server; every run has a worker process and a provider of its own. One run at a time. */
export interface ModelsEngine {
  run(order: EngineOrder): Promise<EngineRun>;
  stop(): Promise<void>;
}

export async function startModelsEngine(say: (line: string) => void): Promise<ModelsEngine> {
  const server = await startBenchServer(say);
  let count = 0;
  return {
    run: async (order) => {
      const { reference: name, seed, faults, seconds } = order;
      count += 1;
      const folder = join(server.home, `run-${count}`);
      await mkdir(folder);
      const double = await startModelServer({ reference: name, seed, faults, ...(seconds && { seconds }) });
      try {
        return await runOnce(server, double, folder, `models-${count}`, order);
      } finally {
        await double.stop();
      }
    },
    stop: () => server.stop(),
  };
}

async function runOnce(
  server: BenchServer,
  double: ModelServer,
  folder: string,
  workflowId: string,
  order: EngineOrder,
): Promise<EngineRun> {
  const ledgerFile = join(folder, 'ledger.sqlite');
  const draftsFile = join(folder, 'drafts.jsonl');
  const startWorker = (): Promise<SupervisedProcess> =>
    startSupervised({
      command: [process.execPath, fileURLToPath(new URL('./models-worker.js', import.meta.url))],
      environment: {
        MILLWRIGHT_HOME: server.home,
        MILLWRIGHT_CACHE: readConfig(process.env).cache,
        TEMPORAL_ADDRESS: server.address,
        TEMPORAL_NAMESPACE: NAMESPACE,
        BENCH_DOUBLE: double.url,
        BENCH_SILENCE_MS: String(SILENCE_MS),
        ...(order.callsPerMinute && { BENCH_CALLS_PER_MINUTE: String(order.callsPerMinute) }),
        BENCH_LEDGER: ledgerFile,
        BENCH_VERDICTS: order.verdicts,
        BENCH_DRAFTS: draftsFile,
      },
      logFile: join(folder, 'worker.log'),
      graceMs: WORKER_GRACE_MS,
    });
  const ledger = openModelLedger(ledgerFile);
  let worker = await startWorker();
  let killed = false;
  const { brief } = await loadReference(order.reference);
  try {
    const handle = await server.client.workflow.start<typeof generateProject>(WORKFLOWS.generateProject, {
      workflowId,
      taskQueue: TASK_QUEUES.main,
      args: [{ brief, author: 'model', limits: { costUsd: order.limitUsd } }],
    });
    const over = new AbortController();
    const killing = (async () => {
      const { kill } = order;
      if (kill === undefined || !(await isDue(kill, double, over.signal))) return;
      killed = true;
      process.kill(worker.pid, 'SIGKILL');
      await worker.ended;
      worker = await startWorker();
    })();
    const ended = await handle.result().then(
      (delivery) => ({ delivery, error: null }),
      (error: unknown) => ({
        delivery: undefined,
        error: String(error instanceof Error ? (error.cause ?? error) : error),
      }),
    );
    over.abort();
    await killing;
    const { firstStart, lastEnd } = await readExecution(handle, handle.firstExecutionRunId);
    await ledger.close(handle.firstExecutionRunId);
    const lines = await readFile(draftsFile, 'utf8').catch(() => '');
    return {
      order,
      ...ended,
      killed,
      costs: await ledger.costs(handle.firstExecutionRunId),
      calls: double.calls(),
      paidTwice: paidTwice(
        answersOf(double),
        await readCallAccounts(ledgerFile, benchStore(), handle.firstExecutionRunId),
      ),
      drafts: lines
        .split('\n')
        .filter(Boolean)
        .map((line) => draftTimeSchema.parse(JSON.parse(line))),
      buildMs: lastEnd - firstStart,
    };
  } finally {
    await worker.stop();
    await ledger.disconnect();
  }
}

/** Waits for the moment of a kill; false when the run was over before. */
async function isDue(
  { inCall, atShare }: NonNullable<EngineOrder['kill']>,
  double: ModelServer,
  over: AbortSignal,
): Promise<boolean> {
  while (!over.aborted && double.calls().length < inCall) await sleep(POLL_MS);
  const call = double.calls()[inCall - 1];
  if (call !== undefined) await sleep(call.seconds * 1000 * atShare);
  return !over.aborted;
}
