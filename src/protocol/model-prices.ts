import type { Tier } from './tier.js';

/** Tokens of one call. */
export interface TokenCounts {
  readonly inputTokens: number;
  /** What is written; what a model thinks first is added by whoever knows the model. */
  readonly outputTokens: number;
}

/** What calls cost before anything is asked, in US dollars. */
export interface ModelPrices {
  /** A usual call of the tier, by the model that is asked first; null: a model of the tier has no known price. */
  usual(tier: Tier, counts: TokenCounts): number | null;
  /** What such a call sets aside: at the dearest endpoint that may answer it; null as above. */
  most(tier: Tier, counts: TokenCounts): number | null;
  /** Models of the tier that no price is known for, `MODEL at ENDPOINT`. */
  withoutPrice(tier: Tier): readonly string[];
}
