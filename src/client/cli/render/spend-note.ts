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
