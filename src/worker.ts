import { Runtime } from '@temporalio/worker';
import { createParts } from './composition.js';
import { readConfig } from './config.js';
import { createWorkers } from './create-workers.js';
import { loggerOf } from './worker-logger.js';

/** A worker process: serves the queues of `MILLWRIGHT_QUEUES` at `TEMPORAL_ADDRESS` until it is told to stop. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  if (config.temporalAddress === undefined) {
    throw new Error(
      'TEMPORAL_ADDRESS is not set. "millwright dev" starts a server and a worker; a worker alone needs an address.',
    );
  }
  // The worker's own signal handling is off: this process decides when its workers stop.
  Runtime.install({ logger: loggerOf(config.logLevel), shutdownSignals: [] });
  const parts = await createParts(config);
  try {
    const workers = await createWorkers({ config, address: config.temporalAddress, parts });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        workers.shutdown();
      });
    }
    // Whoever started this with a channel to it is gone; or was, while this was loading, which nobody heard.
    process.once('disconnect', () => {
      workers.shutdown();
    });
    process.channel?.unref();
    // Undefined where there is no channel.
    const connected = process.connected as boolean | undefined;
    if (connected === false) workers.shutdown();
    await workers.run();
  } finally {
    await parts.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 2;
});
