import { DefaultLogger, Runtime, type ActivityInterceptors } from '@temporalio/worker';
import type { Context } from '@temporalio/activity';
import { createParts } from '../../src/composition.js';
import { readConfig } from '../../src/config.js';
import { createWorkers } from '../../src/create-workers.js';
import { runActivity } from '../../src/activities/run-activity.js';
import { createBareWorker } from './bare-worker.js';
import { createStubAnswers } from './stub-answers.js';

/**
 * The product's own workers, in a process of their own, where an interceptor answers in place of the activities: slots,
 * options, heartbeats and workflow code are those of a real run. Beside them a worker for the bare workflow.
 */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const { temporalAddress: address } = config;
  if (address === undefined)
    throw new Error('TEMPORAL_ADDRESS is not set; the bench sets it for its worker.');
  Runtime.install({ logger: new DefaultLogger('WARN'), shutdownSignals: [] });
  const parts = await createParts(config);
  const workers = await createWorkers({
    config,
    address,
    parts,
    interceptors: { activity: [answerInstead()] },
  });
  const bare = await createBareWorker(address, config.namespace);
  process.once('SIGTERM', () => {
    workers.shutdown();
    bare.shutdown();
  });
  await Promise.all([workers.run(), bare.run()]);
  await parts.close();
}

function answerInstead(): (context: Context) => ActivityInterceptors {
  const answers = new Map<string, (input: never) => Promise<unknown>>(Object.entries(createStubAnswers()));
  return (context) => ({
    inbound: {
      execute: (input, next) => {
        const answer = answers.get(context.info.activityType);
        return answer === undefined
          ? next(input)
          : runActivity(() => Promise.resolve(Reflect.apply(answer, undefined, input.args)));
      },
    },
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 2;
});
