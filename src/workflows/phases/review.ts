import { ActivityFailure, executeChild, isCancellation, startChild } from '@temporalio/workflow';
import type { ArtifactRef } from '../../protocol/artifact.js';
import type { VerifyProjectInput } from '../../protocol/children.js';
import type { ErrorType } from '../../protocol/errors.js';
import type { GenerateOptions } from '../../protocol/generate-input.js';
import { childIds, WORKFLOWS } from '../../protocol/names.js';
import type { Review, Reviewer } from '../../protocol/review.js';
import { activity } from '../activity-options.js';
import type { Foundation } from '../carried-run.js';
import type { FileProgress } from '../loops/build-state.js';
import {
  reviewProject,
  type ReviewedProject,
  type ReviewPorts,
  type Verified,
} from '../loops/review-project.js';
import type { produceFile } from '../produce-file.js';
import { pausedWithRun, whilePaused } from '../pausing.js';
import { namedError } from '../run-failure.js';
import type { RunState } from '../run-state.js';
import { sentBackInput } from '../sent-back-input.js';
import type { verifyProject } from '../verify-project.js';
import { wasCancelledAlone } from '../was-cancelled.js';
import { waitForRoom } from '../wait-for-room.js';
import { judge, verification } from './verify.js';

/** What a reviewer sends back is written by the strongest model, as in every round after the first. */
const REVIEW_ROUND = 1;

/** A reviewer that no model answers is told of in the report: what it would have said is advice. */
async function unlessUnanswered(asking: Promise<Review>): Promise<Review> {
  try {
    return await asking;
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    return { outcome: 'left-out', reason: namedError(error)?.message ?? 'It could not be asked.' };
  }
}

/** What a reviewer wants mended may be left out where no model can be had for it: tests and proof have been run. */
function mayBeLeftOut(type: ErrorType): boolean {
  return ['BudgetExhausted', 'ModelUnavailable', 'ModelRefused', 'ModelRequired'].includes(type);
}

/**
 * Phase review: the checks of every aspect and, where models write, one reviewer each for security, performance and
 * maintainability, side by side. What is confirmed is sent back once.
 */
export async function review(
  state: RunState,
  options: GenerateOptions,
  foundation: Foundation,
  verified: Verified,
  files: readonly FileProgress[],
): Promise<ReviewedProject> {
  await whilePaused(state);
  state.enter('review', 'Reviewing for security, performance, maintainability and style.');
  const { run } = state;
  const { analysis, plan, environment } = foundation;
  const { author } = analysis.digest;
  const before = state.costUsd;
  const ask = async (tree: ArtifactRef, reviewer: Reviewer): Promise<Review> => {
    for (let waits = 0; ; waits++) {
      await whilePaused(state);
      const { spentUsd, ...said } = await activity(
        'askReviewer',
        `${reviewer} reviewer`,
      )({ run, analysis: analysis.ref, plan, tree, author, reviewer });
      // The purse is the run's: what was spent last is all that was.
      state.reviewUsd = Math.max(state.reviewUsd, spentUsd - before);
      if (said.outcome !== 'no-room') return said;
      await waitForRoom(waits);
    }
  };
  const draftsOf = (path: string): number =>
    verified.result.sentBack?.find((file) => file.path === path)?.drafts ??
    files.find((file) => file.path === path)?.drafts ??
    1;
  const ports: ReviewPorts = {
    check: async (tree, aspect) => {
      await whilePaused(state);
      return activity('review', aspect)({ run, plan, environment, tree, aspect });
    },
    ask: author === 'model' ? (tree, reviewer) => unlessUnanswered(ask(tree, reviewer)) : null,
    repair: async (path, diagnostics, tree) => {
      await whilePaused(state);
      state.say(`Repairing ${path}, as a reviewer and a check ask for it.`);
      const previous = await activity('readFile', path)({ run, tree, path });
      try {
        return await executeChild<typeof produceFile>(WORKFLOWS.produceFile, {
          workflowId: childIds.review(run, path),
          staticSummary: `repair ${path}`,
          args: [
            sentBackInput(
              { run, analysis: analysis.ref, plan, environment, author },
              state.plan?.files ?? [],
              state.limits,
              {
                path,
                tree,
                round: REVIEW_ROUND,
                draftsBefore: draftsOf(path),
                repair: { previous, diagnostics },
              },
            ),
          ],
        });
      } catch (error) {
        if (wasCancelledAlone(error)) {
          state.say(`${path} stays as it is: a person cancelled the work on it.`);
          return null;
        }
        const why = namedError(error);
        if (why === undefined || !mayBeLeftOut(why.type)) throw error;
        state.say(`${path} stays as it is: ${why.message}`);
        return null;
      }
    },
    concurrency: options.concurrency,
    fold: (tree, accepted) =>
      activity('foldTree', 'the reviewed files')({ run, tree: { manifest: tree, changes: accepted } }),
    verify: async (tree) => {
      await whilePaused(state);
      state.say('Verifying the project again, with what reviewers had mended.');
      const input: VerifyProjectInput = {
        ...verification(state, options, foundation, tree, files, undefined),
        repairs: false,
      };
      try {
        const result = await pausedWithRun(
          state,
          startChild<typeof verifyProject>(WORKFLOWS.verifyProject, {
            workflowId: `${childIds.verify(run)}-reviewed`,
            staticSummary: 'types, lint, tests and the proof recipe, after the review',
            args: [input],
          }),
        );
        return { result, judged: await judge(state, foundation, result) };
      } catch (error) {
        if (!wasCancelledAlone(error)) throw error;
        state.say('What reviewers had mended is taken back: a person cancelled the look at it.');
        return null;
      }
    },
  };
  const reviewed = await reviewProject(verified, state.plan?.files ?? [], ports);
  state.reviewUsd += reviewed.costUsd;
  return reviewed;
}
