import type { AnalyzeResult, PlanResult, PrepareResult } from '../../protocol/activities.js';
import type { Diagnostic } from '../../protocol/diagnostic.js';
import { formatDiagnostic } from '../../protocol/diagnostics.js';
import { MillwrightError } from '../../protocol/errors.js';
import type { GenerateOptions } from '../../protocol/generate-input.js';
import { activity } from '../activity-options.js';
import { provePlan, provePrepared } from '../policy/plan-proof.js';
import type { RunState } from '../run-state.js';
import { approve } from './understand.js';

/** Plans asked for before the run gives up: each later one carries what was wrong with the one before. */
const PLAN_ATTEMPTS = 3;

/** Problems that travel back to the author, and into a failure's message. */
const PROBLEMS_SENT = 20;
const PROBLEMS_SHOWN = 5;

export interface Prepared {
  readonly plan: PlanResult;
  readonly prepared: PrepareResult;
}

/**
 * Phases plan, approve and prepare: a plan is proven by policy (graph, paths, requirements), then by the registry
 * (packages) and the compiler (contracts), before a file is paid for.
 *
 * @throws MillwrightError `InvalidPlan` with what was wrong with the last one; undefined when a person refused the plan.
 */
export async function planAndPrepare(
  state: RunState,
  options: GenerateOptions,
  analysis: AnalyzeResult,
  answers: Readonly<Record<string, string>>,
): Promise<Prepared | undefined> {
  let problems: readonly Diagnostic[] = [];
  for (let attempt = 1; attempt <= PLAN_ATTEMPTS; attempt++) {
    state.enter('plan', attempt === 1 ? 'Planning.' : `Planning again (${attempt} of ${PLAN_ATTEMPTS}).`);
    const plan = await activity(
      'plan',
      attempt === 1 ? 'the plan' : `the plan, attempt ${attempt}`,
    )({
      run: state.run,
      analysis: analysis.analysis,
      answers,
      attempt,
      problems: problems.slice(0, PROBLEMS_SENT),
    });
    state.plan = plan.digest;
    problems = provePlan(plan.digest, analysis.digest);
    if (problems.length > 0) continue;
    if (!(await approve(state, options))) return undefined;

    state.enter('prepare', `Resolving and installing ${plan.digest.packages.length} packages.`);
    const prepared = await activity(
      'prepare',
      `${plan.digest.packages.length} packages`,
    )({
      run: state.run,
      plan: plan.plan,
    });
    problems = [
      ...prepared.findings.diagnostics.filter(({ blocking }) => blocking),
      ...provePrepared(
        plan.digest,
        prepared.changes.map(({ path }) => path),
      ),
    ];
    if (problems.length > 0) continue;
    state.say('Type-checking the contracts of all files together.');
    const contracts = await activity(
      'checkContracts',
      'all contracts together',
    )({
      run: state.run,
      plan: plan.plan,
      environment: prepared.environment,
    });
    problems = contracts.diagnostics.filter(({ blocking }) => blocking);
    if (problems.length === 0) return { plan, prepared };
  }
  const shown = problems.slice(0, PROBLEMS_SHOWN).map(formatDiagnostic).join('; ');
  throw new MillwrightError(
    'InvalidPlan',
    `No sound plan came of ${PLAN_ATTEMPTS} attempts: ${shown}. Nothing was built; say more in the brief, or another author may do better.`,
    { problems: problems.slice(0, PROBLEMS_SENT) },
  );
}
