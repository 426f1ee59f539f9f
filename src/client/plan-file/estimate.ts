import type { GivenPlan } from '../../protocol/given-plan.js';

/**
 * A run without a model on two cores that nothing else used, packages cached: 53 files in 43 s, from start to delivery
 * (docs/plan-first.md has it phase by phase, and a busy machine beside it).
 */
export const MEASURED = { secondsPerFile: 0.9, source: 'docs/plan-first.md' } as const;

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
