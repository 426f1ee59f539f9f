import type { Analysis } from '../../../protocol/analysis.js';
import type { CostEstimate } from '../../../protocol/estimate.js';
import type { ModelPrices } from '../../../protocol/model-prices.js';
import type { Plan } from '../../../protocol/plan.js';
import { ROOM_TOKENS } from '../draft/draft-file.js';
import { expectedCalls, type ExpectedCall } from './expected-calls.js';

/** null when one of them is. */
function sum(amounts: readonly (number | null)[]): number | null {
  return amounts.reduce<number | null>(
    (total, amount) => (total === null || amount === null ? null : total + amount),
    0,
  );
}

/** What building `plan` will likely cost at these prices; nothing is spent on the plan itself yet. Calls nothing. */
export function estimateCost(analysis: Analysis, plan: Plan, prices: ModelPrices): CostEstimate {
  const expected = expectedCalls(analysis, plan);
  const cost = (why: ExpectedCall['why']): number | null =>
    sum(
      expected
        .filter((each) => each.why === why)
        .map((each) => {
          const one = prices.usual(each.tier, each);
          return one === null ? null : one * each.calls;
        }),
    );
  const [draftsUsd, repairsUsd] = [cost('draft'), cost('repair')];
  const verificationUsd = sum([cost('verification'), cost('review')]);
  // A review that finds no room is left out: no limit has to be raised for it.
  const needed = expected.filter(({ why }) => why !== 'review');
  const claims = needed.map(({ tier, inputTokens, outputTokens }) =>
    // A repair has room for the whole file beside its thoughts.
    prices.most(tier, { inputTokens: 2 * inputTokens, outputTokens: ROOM_TOKENS + 2 * outputTokens }),
  );
  const tiers = new Set(expected.map(({ tier }) => tier));
  return {
    files: plan.files.length,
    modelCalls: Math.ceil(expected.reduce((calls, each) => calls + each.calls, 0)),
    costUsd: sum([draftsUsd, repairsUsd, verificationUsd]),
    planningUsd: 0,
    draftsUsd,
    repairsUsd,
    verificationUsd,
    dearestCallUsd: claims.includes(null) ? null : Math.max(0, ...claims.map((claim) => claim ?? 0)),
    withoutPrice: [...new Set([...tiers].flatMap((tier) => prices.withoutPrice(tier)))],
  };
}
