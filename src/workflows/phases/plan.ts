import type { AuthorName } from '../../protocol/analysis.js';
import type { AnalyzeResult, PlanResult, PrepareResult } from '../../protocol/plan-activities.js';
import type { Diagnostic } from '../../protocol/diagnostic.js';
import { formatDiagnostic } from '../../protocol/diagnostics.js';
import { MillwrightError } from '../../protocol/errors.js';
import type { GenerateOptions } from '../../protocol/generate-input.js';
import { activity } from '../activity-options.js';
import { holdToEstimate } from '../hold-limit.js';
import { provePlan, provePrepared } from '../policy/plan-proof.js';
import type { RunState } from '../run-state.js';
import { withinBudget } from '../within-budget.js';
import { approve } from './understand.js';

/** Plans asked for before the run gives up: each later one carries what was wrong with the one before. */
const PLAN_ATTEMPTS: Readonly<Record<AuthorName, number>> = { blueprint: 3, model: 4 };

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
  let previous: PlanResult | undefined;
  const attempts = PLAN_ATTEMPTS[analysis.digest.author];
  for (let attempt = 1; attempt <= attempts; attempt++) {
    state.enter('plan', attempt === 1 ? 'Planning.' : `Planning again (${attempt} of ${attempts}).`);
    const request = {
      run: state.run,
      analysis: analysis.analysis,
      answers,
      attempt,
      problems: problems.slice(0, PROBLEMS_SENT),
      ...(previous === undefined ? {} : { previous: previous.plan }),
    };
    const summary = attempt === 1 ? 'the plan' : `the plan, attempt ${attempt}`;
    const plan = await withinBudget(state, () => activity('plan', summary)(request));
    state.planningUsd = plan.spentUsd ?? state.planningUsd;
    const outcome = await proveAndPrepare(state, options, analysis, plan);
    if (!('problems' in outcome)) return outcome.prepared;
    problems = outcome.problems;
    previous = plan;
  }
  throw new MillwrightError(
    'InvalidPlan',
    `No sound plan came of ${attempts} attempts: ${shown(problems)}. Nothing was built; say more in the brief, or another author may do better.`,
    { problems: problems.slice(0, PROBLEMS_SENT) },
  );
}

/**
 * The same for a plan that was given: it is proven as any other, and nobody plans anew in its place.
 *
 * @throws MillwrightError `InvalidPlan` with what is wrong with it; undefined when a person refused it.
 */
export async function prepareGiven(
  state: RunState,
  options: GenerateOptions,
  analysis: AnalyzeResult,
  plan: PlanResult,
): Promise<Prepared | undefined> {
  state.enter('plan', 'Proving the given plan.');
  const outcome = await proveAndPrepare(state, options, analysis, plan);
  if (!('problems' in outcome)) return outcome.prepared;
  throw new MillwrightError(
    'InvalidPlan',
    `The plan cannot be built: ${shown(outcome.problems)}. Nothing was built; correct the plan, and start again.`,
    { problems: outcome.problems.slice(0, PROBLEMS_SENT) },
  );
}

function shown(problems: readonly Diagnostic[]): string {
  return problems.slice(0, PROBLEMS_SHOWN).map(formatDiagnostic).join('; ');
}

/** One plan, through proof, approval, packages and contracts. `prepared` is undefined when a person refused it. */
async function proveAndPrepare(
  state: RunState,
  options: GenerateOptions,
  analysis: AnalyzeResult,
  plan: PlanResult,
): Promise<{ readonly prepared: Prepared | undefined } | { readonly problems: readonly Diagnostic[] }> {
  state.plan = plan.digest;
  const unsound = provePlan(plan.digest, analysis.digest);
  if (unsound.length > 0) return { problems: unsound };
  await holdToEstimate(state, plan);
  if (!(await approve(state, options))) return { prepared: undefined };

  state.enter('prepare', `Resolving and installing ${plan.digest.packages.length} packages.`);
  const prepared = await activity(
    'prepare',
    `${plan.digest.packages.length} packages`,
  )({
    run: state.run,
    plan: plan.plan,
  });
  const refused = [
    ...prepared.findings.diagnostics.filter(({ blocking }) => blocking),
    ...provePrepared(
      plan.digest,
      prepared.changes.map(({ path }) => path),
    ),
  ];
  if (refused.length > 0) return { problems: refused };
  state.say('Type-checking the contracts of all files together.');
  const contracts = await activity(
    'checkContracts',
    'all contracts together',
  )({
    run: state.run,
    plan: plan.plan,
    environment: prepared.environment,
  });
  const broken = contracts.diagnostics.filter(({ blocking }) => blocking);
  return broken.length > 0 ? { problems: broken } : { prepared: { plan, prepared } };
}
