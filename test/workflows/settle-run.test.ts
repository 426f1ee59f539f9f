import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { SettleRunInput } from '../../src/protocol/delivery-activities.js';
import { generateInputSchema } from '../../src/protocol/generate-input.js';
import type { Delivery } from '../../src/protocol/report.js';
import { refOf } from '../doubles/artifacts.js';

const real = await import('@temporalio/workflow');

/** In this process there is no workflow: what it would ask of the server is answered here. */
const settled: SettleRunInput[] = [];
let isCancelled = false;
let isLost = false;
jest.unstable_mockModule('@temporalio/workflow', () => ({
  ...real,
  log: { warn: () => undefined },
  upsertSearchAttributes: () => undefined,
  setCurrentDetails: () => undefined,
  workflowInfo: () => ({
    firstExecutionRunId: '0123456789abcdef',
    workflowId: 'shelf',
    startTime: new Date(0),
  }),
  CancellationScope: {
    current: () => ({ consideredCancelled: isCancelled }),
    nonCancellable: async (work: () => Promise<unknown>) => {
      const before = isCancelled;
      isCancelled = false;
      try {
        return await work();
      } finally {
        isCancelled = before;
      }
    },
  },
  proxyActivities: () => ({
    settleRun: (input: SettleRunInput) => {
      if (isCancelled && isLost) return Promise.reject(heartbeatMissed());
      if (isCancelled) return Promise.reject(new real.CancelledFailure('Stopped by a person.'));
      settled.push(input);
      return Promise.resolve();
    },
  }),
}));
function heartbeatMissed(): Error {
  const { ActivityFailure, TimeoutFailure } = real;
  const timeout = new TimeoutFailure('Heartbeat timeout.', undefined, 'HEARTBEAT');
  return new ActivityFailure('It timed out.', 'settleRun', '7', 'CANCEL_REQUESTED', 'worker', timeout);
}
const { settle } = await import('../../src/workflows/settle-run.js');
const { RunState } = await import('../../src/workflows/run-state.js');

const DELIVERY: Delivery = {
  outcome: 'delivered',
  name: 'shelf',
  kind: 'library',
  tree: refOf('tree'),
  report: refOf('report'),
  bundle: null,
  flags: [],
  requirements: { proven: 1, tested: 0, open: 0, disputed: 0 },
  files: 3,
  costUsd: 0,
};

async function settling(): Promise<void> {
  const options = generateInputSchema.parse({ brief: 'A shelf.' });
  const state = new RunState(options, undefined);
  state.end('delivered', 'Delivered shelf.');
  await settle(state, { brief: 'A shelf.' }, options, DELIVERY, null);
}

beforeEach(() => {
  settled.length = 0;
  isCancelled = false;
  isLost = false;
});

describe('the record of a run', () => {
  it('is kept as the run ended, also when a person stops it just then', async () => {
    isCancelled = true;
    await settling();
    expect(settled).toMatchObject([{ outcome: 'delivered', delivery: { name: 'shelf' } }]);
  });

  it('is kept as well where its worker died before it had acknowledged the stop', async () => {
    isCancelled = true;
    isLost = true;
    await settling();
    expect(settled).toMatchObject([{ outcome: 'delivered' }]);
  });
});
