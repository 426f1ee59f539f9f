import type { PlanDigest, PlannedFile } from '../../protocol/digest.js';
import { distanceToEnd } from '../../protocol/plan-graph.js';

/** Where a file stands. `settled` files are `accepted`, `failed`, or `not-built` (what they need failed). */
export type FileStanding = 'waiting' | 'building' | 'accepted' | 'failed' | 'not-built';

/** Decides which file is started next. Pure: it is asked again after every change, and holds no state of its own. */
export interface Schedule {
  /** Files that may start now, the longest way to the end first. */
  ready(standing: ReadonlyMap<string, FileStanding>, openPhases: number): readonly PlannedFile[];
  /** Waiting files that can never start, because the implementation of something they need is not coming. */
  doomed(standing: ReadonlyMap<string, FileStanding>): readonly PlannedFile[];
  /** The files of phase number `phase`. */
  filesOf(phase: number): readonly PlannedFile[];
}

const LOST: ReadonlySet<FileStanding> = new Set(['failed', 'not-built']);

/**
 * `openPhases`: how many phases of the plan, from the first, may run: up to and including the first critical one whose
 * gate has not been passed. No waves: within open phases a file starts as soon as what it needs is there.
 */
export function createSchedule(plan: PlanDigest): Schedule {
  const place = new Map(plan.phases.map((phase, index) => [phase.id, index]));
  const phaseOf = (file: PlannedFile): number => place.get(file.phase) ?? 0;
  const distance = distanceToEnd(plan);
  // Sorting once is enough: the order does not depend on what has been built.
  const order = plan.files
    .map((file, index) => ({ file, index, phase: phaseOf(file), distance: distance.get(file.path) ?? 0 }))
    .sort((a, b) => b.distance - a.distance || a.phase - b.phase || a.index - b.index);
  const implementations = new Map(
    plan.files.map((file) => [
      file.path,
      file.dependencies.filter((dependency) => dependency.on === 'implementation').map(({ path }) => path),
    ]),
  );
  return {
    ready: (standing, openPhases) =>
      order
        .filter(
          ({ file, phase }) =>
            phase < openPhases &&
            standing.get(file.path) === 'waiting' &&
            (implementations.get(file.path) ?? []).every((path) => standing.get(path) === 'accepted'),
        )
        .map(({ file }) => file),
    doomed: (standing) =>
      plan.files.filter(
        (file) =>
          standing.get(file.path) === 'waiting' &&
          (implementations.get(file.path) ?? []).some((path) => LOST.has(standing.get(path) ?? 'waiting')),
      ),
    filesOf: (phase) => plan.files.filter((file) => phaseOf(file) === phase),
  };
}

/** Number of phases that may run when the first `passed` gates are open: up to the next critical phase, included. */
export function openPhaseCount(plan: PlanDigest, passed: ReadonlySet<string>): number {
  const closed = plan.phases.findIndex((phase) => phase.critical && !passed.has(phase.id));
  return closed === -1 ? plan.phases.length : closed + 1;
}
