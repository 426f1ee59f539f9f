import type { GenerateOptions } from '../../protocol/generate-input.js';
import type { AnalyzeResult, PlanResult } from '../../protocol/plan-activities.js';
import { activity } from '../activity-options.js';
import { holdToEstimate } from '../hold-limit.js';
import type { GivenPlanPorts, PreparedPlan, ProofPorts } from '../loops/plan-ports.js';
import { PLAN_ATTEMPTS, planProject, proveGiven } from '../loops/plan-project.js';
import { whilePaused } from '../pausing.js';
import type { RunState } from '../run-state.js';
import { withinBudget } from '../within-budget.js';
import { approve } from './understand.js';

/**
 * Phases plan, approve and prepare.
 *
 * @throws MillwrightError `InvalidPlan`; `Stopped` when a person refused the plan.
 */
export function planAndPrepare(
  state: RunState,
  options: GenerateOptions,
  analysis: AnalyzeResult,
  answers: Readonly<Record<string, string>>,
): Promise<PreparedPlan> {
  const attempts = PLAN_ATTEMPTS[analysis.digest.author];
  return planProject(analysis.digest, {
    ...givenPlanPorts(state, options),
    plan: async (asked) => {
      const { attempt } = asked;
      state.enter('plan', attempt === 1 ? 'Planning.' : `Planning again (${attempt} of ${attempts}).`);
      const summary = attempt === 1 ? 'the plan' : `the plan, attempt ${attempt}`;
      const plan = await withinBudget(state, () =>
        activity('plan', summary)({ run: state.run, analysis: analysis.analysis, answers, ...asked }),
      );
      state.planningUsd = plan.spentUsd ?? state.planningUsd;
      state.plan = plan.digest;
      return plan;
    },
  });
}

/**
 * The same for a plan that was given.
 *
 * @throws as `planAndPrepare`.
 */
export function prepareGiven(
  state: RunState,
  options: GenerateOptions,
  analysis: AnalyzeResult,
  plan: PlanResult,
): Promise<PreparedPlan> {
  state.enter('plan', 'Proving the given plan.');
  state.plan = plan.digest;
  return proveGiven(plan, analysis.digest, givenPlanPorts(state, options));
}

/** The proof of a plan by the registry and the compiler. */
export function proofPorts({ run }: Pick<RunState, 'run'>): ProofPorts {
  return {
    prepare: ({ plan, digest }) => activity('prepare', `${digest.packages.length} packages`)({ run, plan }),
    checkContracts: ({ plan }, { environment }) =>
      activity('checkContracts', 'all contracts together')({ run, plan, environment }),
  };
}

function givenPlanPorts(state: RunState, options: GenerateOptions): GivenPlanPorts {
  const proof = proofPorts(state);
  return {
    agree: async (plan) => {
      await holdToEstimate(state, plan);
      await approve(state, options);
      await whilePaused(state);
    },
    prepare: (plan) => {
      state.enter('prepare', `Resolving and installing ${plan.digest.packages.length} packages.`);
      return proof.prepare(plan);
    },
    checkContracts: async (plan, prepared) => {
      await whilePaused(state);
      state.say('Type-checking the contracts of all files together.');
      return proof.checkContracts(plan, prepared);
    },
  };
}
