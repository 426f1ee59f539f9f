import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PlanDigest } from '../../../src/protocol/digest.js';
import { createSchedule, openPhaseCount, type FileStanding } from '../../../src/workflows/policy/schedule.js';
import { planOf, plannedFile } from '../../doubles/plans.js';
import { soundPlans } from '../../doubles/random-plans.js';

function standingOf(plan: PlanDigest, known: Record<string, FileStanding> = {}): Map<string, FileStanding> {
  return new Map(plan.files.map(({ path }) => [path, known[path] ?? 'waiting']));
}

describe('which file is started next', () => {
  const chain = planOf([
    plannedFile('short.ts'),
    plannedFile('base.ts'),
    plannedFile('middle.ts', { needs: ['base.ts'] }),
    plannedFile('top.ts', { needs: ['middle.ts'], knows: ['short.ts'] }),
    plannedFile('edge.ts', { phase: 'edges' }),
  ]);

  it('is the one with the longest way to the end', () => {
    const paths = createSchedule(chain)
      .ready(standingOf(chain), 1)
      .map(({ path }) => path);
    expect(paths).toEqual(['base.ts', 'short.ts']);
  });

  it('waits for implementations, and not for declarations', () => {
    const standing = standingOf(chain, { 'base.ts': 'accepted', 'middle.ts': 'accepted' });
    const paths = createSchedule(chain)
      .ready(standing, 1)
      .map(({ path }) => path);
    expect(paths).toEqual(['short.ts', 'top.ts']);
  });

  it('never starts what is being built, settled, or behind a gate', () => {
    const standing = standingOf(chain, { 'base.ts': 'building', 'short.ts': 'failed' });
    expect(createSchedule(chain).ready(standing, 1)).toEqual([]);
    expect(createSchedule(chain).ready(standing, 2)).toMatchObject([{ path: 'edge.ts' }]);
  });

  it('gives up exactly those that wait for the implementation of what is lost', () => {
    const schedule = createSchedule(chain);
    const doomed = (known: Record<string, FileStanding>) =>
      schedule.doomed(standingOf(chain, known)).map(({ path }) => path);
    expect(doomed({ 'base.ts': 'failed' })).toEqual(['middle.ts']);
    expect(doomed({ 'base.ts': 'failed', 'middle.ts': 'not-built' })).toEqual(['top.ts']);
    expect(doomed({ 'short.ts': 'failed' })).toEqual([]);
  });

  it('keeps the rules and starts every file in the end, whatever the plan and the order of completion', () => {
    fc.assert(
      fc.property(
        soundPlans(),
        fc.integer({ min: 1, max: 6 }),
        fc.infiniteStream(fc.nat(99)),
        (plan, slots, luck) => {
          const schedule = createSchedule(plan);
          const standing = standingOf(plan);
          const place = new Map(plan.phases.map(({ id }, index) => [id, index]));
          const passed = new Set<string>();
          const building: string[] = [];
          const started = new Set<string>();
          for (;;) {
            const open = openPhaseCount(plan, passed);
            for (const file of schedule.ready(standing, open)) {
              if (building.length >= slots) break;
              expect(started.has(file.path)).toBe(false);
              expect(place.get(file.phase)).toBeLessThan(open);
              for (const { path, on } of file.dependencies) {
                if (on === 'implementation') expect(standing.get(path)).toBe('accepted');
              }
              started.add(file.path);
              standing.set(file.path, 'building');
              building.push(file.path);
            }
            if (building.length > 0) {
              const [done] = building.splice((luck.next().value ?? 0) % building.length, 1);
              standing.set(done ?? '', 'accepted');
              continue;
            }
            const gate = plan.phases.find(({ id, critical }) => critical && !passed.has(id));
            if (gate === undefined) break;
            // Nothing is being built, so everything before the gate has been accepted.
            for (const file of schedule.filesOf(place.get(gate.id) ?? -1)) {
              expect(standing.get(file.path)).toBe('accepted');
            }
            passed.add(gate.id);
          }
          expect(started.size).toBe(plan.files.length);
        },
      ),
      { seed: 31, numRuns: 200 },
    );
  });
});

describe('the number of open phases', () => {
  const phases = (...critical: boolean[]): PlanDigest =>
    planOf([plannedFile('a.ts')], {
      phases: critical.map((value, index) => ({ id: `p${index}`, title: 'x', critical: value })),
    });

  it.each<[string, PlanDigest, string[], number]>([
    ['stops after the first critical phase', phases(true, false), [], 1],
    ['counts phases that are not critical up to it', phases(false, false, true, false), [], 3],
    ['goes on to the next critical one', phases(true, false, true, true), ['p0'], 3],
    ['is all when nothing is critical', phases(false, false), [], 2],
    ['is all when every gate is passed', phases(true, true), ['p0', 'p1'], 2],
    ['does not skip a gate that is shut', phases(true, true), ['p1'], 1],
  ])('%s', (_what, plan, passed, open) => {
    expect(openPhaseCount(plan, new Set(passed))).toBe(open);
  });
});
