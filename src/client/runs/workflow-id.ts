import { createHash } from 'node:crypto';
import type { ProjectKind } from '../../protocol/analysis.js';
import type { GivenPlan } from '../../protocol/given-plan.js';

/** Words of a brief that say nothing about its subject. */
const FILLER = new Set(
  'a an the of for to with and or in on that which build create make write please i we want need me us rest http api web app application service server small simple new using'.split(
    ' ',
  ),
);
const WORDS_IN_ID = 3;
const HASH_DIGITS = 6;

/**
 * The workflow id of a brief: a few of its words and a short hash of its text and of the kind that is asked
 * for, if one is. Equal orders have equal ids, so that
 * giving the same command again attaches to the run instead of paying for a second one.
 */
export function workflowIdOf(brief: string, name: string | undefined, kind?: ProjectKind): string {
  const asked = kind === undefined ? brief.trim() : `${kind}: ${brief.trim()}`;
  return `${name ?? slugOf(brief)}-${hashOf(asked)}`;
}

/** The workflow id of the run that only plans for a brief. */
export function planningIdOf(brief: string, name: string | undefined, kind?: ProjectKind): string {
  return `${workflowIdOf(brief, name, kind)}-plan`;
}

/** The same for a plan: equal plans have equal ids, and one that was edited has another. */
export function workflowIdOfPlan(given: GivenPlan): string {
  return `${given.plan.name}-${hashOf(JSON.stringify(given))}`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HASH_DIGITS);
}

function slugOf(brief: string): string {
  const words = brief
    .slice(0, 2000)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 1 && word.length <= 20 && !FILLER.has(word));
  return words.slice(0, WORDS_IN_ID).join('-') || 'run';
}
