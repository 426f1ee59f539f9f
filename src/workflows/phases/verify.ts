import { executeChild } from '@temporalio/workflow';
import { type Findings } from '../../protocol/findings.js';
import { REVIEW_ASPECTS, type JudgeResult } from '../../protocol/verify-activities.js';
import type { ArtifactRef } from '../../protocol/artifact.js';
import type { VerifyProjectInput, VerifyProjectResult } from '../../protocol/children.js';
import type { GenerateOptions } from '../../protocol/generate-input.js';
import { childIds, WORKFLOWS } from '../../protocol/names.js';
import { activity } from '../activity-options.js';
import type { Foundation } from '../carried-run.js';
import type { FileProgress } from '../loops/build-state.js';
import type { RunState } from '../run-state.js';
import type { verifyProject } from '../verify-project.js';
import { withinBudget } from '../within-budget.js';

export interface Verified {
  readonly result: VerifyProjectResult;
  readonly judged: JudgeResult;
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
  state.enter('verify', 'Type-checking, linting, testing and starting the project in the sandbox.');
  const input: VerifyProjectInput = {
    run: state.run,
    analysis: foundation.analysis.ref,
    plan: foundation.plan,
    environment: foundation.environment,
    tree,
    sandbox: options.sandbox,
    limits: state.limits,
    author: foundation.analysis.digest.author,
    drafts: Object.fromEntries(
      files.filter(({ drafts }) => drafts > 1).map(({ path, drafts }) => [path, drafts]),
    ),
    ...(errors === undefined ? {} : { errors }),
  };
  const child = childIds.verify(state.run);
  const result = await withinBudget(state, (again) =>
    executeChild<typeof verifyProject>(WORKFLOWS.verifyProject, {
      workflowId: childIds.again(child, again),
      staticSummary: 'types, lint, tests and the proof recipe',
      args: [input],
    }),
  );
  state.repairsUsd = result.costUsd;
  const judged = await activity(
    'judge',
    'what was run against what was asked',
  )({
    run: state.run,
    analysis: foundation.analysis.ref,
    plan: foundation.plan,
    tests: result.tests.results,
    proof: result.proof,
    mutations: result.mutations ?? null,
  });
  return { result, judged };
}

/** Phase review: the static reviewers, side by side. A finding blocks only where a reviewer is certain; the rest is advice. */
export async function review(
  state: RunState,
  foundation: Foundation,
  tree: ArtifactRef,
): Promise<readonly Findings[]> {
  state.enter('review', 'Reviewing for security, performance, maintainability and style.');
  return Promise.all(
    REVIEW_ASPECTS.map((aspect) =>
      activity(
        'review',
        aspect,
      )({
        run: state.run,
        plan: foundation.plan,
        environment: foundation.environment,
        tree,
        aspect,
      }),
    ),
  );
}
