import type { PlanDigest, PlannedFile } from '../../src/protocol/digest.js';
import type { PlanPhase } from '../../src/protocol/plan.js';
import { createRandom, type Random } from './random.js';

/**
 * The phases of a synthetic plan are those of the product's own plans (`authors/blueprint`): three that end with a gate,
 * and two behind them that do not. `share` is about how many of the files each has.
 */
const PHASES = [
  { id: 'foundation', share: 0.15, critical: true },
  { id: 'storage', share: 0.2, critical: true },
  { id: 'api', share: 0.3, critical: true },
  { id: 'tests', share: 0.25, critical: false },
  { id: 'delivery', share: 0.1, critical: false },
] as const;

/** How far a share may be from its usual value, and how often a dependency waits for an implementation. */
const SHARE_SPREAD = 0.5;
const ON_IMPLEMENTATION = 0.7;
const CRITICAL_FILE = 0.4;
const MOST_LAYERS = 4;
const MOST_DEPENDENCIES = 3;

/**
 * A random layered plan of `files` files (5 or more): within a phase each layer needs files of the layers and phases before
 * it. Equal arguments give equal plans, and every plan is one that the product accepts (`provePlan`).
 */
export function syntheticPlan(files: number, seed: number): PlanDigest {
  const random = createRandom(seed);
  const phases: PlanPhase[] = PHASES.map(({ id, critical }) => ({ id, title: `Phase ${id}`, critical }));
  const sizes = phaseSizes(files, random);
  const planned: PlannedFile[] = [];
  for (const [index, phase] of phases.entries()) {
    const layers = random.between(1, MOST_LAYERS);
    const own = sizes[index] ?? 0;
    let before: readonly PlannedFile[] = [...planned];
    for (let layer = 0; layer < layers; layer++) {
      const size = Math.floor((own * (layer + 1)) / layers) - Math.floor((own * layer) / layers);
      const made = Array.from({ length: size }, (_, place) =>
        plannedFile(`src/${phase.id}/layer-${layer}/file-${place}.ts`, phase, before, random),
      );
      planned.push(...made);
      before = [...before, ...made];
    }
  }
  const first = planned[0]?.path ?? '';
  const last = planned.at(-1)?.path ?? '';
  return {
    kind: 'library',
    phases,
    // The entry is what the first gate asks for.
    files: planned.map((file) => (file.path === first ? { ...file, priority: 'critical' } : file)),
    bindings: [],
    criticalParts: [
      { part: 'entry', path: first },
      { part: 'tests', path: last },
    ],
    packages: [],
  };
}

/** At least one file a phase, `files` in all. */
function phaseSizes(files: number, random: Random): readonly number[] {
  const weights = PHASES.map(({ share }) => share * (1 + SHARE_SPREAD * (2 * random.next() - 1)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const spare = files - PHASES.length;
  let before = 0;
  let placed = 0;
  return weights.map((weight) => {
    before += weight;
    const upTo = Math.round((spare * before) / total);
    const size = 1 + upTo - placed;
    placed = upTo;
    return size;
  });
}

function plannedFile(
  path: string,
  phase: PlanPhase,
  before: readonly PlannedFile[],
  random: Random,
): PlannedFile {
  const needs = random.sample(before, random.between(0, MOST_DEPENDENCIES));
  return {
    path,
    role: 'backend',
    priority: phase.critical && random.chance(CRITICAL_FILE) ? 'critical' : 'normal',
    phase: phase.id,
    dependencies: needs.map((file) => ({
      path: file.path,
      on: random.chance(ON_IMPLEMENTATION) ? 'implementation' : 'declarations',
    })),
  };
}
