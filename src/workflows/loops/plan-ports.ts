import type { Diagnostic } from '../../protocol/diagnostic.js';
import type { Findings } from '../../protocol/findings.js';
import type { PlanInput, PlanResult, PrepareResult } from '../../protocol/plan-activities.js';

/** A plan that can be built, and the packages that it was proven on. */
export interface PreparedPlan {
  readonly plan: PlanResult;
  readonly prepared: PrepareResult;
}

/** What is wrong with a plan. */
export interface UnsoundPlan {
  readonly problems: readonly Diagnostic[];
}

/** What of an attempt the loop knows; who asks for it adds the rest. */
export type PlanAttempt = Pick<PlanInput, 'attempt' | 'problems' | 'previous'>;

/** What the proof of a plan needs done; in a run these are activities, in tests plain functions. */
export interface ProofPorts {
  /** Resolves and installs the packages. */
  prepare(plan: PlanResult): Promise<PrepareResult>;
  /** Type-checks the contracts of all files together. */
  checkContracts(plan: PlanResult, prepared: PrepareResult): Promise<Findings>;
}

export interface GivenPlanPorts extends ProofPorts {
  /** Asked of each plan that policy finds nothing wrong with, before anything is installed. What it throws ends the planning. */
  agree(plan: PlanResult): Promise<void>;
}

export interface PlanPorts extends GivenPlanPorts {
  plan(attempt: PlanAttempt): Promise<PlanResult>;
}
