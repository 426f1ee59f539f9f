/** Milliseconds. */
export interface CallTimeouts {
  /** Until the first byte of a streamed reply. */
  readonly firstByteMs: number;
  /** Between two pieces of a reply; a model that thinks in silence needs a long one. */
  readonly idleMs: number;
  /** Of the whole call. */
  readonly totalMs: number;
}

/** Of a whole call, in milliseconds: no silence may be longer. */
export const DEFAULT_TOTAL_MS = 1_800_000;

export type Deadline = 'first byte' | 'idle' | 'total';

/** The clocks of one call: whichever runs out first aborts it. */
export class Deadlines {
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal;
  readonly #timeouts: CallTimeouts;
  readonly #total: NodeJS.Timeout;
  #waiting: NodeJS.Timeout | undefined;
  #passed: Deadline | undefined;

  constructor(outer: AbortSignal, timeouts: CallTimeouts) {
    this.#outer = outer;
    this.#timeouts = timeouts;
    this.#total = setTimeout(() => {
      this.#pass('total');
    }, timeouts.totalMs);
    if (outer.aborted) this.#controller.abort();
    else outer.addEventListener('abort', this.#follow, { once: true });
  }

  /** Aborted by a deadline, or by who asked. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get passed(): Deadline | undefined {
    return this.#passed;
  }

  /** How long that deadline is. */
  lengthMs(deadline: Deadline): number {
    const { firstByteMs, idleMs, totalMs } = this.#timeouts;
    return { 'first byte': firstByteMs, idle: idleMs, total: totalMs }[deadline];
  }

  /** Starts this wait, in place of the one before. */
  wait(deadline: 'first byte' | 'idle'): void {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => {
      this.#pass(deadline);
    }, this.lengthMs(deadline));
  }

  stop(): void {
    clearTimeout(this.#total);
    clearTimeout(this.#waiting);
    this.#outer.removeEventListener('abort', this.#follow);
  }

  readonly #follow = (): void => {
    this.#controller.abort();
  };

  #pass(deadline: Deadline): void {
    this.#passed ??= deadline;
    this.#controller.abort();
  }
}
