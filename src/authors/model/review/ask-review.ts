import { MillwrightError } from '../../../protocol/errors.js';
import type { ModelCaller } from '../../../protocol/model-caller.js';
import type { PromptMeasure } from '../../../protocol/prompt-measure.js';
import type { Review } from '../../../protocol/review.js';
import type { ReviewRequest } from '../../author.js';
import { askStructured } from '../ask-structured.js';
import { promptBudget } from '../draft/prompt-budget.js';
import { rolePrompt, rulesPrompt } from '../prompts/load-prompt.js';
import { readFindings, reviewReplySchema } from './review-reply.js';
import { reviewPrompt } from './review-prompt.js';

/** Room for eight findings and what a model thinks before them. */
const ROOM_TOKENS = 6_000;
/** An answer that cannot be read is asked for once more; advice is not worth a third call, at the strong tier. */
const TURNS = 2;

/** Why a review is missing that is not worth ending a run for; undefined for what is no matter of the review. */
function whyLeftOut(error: unknown): string | undefined {
  if (!(error instanceof MillwrightError)) return undefined;
  const isForThisPrompt =
    error.type === 'BudgetExhausted' ||
    error.type === 'ModelRefused' ||
    error.details.reason === 'unreadable' ||
    error.details.reason === 'context-too-long';
  return isForThisPrompt ? error.message : undefined;
}

/** One reviewer over a whole tree. @throws MillwrightError `ModelUnavailable` when no model can be asked. */
export async function askReview(
  caller: ModelCaller,
  measure: PromptMeasure,
  request: ReviewRequest,
): Promise<Review> {
  const { run, analysis, plan, reviewer, files, declarations, signal, onProgress } = request;
  const system = `${rolePrompt(`reviewer-${reviewer}`)}\n\n${rulesPrompt('review')}`;
  const budget = promptBudget(measure.contextTokens('standard'), ROOM_TOKENS);
  const { text, shown } = reviewPrompt(
    { analysis, plan, reviewer, files, declarations },
    { tokens: budget - measure.tokens(system), count: measure.tokens },
  );
  if (shown.size === 0) return { outcome: 'left-out', reason: 'No file of the project fits into a prompt.' };
  try {
    const reply = await askStructured(caller, measure, {
      key: { run: run.id, step: `review:${reviewer}`, draft: 1 },
      again: false,
      role: `reviewer-${reviewer}`,
      system,
      user: text,
      name: 'review',
      schema: reviewReplySchema,
      problems: () => [],
      maxOutputTokens: ROOM_TOKENS,
      turns: TURNS,
      signal,
      onProgress,
    });
    return { outcome: 'reviewed', ...readFindings(reply, reviewer, shown), files: shown.size };
  } catch (error) {
    const reason = whyLeftOut(error);
    if (reason === undefined) throw error;
    return { outcome: 'left-out', reason };
  }
}
