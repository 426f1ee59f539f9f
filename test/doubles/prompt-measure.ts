import type { PromptMeasure } from '../../src/protocol/prompt-measure.js';

/** Four characters a token, of models that take so many tokens; null: it is not known how many. */
export function measuring(
  contextTokens: number | null | (() => number | null) = null,
  replyTokens: number | null = null,
): PromptMeasure {
  return {
    contextTokens: () => (typeof contextTokens === 'function' ? contextTokens() : contextTokens),
    replyTokens: () => replyTokens,
    tokens: (text) => Math.ceil(text.length / 4),
  };
}
