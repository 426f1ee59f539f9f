import type { ModelCaller } from '../../protocol/model-caller.js';
import { planProblem } from '../../protocol/plan-problem.js';
import type { AdoptRequest, Adoption, Author } from '../author.js';
import { askAnalysis } from './analysis/ask-analysis.js';
import { draftFile } from './draft/draft-file.js';
import { askPlan } from './plan/ask-plan.js';

/** A model can be asked for any plan; only one that was made for another brief cannot be right. */
function adopt({ given }: AdoptRequest): Promise<Adoption> {
  if (given.plan.language === 'typescript') return Promise.resolve({ outcome: 'adopted', given });
  const problem = planProblem(
    ['language'],
    'language',
    `There are no checks for ${given.plan.language} yet.`,
    'Plan it in typescript.',
  );
  return Promise.resolve({ outcome: 'refused', problems: [problem] });
}

/** The author that asks language models: by role and tier, within the run's limit. */
export function createModelAuthor({ caller }: { readonly caller: ModelCaller }): Author {
  return {
    name: 'model',
    analyze: (request) => askAnalysis(caller, request),
    plan: (request) => askPlan(caller, request),
    adopt,
    draft: (request) => draftFile(caller, request),
  };
}
