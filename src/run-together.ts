import type { Worker } from '@temporalio/worker';

type RunningWorker = Pick<Worker, 'run' | 'shutdown' | 'getState'>;

/** Tells those that run to end. */
export function shutDown(workers: readonly RunningWorker[]): void {
  for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
}

/**
 * Runs workers that share a connection and parts. When one fails the others are ended too, so that nothing is taken from under them.
 * @throws what failed first.
 */
export async function runTogether(workers: readonly RunningWorker[]): Promise<void> {
  const failures: unknown[] = [];
  await Promise.all(
    workers.map((worker) =>
      worker.run().catch((error: unknown) => {
        failures.push(error);
        shutDown(workers);
      }),
    ),
  );
  if (failures.length > 0) throw failures[0];
}
