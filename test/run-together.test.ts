import { describe, expect, it } from '@jest/globals';
import { runTogether } from '../src/run-together.js';

/** A worker that runs until it is told to end, or fails. */
function aWorker() {
  let state: 'RUNNING' | 'STOPPED' = 'RUNNING';
  let end: () => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const ended = new Promise<void>((resolve, reject) => {
    end = resolve;
    fail = reject;
  }).finally(() => (state = 'STOPPED'));
  return {
    run: () => ended,
    shutdown: () => {
      setImmediate(end);
    },
    getState: () => state,
    fail: (error: Error) => {
      fail(error);
    },
  };
}

describe('workers of one process', () => {
  it('run until all of them were told to end', async () => {
    const workers = [aWorker(), aWorker()];
    const running = runTogether(workers);
    for (const worker of workers) worker.shutdown();
    await running;
  });

  it('end with the first that fails, once the others have ended, and say what it failed of', async () => {
    const workers = [aWorker(), aWorker(), aWorker()];
    const running = runTogether(workers);
    const lost = new Error('The namespace is gone.');
    workers[1]?.fail(lost);
    await expect(running).rejects.toBe(lost);
    expect(workers.map((worker) => worker.getState())).toEqual(['STOPPED', 'STOPPED', 'STOPPED']);
  });
});
