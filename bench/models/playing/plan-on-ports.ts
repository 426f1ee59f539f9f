import type { Activities } from '../../../src/protocol/activities.js';
import type { Diagnostic } from '../../../src/protocol/diagnostic.js';
import { MillwrightError } from '../../../src/protocol/errors.js';
import type { Need } from '../../../src/protocol/need.js';
import type { AnalyzeResult, PlanResult, PrepareResult } from '../../../src/protocol/plan-activities.js';
import type { RunKey } from '../../../src/protocol/run-key.js';
import { provePlan, provePrepared } from '../../../src/workflows/policy/plan-proof.js';
import { retried } from './retried.js';

/** As in src/workflows/phases/plan.ts. */
const PLAN_ATTEMPTS = 4;
const PROBLEMS_SENT = 20;

export interface PlannedProject {
  readonly plan: PlanResult;
  readonly prepared: PrepareResult;
}

/** The phases plan and prepare without an engine. @throws MillwrightError `InvalidPlan`, or an activity's failure. */
export async function planOnPorts(
  activities: Activities,
  run: RunKey,
  analysis: AnalyzeResult,
): Promise<PlannedProject> {
  let problems: readonly Diagnostic[] = [];
  let previous: PlanResult | undefined;
  const answers = Object.fromEntries(
    analysis.digest.questions.map(({ id, default: answer }) => [id, answer]),
  );
  for (let attempt = 1; attempt <= PLAN_ATTEMPTS; attempt++) {
    const request = {
      run,
      analysis: analysis.analysis,
      answers,
      attempt,
      problems: problems.slice(0, PROBLEMS_SENT),
      ...(previous === undefined ? {} : { previous: previous.plan }),
    };
    const plan = await retried(() => activities.plan(request));
    const outcome = await proveOnPorts(activities, run, analysis, plan);
    if (!('problems' in outcome)) return { plan, prepared: outcome.prepared };
    problems = outcome.problems;
    previous = plan;
  }
  throw new MillwrightError('InvalidPlan', 'No sound plan came of the attempts.', { problems });
}

/** A plan with needs worked into it. */
export async function amendOnPorts(
  activities: Activities,
  run: RunKey,
  analysis: AnalyzeResult,
  order: { readonly plan: PlanResult; readonly asker: string; readonly needs: readonly Need[] },
): Promise<PlannedProject | { readonly problems: readonly Diagnostic[] }> {
  const { plan: before, asker, needs } = order;
  const plan = await retried(() => activities.amendPlan({ run, plan: before.plan, asker, needs }));
  const outcome = await proveOnPorts(activities, run, analysis, plan);
  return 'problems' in outcome ? outcome : { plan, prepared: outcome.prepared };
}

async function proveOnPorts(
  activities: Activities,
  run: RunKey,
  analysis: AnalyzeResult,
  { plan, digest }: PlanResult,
): Promise<{ readonly prepared: PrepareResult } | { readonly problems: readonly Diagnostic[] }> {
  const unsound = provePlan(digest, analysis.digest);
  if (unsound.length > 0) return { problems: unsound };
  const prepared = await retried(() => activities.prepare({ run, plan }));
  const refused = [
    ...prepared.findings.diagnostics.filter(({ blocking }) => blocking),
    ...provePrepared(
      digest,
      prepared.changes.map(({ path }) => path),
    ),
  ];
  if (refused.length > 0) return { problems: refused };
  const { environment } = prepared;
  const contracts = await retried(() => activities.checkContracts({ run, plan, environment }));
  const broken = contracts.diagnostics.filter(({ blocking }) => blocking);
  return broken.length > 0 ? { problems: broken } : { prepared };
}
