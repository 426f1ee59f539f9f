import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { lowerBound } from '../../bench/simulation/lower-bound.js';
import { createRandom } from '../../bench/simulation/random.js';
import { simulateBuild } from '../../bench/simulation/simulate-build.js';
import { createVirtualClock } from '../../bench/simulation/virtual-clock.js';
import { virtualRate } from '../../bench/simulation/virtual-rate.js';
import { syntheticPlan } from '../../bench/simulation/synthetic-plan.js';
import { callRate } from '../../src/models/call-rate.js';
import type { PlanDigest } from '../../src/protocol/digest.js';
import { provePlan } from '../../src/workflows/policy/plan-proof.js';
import { analysisOf, planOf, plannedFile } from '../doubles/plans.js';

const RUNS = { seed: 3, numRuns: 60 };

/** A synthetic plan, how long each of its files takes (1–100 ms), and how many are built at once. */
const builds = fc
  .record({
    files: fc.integer({ min: 5, max: 60 }),
    seed: fc.integer({ min: 0, max: 1_000_000 }),
    concurrency: fc.integer({ min: 1, max: 20 }),
  })
  .map(({ files, seed, concurrency }) => {
    const plan = syntheticPlan(files, seed);
    const random = createRandom(seed);
    const durations = new Map(plan.files.map(({ path }) => [path, random.between(1, 100)]));
    return { plan, concurrency, duration: (path: string) => durations.get(path) ?? 0 };
  });

function phaseIndex(plan: PlanDigest, path: string): number {
  const phase = plan.files.find((file) => file.path === path)?.phase;
  return plan.phases.findIndex(({ id }) => id === phase);
}

describe('a synthetic plan', () => {
  it('is one that the product accepts, of the wanted size, and the same each time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 300 }), fc.integer(), (files, seed) => {
        const plan = syntheticPlan(files, seed);
        expect(provePlan(plan, analysisOf())).toEqual([]);
        expect(plan.files).toHaveLength(files);
        expect(syntheticPlan(files, seed)).toEqual(plan);
      }),
      RUNS,
    );
  });
});

describe('a simulated build', () => {
  it('builds every file once, for as long as it takes', async () => {
    await fc.assert(
      fc.asyncProperty(builds, async ({ plan, duration, concurrency }) => {
        const { files } = await simulateBuild(plan, duration, concurrency);
        expect(files.map(({ path }) => path).sort()).toEqual(plan.files.map(({ path }) => path).sort());
        for (const { path, from, to } of files) expect(to - from).toBe(duration(path));
      }),
      RUNS,
    );
  });

  it('never builds more files at once than it may', async () => {
    await fc.assert(
      fc.asyncProperty(builds, async ({ plan, duration, concurrency }) => {
        const { files } = await simulateBuild(plan, duration, concurrency);
        for (const { from } of files) {
          const open = files.filter((file) => file.from <= from && file.to > from).length;
          expect(open).toBeLessThanOrEqual(concurrency);
        }
      }),
      RUNS,
    );
  });

  it('starts no file before what it needs, nor before a gate that is in front of it', async () => {
    await fc.assert(
      fc.asyncProperty(builds, async ({ plan, duration, concurrency }) => {
        const { files, gates } = await simulateBuild(plan, duration, concurrency);
        const built = new Map(files.map((file) => [file.path, file]));
        for (const { path, dependencies } of plan.files) {
          const from = built.get(path)?.from ?? Number.NaN;
          for (const { path: needed, on } of dependencies) {
            if (on === 'implementation')
              expect(from).toBeGreaterThanOrEqual(built.get(needed)?.to ?? Infinity);
          }
          for (const { phase, at } of gates) {
            const gate = plan.phases.findIndex(({ id }) => id === phase);
            if (phaseIndex(plan, path) > gate) expect(from).toBeGreaterThanOrEqual(at);
          }
        }
      }),
      RUNS,
    );
  });

  it('is the same each time', async () => {
    await fc.assert(
      fc.asyncProperty(builds, async ({ plan, duration, concurrency }) => {
        const once = await simulateBuild(plan, duration, concurrency);
        expect(await simulateBuild(plan, duration, concurrency)).toEqual(once);
      }),
      RUNS,
    );
  });

  it('says so when it can never end', async () => {
    const stuck = planOf([
      plannedFile('a.ts', { phase: 'nowhere' }),
      plannedFile('b.ts', { needs: ['missing.ts'] }),
    ]);
    await expect(simulateBuild(stuck, () => 1, 1)).rejects.toThrow('the work is not done');
  });

  it('holds calls back as long as the endpoint does', async () => {
    const plan = planOf(['a.ts', 'b.ts', 'c.ts', 'd.ts'].map((path) => plannedFile(path)));
    // Two of them at once, then one every five seconds.
    const { files, makespan } = await simulateBuild(plan, () => 100, 4, 12);
    expect(files.map(({ to }) => to)).toEqual([100, 100, 5_100, 10_100]);
    expect(makespan).toBe(10_100);
  });
});

describe('the rate of the simulation', () => {
  const PER_MINUTE = 20;
  const ARRIVALS = [0, 0, 0, 0, 0, 1_000, 7_500, 60_000, 60_000, 60_000, 60_000, 61_500, 200_000];

  it('lets calls through when the rate of the product does', async () => {
    const clock = createVirtualClock();
    const turn = virtualRate(clock, PER_MINUTE);
    const simulated = await clock.run(
      Promise.all(
        ARRIVALS.map(async (arrival) => {
          await clock.sleep(arrival);
          await turn();
          return clock.now();
        }),
      ),
    );

    jest.useFakeTimers();
    try {
      const rate = callRate(PER_MINUTE);
      const start = performance.now();
      const turns = ARRIVALS.map(async (arrival) => {
        await new Promise((resolve) => setTimeout(resolve, arrival));
        await rate.turn({ run: 'run', urgency: 0 }, new AbortController().signal);
        return performance.now() - start;
      });
      await jest.runAllTimersAsync();
      expect(simulated).toEqual(await Promise.all(turns));
    } finally {
      jest.useRealTimers();
    }
    expect(simulated.slice(0, 5)).toEqual([0, 0, 0, 3_000, 6_000]);
  });
});

describe('the lower bound', () => {
  it('is never above what the scheduler does, nor below critical path and work ÷ concurrency', async () => {
    await fc.assert(
      fc.asyncProperty(builds, async ({ plan, duration, concurrency }) => {
        const { makespan } = await simulateBuild(plan, duration, concurrency);
        const { criticalPath, work, combined } = lowerBound(plan, duration, concurrency);
        // Sums of the same numbers in another order.
        const rounding = 1e-6;
        expect(combined).toBeLessThanOrEqual(makespan + rounding);
        expect(combined).toBeGreaterThanOrEqual(Math.max(criticalPath, work) - rounding);
      }),
      RUNS,
    );
  });

  it('is the end of the last file when each is built by a hand of its own', async () => {
    await fc.assert(
      fc.asyncProperty(builds, async ({ plan, duration }) => {
        const { makespan } = await simulateBuild(plan, duration, plan.files.length);
        expect(lowerBound(plan, duration, plan.files.length).combined).toBeCloseTo(makespan);
      }),
      RUNS,
    );
  });

  it('is all of the work when there is one hand', async () => {
    await fc.assert(
      fc.asyncProperty(builds, async ({ plan, duration }) => {
        const { makespan } = await simulateBuild(plan, duration, 1);
        expect(lowerBound(plan, duration, 1).combined).toBeCloseTo(makespan);
      }),
      RUNS,
    );
  });

  it('counts the hands that stand idle before a gate', () => {
    const plan = planOf([
      plannedFile('base.ts'),
      ...['a.ts', 'b.ts', 'c.ts', 'd.ts'].map((path) => plannedFile(path, { phase: 'edges' })),
    ]);
    expect(lowerBound(plan, () => 10, 2)).toEqual({ criticalPath: 20, work: 25, combined: 30 });
  });
});
