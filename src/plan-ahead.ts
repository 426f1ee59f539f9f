import { createBlueprintAuthor } from './authors/blueprint/blueprint-author.js';
import type { Planning } from './client/parts.js';
import { digestAnalysis, digestPlan } from './protocol/digest.js';
import { formatDiagnostic } from './protocol/diagnostics.js';
import { MillwrightError } from './protocol/errors.js';
import { planProblem } from './protocol/plan-problem.js';
import { findPlanProblems } from './workflows/policy/plan-proof.js';

const PROBLEMS_SHOWN = 5;

/** Planning by the author that needs no model, proven as a run proves it. */
export function createPlanning(): Planning {
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
      const problem = planProblem(
        ['author'],
        'needs-model',
        'The plan is a model’s, and plan files are built from blueprints only so far.',
        'Give the brief itself to "millwright generate", or plan again without a model.',
      );
      return { outcome: 'refused', problems: [problem] };
    },
  };
}
