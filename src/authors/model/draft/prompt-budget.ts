/** Tokens of the longest prompt, whatever a model takes in: what is longer costs more and is followed less. */
export const MOST_PROMPT_TOKENS = 32_000;
/** What other tokenizers and the templates of chats take more for the same text. */
const COUNTED_SHARE = 0.9;
/** Of a small context, so much is kept for the reply at most. */
const REPLY_SHARE = 0.4;
/** How much of a prompt that was refused for its length is left for the next. */
const SHORTER = 0.6;

/**
 * Tokens that a whole prompt may have, instructions included.
 * @param contextTokens what the model takes, prompt and reply together; null: not known.
 * @param replyTokens what is wanted for the reply.
 */
export function promptBudget(contextTokens: number | null, replyTokens: number): number {
  if (contextTokens === null) return MOST_PROMPT_TOKENS;
  const kept = Math.min(replyTokens, Math.floor(contextTokens * REPLY_SHARE));
  return Math.min(MOST_PROMPT_TOKENS, Math.floor(contextTokens * COUNTED_SHARE) - kept);
}

/** The budget after a prompt of `promptTokens` was refused for its length: what fits by now, and less than was sent in any case. */
export function shorterBudget(
  contextTokens: number | null,
  replyTokens: number,
  promptTokens: number,
): number {
  return Math.min(promptBudget(contextTokens, replyTokens), Math.floor(promptTokens * SHORTER));
}
