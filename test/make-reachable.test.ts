import { describe, expect, it } from '@jest/globals';
import { makeReachable } from '../src/make-reachable.js';
import type { SandboxService } from '../src/sandbox/sandbox.js';
import { ran } from './doubles/scripted-parts.js';

const TIMES = { startMs: 1, graceMs: 7 };

function serviceThat(change: Partial<SandboxService>) {
  const stops: number[] = [];
  const service: SandboxService = {
    request: () => Promise.resolve({ status: 404, headers: {}, body: '' }),
    expose: (port) => Promise.resolve(port),
    stop: (graceMs) => {
      stops.push(graceMs);
      return Promise.resolve({ ...ran(), stoppedBySigterm: true, leftBehind: 0 });
    },
    ended: new Promise(() => undefined),
    ...change,
  };
  const reach = (signal = new AbortController().signal): Promise<number> =>
    makeReachable(service, 4000, TIMES, signal);
  return { stops, reach };
}

describe('a service that was started', () => {
  it('is reachable once it gives any answer, and goes on', async () => {
    const { stops, reach } = serviceThat({});
    expect(await reach()).toBe(4000);
    expect(stops).toEqual([]);
  });

  it('and whose port is taken is stopped', async () => {
    const taken = new Error('EADDRINUSE');
    const { stops, reach } = serviceThat({ expose: () => Promise.reject(taken) });
    await expect(reach()).rejects.toBe(taken);
    expect(stops).toEqual([TIMES.graceMs]);
  });

  it('and keeps a request open is stopped when nobody waits for it any more', async () => {
    const { stops, reach } = serviceThat({ request: () => new Promise(() => undefined) });
    const interrupt = new AbortController();
    const reached = reach(interrupt.signal);
    interrupt.abort();
    await expect(reached).rejects.toBe(interrupt.signal.reason);
    expect(stops).toEqual([TIMES.graceMs]);
  });

  it('and does not answer is stopped', async () => {
    const { stops, reach } = serviceThat({ request: () => Promise.reject(new Error('ECONNREFUSED')) });
    await expect(reach()).rejects.toMatchObject({ type: 'GenerationError' });
    expect(stops).toEqual([TIMES.graceMs]);
  });
});
