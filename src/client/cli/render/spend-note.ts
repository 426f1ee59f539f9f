import type { Progress } from '../../../protocol/progress.js';
import { formatCost } from './format.js';

type Spend = Pick<Progress, 'costUsd' | 'limitUsd' | 'estimate'>;

/** What a run has spent so far: `$0.12 of at most $0.70, estimated $0.35`. */
export function spendNote({ costUsd, limitUsd = null, estimate = null }: Spend): string {
  const limit = limitUsd === null ? '' : ` of at most ${formatCost(limitUsd)}`;
  const expected = estimate === null ? '' : `, estimated ${formatEstimate(estimate.costUsd)}`;
  return `${formatCost(costUsd)}${limit}${expected}`;
}

/** null: unknown. */
export function formatEstimate(costUsd: number | null): string {
  return costUsd === null ? 'unknown' : formatCost(costUsd);
}

/** Why a cost is unknown, and what to do about it; undefined where it is known. */
export function unknownCost(estimate: Progress['estimate']): string | undefined {
  if (estimate?.costUsd !== null) return undefined;
  return `No price is known for ${estimate.withoutPrice.join(', ')}: no limit in dollars could hold for it, so it is not called. Set its price in millwright.config.yaml (docs/models.md).`;
}
