import { Piscina } from 'piscina';
import type { Contract } from '../../../protocol/plan.js';
import type { Environment } from '../../language.js';
import { createCancelFlag, raise } from '../compiler/cancellation.js';
import { changesBetween } from './changes.js';
import { threadFile } from './thread-file.js';
import type { Job, JobResult, ThreadReply, ThreadTask } from './thread-messages.js';

/** What one environment's thread was last told. */
interface SentState {
  readonly lane: number;
  version: number | null;
  files: ReadonlyMap<string, string>;
  contracts: ReadonlyMap<string, Contract>;
}

export interface ProjectState {
  readonly environment: Environment;
  readonly files: ReadonlyMap<string, string>;
  readonly contracts: ReadonlyMap<string, Contract>;
}

/** Room for parsing and for what a check makes and drops, above what compilers keep between checks. */
const HEAP_SLACK_MEGABYTES = 1_024;

/**
 * Threads that check, off the event loop. All checks of one environment go to the same thread, one after another, and
 * only what changed since the last is sent.
 */
export class CheckThreads {
  /** One pool of one thread each, so that a check can be sent to the thread that knows its environment. */
  readonly #lanes: (Piscina<ThreadTask, ThreadReply> | undefined)[];
  readonly #sent = new Map<string, SentState>();
  readonly #memoryBytes: number;
  #lastVersion = 0;
  #closed = false;

  constructor(options: { readonly threads: number; readonly memoryBytes: number }) {
    this.#lanes = Array.from({ length: options.threads }, () => undefined);
    this.#memoryBytes = options.memoryBytes / options.threads;
  }

  /** @throws the signal's reason when it is aborted. */
  async run(state: ProjectState, job: Job, signal: AbortSignal): Promise<JobResult> {
    signal.throwIfAborted();
    const cancel = createCancelFlag();
    const abort = (): void => {
      raise(cancel);
    };
    signal.addEventListener('abort', abort, { once: true });
    try {
      const reply = await until(signal, this.#send(state, job, cancel));
      if (reply.outcome !== 'done')
        throw new Error('A check ended without a result and without being cancelled.');
      const { diagnostics, declarations, mutants, packages } = reply;
      return { diagnostics, declarations, mutants, packages };
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#sent.clear();
    await Promise.all(this.#lanes.flatMap((lane) => (lane === undefined ? [] : [lane.destroy()])));
  }

  async #send(state: ProjectState, job: Job, cancel: ThreadTask['cancel']): Promise<ThreadReply> {
    const sent = this.#sentState(state.environment);
    const lane = this.#lane(sent.lane);
    const reply = await lane.run(this.#task(sent, state, job, cancel));
    if (reply.outcome !== 'unknown-base') return reply;
    sent.version = null;
    return lane.run(this.#task(sent, state, job, cancel));
  }

  #task(sent: SentState, state: ProjectState, job: Job, cancel: ThreadTask['cancel']): ThreadTask {
    const whole = sent.version === null;
    const task = {
      environment: { key: state.environment.key, folder: state.environment.folder },
      base: sent.version,
      version: ++this.#lastVersion,
      files: changesBetween(whole ? new Map() : sent.files, state.files),
      contracts: changesBetween(whole ? new Map() : sent.contracts, state.contracts),
      job,
      cancel,
    };
    sent.version = task.version;
    sent.files = state.files;
    sent.contracts = state.contracts;
    return task;
  }

  #sentState(environment: Environment): SentState {
    let sent = this.#sent.get(environment.key);
    if (sent === undefined) {
      sent = { lane: this.#leastUsedLane(), version: null, files: new Map(), contracts: new Map() };
      this.#sent.set(environment.key, sent);
    }
    return sent;
  }

  #leastUsedLane(): number {
    const uses = this.#lanes.map(() => 0);
    for (const { lane } of this.#sent.values()) uses[lane] = (uses[lane] ?? 0) + 1;
    return uses.indexOf(Math.min(...uses));
  }

  #lane(index: number): Piscina<ThreadTask, ThreadReply> {
    if (this.#closed) throw new Error('The TypeScript checks are closed: create the language anew.');
    const lane = (this.#lanes[index] ??= new Piscina<ThreadTask, ThreadReply>({
      filename: threadFile(),
      name: 'check',
      minThreads: 1,
      maxThreads: 1,
      concurrentTasksPerWorker: 1,
      // The queue is bounded by how many checks the worker runs at a time.
      maxQueue: Number.POSITIVE_INFINITY,
      workerData: { memoryBytes: this.#memoryBytes },
      resourceLimits: {
        maxOldGenerationSizeMb: Math.ceil(this.#memoryBytes / 2 ** 20) + HEAP_SLACK_MEGABYTES,
      },
    }));
    return lane;
  }
}

/** `work`, or the signal's reason as soon as it is aborted; the thread then gives the work up by itself. */
function until<Value>(signal: AbortSignal, work: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('The check was cancelled.'));
    };
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}
