import type { Priority } from './plan.js';

/** The class of model that a step asks for; the blueprint author has only one. */
export const TIERS = ['light', 'standard', 'strong'] as const;
export type Tier = (typeof TIERS)[number];

/** The tier that a file's first draft is asked for. */
export function firstTier(priority: Priority): Tier {
  return priority === 'low' ? 'light' : 'standard';
}
