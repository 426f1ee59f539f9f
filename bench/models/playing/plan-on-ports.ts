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
  });
}

/** A plan with needs worked into it. */
export async function amendOnPorts(
  activities: Activities,
  run: RunKey,
  { digest }: AnalyzeResult,
  {
    plan,
    asker,
    needs,
  }: { readonly plan: PlanResult; readonly asker: string; readonly needs: readonly Need[] },
): Promise<PreparedPlan | UnsoundPlan> {
  const amended = await activities.amendPlan({ run, plan: plan.plan, asker, needs });
  return proveAmended(amended, digest, proofPorts(activities, run));
}

function proofPorts(activities: Activities, run: RunKey): ProofPorts {
  return {
    prepare: ({ plan }) => activities.prepare({ run, plan }),
    checkContracts: ({ plan }, { environment }) => activities.checkContracts({ run, plan, environment }),
  };
}
