import type { Tier } from './tier.js';

/** How long a prompt is, and how long it and its reply may be. */
export interface PromptMeasure {
  /**
   * Tokens of prompt and reply together that the model takes which `tier` asks first; null: not known. It changes when an
   * endpoint refuses a prompt for its length and says what fits.
   */
  contextTokens(tier: Tier): number | null;
  /**
   * Tokens of the longest reply that the model gives which `tier` asks first, whatever more is allowed; null: not known. It
   * changes as an endpoint refuses a longer one and says what it gives.
   */
  replyTokens(tier: Tier): number | null;
  /** Tokens of `text`, by the tokenizer that prompts are priced with; another model may count some more. */
  readonly tokens: (text: string) => number;
}
