import { CheckLane } from './check-lane.js';
import type { ProjectState } from './project-state.js';
import type { Job, JobResult } from './thread-messages.js';

/** Room for parsing and for what a check makes and drops, above what compilers keep between checks. */
const HEAP_SLACK_MEGABYTES = 1_024;

/** Threads that check. All checks of one environment go to the same one, which knows it. */
export class CheckThreads {
  readonly #lanes: (CheckLane | undefined)[];
  /** The lane of each environment, by its key. */
  readonly #laneOf = new Map<string, number>();
  readonly #memoryBytes: number;
  #closed = false;

  constructor(options: { readonly threads: number; readonly memoryBytes: number }) {
    this.#lanes = Array.from({ length: options.threads }, () => undefined);
    this.#memoryBytes = options.memoryBytes / options.threads;
  }

  /** @throws the signal's reason when it is aborted. */
  async run(state: ProjectState, job: Job, signal: AbortSignal): Promise<JobResult> {
    signal.throwIfAborted();
    if (this.#closed) throw new Error('The TypeScript checks are closed: create the language anew.');
    return this.#lane(state.environment.key).run(state, job, signal);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#lanes.flatMap((lane) => (lane === undefined ? [] : [lane.close()])));
  }

  #lane(environment: string): CheckLane {
    const index = this.#laneOf.get(environment) ?? this.#leastUsedLane();
    this.#laneOf.set(environment, index);
    return (this.#lanes[index] ??= new CheckLane({
      memoryBytes: this.#memoryBytes,
      heapMegabytes: Math.ceil(this.#memoryBytes / 2 ** 20) + HEAP_SLACK_MEGABYTES,
    }));
  }

  #leastUsedLane(): number {
    const uses = this.#lanes.map(() => 0);
    for (const lane of this.#laneOf.values()) uses[lane] = (uses[lane] ?? 0) + 1;
    return uses.indexOf(Math.min(...uses));
  }
}
