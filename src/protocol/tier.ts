import type { FileRole, Priority } from './plan.js';

/** The class of model that a step asks for; the blueprint author has only one. */
export const TIERS = ['light', 'standard', 'strong'] as const;
export type Tier = (typeof TIERS)[number];

const USUAL: Readonly<Record<Priority, Tier>> = { critical: 'standard', normal: 'standard', low: 'light' };

/** What a role's first draft is asked for where that is not what is usual for its priority. */
const BY_ROLE: Partial<Record<FileRole, Partial<Record<Priority, Tier>>>> = {
  // Who may do what compiles when it is wrong, and everything behind it is open then.
  security: { critical: 'strong', low: 'standard' },
  // A wrong test speaks against right code, and costs rounds of the verification.
  tester: { low: 'standard' },
};

/**
 * The tier that a file's first draft is asked for.
 * @param role left out: that of a file which the plan does not have.
 */
export function firstTier(role: FileRole | undefined, priority: Priority): Tier {
  return (role === undefined ? undefined : BY_ROLE[role]?.[priority]) ?? USUAL[priority];
}
