import { DIAGNOSTICS_IN_HISTORY, listDiagnostics } from '../protocol/diagnostics.js';
import { MillwrightError } from '../protocol/errors.js';
import { onlyNeedsModel, type PlanProblem } from '../protocol/plan-problem.js';

/** The failure of a run whose plan its author cannot write. */
export function refusedPlan(problems: readonly PlanProblem[]): MillwrightError {
  const diagnostics = problems.map(({ diagnostic }) => diagnostic);
  const found = listDiagnostics(diagnostics);
  const details = { problems: diagnostics.slice(0, DIAGNOSTICS_IN_HISTORY) };
  return onlyNeedsModel(problems)
    ? new MillwrightError(
        'ModelRequired',
        `The plan asks for what no blueprint writes: ${found}. Nothing was built; configure a model, or take it out of the plan.`,
        details,
      )
    : new MillwrightError(
        'InvalidPlan',
        `The plan cannot be built as it is: ${found}. Nothing was built; correct the plan, and start again.`,
        details,
      );
}
