import { createBlueprintAuthor } from './authors/blueprint/blueprint-author.js';
import type { Planning } from './client/parts.js';
import { digestAnalysis, digestPlan } from './protocol/digest.js';
import { formatDiagnostic } from './protocol/diagnostics.js';
import { MillwrightError } from './protocol/errors.js';
import { planProblem } from './protocol/plan-problem.js';
import { findPlanProblems } from './workflows/policy/plan-proof.js';

const PROBLEMS_SHOWN = 5;

/**
 * Planning by the author that needs no model, proven as a run proves it; and whether a plan can be written as it is.
 * @param hasModels Are models configured, so that their plans can be built?
 */
export function createPlanning({ hasModels = false }: { readonly hasModels?: boolean } = {}): Planning {
  const author = createBlueprintAuthor();
  return {
    propose: async ({ brief, name, kind, signal }) => {
      const analysis = await author.analyze({ brief, name, kind, signal });
      const answers = Object.fromEntries(analysis.questions.map(({ id, default: taken }) => [id, taken]));
      const plan = await author.plan({ analysis, answers, attempt: 1, problems: [], signal });
      const problems = findPlanProblems(digestPlan(plan), digestAnalysis(analysis));
      if (problems.length === 0) return { version: 1, analysis, plan };
      const shown = problems.slice(0, PROBLEMS_SHOWN).map(({ diagnostic }) => formatDiagnostic(diagnostic));
      throw new MillwrightError(
        'InvalidPlan',
        `No sound plan comes of this brief: ${shown.join('; ')}. Word it differently.`,
        { problems: problems.map(({ diagnostic }) => diagnostic) },
      );
    },
    prove: findPlanProblems,
    adopt: async (brief, given, signal) => {
      if (given.analysis.author === author.name) return author.adopt({ brief, given, signal });
      if (!hasModels) {
        const problem = planProblem(
          ['author'],
          'needs-model',
          'The plan is for models to write, and none is configured.',
          'Set OPENAI_API_KEY or OPENAI_BASE_URL (docs/models.md), or plan again with --author blueprint.',
        );
        return { outcome: 'refused', problems: [problem] };
      }
      const { adoptPlan } = await import('./authors/model/plan/adopt-plan.js');
      return adoptPlan({ brief, given });
    },
  };
}
