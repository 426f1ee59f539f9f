import { Client, Connection, type WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { Activities } from '../../src/protocol/activities.js';
import { TASK_QUEUES, WORKFLOWS } from '../../src/protocol/names.js';
import type { Delivery } from '../../src/protocol/report.js';
import type { generateProject } from '../../src/workflows/generate-project.js';
import type { planProject } from '../../src/workflows/plan-project.js';
import { startTemporalServer, type TestTemporalServer } from '../support/temporal-server.js';
import type { History } from './history.js';
import { StubActivities, type StubScript } from './stub-activities.js';
import { workflowBundle } from './workflow-bundle.js';

export type RunHandle = WorkflowHandleWithFirstExecutionRunId<typeof generateProject>;

export type PlanningHandle = WorkflowHandleWithFirstExecutionRunId<typeof planProject>;

/** Sends an update as a caller without our types would. */
export function update(handle: RunHandle | PlanningHandle, name: string, input?: unknown): Promise<unknown> {
  return handle.executeUpdate<unknown, [unknown]>(name, { args: [input] });
}

/** A run on a real server, with the stub that answers its activities. */
export interface StagedRun {
  readonly handle: RunHandle;
  readonly stub: StubActivities;
  /** History of the run, or of one of its executions. */
  history(): Promise<History>;
}

/** Who acts, as a history names it; by default that would be this machine. */
const IDENTITY = 'millwright-test';

/** Every activity: one that is missing here does not compile. */
const NAMED: Readonly<Record<keyof Activities, true>> = {
  analyze: true,
  plan: true,
  adoptPlan: true,
  readPlan: true,
  amendPlan: true,
  prepare: true,
  checkContracts: true,
  buildFile: true,
  validate: true,
  checkTree: true,
  readFile: true,
  foldTree: true,
  lint: true,
  test: true,
  prove: true,
  followReadme: true,
  mutate: true,
  judge: true,
  review: true,
  askReviewer: true,
  deliver: true,
  settleRun: true,
  setSpendLimit: true,
};
const NAMES = Object.keys(NAMED) as (keyof Activities)[];

/** A Temporal server and workers of every queue, whose activities are answered by the stub of the run they belong to. */
export class RunStage {
  readonly #stubs = new Map<string, StubActivities>();
  readonly #server: TestTemporalServer;
  readonly #connection: Connection;
  readonly #native: NativeConnection;
  readonly #workers: readonly Worker[];
  readonly #running: Promise<unknown>;
  readonly client: Client;

  private constructor(
    server: TestTemporalServer,
    connection: Connection,
    native: NativeConnection,
    stubs: Map<string, StubActivities>,
    workers: readonly Worker[],
  ) {
    this.#server = server;
    this.#connection = connection;
    this.#native = native;
    this.#stubs = stubs;
    this.#workers = workers;
    this.client = new Client({ connection, namespace: server.namespace, identity: IDENTITY });
    this.#running = Promise.all(workers.map((worker) => worker.run()));
  }

  static async open(): Promise<RunStage> {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    const [server, bundle] = await Promise.all([startTemporalServer(), workflowBundle()]);
    const connection = await Connection.connect({ address: server.address });
    const native = await NativeConnection.connect({ address: server.address });
    const stubs = new Map<string, StubActivities>();
    const activities = Object.fromEntries(
      NAMES.map((name) => [
        name,
        (input: Parameters<Activities[typeof name]>[0]) => {
          const stub = stubs.get(input.run.workflowId);
          if (stub === undefined) throw new Error(`no stub for ${input.run.workflowId}`);
          return stub.call(name, input);
        },
      ]),
    );
    const workers = await Promise.all(
      Object.values(TASK_QUEUES).map((taskQueue) =>
        Worker.create({
          connection: native,
          namespace: server.namespace,
          identity: IDENTITY,
          taskQueue,
          activities,
          ...(taskQueue === TASK_QUEUES.main ? { workflowBundle: bundle } : {}),
        }),
      ),
    );
    return new RunStage(server, connection, native, stubs, workers);
  }

  /** Starts `generateProject` with exactly these arguments. */
  async start(workflowId: string, script: StubScript, ...args: readonly unknown[]): Promise<StagedRun> {
    const stub = new StubActivities(script);
    this.#stubs.set(workflowId, stub);
    const handle = (await this.client.workflow.start(WORKFLOWS.generateProject, {
      workflowId,
      taskQueue: TASK_QUEUES.main,
      args: [...args],
    })) as RunHandle;
    const history = (): Promise<History> => this.history(workflowId, handle.firstExecutionRunId);
    return { handle, stub, history };
  }

  /** Starts a run that only plans. */
  async plan(
    workflowId: string,
    script: StubScript,
    input: unknown,
  ): Promise<Omit<StagedRun, 'handle'> & { readonly handle: PlanningHandle }> {
    const stub = new StubActivities(script);
    this.#stubs.set(workflowId, stub);
    const handle = (await this.client.workflow.start(WORKFLOWS.planProject, {
      workflowId,
      taskQueue: TASK_QUEUES.main,
      args: [input],
    })) as PlanningHandle;
    const history = (): Promise<History> => this.history(workflowId, handle.firstExecutionRunId);
    return { handle, stub, history };
  }

  /** Starts a run and waits for its end. */
  async deliver(
    workflowId: string,
    script: StubScript,
    input: unknown,
  ): Promise<StagedRun & { readonly delivery: Delivery }> {
    const run = await this.start(workflowId, script, input);
    return { ...run, delivery: await run.handle.result() };
  }

  history(workflowId: string, runId?: string): Promise<History> {
    return this.client.workflow.getHandle(workflowId, runId).fetchHistory();
  }

  async close(): Promise<void> {
    for (const worker of this.#workers) worker.shutdown();
    await this.#running;
    await this.#native.close();
    await this.#connection.close();
    await this.#server.stop();
  }
}
