import type { Activities } from '../../../src/protocol/activities.js';
import type { Need } from '../../../src/protocol/need.js';
import type { AnalyzeResult, PlanResult } from '../../../src/protocol/plan-activities.js';
import type { RunKey } from '../../../src/protocol/run-key.js';
import type { PreparedPlan, ProofPorts, UnsoundPlan } from '../../../src/workflows/loops/plan-ports.js';
import { planProject, proveAmended } from '../../../src/workflows/loops/plan-project.js';
import { defaultAnswers } from '../../../src/workflows/policy/requests.js';

/** The phases plan and prepare without an engine. @throws MillwrightError `InvalidPlan`, or an activity's failure. */
export function planOnPorts(
  activities: Activities,
  run: RunKey,
  { analysis, digest }: AnalyzeResult,
): Promise<PreparedPlan> {
  const answers = defaultAnswers(digest);
  return planProject(digest, {
    ...proofPorts(activities, run),
    plan: (asked) => activities.plan({ run, analysis, answers, ...asked }),
    // Nobody is asked, and the limit is the order's.
    agree: () => Promise.resolve(),
    gatesCount: () => true,
  });
}

/** A plan with needs worked into it. */
export function amendOnPorts(
  activities: Activities,
  run: RunKey,
  { digest }: AnalyzeResult,
  order: {
    readonly plan: PlanResult;
    readonly asker: string;
    readonly needs: readonly Need[];
    readonly onAmended: (amended: PreparedPlan) => void;
  },
): Promise<PreparedPlan | UnsoundPlan> {
  const { plan, asker, needs, onAmended } = order;
  return proveAmended(digest, {
    ...proofPorts(activities, run),
    amend: () => activities.amendPlan({ run, plan: plan.plan, asker, needs }),
    onAmended,
  });
}

function proofPorts(activities: Activities, run: RunKey): ProofPorts {
  return {
    prepare: ({ plan }) => activities.prepare({ run, plan }),
    checkContracts: ({ plan }, { environment }) => activities.checkContracts({ run, plan, environment }),
  };
}
