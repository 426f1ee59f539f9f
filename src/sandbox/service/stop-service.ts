import type { SandboxResult, StoppedService } from '../sandbox.js';

export interface StopOptions {
  readonly ended: Promise<SandboxResult>;
  /** It had ended before anyone asked it to. */
  readonly alreadyEnded: boolean;
  readonly terminate: () => void;
  readonly kill: () => void;
  /** Processes of the service that outlived its end. */
  readonly leftBehind: () => number;
  readonly graceMs: number;
}

/** Asks a service to stop, waits, and ends it hard when it does not; says which of the two it took. */
export async function stopService(options: StopOptions): Promise<StoppedService> {
  const grace = { overdue: false };
  const timer = setTimeout(() => {
    grace.overdue = true;
    options.kill();
  }, options.graceMs);
  options.terminate();
  try {
    const result = await options.ended;
    const byItself = options.alreadyEnded || result.exceeded !== null;
    const leftBehind = options.leftBehind();
    return { ...result, leftBehind, stoppedBySigterm: !grace.overdue && !byItself && leftBehind === 0 };
  } finally {
    clearTimeout(timer);
  }
}
