import type { ModelCaller } from '../../protocol/model-caller.js';
import type { ModelPrices } from '../../protocol/model-prices.js';
import type { PromptMeasure } from '../../protocol/prompt-measure.js';
import type { Author, Draft, DraftRequest } from '../author.js';
import { askAnalysis } from './analysis/ask-analysis.js';
import { draftFile } from './draft/draft-file.js';
import { estimateCost } from './estimate/estimate-cost.js';
import { adoptPlan } from './plan/adopt-plan.js';
import { askReview } from './review/ask-review.js';
import { askPlan } from './plan/ask-plan.js';

/** Without prices, every estimate says that the cost is unknown. */
const UNKNOWN: ModelPrices = { usual: () => null, most: () => null, withoutPrice: () => [] };

export interface ModelAuthorParts {
  readonly caller: ModelCaller;
  readonly measure: PromptMeasure;
  /** For estimates; left out: none is known. */
  readonly prices?: ModelPrices;
  /** Who is asked first for files of low priority, and free of charge; left out: nobody. */
  readonly templates?: Pick<Author, 'name' | 'draft'>;
}

/** A file that a template can give is not paid for; one that checks found fault with is a model's to mend. */
async function fromTemplate(
  { templates }: ModelAuthorParts,
  request: DraftRequest,
): Promise<Draft | undefined> {
  const { plan, path, draft, repair } = request;
  const priority = plan.files.find((file) => file.path === path)?.priority;
  if (templates === undefined || priority !== 'low' || draft > 1 || repair !== null) return undefined;
  const drafted = await templates.draft(request);
  return drafted.outcome === 'draft' ? { ...drafted, author: templates.name } : undefined;
}

/** The author that asks language models: by role and tier, within the run's limit. */
export function createModelAuthor(parts: ModelAuthorParts): Author {
  const { caller, measure, prices = UNKNOWN } = parts;
  return {
    name: 'model',
    analyze: (request) => askAnalysis(caller, measure, request),
    plan: (request) => askPlan(caller, measure, request),
    adopt: (request) => Promise.resolve(adoptPlan(request)),
    estimate: ({ analysis, plan }) => estimateCost(analysis, plan, prices),
    draft: async (request) =>
      (await fromTemplate(parts, request)) ?? (await draftFile(caller, measure, request)),
    review: (request) => askReview(caller, measure, request),
  };
}
