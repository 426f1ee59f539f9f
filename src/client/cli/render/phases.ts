import { RUN_PHASES, type Progress, type RunPhase } from '../../../protocol/progress.js';

export interface PhaseState {
  readonly phase: RunPhase;
  readonly state: 'waiting' | 'active' | 'done' | 'failed';
  /** Time spent in it so far, over all its rounds. */
  readonly ms: number;
}

/** Phases that a person sees only while they happen: in an autonomous run they take no time. */
export const PASSING_PHASES: ReadonlySet<RunPhase> = new Set(['clarify', 'approve', 'gate']);

/** The phases of a run in their order, each with its state at `now`. A phase entered again adds to its time. */
export function phasesOf(progress: Progress, now: number): readonly PhaseState[] {
  const last =
    progress.lastPhase === undefined ? RUN_PHASES.length : RUN_PHASES.indexOf(progress.lastPhase) + 1;
  return RUN_PHASES.slice(0, last).flatMap((phase): PhaseState[] => {
    const spans = progress.phases.filter((span) => span.phase === phase);
    const active = progress.phase === phase;
    if (PASSING_PHASES.has(phase) && !active) return [];
    const ms = spans.reduce((sum, span) => sum + spanMs(span.startedAt, span.endedAt, now), 0);
    return [{ phase, state: stateOf(progress, phase, spans.length > 0, active), ms }];
  });
}

function stateOf(
  progress: Progress,
  phase: RunPhase,
  entered: boolean,
  active: boolean,
): PhaseState['state'] {
  if (progress.outcome === 'failed' || progress.outcome === 'stopped') {
    if (active || lastEntered(progress) === phase) return 'failed';
  }
  if (active) return 'active';
  // Gates interrupt the build: it is done only when what follows it has begun.
  if (phase === 'build' && progress.phase === 'gate') return 'active';
  return entered ? 'done' : 'waiting';
}

function lastEntered(progress: Progress): RunPhase | undefined {
  return progress.phases.at(-1)?.phase;
}

function spanMs(startedAt: string, endedAt: string | null, now: number): number {
  return Math.max(0, (endedAt === null ? now : Date.parse(endedAt)) - Date.parse(startedAt));
}

/** When the first phase began; undefined before that. Milliseconds. */
export function startOf(progress: Progress): number | undefined {
  const first = progress.phases[0];
  return first === undefined ? undefined : Date.parse(first.startedAt);
}
