import {
  allHandlersFinished,
  CancelledFailure,
  CancellationScope,
  condition,
  continueAsNew,
} from '@temporalio/workflow';
import type { AnalyzeResult } from '../protocol/plan-activities.js';
import type { GenerateInput, GenerateOptions } from '../protocol/generate-input.js';
import type { Delivery, Outcome } from '../protocol/report.js';
import { activity } from './activity-options.js';
import { packFiles, unpackFiles, type CarriedRun } from './carried-run.js';
import { handleMessages } from './handlers.js';
import type { BuildResult } from './loops/build-project.js';
import { startBuild, summarizeFiles } from './loops/build-state.js';
import type { PreparedPlan } from './loops/plan-ports.js';
import { build, type BuildGround } from './phases/build.js';
import { planAndPrepare, prepareGiven } from './phases/plan.js';
import { adopt, analyze, clarify } from './phases/understand.js';
import { review } from './phases/review.js';
import { verify } from './phases/verify.js';
import { errorsAllowed } from './policy/guardrail.js';
import { flagRun } from './policy/flags.js';
import { revisedTests } from './policy/revised-tests.js';
import { whilePaused } from './pausing.js';
import { parseOptions } from './parse-options.js';
import { RunState } from './run-state.js';
import { settle, settleFailure } from './settle-run.js';
import { Stopped } from './stopped.js';
import { cancellationIn } from './was-cancelled.js';

/**
 * One run for one brief: analyze, clarify, plan, approve, prepare, build with its gates, verify, review, deliver.
 *
 * @param input one object; only `brief` is required. Input that cannot be used fails the run at once as `InvalidBrief`,
 * naming every problem.
 * @param carried set only when the run continues as new in the middle of its build.
 */
export async function generateProject(input: GenerateInput, carried?: CarriedRun): Promise<Delivery> {
  const options = parseOptions(input, carried !== undefined);
  const state = new RunState(options, carried);
  handleMessages(state);
  try {
    const delivery = await run(state, input, options, carried);
    await settle(state, input, options, delivery, null);
    await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
    return delivery;
  } catch (error) {
    const stop =
      error instanceof Stopped ? new CancelledFailure('The plan was not approved.') : cancellationIn(error);
    if (stop !== undefined) {
      state.end('stopped', 'Stopped by a person; what was accepted is kept.');
      await CancellationScope.nonCancellable(() => settle(state, input, options, null, null));
      throw stop;
    }
    throw (await settleFailure(state, input, options, error)) ?? error;
  }
}

async function run(
  state: RunState,
  input: GenerateInput,
  options: GenerateOptions,
  carried: CarriedRun | undefined,
): Promise<Delivery> {
  const { ground, result } =
    carried === undefined ? await firstBuild(state, options) : await goOn(state, options, carried);
  if (result.end === 'drained') await handOver(state, input, ground, result);

  const { foundation } = ground;
  const folded = await activity('foldTree', 'the built tree')({ run: state.run, tree: result.state.tree });
  const allowed = errorsAllowed(state.limits.errors, result.state.files.length);
  const errors = result.state.errors + (state.insteadOf === undefined ? 0 : 1);
  // What a person has let pass is counted, and not held against the run again.
  const before = errors - result.state.errorsForgiven;
  const built = result.state.files;
  const first = await verify(state, options, foundation, folded, built, { before, allowed });
  state.tree = { manifest: first.result.tree, changes: [] };
  const reviewed = await review(state, options, foundation, first, built);
  const { result: verified, judged } = reviewed.verified;
  const tree = { manifest: verified.tree, changes: [] };
  state.tree = tree;
  const { insteadOf } = state;
  const flags = flagRun({ insteadOf, analysis: foundation.analysis.digest, files: built, reviewed });
  state.flag(flags);
  await whilePaused(state);
  state.enter('deliver', 'Writing the report and the bundle.');
  const outcome: Outcome = flags.length === 0 ? 'delivered' : 'delivered-with-flags';
  const now = new Date().toISOString();
  const revised = revisedTests(verified);
  const delivery = await activity(
    'deliver',
    'report and bundle',
  )({
    run: state.run,
    options,
    startedAt: state.startedAt,
    endedAt: now,
    outcome,
    analysis: foundation.analysis.ref,
    plan: foundation.plan,
    tree,
    files: summarizeFiles(result.state.files, reviewed.sentBack),
    evidence: judged.evidence,
    proof: verified.proof,
    readme: verified.readme,
    sandbox: verified.tests.sandbox,
    findings: reviewed.checks.flatMap(({ all }) => (all === null ? [] : [all])),
    ...(reviewed.reviews.length === 0 ? {} : { advice: reviewed.advice, reviews: reviewed.reviews }),
    assumptions: state.assumptions,
    amendments: result.state.amendments,
    ...(revised.length === 0 ? {} : { revisedTests: revised }),
    flags,
    phases: state.phases.map(({ phase, startedAt, endedAt }) => ({
      phase,
      seconds: (Date.parse(endedAt ?? now) - Date.parse(startedAt)) / 1000,
    })),
    costUsd: state.costUsd,
    errors: { count: errors + (verified.errors ?? 0) + reviewed.errors, allowed },
    ...(state.estimate === undefined ? {} : { estimate: state.estimate }),
  });
  state.end(
    outcome,
    `Delivered ${delivery.name}: ${delivery.files} files, ${flags.length === 0 ? 'no flag' : `${flags.length} flags`}.`,
  );
  return delivery;
}

async function firstBuild(
  state: RunState,
  options: GenerateOptions,
): Promise<{ ground: BuildGround; result: BuildResult }> {
  const { analysis, ready } = await understandAndPlan(state, options);
  const { plan, prepared } = ready;
  const ground: BuildGround = {
    foundation: {
      analysis: { ref: analysis.analysis, digest: analysis.digest },
      plan: plan.plan,
      environment: prepared.environment,
    },
  };
  const tree = { manifest: state.tree.manifest, changes: [...state.tree.changes, ...prepared.changes] };
  state.enter('build', `Building ${plan.digest.files.length} files.`);
  return { ground, result: await build(state, options, ground, plan.digest, startBuild(plan.digest, tree)) };
}

/** What is built, and on which packages: as it was given, or as it is read and planned here. */
async function understandAndPlan(
  state: RunState,
  options: GenerateOptions,
): Promise<{ analysis: AnalyzeResult; ready: PreparedPlan }> {
  if (options.plan !== undefined) {
    const { analysis, plan } = await adopt(state, options, options.plan);
    return { analysis, ready: await prepareGiven(state, options, analysis, plan) };
  }
  const analysis = await analyze(state, options);
  const answers = await clarify(state, options);
  return { analysis, ready: await planAndPrepare(state, options, analysis, answers) };
}

async function goOn(
  state: RunState,
  options: GenerateOptions,
  carried: CarriedRun,
): Promise<{ ground: BuildGround; result: BuildResult }> {
  state.say('Continued as new, to keep the history short.');
  const { digest } = await activity(
    'readPlan',
    'the plan’s files',
  )({ run: state.run, plan: carried.foundation.plan });
  state.plan = digest;
  const ground: BuildGround = { foundation: carried.foundation };
  const start = { ...carried.build, files: unpackFiles(digest, carried.files) };
  return { ground, result: await build(state, options, ground, digest, start) };
}

/** Continues as new: nothing is open, the tree is one manifest, and no message handler is in the middle of its work. */
async function handOver(
  state: RunState,
  input: GenerateInput,
  ground: BuildGround,
  { state: built }: BuildResult,
): Promise<never> {
  const manifest =
    built.tree.changes.length === 0
      ? built.tree.manifest
      : await activity('foldTree', 'before continuing as new')({ run: state.run, tree: built.tree });
  await condition(allHandlersFinished);
  const { files, ...rest } = built;
  const carried: CarriedRun = {
    startedAt: state.startedAt,
    phases: state.phases,
    foundation: ground.foundation,
    assumptions: state.assumptions,
    limits: state.limits,
    ...(state.planningUsd === 0 ? {} : { planningUsd: state.planningUsd }),
    ...(state.estimate === undefined ? {} : { estimate: state.estimate }),
    ...(state.insteadOf === undefined ? {} : { insteadOf: state.insteadOf }),
    ...(state.budgetAsked === 0 ? {} : { budgetAsked: state.budgetAsked }),
    paused: state.paused,
    requests: state.requests,
    ...(state.gatesToCome === undefined ? {} : { gates: state.gatesToCome }),
    files: packFiles(files),
    build: { ...rest, tree: { manifest, changes: [] } },
  };
  return continueAsNew<typeof generateProject>(input, carried);
}
