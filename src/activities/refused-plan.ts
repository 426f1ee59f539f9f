import { formatDiagnostic } from '../protocol/diagnostics.js';
import { MillwrightError } from '../protocol/errors.js';
import { onlyNeedsModel, type PlanProblem } from '../protocol/plan-problem.js';

const PROBLEMS_SHOWN = 5;
/** Details travel through history. */
const PROBLEMS_SENT = 20;

/** The failure of a run whose plan its author cannot write. */
export function refusedPlan(problems: readonly PlanProblem[]): MillwrightError {
  const diagnostics = problems.map(({ diagnostic }) => diagnostic);
  const found = diagnostics.slice(0, PROBLEMS_SHOWN).map(formatDiagnostic).join('; ');
  const more =
    diagnostics.length > PROBLEMS_SHOWN ? ` (and ${diagnostics.length - PROBLEMS_SHOWN} more)` : '';
  const details = { problems: diagnostics.slice(0, PROBLEMS_SENT) };
  return onlyNeedsModel(problems)
    ? new MillwrightError(
        'ModelRequired',
        `The plan asks for what no blueprint writes: ${found}${more}. Nothing was built; configure a model, or take it out of the plan.`,
        details,
      )
    : new MillwrightError(
        'InvalidPlan',
        `The plan cannot be built as it is: ${found}${more}. Nothing was built; correct the plan, and start again.`,
        details,
      );
}
