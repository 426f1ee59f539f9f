import type { AuthorName } from '../../protocol/analysis.js';
import type { Diagnostic } from '../../protocol/diagnostic.js';
import { DIAGNOSTICS_IN_HISTORY, listDiagnostics } from '../../protocol/diagnostics.js';
import type { AnalysisDigest } from '../../protocol/digest.js';
import { MillwrightError } from '../../protocol/errors.js';
import type { PlanResult } from '../../protocol/plan-activities.js';
import { provePackages, provePlan } from '../policy/plan-proof.js';
import type {
  AmendPorts,
  GivenPlanPorts,
  PlanPorts,
  PreparedPlan,
  ProofPorts,
  UnsoundPlan,
} from './plan-ports.js';

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
    const outcome = await prove(plan, analysis, ports, givenProof(ports));
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
  const outcome = await prove(plan, analysis, ports, givenProof(ports));
  if (!('problems' in outcome)) return outcome;
  throw new MillwrightError(
    'InvalidPlan',
    `The plan cannot be built: ${listDiagnostics(outcome.problems)}. Nothing was built; correct the plan, and start again.`,
    { problems: outcome.problems.slice(0, DIAGNOSTICS_IN_HISTORY) },
  );
}

/** A plan with needs worked into it, proven again. Nobody is asked whether it may be built: it is being built. */
export function proveAmended(
  analysis: AnalysisDigest,
  ports: AmendPorts,
): Promise<PreparedPlan | UnsoundPlan> {
  return prove(ports.amend(), analysis, ports, {
    // What joins a plan is as critical as who asked for it, in the same phase: it is that plan which has the gates.
    gatesCount: () => false,
    onReady: (amended) => {
      ports.onAmended(amended);
    },
  });
}

interface Also extends Pick<GivenPlanPorts, 'gatesCount'>, Partial<Pick<GivenPlanPorts, 'agree'>> {
  readonly onReady?: AmendPorts['onAmended'];
}

function givenProof(ports: GivenPlanPorts): Also {
  return { agree: (sound) => ports.agree(sound), gatesCount: () => ports.gatesCount() };
}

/**
 * Files are built while an amendment is proven, and histories of such runs replay in the order in which both went: between two
 * calls of ports nothing is awaited here.
 */
async function prove(
  making: PlanResult | Promise<PlanResult>,
  analysis: AnalysisDigest,
  ports: ProofPorts,
  also: Also,
): Promise<PreparedPlan | UnsoundPlan> {
  const plan = await making;
  const unsound = provePlan(plan.digest, analysis, also.gatesCount);
  if (unsound.length > 0) return { problems: unsound };
  if (also.agree !== undefined) await also.agree(plan);
  const prepared = await ports.prepare(plan);
  const refused = provePackages(plan.digest, prepared);
  if (refused.length > 0) return { problems: refused };
  const contracts = await ports.checkContracts(plan, prepared);
  const broken = contracts.diagnostics.filter(({ blocking }) => blocking);
  if (broken.length > 0) return { problems: broken };
  const ready = { plan, prepared };
  also.onReady?.(ready);
  return ready;
}
