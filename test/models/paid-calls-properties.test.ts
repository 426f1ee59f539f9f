import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { keyOf } from '../ledger/call-of.js';
import { CrashingWorld, type Death, type PlannedCall, type PlannedRun } from './paid-calls/crashing-world.js';

const SEED = { seed: 20_260_101, numRuns: 200 };

const RUNS = ['run-1', 'run-2', 'fork'] as const;

const plannedRuns: fc.Arbitrary<readonly PlannedRun[]> = fc
  .tuple(...RUNS.map(() => fc.option(fc.integer({ min: 0, max: 150 }).map((cents) => cents / 100))))
  .map((limits) =>
    RUNS.map((run, index) => ({
      run,
      limitUsd: limits[index] ?? null,
      ancestor: run === 'fork' ? 'run-1' : null,
    })),
  );

const plannedCalls: fc.Arbitrary<readonly PlannedCall[]> = fc.uniqueArray(
  fc
    .record({
      run: fc.constantFrom(...RUNS),
      step: fc.constantFrom('plan', 'file:a.ts', 'file:b.ts', 'review'),
      draft: fc.integer({ min: 1, max: 2 }),
      cents: fc.integer({ min: 1, max: 40 }),
      share: fc.constantFrom(0, 0.3, 0.7, 1),
      failures: fc.array(fc.constantFrom('free' as const, 'charged' as const), { maxLength: 2 }),
    })
    .map(({ run, step, draft, cents, share, failures }) => ({
      key: keyOf({ run, step, draft }),
      priceUsd: cents / 100,
      costUsd: (cents / 100) * share,
      failures,
    })),
  { minLength: 1, maxLength: 8, selector: ({ key }) => JSON.stringify(key) },
);

function deathsOf(...kinds: readonly Death['kind'][]): fc.Arbitrary<readonly Death[]> {
  return fc.array(
    fc.record({ beforeStep: fc.integer({ min: 1, max: 60 }), kind: fc.constantFrom(...kinds) }),
    { maxLength: 5 },
  );
}

/** Every call is accounted for by what its claim came to, and every prompt was asked again as it was. */
async function expectAccounted(world: CrashingWorld, runs: readonly PlannedRun[]): Promise<void> {
  expect(world.wrongs).toEqual([]);
  for (const prompts of world.sent.values()) expect(new Set(prompts).size).toBe(1);
  for (const { run } of runs) {
    const claims = [...world.claims.values()].filter((claim) => claim.run === run);
    const settled = claims.filter(({ end }) => end === 'settled');
    // Those that nobody ended died with their process.
    const unknown = claims.filter(({ end }) => end === null || end === 'unknown');
    const costs = await world.ledger.costs(run);
    expect(costs.claimedUsd).toBe(0);
    expect(costs.byModel.reduce((sum, { calls }) => sum + calls, 0)).toBe(settled.length);
    expect(costs.settledUsd).toBeCloseTo(
      settled.reduce((sum, { paidUsd }) => sum + paidUsd, 0),
      7,
    );
    expect(costs.unknownCalls).toBe(unknown.length);
    expect(costs.unknownUsd).toBeCloseTo(
      unknown.reduce((sum, { priceUsd }) => sum + priceUsd, 0),
      7,
    );
    const made = [...world.sent].filter(([name]) => name.startsWith(`${run}/`)).flatMap(([, sent]) => sent);
    expect(claims.filter(({ state }) => state !== 'claimed').length).toBe(made.length);
  }
}

describe('paid calls, side by side over one ledger', () => {
  it('stay within the limit, are never paid twice, and are all accounted for, wherever processes are killed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        plannedRuns,
        plannedCalls,
        deathsOf('killed'),
        async (scheduler, runs, calls, deaths) => {
          const world = new CrashingWorld((label) => scheduler.schedule(Promise.resolve(), label));
          await scheduler.waitFor(world.play(runs, calls, deaths));
          await expectAccounted(world, runs);
          for (const { key, priceUsd } of calls) {
            const name = `${key.run}/${key.step}/${key.draft}/${key.turn}`;
            if (world.answered.has(name)) continue;
            // Nothing else ends a call: what was spent never shrinks, so what did not fit does not fit now.
            const { limitUsd, settledUsd, unknownUsd } = await world.ledger.costs(key.run);
            expect(world.refused).toContain(name);
            expect(settledUsd + unknownUsd + priceUsd).toBeGreaterThan(limitUsd ?? Number.POSITIVE_INFINITY);
          }
          await world.ledger.disconnect();
        },
      ),
      SEED,
    );
  });

  it('stay within the limit and are all accounted for when a process that is taken for dead goes on', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        plannedRuns,
        plannedCalls,
        deathsOf('taken-for-dead', 'killed'),
        async (scheduler, runs, calls, deaths) => {
          const world = new CrashingWorld((label) => scheduler.schedule(Promise.resolve(), label));
          await scheduler.waitFor(world.play(runs, calls, deaths));
          await expectAccounted(world, runs);
          await world.ledger.disconnect();
        },
      ),
      SEED,
    );
  });

  it('end the same with a kill before each step of three calls, one of which fails twice', async () => {
    const runs = [{ run: 'run-1', limitUsd: null, ancestor: null }];
    const calls: readonly PlannedCall[] = [
      { key: keyOf({ step: 'plan' }), priceUsd: 0.5, costUsd: 0.25, failures: [] },
      { key: keyOf({ step: 'file:a.ts' }), priceUsd: 0.5, costUsd: 0.25, failures: ['free', 'charged'] },
      { key: keyOf({ step: 'file:b.ts' }), priceUsd: 0.5, costUsd: 0.25, failures: [] },
    ];
    const places = new Set<string>();
    for (let step = 1, died = true; died; step++) {
      const world = new CrashingWorld(() => Promise.resolve());
      await world.play(runs, calls, [{ beforeStep: step, kind: 'killed' }]);
      await expectAccounted(world, runs);
      expect(world.answered.size).toBe(calls.length);
      expect((await world.ledger.costs('run-1')).settledUsd).toBe(0.75);
      for (const place of world.deathPlaces) places.add(place);
      died = world.deathPlaces.size > 0;
      await world.ledger.disconnect();
    }
    expect([...places].sort()).toEqual([
      'assemble',
      'claim',
      'freeze',
      'frozen',
      'get',
      'mark unknown',
      'put',
      'receive',
      'release',
      'return',
      'send',
      'settle',
    ]);
  });
});
