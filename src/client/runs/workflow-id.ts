import { createHash } from 'node:crypto';

/** Words of a brief that say nothing about its subject. */
const FILLER = new Set(
  'a an the of for to with and or in on that which build create make write please i we want need me us rest http api web app application service server small simple new using'.split(
    ' ',
  ),
);
const WORDS_IN_ID = 3;
const HASH_DIGITS = 6;

/**
 * The workflow id of a brief: a few of its words and a short hash of its text. Equal briefs have equal ids, so that
 * giving the same command again attaches to the run instead of paying for a second one.
 */
export function workflowIdOf(brief: string, name: string | undefined): string {
  const hash = createHash('sha256').update(brief.trim()).digest('hex').slice(0, HASH_DIGITS);
  return `${name ?? slugOf(brief)}-${hash}`;
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
