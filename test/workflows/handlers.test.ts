import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { generateInputSchema } from '../../src/protocol/generate-input.js';
import type { LimitChange } from '../../src/protocol/messages.js';
import { EMPTY_TREE } from '../../src/protocol/tree.js';
import type { CarriedRun } from '../../src/workflows/carried-run.js';
import { analysisOf, planOf, plannedFile } from '../doubles/plans.js';
import type { SetSpendLimitInput } from '../../src/protocol/plan-activities.js';

const real = await import('@temporalio/workflow');

interface Write {
  readonly limitUsd: number | null;
  /** Lets the write end: it holds from then on, unless it fails. */
  readonly end: (error?: Error) => Promise<void>;
}

/** In this process there is no workflow: what it would ask of the server is answered here. */
const handlers = new Map<string, (argument: never) => unknown>();
const writes: Write[] = [];
let held: number | null = null;
jest.unstable_mockModule('@temporalio/workflow', () => ({
  ...real,
  setCurrentDetails: () => undefined,
  setHandler: ({ name }: { name: string }, handler: (argument: never) => unknown) => {
    handlers.set(name, handler);
  },
  workflowInfo: () => ({
    firstExecutionRunId: '0123456789abcdef',
    workflowId: 'shelf',
    startTime: new Date(0),
  }),
  proxyActivities: () => ({
    setSpendLimit: ({ limitUsd }: SetSpendLimitInput) =>
      new Promise<void>((resolve, reject) => {
        writes.push({
          limitUsd,
          end: async (error) => {
            if (error === undefined) {
              held = limitUsd;
              resolve();
            } else reject(error);
            await new Promise((settled) => setImmediate(settled));
          },
        });
      }),
  }),
}));
const { handleMessages } = await import('../../src/workflows/handlers.js');
const { RunState } = await import('../../src/workflows/run-state.js');

function aRun() {
  const state = new RunState(
    generateInputSchema.parse({ brief: 'A shelf.', limits: { costUsd: 2 } }),
    undefined,
  );
  handleMessages(state);
  const changeLimits = handlers.get('changeLimits') as (change: LimitChange) => Promise<typeof state.limits>;
  return { state, changeLimits };
}

beforeEach(() => {
  writes.length = 0;
  held = 2;
});

describe('a limit that is changed', () => {
  it('twice at once is in the end the last one, also where the first one is written last', async () => {
    const { state, changeLimits } = aRun();
    const changed = [changeLimits({ costUsd: 5 }), changeLimits({ costUsd: 1 })];
    expect(writes.map(({ limitUsd }) => limitUsd)).toEqual([5, 1]);
    await writes[1]?.end();
    await writes[0]?.end();
    await writes[2]?.end();
    await Promise.all(changed);
    expect([state.limits.costUsd, held]).toEqual([1, 1]);
    expect(writes).toHaveLength(3);
  });

  it('and cannot be written is as it was before', async () => {
    const { state, changeLimits } = aRun();
    const changed = changeLimits({ costUsd: 5, errors: 9 });
    const lost = new Error('The disk is full.');
    await Promise.all([expect(changed).rejects.toBe(lost), writes[0]?.end(lost)]);
    expect(state.limits).toMatchObject({ costUsd: 2, errors: 9 });
    expect(state.limitWasSet).toBe(false);
  });
});

describe('an answer', () => {
  const guided = (carried?: CarriedRun) =>
    new RunState(generateInputSchema.parse({ brief: 'A shelf.', mode: 'guided' }), carried);
  const carriedRun = { build: { tree: EMPTY_TREE }, foundation: { analysis: { digest: analysisOf() } } };

  it('is taken early of what a run comes to, and of nothing where it only plans', () => {
    const state = guided();
    expect(state.upcoming()).toEqual({ approval: true, gates: undefined });
    state.plan = planOf([plannedFile('src/a.ts')]);
    expect(state.upcoming()).toEqual({ approval: true, gates: ['core'] });
    state.lastPhase = 'prepare';
    expect(state.upcoming()).toEqual({ approval: false, gates: [] });
  });

  it('is taken of the gates that were still shut, before the plan of a run that goes on has been read', () => {
    const state = guided({ ...carriedRun, gates: ['late'] } as unknown as CarriedRun);
    expect(state.upcoming()).toEqual({ approval: false, gates: ['late'] });
    state.plan = planOf([plannedFile('src/a.ts')]);
    expect(state.upcoming()).toEqual({ approval: false, gates: ['core'] });
    expect(guided(carriedRun as unknown as CarriedRun).upcoming().gates).toBeUndefined();
  });
});

describe('a pause', () => {
  it('and its end are told to the child that holds itself back, where one is under way', () => {
    const { state } = aRun();
    const told: boolean[] = [];
    handlers.get('resume')?.(undefined as never);
    state.onPause = () => {
      told.push(state.paused);
    };
    handlers.get('pause')?.(undefined as never);
    handlers.get('resume')?.(undefined as never);
    expect(told).toEqual([true, false]);
  });
});
