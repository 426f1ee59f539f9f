import { MillwrightError } from './protocol/errors.js';
import type { SandboxResult, SandboxService } from './sandbox/sandbox.js';

const POLL_MS = 150;

/**
 * Waits until a service that was started answers at all, and makes it reachable on the host; resolves to the port. A service that
 * cannot be reached is stopped: nobody would know of it.
 * @param times milliseconds until it must answer, and that it is given to stop.
 * @throws MillwrightError `GenerationError` when it ends or does not answer, what `expose` throws, and the signal's reason.
 */
export async function makeReachable(
  service: SandboxService,
  port: number,
  times: { readonly startMs: number; readonly graceMs: number },
  signal: AbortSignal,
): Promise<number> {
  try {
    await Promise.race([untilItAnswers(service, times.startMs, signal), untilAborted(signal)]);
    return await service.expose(port);
  } catch (error) {
    await service.stop(times.graceMs);
    throw error;
  }
}

/** An answer may take as long as it likes; who waits for it need not. */
function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}

/** Any answer will do, a 404 as well: it listens. */
async function untilItAnswers(service: SandboxService, startMs: number, signal: AbortSignal): Promise<void> {
  let gone: string | undefined;
  void service.ended.then((result) => (gone = lastWords(result)));
  for (const end = Date.now() + startMs; Date.now() < end && !signal.aborted;) {
    if (gone !== undefined)
      throw new MillwrightError('GenerationError', `The project ended while it started: ${gone}`);
    try {
      await service.request({ method: 'GET', path: '/', timeoutMs: startMs });
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
  signal.throwIfAborted();
  throw new MillwrightError('GenerationError', `The project did not answer within ${startMs / 1000} s.`);
}

/** What a program said last. */
export function lastWords({ stdout, stderr }: SandboxResult): string {
  return `${stdout}\n${stderr}`.trim().slice(-1_500);
}
