import { startChild } from '@temporalio/workflow';
import type { JudgeResult } from '../../protocol/verify-activities.js';
import type { ArtifactRef } from '../../protocol/artifact.js';
import type { VerifyProjectInput, VerifyProjectResult } from '../../protocol/children.js';
import { MillwrightError } from '../../protocol/errors.js';
import type { GenerateOptions } from '../../protocol/generate-input.js';
import { childIds, WORKFLOWS } from '../../protocol/names.js';
import { activity } from '../activity-options.js';
import type { Foundation } from '../carried-run.js';
import type { FileProgress } from '../loops/build-state.js';
import type { Verified } from '../loops/review-project.js';
import { pausedWithRun, whilePaused } from '../pausing.js';
import type { RunState } from '../run-state.js';
import type { verifyProject } from '../verify-project.js';
import { wasCancelledAlone } from '../was-cancelled.js';
import { withinBudget } from '../within-budget.js';

/** What the verification of a tree is given. */
export function verification(
  state: RunState,
  options: GenerateOptions,
  foundation: Foundation,
  tree: ArtifactRef,
  files: readonly FileProgress[],
  errors: VerifyProjectInput['errors'],
): VerifyProjectInput {
  const missing = files.filter(({ content }) => content === null).map(({ path }) => path);
  return {
    run: state.run,
    analysis: foundation.analysis.ref,
    plan: foundation.plan,
    environment: foundation.environment,
    tree,
    sandbox: options.sandbox,
    limits: state.limits,
    concurrency: options.concurrency,
    author: foundation.analysis.digest.author,
    drafts: Object.fromEntries(
      files.filter(({ drafts }) => drafts > 1).map(({ path, drafts }) => [path, drafts]),
    ),
    ...(missing.length === 0 ? {} : { missing }),
    ...(errors === undefined ? {} : { errors }),
  };
}

/** @throws MillwrightError `GenerationError` when a person cancelled the verification, and not the run: nothing can be said without it. */
async function unlessCancelledAlone(verifying: Promise<VerifyProjectResult>): Promise<VerifyProjectResult> {
  try {
    return await verifying;
  } catch (error) {
    if (!wasCancelledAlone(error)) throw error;
    throw new MillwrightError(
      'GenerationError',
      'A person cancelled the verification, and without it nothing is known of the project. What was built can be had with "millwright fetch --partial"; start again to have it verified.',
    );
  }
}

/** What was run against what was asked. */
export function judge(
  { run }: RunState,
  foundation: Foundation,
  { tests, proof, mutations }: VerifyProjectResult,
): Promise<JudgeResult> {
  return activity(
    'judge',
    'what was run against what was asked',
  )({
    run,
    analysis: foundation.analysis.ref,
    plan: foundation.plan,
    tests: tests.results,
    proof,
    mutations,
  });
}

/** Phase verify: the whole tree is type-checked, linted, tested and started, and the evidence weighed. */
export async function verify(
  state: RunState,
  options: GenerateOptions,
  foundation: Foundation,
  tree: ArtifactRef,
  files: readonly FileProgress[],
  errors: VerifyProjectInput['errors'],
): Promise<Verified> {
  await whilePaused(state);
  state.enter('verify', 'Type-checking, linting, testing and starting the project in the sandbox.');
  const child = childIds.verify(state.run);
  const result = await withinBudget(state, (again) =>
    unlessCancelledAlone(
      pausedWithRun(
        state,
        startChild<typeof verifyProject>(WORKFLOWS.verifyProject, {
          workflowId: childIds.again(child, again),
          staticSummary: 'types, lint, tests and the proof recipe',
          // With the limits as they are by then: they may have been changed while a person was asked.
          args: [verification(state, options, foundation, tree, files, errors)],
        }),
      ),
    ),
  );
  state.repairsUsd = result.costUsd;
  return { result, judged: await judge(state, foundation, result) };
}
