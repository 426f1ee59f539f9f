import { causesOf } from '../runs/causes-of.js';
import { CommandError, Interrupted } from './command-error.js';

/**
 * How soon after the first signal another one is the same Ctrl-C: `npx` passes on what the terminal has sent to the command
 * already.
 */
const SAME_INTERRUPT_MS = 500;

/** What signals reach: the process, a script in tests. */
export interface SignalTarget {
  on(name: NodeJS.Signals, listener: () => void): unknown;
  exit(code: number): void;
}

/**
 * The first Ctrl-C (or a polite request to end) aborts the signal, and the command winds down; the second ends the
 * process at once.
 * @param now milliseconds on any clock that only goes forward.
 */
export function interruptSignal(
  target: SignalTarget = process,
  now: () => number = () => performance.now(),
): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    target.on(name, () => {
      if (!controller.signal.aborted) {
        first = now();
        controller.abort();
      } else if (now() - first > SAME_INTERRUPT_MS) target.exit(130);
    });
  }
  return controller.signal;
}

/** Is `error` what came of the interruption, and neither a finding of its own nor said in words already? */
export function isInterruption(error: unknown, interrupted: AbortSignal): boolean {
  if (!interrupted.aborted || error instanceof CommandError || error instanceof Interrupted) return false;
  return causesOf(error).some(
    (cause) => cause === interrupted.reason || (cause instanceof Error && cause.name === 'AbortError'),
  );
}
