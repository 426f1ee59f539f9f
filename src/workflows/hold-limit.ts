import type { GenerateOptions } from '../protocol/generate-input.js';
import type { PlanResult } from '../protocol/plan-activities.js';
import { activity } from './activity-options.js';
import { FIRST_LIMIT_USD, limitByEstimate } from './policy/spend-limit.js';
import type { RunState } from './run-state.js';

/** The limit that a purse is opened with: what was asked for, else the small one until there is a plan. */
export function firstLimit({ limits }: RunState): number {
  return limits.costUsd ?? FIRST_LIMIT_USD;
}

/** A run in which models are asked, and that was given no limit, has the first one from here on. */
export function takeFirstLimit(state: RunState, options: GenerateOptions): void {
  if (options.limits.costUsd !== null || state.limitWasSet) return;
  state.limits = { ...state.limits, costUsd: FIRST_LIMIT_USD };
  state.limitByDefault = true;
}

/**
 * Puts the limit where the plan's estimate says, unless a person said where. A run that only plans keeps its first one: the
 * estimate is of the building, which it does not pay for.
 */
export async function holdToEstimate(state: RunState, plan: PlanResult): Promise<void> {
  state.estimate = plan.estimate;
  const limit = plan.estimate === undefined ? null : limitByEstimate(plan.estimate);
  if (!state.limitByDefault || limit === null || state.lastPhase !== undefined) return;
  state.limits = { ...state.limits, costUsd: limit };
  await writeLimit(state, 'the limit');
}

/** Writes the run's limit into its purse. Another may be set while one is being written, and the purse must end with the last. */
export async function writeLimit(state: RunState, summary: string): Promise<void> {
  for (let written: number | null | undefined; written !== state.limits.costUsd;) {
    written = state.limits.costUsd;
    await activity('setSpendLimit', summary)({ run: state.run, limitUsd: written });
  }
}
