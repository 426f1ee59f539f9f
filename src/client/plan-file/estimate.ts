import type { GivenPlan } from '../../protocol/given-plan.js';

/**
 * Measured on the machine of docs/benches.md (2 cores, Node 20, packages cached), no model called: what a run takes
 * whatever it builds, and what each file adds to that.
 */
export const MEASURED = {
  startSeconds: 30,
  secondsPerFile: 0.9,
  source: '`npm run bench:run -- --only demo` (docs/benches.md)',
} as const;

export interface Estimate {
  readonly files: number;
  /** From start to delivery, on a machine like the one that was measured. */
  readonly seconds: number;
  /** US dollars. */
  readonly costUsd: number;
  readonly modelCalls: number;
}

/** What building a plan takes. Only blueprints can be estimated: they call no model and so cost nothing. */
export function estimateOf({ plan }: GivenPlan): Estimate {
  const files = plan.files.length;
  const seconds = Math.round(MEASURED.startSeconds + MEASURED.secondsPerFile * files);
  return { files, seconds, costUsd: 0, modelCalls: 0 };
}
