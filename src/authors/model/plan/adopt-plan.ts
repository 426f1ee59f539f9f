import type { GivenPlan } from '../../../protocol/given-plan.js';
import { planProblem, type PlanProblem } from '../../../protocol/plan-problem.js';
import type { Adoption, AdoptRequest } from '../../author.js';
import { standsIn } from '../analysis/analysis-reply.js';

function languageProblems({ plan }: GivenPlan): readonly PlanProblem[] {
  return plan.language === 'typescript'
    ? []
    : [
        planProblem(
          ['language'],
          'language',
          `There are no checks for ${plan.language} yet.`,
          'Plan it in typescript.',
        ),
      ];
}

function requirementProblems({ analysis }: GivenPlan, brief: string): readonly PlanProblem[] {
  return analysis.requirements.flatMap(({ id, source, proof, examples }, index) => [
    ...(standsIn(brief, source)
      ? []
      : [
          planProblem(
            ['requirements', index, 'source'],
            'source',
            `The words that ${id} quotes do not stand in the brief: ${JSON.stringify(source)}.`,
            'Quote the brief, letter for letter.',
          ),
        ]),
    ...(proof.kind !== 'test' || examples.length > 0
      ? []
      : [
          planProblem(
            ['requirements', index, 'examples'],
            'requirement',
            `${id} is to be shown by a test, and has no example.`,
            'Add one with given, when and then, or set proof to { kind: none, reason: … }.',
          ),
        ]),
  ]);
}

function fileProblems({ plan }: GivenPlan): readonly PlanProblem[] {
  return plan.files.flatMap(({ path, action }, index) =>
    action === 'create'
      ? []
      : [
          planProblem(
            ['files', index, 'action'],
            'value',
            `There is nothing to ${action} at ${path}: the project is new.`,
            'Write action: create.',
            path,
          ),
        ],
  );
}

/** A model can be asked for any plan of a new project that keeps to its brief. */
export function adoptPlan({ brief, given }: Pick<AdoptRequest, 'brief' | 'given'>): Adoption {
  const problems = [...languageProblems(given), ...requirementProblems(given, brief), ...fileProblems(given)];
  return problems.length === 0 ? { outcome: 'adopted', given } : { outcome: 'refused', problems };
}
