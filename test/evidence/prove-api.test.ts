import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { ProofStep } from '../../src/protocol/evidence.js';
import type { ProbeRequest } from '../../src/protocol/plan.js';
import { proveApi, type ApiUnderProof, type RunningApi } from '../../src/evidence/prove-api.js';

const recipe = {
  health: { method: 'GET', path: '/health', status: 200 },
  request: { method: 'POST', path: '/books', body: { title: 'Emma' }, status: 201 },
} as const satisfies Record<string, ProbeRequest>;

type Answer = () => Promise<{ readonly status: number; readonly body: string }>;
const answer =
  (status: number, body = ''): Answer =>
  () =>
    Promise.resolve({ status, body });
const STOPPED = { stoppedBySigterm: true, leftBehind: 0, exitCode: 0, output: '' } as const;
const refuse: Answer = () => Promise.reject(new Error('nothing listens'));

interface Sketch {
  readonly build?: { readonly exitCode: number | null; readonly output: string };
  /** Answers to the health probe in turn; the last one stays. */
  readonly health?: readonly Answer[];
  readonly request?: Answer;
  readonly stop?: Awaited<ReturnType<RunningApi['stop']>>;
  readonly ended?: RunningApi['ended'];
  readonly amongOthers?: boolean;
  /** Why it cannot be started here. */
  readonly cannotStart?: string;
}

async function prove(sketch: Sketch) {
  const calls: string[] = [];
  let probes = 0;
  const api: ApiUnderProof = {
    build: () => {
      calls.push('build');
      return Promise.resolve(sketch.build ?? { exitCode: 0, output: 'built' });
    },
    start: () => {
      calls.push('start');
      if (sketch.cannotStart !== undefined) return Promise.resolve(sketch.cannotStart);
      return Promise.resolve({
        amongOthers: sketch.amongOthers ?? false,
        request: ({ path }) => {
          if (path === '/books') {
            calls.push('request');
            return (sketch.request ?? answer(201))();
          }
          const health = sketch.health ?? [answer(200)];
          const now = health[Math.min(probes++, health.length - 1)] ?? refuse;
          return now();
        },
        stop: () => {
          calls.push('stop');
          return Promise.resolve(sketch.stop ?? STOPPED);
        },
        ended: sketch.ended ?? new Promise(() => undefined),
      });
    },
  };
  const proving = proveApi(api, recipe);
  const state: { steps?: readonly ProofStep[] } = {};
  void proving.then((steps) => (state.steps = steps));
  for (let passes = 0; state.steps === undefined && passes < 500; passes++)
    await jest.advanceTimersByTimeAsync(100);
  const steps = await proving;
  return { calls, probes, steps, outcomes: steps.map(({ step, outcome }) => `${step} ${outcome}`) };
}

describe('the proof of an API', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('passes when it is built, healthy, answers and stops', async () => {
    const { outcomes, calls, steps } = await prove({});
    expect(outcomes).toEqual(['build passed', 'health passed', 'request passed', 'stop passed']);
    expect(calls).toEqual(['build', 'start', 'request', 'stop']);
    expect(steps.map(({ detail }) => detail)).toEqual([
      'built',
      'GET /health answered 200',
      'POST /books answered 201',
      'stopped on SIGTERM with exit code 0',
    ]);
  });

  it('waits for a service that starts slowly', async () => {
    const { outcomes, probes } = await prove({ health: [refuse, answer(503), refuse, answer(200)] });
    expect(outcomes).toContain('health passed');
    expect(probes).toBe(4);
  });

  it('does not start what was not built, and says why', async () => {
    const { outcomes, calls, steps } = await prove({
      build: { exitCode: 2, output: 'src/a.ts(3,7): error TS2345' },
    });
    expect(outcomes).toEqual(['build failed', 'health unproven', 'request unproven', 'stop unproven']);
    expect(calls).toEqual(['build']);
    expect(steps[0]?.detail).toContain('TS2345');
  });

  it('counts a build that was killed as failed', async () => {
    expect((await prove({ build: { exitCode: null, output: '' } })).outcomes[0]).toBe('build failed');
  });

  it('stops a service that is never healthy, and leaves the request unproven', async () => {
    const { outcomes, calls, steps } = await prove({ health: [answer(500, 'no database')] });
    expect(outcomes).toEqual(['build passed', 'health failed', 'request unproven', 'stop passed']);
    expect(calls).toEqual(['build', 'start', 'stop']);
    expect(steps[1]?.detail).toBe('GET /health answered 500, not 200: no database');
  });

  it('does not wait for a service that has ended', async () => {
    const { steps, probes } = await prove({
      health: [refuse],
      ended: Promise.resolve({ output: 'port taken' }),
    });
    expect(steps[1]).toMatchObject({ outcome: 'failed', detail: 'it ended by itself: port taken' });
    expect(probes).toBeLessThan(3);
  });

  it('takes a service whose end cannot be told for one that has ended', async () => {
    const { steps } = await prove({
      health: [refuse],
      ended: Promise.reject(new Error('the sandbox is gone')),
    });
    expect(steps[1]).toMatchObject({ outcome: 'failed', detail: 'it ended by itself: the sandbox is gone' });
  });

  it.each<[string, Answer, string]>([
    ['answers otherwise', answer(400, 'no title'), 'POST /books answered 400, not 201: no title'],
    ['does not answer', refuse, 'POST /books: nothing listens'],
  ])('fails a request that %s, and stops the service all the same', async (_what, request, detail) => {
    const { outcomes, steps } = await prove({ request });
    expect(outcomes).toEqual(['build passed', 'health passed', 'request failed', 'stop passed']);
    expect(steps[2]?.detail).toBe(detail);
  });

  it('fails a service that does not stop on SIGTERM', async () => {
    const { steps } = await prove({
      stop: { ...STOPPED, stoppedBySigterm: false, exitCode: null, output: 'still busy' },
    });
    expect(steps[3]).toEqual({
      step: 'stop',
      outcome: 'failed',
      detail: 'did not stop within 5000 ms of SIGTERM: still busy',
    });
  });

  it('says what a service leaves behind', async () => {
    const { steps } = await prove({ stop: { ...STOPPED, stoppedBySigterm: false, leftBehind: 2 } });
    expect(steps[3]).toEqual({
      step: 'stop',
      outcome: 'failed',
      detail: 'stopped on SIGTERM, and left 2 of its processes behind',
    });
  });

  it.each<[string, Sketch, string]>([
    ['could not be healthy', { health: [refuse] }, 'unproven'],
    ['fell to the request', { request: refuse }, 'unproven'],
    ['did all that it had to', {}, 'failed'],
  ])(
    'does not say that a service which ended by itself, and %s, did not stop',
    async (_what, sketch, outcome) => {
      const ended = Promise.resolve({ output: 'out of memory' });
      const alive = sketch.health === undefined ? { health: [answer(200)] } : {};
      const { steps } = await prove({
        ...sketch,
        ...alive,
        ended,
        stop: { ...STOPPED, stoppedBySigterm: false },
      });
      expect(steps[3]).toEqual({
        step: 'stop',
        outcome,
        detail: 'it had ended by itself before it was asked to: out of memory',
      });
    },
  );

  it('shows nothing where something else has its port', async () => {
    const cannotStart = 'something else listens on port 3000 of this machine';
    const { outcomes, steps } = await prove({ cannotStart });
    expect(outcomes).toEqual(['build passed', 'health unproven', 'request unproven', 'stop unproven']);
    expect(steps[1]?.detail).toBe(cannotStart);
  });

  it.each([
    [true, 'unproven', 'something else on this machine listens where it does: '],
    [false, 'failed', 'it ended by itself: '],
  ])('that finds its port taken (others on its machine: %s) is %s', async (amongOthers, outcome, why) => {
    const output = 'Error: listen EADDRINUSE: address already in use 127.0.0.1:3000';
    const { steps } = await prove({ health: [refuse], ended: Promise.resolve({ output }), amongOthers });
    expect(steps[1]).toEqual({ step: 'health', outcome, detail: `${why}${output}` });
  });

  it('keeps the end of a long output', async () => {
    const { steps } = await prove({ build: { exitCode: 1, output: `${'x'.repeat(5_000)}the cause` } });
    expect(steps[0]?.detail.length).toBeLessThanOrEqual(400);
    expect(steps[0]?.detail).toMatch(/the cause$/);
  });
});
