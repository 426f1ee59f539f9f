import { DefaultLogger, Runtime, type LogLevel } from '@temporalio/worker';
import { createParts } from './composition.js';
import { readConfig, type Config } from './config.js';
import { createWorkers } from './create-workers.js';

const LOG_LEVELS: Readonly<Record<Config['logLevel'], LogLevel>> = {
  trace: 'TRACE',
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
  silent: 'ERROR',
};

/** A worker process: serves the queues of `MILLWRIGHT_QUEUES` at `TEMPORAL_ADDRESS` until it is told to stop. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  if (config.temporalAddress === undefined) {
    throw new Error(
      'TEMPORAL_ADDRESS is not set. "millwright dev" starts a server and a worker; a worker alone needs an address.',
    );
  }
  // The worker's own signal handling is off: this process decides when its workers stop.
  Runtime.install({ logger: new DefaultLogger(LOG_LEVELS[config.logLevel]), shutdownSignals: [] });
  const parts = await createParts(config);
  try {
    const workers = await createWorkers({ config, address: config.temporalAddress, parts });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        workers.shutdown();
      });
    }
    await workers.run();
  } finally {
    await parts.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 2;
});
