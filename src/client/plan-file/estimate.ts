import type { GivenPlan } from '../../protocol/given-plan.js';

/**
 * Two runs without a model on two busy cores, packages cached: 33 files in 42 s, 51 files in 75 s, from start to
 * delivery (docs/plan-first.md has them phase by phase).
 */
export const MEASURED = { secondsPerFile: 1.4, source: 'docs/plan-first.md' } as const;

export interface Estimate {
  readonly files: number;
  /** From start to delivery, on a machine like the one that was measured. */
  readonly seconds: number;
  /** US dollars. */
  readonly costUsd: number;
  readonly modelCalls: number;
}

/** What building a plan takes. Blueprints call no model, and so cost nothing. */
export function estimateOf({ plan }: GivenPlan): Estimate {
  const files = plan.files.length;
  return { files, seconds: Math.round(MEASURED.secondsPerFile * files), costUsd: 0, modelCalls: 0 };
}
