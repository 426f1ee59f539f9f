// A real worker process that ends itself with SIGKILL at some boundaries of activities, once at each, and writes down every
// start. Environment: the worker's own, MILLWRIGHT_TEST_CRASHES=[{"activity","when","marker"}] and MILLWRIGHT_TEST_STARTS=FILE.
import { appendFileSync, writeFileSync } from 'node:fs';
import { activityInfo } from '@temporalio/activity';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { createParts } from '../../dist/src/composition.js';
import { readConfig } from '../../dist/src/config.js';
import { createWorkers } from '../../dist/src/create-workers.js';

const crashes = JSON.parse(process.env.MILLWRIGHT_TEST_CRASHES ?? '[]');
const starts = process.env.MILLWRIGHT_TEST_STARTS;

function dieAt(activity, when) {
  const crash = crashes.find((one) => one.activity === activity && one.when === when);
  if (crash === undefined) return;
  try {
    writeFileSync(crash.marker, String(Date.now()), { flag: 'wx' });
  } catch {
    return; // It has died here already.
  }
  process.kill(process.pid, 'SIGKILL');
}

const interceptor = () => ({
  inbound: {
    execute: async (input, next) => {
      const { activityType, activityId, workflowExecution } = activityInfo();
      const line = {
        at: Date.now(),
        activity: activityType,
        id: activityId,
        workflow: workflowExecution?.workflowId,
      };
      appendFileSync(starts, `${JSON.stringify(line)}\n`);
      dieAt(activityType, 'before');
      const result = await next(input);
      dieAt(activityType, 'after');
      return result;
    },
  },
});

Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
const config = readConfig(process.env);
const parts = await createParts(config);
const workers = await createWorkers({
  config,
  address: config.temporalAddress,
  parts,
  interceptors: { activity: [interceptor] },
});
process.once('SIGTERM', () => workers.shutdown());
await workers.run();
await parts.close();
