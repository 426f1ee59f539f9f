import { TIERS, type Tier } from '../../protocol/tier.js';

/** The next stronger tier, or undefined at the top. */
export function strongerTier(tier: Tier): Tier | undefined {
  return TIERS[TIERS.indexOf(tier) + 1];
}

/** The stronger of the two. */
export function atLeast(tier: Tier, least: Tier): Tier {
  return TIERS.indexOf(tier) < TIERS.indexOf(least) ? least : tier;
}
