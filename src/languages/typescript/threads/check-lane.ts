import { Piscina } from 'piscina';
import type { Contract } from '../../../protocol/plan.js';
import { createCancelFlag, raise } from '../compiler/cancellation.js';
import { changesBetween } from './changes.js';
import type { ProjectState } from './project-state.js';
import { takeTogether } from './take-together.js';
import { threadFile } from './thread-file.js';
import type { Job, JobResult, ThreadReply, ThreadTask, Work } from './thread-messages.js';

/** A check that waits for its turn. */
interface Waiting {
  readonly state: ProjectState;
  readonly job: Job;
  readonly signal: AbortSignal;
  readonly resolve: (result: JobResult) => void;
  readonly reject: (reason: unknown) => void;
}

/** What the thread was last told of an environment. */
interface SentState {
  readonly version: number;
  readonly files: ReadonlyMap<string, string>;
  readonly contracts: ReadonlyMap<string, Contract>;
}

/**
 * One thread that checks, off the event loop, and what waits for it. Only what changed since the last check of an environment is
 * sent. Drafts that wait at the same time and cannot touch each other share a compiler: making one, and what it works out about
 * the packages that they import, is most of a check.
 */
export class CheckLane {
  readonly #thread: Piscina<ThreadTask, ThreadReply>;
  readonly #sent = new Map<string, SentState>();
  #waiting: readonly Waiting[] = [];
  #busy = false;
  #closed = false;
  #lastVersion = 0;

  /** `memoryBytes`: what its compilers may hold between checks. `heapMegabytes`: what the thread may hold at any time. */
  constructor(limits: { readonly memoryBytes: number; readonly heapMegabytes: number }) {
    this.#thread = new Piscina<ThreadTask, ThreadReply>({
      filename: threadFile(),
      name: 'check',
      minThreads: 1,
      maxThreads: 1,
      concurrentTasksPerWorker: 1,
      workerData: { memoryBytes: limits.memoryBytes },
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMegabytes },
    });
  }

  /** @throws the signal's reason as soon as it is aborted; the thread then gives the check up by itself. */
  run(state: ProjectState, job: Job, signal: AbortSignal): Promise<JobResult> {
    return new Promise<JobResult>((resolve, reject) => {
      const abort = (): void => {
        this.#waiting = this.#waiting.filter((each) => each !== waiting);
        reject(signal.reason instanceof Error ? signal.reason : new Error('The check was cancelled.'));
      };
      const settled = (): void => {
        signal.removeEventListener('abort', abort);
      };
      const waiting: Waiting = {
        state,
        job,
        signal,
        resolve: (result) => {
          settled();
          resolve(result);
        },
        reject: (reason) => {
          settled();
          reject(reason instanceof Error ? reason : new Error(String(reason)));
        },
      };
      signal.addEventListener('abort', abort, { once: true });
      this.#waiting = [...this.#waiting, waiting];
      void this.#work();
    });
  }

  /** Ends the thread: what it was asked is rejected. */
  async close(): Promise<void> {
    this.#closed = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { reject } of waiting) reject(new Error('The TypeScript checks were closed.'));
    await this.#thread.destroy();
  }

  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    while (this.#waiting.length > 0) {
      const { taken, left } = takeTogether(this.#waiting);
      this.#waiting = left;
      await this.#check(taken);
    }
    this.#busy = false;
  }

  /** Settles all of `asked`. What ends the thread ends only its own check: the others are made again without it. */
  async #check(asked: readonly Waiting[]): Promise<void> {
    const wanted = asked.filter(({ signal }) => !signal.aborted);
    try {
      const results = await this.#send(wanted);
      for (const [index, { resolve, reject }] of wanted.entries()) {
        const result = results[index];
        if (result === undefined) reject(new Error('A check ended without a result.'));
        else resolve(result);
      }
    } catch (error) {
      if (wanted.length < 2 || this.#closed) for (const { reject } of wanted) reject(error);
      else for (const each of wanted) await this.#check([each]);
    }
  }

  /** The results of all of `asked`, in their order; none where nobody waits for them any more. */
  async #send(asked: readonly Waiting[]): Promise<readonly JobResult[]> {
    const last = asked.at(-1);
    if (last === undefined) return [];
    const cancel = createCancelFlag();
    const cancelUnwanted = (): void => {
      if (asked.every(({ signal }) => signal.aborted)) raise(cancel);
    };
    for (const { signal } of asked) signal.addEventListener('abort', cancelUnwanted, { once: true });
    try {
      const work = workOf(asked.map(({ job }) => job));
      let reply = await this.#thread.run(this.#task(last.state, work, cancel));
      if (reply.outcome === 'unknown-base') {
        this.#sent.delete(last.state.environment.key);
        reply = await this.#thread.run(this.#task(last.state, work, cancel));
      }
      if (reply.outcome === 'done') return reply.results;
      if (asked.every(({ signal }) => signal.aborted)) return [];
      throw new Error('A check ended without a result and without being cancelled.');
    } finally {
      for (const { signal } of asked) signal.removeEventListener('abort', cancelUnwanted);
    }
  }

  #task(
    { environment, files, contracts }: ProjectState,
    work: Work,
    cancel: ThreadTask['cancel'],
  ): ThreadTask {
    const sent = this.#sent.get(environment.key);
    const version = ++this.#lastVersion;
    this.#sent.set(environment.key, { version, files, contracts });
    return {
      environment: { key: environment.key, folder: environment.folder },
      base: sent?.version ?? null,
      version,
      files: changesBetween(sent?.files ?? new Map<string, string>(), files),
      contracts: changesBetween(sent?.contracts ?? new Map<string, Contract>(), contracts),
      work,
      cancel,
    };
  }
}

/** @param jobs at least one; where there are several, all of them are drafts. */
function workOf(jobs: readonly Job[]): Work {
  const [first] = jobs;
  const drafts = jobs.filter((job) => job.kind === 'draft');
  return first === undefined || first.kind === 'draft' ? { kind: 'drafts', drafts } : first;
}
