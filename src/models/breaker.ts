import { circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhen } from 'cockatiel';
import { MillwrightError } from '../protocol/errors.js';

/** Failures in a row after which an endpoint counts as down. */
const FAILURES_IN_A_ROW = 5;
export const DEFAULT_BREAK_MS = 30_000;

/** Keeps calls away from an endpoint that is down, and lets one through now and then to see whether it is up again. */
export interface Breaker {
  /** Milliseconds until the next call may be tried; 0: now. */
  closedForMs(): number;
  /** Resolves when the call that tries the endpoint out has shown whether it works; undefined: no call does. */
  tried(): Promise<void> | undefined;
  /**
   * @param call is given what to call when the endpoint shows that it works before the call is over: the call that tries
   *   an endpoint out may take minutes, and the others need not wait for its end.
   */
  run<Result>(call: (works: () => void) => Promise<Result>): Promise<Result>;
}

export function createBreaker(breakMs: number): Breaker {
  let openedAt = 0;
  let trial: { readonly ended: Promise<void>; readonly end: () => void } | undefined;
  const policy = circuitBreaker(handleWhen(countsAsDown), {
    halfOpenAfter: breakMs,
    breaker: new ConsecutiveBreaker(FAILURES_IN_A_ROW),
  });
  policy.onBreak(() => {
    openedAt = Date.now();
  });
  return {
    closedForMs: () => {
      switch (policy.state) {
        case CircuitState.Open:
          return Math.max(0, openedAt + breakMs - Date.now());
        case CircuitState.HalfOpen:
          // One call tries it already, and has not heard from it yet.
          return Math.max(1, breakMs);
        default:
          return 0;
      }
    },
    tried: () => trial?.ended,
    run: async <Result>(call: (works: () => void) => Promise<Result>): Promise<Result> => {
      let called: Promise<Result> | undefined;
      let own: typeof trial;
      try {
        await policy.execute(async (): Promise<void> => {
          const works = new Promise<void>((resolve) => {
            called = call(resolve);
          });
          // Only of a call that tries the endpoint out is the first word enough.
          if (policy.state !== CircuitState.Closed) trial = own = begun();
          await (own === undefined ? called : Promise.race([works, called]));
        });
      } finally {
        // Its state is known by now: who waited for it looks at that.
        if (own !== undefined) {
          trial = undefined;
          own.end();
        }
      }
      if (called === undefined) throw new Error('The breaker made no call.');
      return called;
    },
  };
}

function begun(): { readonly ended: Promise<void>; readonly end: () => void } {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { ended, end };
}

/** An endpoint that says "later" is not down, and one that was not called has not failed. */
const NOT_DOWN: readonly unknown[] = ['rate-limit', 'conflict', 'cancelled'];

function countsAsDown(error: Error): boolean {
  return (
    error instanceof MillwrightError &&
    error.details.transient === true &&
    !NOT_DOWN.includes(error.details.reason)
  );
}
