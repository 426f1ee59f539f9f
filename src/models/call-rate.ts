import type { CallOrder } from '../protocol/model-call.js';

/** A minute's calls over which a burst may run ahead. */
const BURST_SHARE = 1 / 6;

/** Makes the calls of one endpoint wait for their turn. */
export interface CallRate {
  /**
   * Resolves when the call may be made. Runs have their turns in the order in which their calls came, and use each for the most
   * urgent of their calls that wait. @throws the signal's reason when it is aborted before.
   */
  turn(order: CallOrder, signal: AbortSignal): Promise<void>;
  /** No call is made for so many milliseconds: the endpoint has asked for it. */
  hold(ms: number): void;
  /** Milliseconds for which no call is made because the endpoint has asked for it; 0: it has not. */
  readonly heldForMs: () => number;
}

interface Waiting extends CallOrder {
  readonly go: () => void;
}

/**
 * At most `perMinute` calls a minute on average; a sixth of that may be made at once after a pause. null: as many as come, as
 * long as the endpoint takes them.
 */
export function callRate(perMinute: number | null): CallRate {
  const msPerCall = perMinute === null ? 0 : 60_000 / perMinute;
  const aheadMs = perMinute === null ? 0 : (Math.max(1, Math.floor(perMinute * BURST_SHARE)) - 1) * msPerCall;
  /** When the calls that were let through would be over, one after the other (a virtual schedule). */
  let scheduled = 0;
  let heldUntil = 0;
  let timer: NodeJS.Timeout | undefined;
  const waiting: Waiting[] = [];

  const heldForMs = (): number => Math.max(0, heldUntil - performance.now());
  const early = (): number => Math.max(heldForMs(), scheduled - performance.now() - aheadMs);
  const next = (): void => {
    while (timer === undefined && waiting.length > 0) {
      const wait = early();
      if (wait > 0) {
        timer = setTimeout(() => {
          timer = undefined;
          next();
        }, wait);
        return;
      }
      scheduled = Math.max(scheduled, performance.now()) + msPerCall;
      takeNext(waiting)?.go();
    }
  };
  return {
    turn: (order, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(reasonOf(signal));
          return;
        }
        const call: Waiting = {
          ...order,
          go: () => {
            signal.removeEventListener('abort', abort);
            resolve();
          },
        };
        // Whoever gives up its turn must not hold up those behind it.
        const abort = (): void => {
          waiting.splice(waiting.indexOf(call), 1);
          if (waiting.length === 0) {
            clearTimeout(timer);
            timer = undefined;
          }
          reject(reasonOf(signal));
        };
        signal.addEventListener('abort', abort, { once: true });
        waiting.push(call);
        next();
      }),
    hold: (ms) => {
      heldUntil = Math.max(heldUntil, performance.now() + ms);
    },
    heldForMs,
  };
}

/** Takes a call for the run whose turn it is: the most urgent of its calls, and the one that was first keeps the other's place. */
function takeNext(waiting: Waiting[]): Waiting | undefined {
  const [first] = waiting;
  if (first === undefined) return undefined;
  const chosen = waiting.reduce(
    (best, call) => (call.run === first.run && call.urgency > best.urgency ? call : best),
    first,
  );
  waiting[waiting.indexOf(chosen)] = first;
  waiting.shift();
  return chosen;
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('The call was cancelled.');
}
