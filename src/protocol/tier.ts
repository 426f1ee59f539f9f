/** The class of model that a step asks for; the blueprint author has only one. */
export const TIERS = ['light', 'standard', 'strong'] as const;
export type Tier = (typeof TIERS)[number];
