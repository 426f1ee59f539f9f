import type { AnalysisDigest, PlanDigest, PlannedFile } from '../../src/protocol/digest.js';
import type { Dependency, PlanPhase } from '../../src/protocol/plan.js';

/** What a test says of a file; the rest is ordinary. */
export type FileSketch = Partial<Omit<PlannedFile, 'path' | 'dependencies'>> & {
  /** Paths whose implementation it needs. */
  readonly needs?: readonly string[];
  /** Paths whose declarations it needs. */
  readonly knows?: readonly string[];
};

export const CORE: PlanPhase = { id: 'core', title: 'Core', critical: true };
export const EDGES: PlanPhase = { id: 'edges', title: 'Edges', critical: false };

/** A planned file in the phase `core` that needs nothing, unless said otherwise. */
export function plannedFile(path: string, { needs = [], knows = [], ...rest }: FileSketch = {}): PlannedFile {
  const dependencies: Dependency[] = [
    ...needs.map((needed): Dependency => ({ path: needed, on: 'implementation' })),
    ...knows.map((known): Dependency => ({ path: known, on: 'declarations' })),
  ];
  return { path, role: 'backend', priority: 'normal', phase: CORE.id, ...rest, dependencies };
}

/** A plan of these files, as they are, for a build that asks for no proof of it. The first file is the critical parts of its kind. */
export function sketchedPlan(files: readonly PlannedFile[], change: Partial<PlanDigest> = {}): PlanDigest {
  const first = files[0]?.path ?? '';
  return {
    kind: 'library',
    phases: [CORE, EDGES],
    files: [...files],
    bindings: [],
    criticalParts: [
      { part: 'entry', path: first },
      { part: 'tests', path: first },
    ],
    packages: [],
    ...change,
  };
}

/** The same, so that it can be proven: the first file, which is the critical parts of its kind, is critical. */
export function planOf(files: readonly PlannedFile[], change: Partial<PlanDigest> = {}): PlanDigest {
  const critical = files.map((file, index) =>
    index === 0 ? { ...file, priority: 'critical' as const } : file,
  );
  return sketchedPlan(critical, change);
}

export function analysisOf(change: Partial<AnalysisDigest> = {}): AnalysisDigest {
  return {
    author: 'blueprint',
    name: 'library-api',
    kind: 'library',
    understood: ['A library keeps books.'],
    questions: [],
    requirements: [],
    ...change,
  };
}
