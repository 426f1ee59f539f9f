import type { CostEstimate } from '../protocol/estimate.js';
import type { CallPurpose, RunCosts } from '../protocol/model-ledger.js';
import type { Report, Spending } from '../protocol/report.js';

/** What a report says of the models that were called, what they were paid for, and what was expected. */
export function spendingReport(
  costs: RunCosts,
  estimate: CostEstimate | undefined,
): Pick<Report, 'models' | 'spending'> {
  if (costs.byModel.length === 0 && costs.unknownCalls === 0) return { models: [] };
  const of = (...purposes: readonly CallPurpose[]): Spending['first'] => {
    const entries = costs.byPurpose.filter(({ purpose }) => purposes.includes(purpose));
    return {
      calls: entries.reduce((sum, { calls }) => sum + calls, 0),
      costUsd: entries.reduce((sum, { costUsd }) => sum + costUsd, 0),
    };
  };
  return {
    models: costs.byModel.map((each) => ({ ...each })),
    spending: {
      limitUsd: costs.limitUsd,
      ...(estimate === undefined ? {} : { estimate }),
      first: of('first'),
      repairs: of('repair'),
      continuations: of('continuation'),
      reparses: of('reparse'),
      possiblyTwice: { calls: costs.unknownCalls, costUsd: costs.unknownUsd },
      reusedCalls: costs.reusedCalls,
    },
  };
}
