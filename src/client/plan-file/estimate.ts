import type { CostEstimate } from '../../protocol/estimate.js';
import type { GivenPlan } from '../../protocol/given-plan.js';

/**
 * A run without a model on two cores that nothing else used, packages cached: 53 files in 43 s, from start to delivery
 * (docs/plan-first.md has it phase by phase, and a busy machine beside it).
 */
export const MEASURED = { secondsPerFile: 0.9, source: 'docs/plan-first.md' } as const;

export interface Estimate {
  readonly files: number;
  /** From start to delivery, on a machine like the one that was measured; null: it depends on the models. */
  readonly seconds: number | null;
  /** US dollars for building the plan, without what the plan itself was paid for. */
  readonly costUsd: number | 'unknown';
  readonly modelCalls: number | 'unknown';
  /** US dollars that models were paid for the plan; left out where none was asked. */
  readonly paidForPlanUsd?: number;
  /** Models that no price is known for; left out where there are none. */
  readonly withoutPrice?: readonly string[];
}

/**
 * What building a plan takes. Blueprints call no model, and so cost nothing.
 * @param cost What models will likely cost; left out: nobody knows here.
 */
export function estimateOf({ plan }: GivenPlan, cost?: CostEstimate): Estimate {
  const files = plan.files.length;
  if (plan.author === 'blueprint') {
    return { files, seconds: Math.round(MEASURED.secondsPerFile * files), costUsd: 0, modelCalls: 0 };
  }
  if (cost === undefined) return { files, seconds: null, costUsd: 'unknown', modelCalls: 'unknown' };
  return {
    files,
    seconds: null,
    costUsd: cost.costUsd === null ? 'unknown' : inFull(cost.costUsd - cost.planningUsd),
    modelCalls: cost.modelCalls,
    paidForPlanUsd: inFull(cost.planningUsd),
    ...(cost.withoutPrice.length === 0 ? {} : { withoutPrice: cost.withoutPrice }),
  };
}

/** Hundredths of a cent: an estimate is no more exact. */
function inFull(usd: number): number {
  return Number(usd.toFixed(4));
}
