import type { PlanDigest } from '../../src/protocol/digest.js';
import type { Figure } from '../figures/figure.js';
import { mean } from '../figures/statistics.js';
import { lowerBound } from './lower-bound.js';
import { createRandom } from './random.js';
import { simulateBuild } from './simulate-build.js';
import { syntheticPlan } from './synthetic-plan.js';

const SEEDS = 50;
const SIZES = [20, 100, 300] as const;
const CONCURRENCY = 16;
const BAR = 1.13;
const FILE_MS = 1000;
/** With durations that the scheduler cannot know, a file takes from one to three times `FILE_MS`. */
const SPREAD = 2;

interface Weighed {
  /** Makespan ÷ the combined bound. */
  readonly tight: number;
  /** Makespan ÷ the larger of critical path and work ÷ concurrency. */
  readonly loose: number;
}

/** How far the product's scheduler is from the best that any could do; docs/benches.md defines the bound. */
export async function* simulationFigures(): AsyncIterable<Figure> {
  const even = await weighAll((plan) => plan, evenly);
  const uneven = await weighAll((plan) => plan, unevenly);
  const waves = await weighAll(inWaves, evenly);
  const plans = `${SEEDS} plans each of ${SIZES.join(', ')} files`;
  const name = (what: string): string => `simulation: makespan ÷ lower bound, ${plans}, ${what}`;
  const tight = (weighed: readonly Weighed[]): readonly number[] => weighed.map((each) => each.tight);
  const loose = even.map((each) => each.loose);
  const figure = (what: string, value: number, bar: number | null): Figure => ({
    name: name(what),
    value,
    unit: '×',
    bar,
  });
  yield figure('equal files, worst', Math.max(...tight(even)), BAR);
  yield figure('equal files, mean', mean(tight(even)), BAR);
  yield figure('files of 1–3 s, unknown beforehand, mean', mean(tight(uneven)), BAR);
  yield figure('files of 1–3 s, unknown beforehand, worst', Math.max(...tight(uneven)), null);
  yield figure('equal files, gates left out of the work bound, mean', mean(loose), BAR);
  yield figure('equal files, gates left out of the work bound, worst', Math.max(...loose), null);
  yield { ...figure('built in waves, worst', Math.max(...tight(waves)), BAR), control: true };
}

async function weighAll(
  change: (plan: PlanDigest) => PlanDigest,
  durations: (plan: PlanDigest, seed: number) => (path: string) => number,
): Promise<readonly Weighed[]> {
  const weighed: Weighed[] = [];
  for (const files of SIZES) {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const plan = syntheticPlan(files, seed);
      const duration = durations(plan, seed);
      const { makespan } = await simulateBuild(change(plan), duration, CONCURRENCY);
      const { combined, criticalPath, work } = lowerBound(plan, duration, CONCURRENCY);
      weighed.push({ tight: makespan / combined, loose: makespan / Math.max(criticalPath, work) });
    }
  }
  return weighed;
}

function evenly(): () => number {
  return () => FILE_MS;
}

function unevenly(plan: PlanDigest, seed: number): (path: string) => number {
  const random = createRandom(seed);
  const durations = new Map(plan.files.map(({ path }) => [path, FILE_MS * (1 + SPREAD * random.next())]));
  return (path) => durations.get(path) ?? FILE_MS;
}

/** The same files where each waits for the whole wave before it, as a scheduler without a graph would have it. */
function inWaves(plan: PlanDigest): PlanDigest {
  const waves = new Map<string, number>();
  for (const file of plan.files) {
    const needed = file.dependencies.flatMap(({ path, on }) =>
      on === 'implementation' ? [waves.get(path) ?? 0] : [],
    );
    waves.set(
      file.path,
      1 +
        Math.max(
          plan.phases.findIndex(({ id }) => id === file.phase),
          ...needed,
        ),
    );
  }
  const last = Math.max(...waves.values());
  return {
    ...plan,
    phases: Array.from({ length: last }, (_, wave) => ({
      id: `wave-${wave + 1}`,
      title: `Wave ${wave + 1}`,
      critical: true,
    })),
    files: plan.files.map((file) => ({ ...file, phase: `wave-${waves.get(file.path) ?? 1}` })),
  };
}
