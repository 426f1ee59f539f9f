import { join } from 'node:path';
import { homeFolders } from '../../src/config.js';
import { keepProcess, type KeptProcess } from './kept-process.js';
import { startSupervised } from './supervised-process.js';
import type { StackOptions } from './stack.js';
import { workerEnvironment } from './worker-environment.js';

/** Time for a worker to hand its running activities back before it is killed. */
const GRACE_MS = 10_000;

/** Keeps the worker of `options.workerCommand` running against the local server at `address`. */
export function keepWorker(
  options: StackOptions & { readonly workerCommand: readonly string[] },
  address: string,
  onChange: (pid: number | null) => Promise<void>,
): Promise<KeptProcess> {
  const logFile = join(homeFolders(options.home).logs, 'worker.log');
  return keepProcess({
    name: `The worker (its log: ${logFile})`,
    start: () =>
      startSupervised({
        command: options.workerCommand,
        environment: workerEnvironment(options, address),
        logFile,
        graceMs: GRACE_MS,
      }),
    onProgress: options.onProgress,
    onChange,
  });
}
