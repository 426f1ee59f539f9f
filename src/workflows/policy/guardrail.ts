import type { GenerateOptions } from '../../protocol/generate-input.js';

/** Share of a run's files that may be errors, when that is more than the fixed number. */
const ERROR_SHARE = 0.1;

/** Drafts that have to be there before a rate says anything: of fewer, three unlucky ones would be a third. */
const LEAST_DRAFTS = 10;

/**
 * `retry`: once more, with what was wrong; `stronger-tier`: the same, asked of a stronger model; `person`: a guided run asks;
 * `abort`: what is watched (a file, a task, a run) ends.
 */
export type GuardrailAction = 'continue' | 'retry' | 'stronger-tier' | 'person' | 'abort';

interface GuardrailRow {
  /** Up to the limit. */
  readonly within: 'continue' | 'retry';
  /** Past it: the first of these that there is. */
  readonly past: readonly ('stronger-tier' | 'person' | 'abort')[];
}

/** What is watched, and what becomes of it; the limits are the run's (`limitsSchema`). */
export const GUARDRAILS = {
  /** Attempts of a file after its first; past them the file failed. */
  'file-retries': { within: 'retry', past: ['abort'] },
  /** Times that a tier gave a file the same draft, or the same findings, again: none is of use. */
  'same-again': { within: 'retry', past: ['stronger-tier', 'abort'] },
  /** Times that a gate sends files back; past them the run ends as `CriticalPhaseFailure`. */
  'gate-retries': { within: 'retry', past: ['person', 'abort'] },
  /**
   * Files that used up their attempts (a reply that nobody can read is one), an analysis that no model gave, rounds of the
   * verification without progress; past them the run ends as `GuardrailTripped`, or its verification as it is.
   */
  errors: { within: 'continue', past: ['person', 'abort'] },
  /** US dollars for one file with its drafts, or for one round of its repair; past them the file failed. */
  'task-cost': { within: 'continue', past: ['person', 'abort'] },
  /** Share of a run's drafts that import what does not exist; past it the run ends as `GuardrailTripped`. */
  'hallucination-rate': { within: 'continue', past: ['stronger-tier', 'person', 'abort'] },
} as const satisfies Record<string, GuardrailRow>;
export type Guardrail = keyof typeof GUARDRAILS;

/** Who can be turned to past a limit. */
export interface Escalations {
  /** There is a stronger tier that has not been tried. */
  readonly tier?: boolean;
  readonly mode?: GenerateOptions['mode'];
}

/**
 * What to do at `measured`, the limit itself included in what is allowed.
 * @param limit null: none is set.
 */
export function guard(
  guardrail: Guardrail,
  measured: number,
  limit: number | null,
  { tier = false, mode = 'autonomous' }: Escalations = {},
): GuardrailAction {
  const { within, past }: GuardrailRow = GUARDRAILS[guardrail];
  if (limit === null || measured <= limit) return within;
  const there = { 'stronger-tier': tier, person: mode === 'guided', abort: true };
  return past.find((step) => there[step]) ?? 'abort';
}

/** How many errors a run may have: the fixed limit, or 10 % of its files if that is more. */
export function errorsAllowed(limit: number, files: number): number {
  return Math.max(limit, Math.floor(files * ERROR_SHARE));
}

/** The share of `refused` among `drafts`; 0 while there are too few to tell. */
export function hallucinationRate({
  drafts,
  refused,
}: {
  readonly drafts: number;
  readonly refused: number;
}): number {
  return drafts < LEAST_DRAFTS ? 0 : refused / drafts;
}
