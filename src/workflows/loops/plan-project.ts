import type { AuthorName } from '../../protocol/analysis.js';
import type { Diagnostic } from '../../protocol/diagnostic.js';
import { DIAGNOSTICS_IN_HISTORY, listDiagnostics } from '../../protocol/diagnostics.js';
import type { AnalysisDigest } from '../../protocol/digest.js';
import { MillwrightError } from '../../protocol/errors.js';
import type { PlanResult } from '../../protocol/plan-activities.js';
import { provePackages, provePlan } from '../policy/plan-proof.js';
import type { GivenPlanPorts, PlanPorts, PreparedPlan, ProofPorts, UnsoundPlan } from './plan-ports.js';

/** Plans asked for before the run gives up: each later one carries what was wrong with the one before. */
export const PLAN_ATTEMPTS: Readonly<Record<AuthorName, number>> = { blueprint: 3, model: 4 };

/**
 * Asks for a plan until one stands: it is proven by policy (graph, paths, requirements), then by the registry (packages) and the
 * compiler (contracts), before a file is paid for. What is wrong with one goes back with it.
 *
 * @throws MillwrightError `InvalidPlan` with what was wrong with the last one, or what `agree` throws.
 */
export async function planProject(analysis: AnalysisDigest, ports: PlanPorts): Promise<PreparedPlan> {
  let problems: readonly Diagnostic[] = [];
  let previous: PlanResult | undefined;
  const attempts = PLAN_ATTEMPTS[analysis.author];
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const plan = await ports.plan({
      attempt,
      problems: problems.slice(0, DIAGNOSTICS_IN_HISTORY),
      ...(previous === undefined ? {} : { previous: previous.plan }),
    });
    const outcome = await proveNew(plan, analysis, ports);
    if (!('problems' in outcome)) return outcome;
    problems = outcome.problems;
    previous = plan;
  }
  throw new MillwrightError(
    'InvalidPlan',
    `No sound plan came of ${attempts} attempts: ${listDiagnostics(problems)}. Nothing was built; say more in the brief, or another author may do better.`,
    { problems: problems.slice(0, DIAGNOSTICS_IN_HISTORY) },
  );
}

/**
 * The same for a plan that was given: it is proven as any other, and nobody plans anew in its place.
 *
 * @throws MillwrightError `InvalidPlan` with what is wrong with it, or what `agree` throws.
 */
export async function proveGiven(
  plan: PlanResult,
  analysis: AnalysisDigest,
  ports: GivenPlanPorts,
): Promise<PreparedPlan> {
  const outcome = await proveNew(plan, analysis, ports);
  if (!('problems' in outcome)) return outcome;
  throw new MillwrightError(
    'InvalidPlan',
    `The plan cannot be built: ${listDiagnostics(outcome.problems)}. Nothing was built; correct the plan, and start again.`,
    { problems: outcome.problems.slice(0, DIAGNOSTICS_IN_HISTORY) },
  );
}

/** A plan with needs worked into it, proven again. Nobody is asked whether it may be built: it is being built. */
export async function proveAmended(
  plan: PlanResult,
  analysis: AnalysisDigest,
  ports: ProofPorts,
): Promise<PreparedPlan | UnsoundPlan> {
  // What joins a plan is as critical as who asked for it, in the same phase: it is that plan which has the gates.
  const unsound = provePlan(plan.digest, analysis, { gated: false });
  return unsound.length > 0 ? { problems: unsound } : proveInstalled(plan, ports);
}

async function proveNew(
  plan: PlanResult,
  analysis: AnalysisDigest,
  ports: GivenPlanPorts,
): Promise<PreparedPlan | UnsoundPlan> {
  const unsound = provePlan(plan.digest, analysis);
  if (unsound.length > 0) return { problems: unsound };
  await ports.agree(plan);
  return proveInstalled(plan, ports);
}

/** The proof by the registry and the compiler. */
async function proveInstalled(plan: PlanResult, ports: ProofPorts): Promise<PreparedPlan | UnsoundPlan> {
  const prepared = await ports.prepare(plan);
  const refused = provePackages(plan.digest, prepared);
  if (refused.length > 0) return { problems: refused };
  const contracts = await ports.checkContracts(plan, prepared);
  const broken = contracts.diagnostics.filter(({ blocking }) => blocking);
  if (broken.length > 0) return { problems: broken };
  return { plan, prepared };
}
