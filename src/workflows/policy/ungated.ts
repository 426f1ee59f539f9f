import type { PlanDigest } from '../../protocol/digest.js';
import { CRITICAL_PARTS } from '../../protocol/plan.js';
import { planProblem, type PlanProblem } from '../../protocol/plan-problem.js';

/** The one critical part that no gate looks at. */
const UNGATED_PART = 'tests';

/**
 * A gate stands at the end of a critical phase only: the failure of a critical file elsewhere would end nothing. Tests, and what
 * helps them, are left out: they come after the gates, and what is missing of them leaves requirements open, which are flags.
 */
function criticalElsewhere(plan: PlanDigest): readonly PlanProblem[] {
  const ungated = new Set(plan.phases.filter(({ critical }) => !critical).map(({ id }) => id));
  return plan.files.flatMap(({ path, role, priority, phase }, index) =>
    priority === 'critical' && role !== 'tester' && ungated.has(phase)
      ? [
          planProblem(
            ['files', index, 'phase'],
            'phase',
            `${path} is critical, and the phase "${phase}" is not: no gate would ask whether it was written.`,
            'Move it into a critical phase, have that phase critical, or let the priority of the file be normal.',
            path,
          ),
        ]
      : [],
  );
}

/** A gate asks for the critical files of its phase, and for what they stand on: a part that is neither may be missing unnoticed. */
function partsThatMayBeMissing(plan: PlanDigest): readonly PlanProblem[] {
  return CRITICAL_PARTS[plan.kind].flatMap((part) => {
    if (part === UNGATED_PART) return [];
    const path = plan.criticalParts.findLast((named) => named.part === part)?.path;
    const index = plan.files.findIndex((file) => file.path === path);
    const file = plan.files[index];
    return file === undefined || file.priority === 'critical'
      ? []
      : [
          planProblem(
            ['files', index, 'priority'],
            'critical-part',
            `${file.path} is the ${part} of the project, which a project of kind ${plan.kind} cannot do without, and its priority is ${file.priority}.`,
            'Let its priority be critical, in a critical phase.',
            file.path,
          ),
        ];
  });
}

/** What of a plan is critical, and has no gate that asks for it. */
export function findUngated(plan: PlanDigest): readonly PlanProblem[] {
  return [...criticalElsewhere(plan), ...partsThatMayBeMissing(plan)];
}
