import type { ModelProfile } from '../profiles/profile.js';

/** Milliseconds. */
export interface CallTimeouts {
  /** Until the first byte of a streamed reply. */
  readonly firstByteMs: number;
  /** Between two pieces of a reply; a model that thinks in silence needs a long one. */
  readonly idleMs: number;
  /** Of the whole call; where the reply streams, since the last event of it, whatever else the connection brings. */
  readonly totalMs: number;
}

/** A server may keep the connection of a dead model alive; no model thinks for so long before its next word, in milliseconds. */
export const LONGEST_SILENCE_MS = 1_800_000;
/** What a reply takes that comes in one piece: until its first token, and for each at the pace of a slow hosted model. */
const BEGINNING_MS = 120_000;
const MS_PER_TOKEN = 50;

/**
 * How long a call may take, in milliseconds.
 * @param silenceMs how long the endpoint may say nothing: a reply in one piece may take that, too.
 */
export function totalMs(
  {
    profile,
    maxOutputTokens,
  }: { readonly profile: Pick<ModelProfile, 'streaming'>; readonly maxOutputTokens: number },
  silenceMs: number,
): number {
  return profile.streaming
    ? LONGEST_SILENCE_MS
    : Math.max(silenceMs, BEGINNING_MS + maxOutputTokens * MS_PER_TOKEN);
}

/** What a connection has after the last word of its reply to be closed by its server, in milliseconds: it can be used again then. */
const CLOSING_MS = 1_000;

export type Deadline = 'first byte' | 'idle' | 'total' | 'closing';

/** The clocks of one call: whichever runs out first aborts it. */
export class Deadlines {
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal;
  readonly #timeouts: CallTimeouts;
  #total: NodeJS.Timeout;
  #waiting: NodeJS.Timeout | undefined;
  #passed: Deadline | undefined;
  #isOver = false;

  constructor(outer: AbortSignal, timeouts: CallTimeouts) {
    this.#outer = outer;
    this.#timeouts = timeouts;
    this.#total = this.#startTotal();
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
    return { 'first byte': firstByteMs, idle: idleMs, total: totalMs, closing: CLOSING_MS }[deadline];
  }

  /** Starts this wait, in place of the one before. */
  wait(deadline: 'first byte' | 'idle' | 'closing'): void {
    if (this.#isOver) return;
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => {
      this.#pass(deadline);
    }, this.lengthMs(deadline));
  }

  /** More of the reply came: the total begins anew. */
  moved(): void {
    if (this.#isOver) return;
    clearTimeout(this.#total);
    this.#total = this.#startTotal();
  }

  /** The reply is whole: whatever else the connection brings, it is not waited for. */
  over(): void {
    this.wait('closing');
    this.#isOver = true;
  }

  stop(): void {
    clearTimeout(this.#total);
    clearTimeout(this.#waiting);
    this.#outer.removeEventListener('abort', this.#follow);
  }

  readonly #follow = (): void => {
    this.#controller.abort();
  };

  #startTotal(): NodeJS.Timeout {
    return setTimeout(() => {
      this.#pass('total');
    }, this.#timeouts.totalMs);
  }

  #pass(deadline: Deadline): void {
    this.#passed ??= deadline;
    this.#controller.abort();
  }
}
