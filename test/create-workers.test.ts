import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { msToNumber } from '@temporalio/common/lib/time.js';
import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { readConfig } from '../src/config.js';
import { createWorkers } from '../src/create-workers.js';
import { TASK_QUEUES } from '../src/protocol/names.js';
import { ACTIVITY_OPTIONS } from '../src/workflows/activity-options.js';
import { scriptedParts, type ScriptedParts } from './doubles/scripted-parts.js';

/** What the workers were made with; none is made. */
const made: WorkerOptions[] = [];
let parts: ScriptedParts;

beforeAll(async () => {
  parts = await scriptedParts();
  jest
    .spyOn(NativeConnection, 'connect')
    .mockResolvedValue(Object.create(NativeConnection.prototype) as NativeConnection);
  jest.spyOn(Worker, 'create').mockImplementation((options) => {
    made.push(options);
    return Promise.resolve(Object.create(Worker.prototype) as Worker);
  });
  await createWorkers({ config: readConfig({}), address: '127.0.0.1:7233', parts: parts.parts });
});
afterAll(async () => {
  jest.restoreAllMocks();
  await parts.remove();
});

/** Milliseconds after which the server hears of an activity again, as the SDK has it. */
function heardEvery({ maxHeartbeatThrottleInterval = '60s' }: WorkerOptions, heartbeatMs: number): number {
  return Math.min(heartbeatMs * 0.8, msToNumber(maxHeartbeatThrottleInterval));
}

describe('the workers of a process', () => {
  it('serve each queue, and the workflows in one of them', () => {
    expect(new Set(made.map(({ taskQueue }) => taskQueue))).toEqual(new Set(Object.values(TASK_QUEUES)));
    expect(made.filter(({ workflowBundle }) => workflowBundle !== undefined)).toHaveLength(1);
  });

  it('tell of an activity so often that no attempt is given up for three heartbeats that are lost in a row', () => {
    const timeOuts = Object.values(ACTIVITY_OPTIONS).map(({ heartbeatTimeout = 0 }) =>
      msToNumber(heartbeatTimeout),
    );
    const shortest = Math.min(...timeOuts);
    expect(shortest).toBeGreaterThan(0);
    for (const worker of made) expect(4 * heardEvery(worker, shortest)).toBeLessThan(shortest);
  });
});
