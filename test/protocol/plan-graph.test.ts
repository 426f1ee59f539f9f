import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { distanceToEnd, implementationCycles } from '../../src/protocol/plan-graph.js';
import { EDGES, planOf, plannedFile } from '../doubles/plans.js';
import { soundPlans } from '../doubles/random-plans.js';

describe('implementation cycles', () => {
  it('names the members of each cycle in the order of the plan', () => {
    const files = [
      plannedFile('a.ts', { needs: ['c.ts'] }),
      plannedFile('b.ts', { needs: ['a.ts'] }),
      plannedFile('c.ts', { needs: ['b.ts'] }),
      plannedFile('d.ts', { needs: ['a.ts'] }),
      plannedFile('e.ts', { needs: ['e.ts'] }),
    ];
    expect(implementationCycles(files)).toEqual([['a.ts', 'b.ts', 'c.ts'], ['e.ts']]);
  });

  it('lets files know one another by declarations', () => {
    const files = [plannedFile('a.ts', { knows: ['b.ts'] }), plannedFile('b.ts', { knows: ['a.ts'] })];
    expect(implementationCycles(files)).toEqual([]);
  });

  it('finds none in a plan whose dependencies only run backwards', () => {
    fc.assert(
      fc.property(soundPlans(), (plan) => implementationCycles(plan.files).length === 0),
      { seed: 11, numRuns: 200 },
    );
  });
});

describe('the distance to the end', () => {
  it('is a file’s own weight plus the longest chain of files that wait for it', () => {
    const files = [
      plannedFile('base.ts'),
      plannedFile('long.ts', { needs: ['base.ts'] }),
      plannedFile('longer.ts', { needs: ['long.ts'] }),
      plannedFile('short.ts', { needs: ['base.ts'] }),
      plannedFile('apart.ts', { knows: ['base.ts'] }),
    ];
    expect(Object.fromEntries(distanceToEnd(planOf(files)))).toEqual({
      'base.ts': 3,
      'long.ts': 2,
      'longer.ts': 1,
      'short.ts': 1,
      'apart.ts': 1,
    });
    const heavy = distanceToEnd(planOf(files), ({ path }) => (path === 'short.ts' ? 10 : 1));
    expect(heavy.get('base.ts')).toBe(11);
  });

  it('leads through the gate of a critical phase, and past the end of another', () => {
    const files = [
      plannedFile('alone.ts'),
      plannedFile('base.ts'),
      plannedFile('middle.ts', { needs: ['base.ts'] }),
      plannedFile('edge.ts', { phase: EDGES.id }),
      plannedFile('rim.ts', { phase: EDGES.id, needs: ['edge.ts'] }),
    ];
    const ways = (critical: boolean) =>
      Object.fromEntries(
        distanceToEnd(planOf(files, { phases: [{ id: 'core', title: 'Core', critical }, EDGES] })),
      );
    expect(ways(true)).toEqual({ 'alone.ts': 3, 'base.ts': 4, 'middle.ts': 3, 'edge.ts': 2, 'rim.ts': 1 });
    expect(ways(false)).toEqual({ 'alone.ts': 1, 'base.ts': 2, 'middle.ts': 1, 'edge.ts': 2, 'rim.ts': 1 });
  });

  it('is always larger for a file than for those that wait for it', () => {
    fc.assert(
      fc.property(soundPlans(), (plan) => {
        const distance = distanceToEnd(plan);
        for (const file of plan.files) {
          for (const { path, on } of file.dependencies) {
            if (on !== 'implementation') continue;
            expect(distance.get(path)).toBeGreaterThan(distance.get(file.path) ?? Infinity);
          }
        }
      }),
      { seed: 12, numRuns: 200 },
    );
  });
});
