/** A minute's calls over which a burst may run ahead. */
const BURST_SHARE = 1 / 6;

/** Makes calls wait for their turn, in the order in which they came. */
export interface CallRate {
  /** Resolves when the call may be made. @throws the signal's reason when it is aborted before. */
  turn(signal: AbortSignal): Promise<void>;
}

const UNLIMITED: CallRate = {
  turn: (signal) => (signal.aborted ? Promise.reject(reasonOf(signal)) : Promise.resolve()),
};

/**
 * At most `perMinute` calls a minute on average; a sixth of that may be made at once after a pause. null: no limit.
 */
export function callRate(perMinute: number | null): CallRate {
  if (perMinute === null) return UNLIMITED;
  const burst = Math.max(1, Math.floor(perMinute * BURST_SHARE));
  const msPerCall = 60_000 / perMinute;
  /** When the calls that were let through would be over, one after the other (a virtual schedule). */
  let scheduled = 0;
  let last: Promise<void> = Promise.resolve();

  const wait = async (signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    const now = performance.now();
    const early = Math.max(scheduled, now) - now - (burst - 1) * msPerCall;
    if (early > 0) await sleep(early, signal);
    scheduled = Math.max(scheduled, performance.now()) + msPerCall;
  };
  return {
    turn: (signal) => {
      // Whoever gives up its turn must not hold up those behind it.
      const turn = last.then(() => wait(signal));
      last = turn.catch(() => undefined);
      return abortable(turn, signal);
    },
  };
}

function abortable(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(reasonOf(signal));
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, ms);
    const abort = (): void => {
      clearTimeout(timer);
      reject(reasonOf(signal));
    };
    signal.addEventListener('abort', abort, { once: true });
  });
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('The call was cancelled.');
}
