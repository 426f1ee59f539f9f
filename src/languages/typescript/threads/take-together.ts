import { isDeepStrictEqual } from 'node:util';
import type { DraftJob, Job } from './thread-messages.js';
import type { ProjectState } from './project-state.js';

/** Drafts that one compiler checks at most: the first of them waits for the last. */
const MOST_TOGETHER = 8;

/** What reaches beyond the module that it stands in: other files see it without importing anything. */
const REACHES_OUT = /\bdeclare\s+(?:global\b|module\b)|^\s*\/\/\/\s*<reference/m;
const IS_MODULE = /^\s*(?:import|export)\b/m;

interface Waiting {
  readonly state: ProjectState;
  readonly job: Job;
}

/**
 * What is to be checked next of `waiting`, in their order: its first, and if that is a draft, the other drafts that may stand beside
 * it. They are modules of one tree that has none of them yet, and reach beyond themselves in no way. Whether one of them is imported
 * by another all the same, over files that are accepted or planned, is asked where they are checked.
 */
export function takeTogether<Ask extends Waiting>(
  waiting: readonly Ask[],
): { readonly taken: readonly Ask[]; readonly left: readonly Ask[] } {
  const [first, ...rest] = waiting;
  if (first === undefined) return { taken: [], left: [] };
  const taken = [first];
  const left: Ask[] = [];
  for (const ask of rest) {
    const fits = taken.length < MOST_TOGETHER && taken.every((other) => canStandBeside(other, ask));
    (fits ? taken : left).push(ask);
  }
  return { taken, left };
}

/** @param later was asked after `earlier`: its tree has all that the other's has, or it is another one. */
function canStandBeside(earlier: Waiting, later: Waiting): boolean {
  if (earlier.job.kind !== 'draft' || later.job.kind !== 'draft') return false;
  const { files } = later.state;
  return (
    earlier.state.environment.key === later.state.environment.key &&
    earlier.job.path !== later.job.path &&
    [earlier.job, later.job].every((job) => isNewModule(job, files)) &&
    [...earlier.state.files].every(([path, text]) => files.get(path) === text) &&
    isDeepStrictEqual(earlier.state.contracts, later.state.contracts)
  );
}

function isNewModule({ path, content }: DraftJob, files: ReadonlyMap<string, string>): boolean {
  return (
    !files.has(path) && !/\.d\.[cm]?ts$/.test(path) && IS_MODULE.test(content) && !REACHES_OUT.test(content)
  );
}
