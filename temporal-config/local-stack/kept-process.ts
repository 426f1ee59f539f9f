import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../src/protocol/errors.js';
import type { SupervisedProcess } from './supervised-process.js';

/** Waits between two starts: doubled each time, and back to the first once it has lived for {@link STEADY_MS}. */
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 30_000;
const STEADY_MS = 60_000;

export interface KeptProcessOptions {
  /** As a sentence begins: "The worker". */
  readonly name: string;
  readonly start: (signal: AbortSignal) => Promise<SupervisedProcess>;
  /** Ends the first start; those after it end with the process. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress: (line: string) => void;
  /** Is told of the process that runs now; null between two. A failure of its own is said, and the process kept all the same. */
  readonly onChange: (pid: number | null) => Promise<void>;
}

/** A process that is started again whenever it ends by itself. */
export interface KeptProcess {
  stop(): Promise<void>;
}

/**
 * @throws what `start` or `onChange` throws the first time, and nothing runs then; later failures are said, and a start that
 * failed is tried again.
 */
export async function keepProcess(options: KeptProcessOptions): Promise<KeptProcess> {
  const stopping = new AbortController();
  const isStopping = (): boolean => stopping.signal.aborted;
  const first = await options.start(options.signal ?? stopping.signal);
  let current: SupervisedProcess | undefined = first;
  try {
    await options.onChange(first.pid);
  } catch (error) {
    await first.stop();
    throw error;
  }

  const say = (error: unknown): void => {
    options.onProgress(messageOf(error));
  };
  const tell = (pid: number | null): Promise<void> => options.onChange(pid).catch(say);

  const startAgain = async (wait: number): Promise<SupervisedProcess | undefined> => {
    await sleep(wait, undefined, { signal: stopping.signal }).catch(() => undefined);
    if (isStopping()) return undefined;
    try {
      return await options.start(stopping.signal);
    } catch (error) {
      if (!isStopping()) say(error);
      return undefined;
    }
  };

  const keep = async (): Promise<void> => {
    let wait = FIRST_WAIT_MS;
    let startedAt = Date.now();
    while (!isStopping()) {
      if (current !== undefined) {
        const why = await current.ended;
        current = undefined;
        if (isStopping()) return;
        await tell(null);
        if (Date.now() - startedAt > STEADY_MS) wait = FIRST_WAIT_MS;
        options.onProgress(`${options.name} ended (${why}); starting it again.`);
      }
      current = await startAgain(wait);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
      startedAt = Date.now();
      if (current !== undefined) await tell(current.pid);
    }
  };
  const kept = keep();

  return {
    async stop() {
      stopping.abort();
      await current?.stop();
      await kept;
      // A start that was under way when the stop came.
      await current?.stop();
    },
  };
}
