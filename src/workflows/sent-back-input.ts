import type { ArtifactRef } from '../protocol/artifact.js';
import type { ProduceFileInput } from '../protocol/children.js';
import type { PlannedFile } from '../protocol/digest.js';
import type { Limits } from '../protocol/generate-input.js';

type OfRun = Pick<ProduceFileInput, 'run' | 'analysis' | 'plan' | 'environment' | 'author'>;
type OfRound = Required<Pick<ProduceFileInput, 'path' | 'round' | 'draftsBefore'>> &
  Pick<ProduceFileInput, 'repair'> & { readonly tree: ArtifactRef };

/**
 * What the child is given that writes a file of a whole tree again.
 * @param files of the plan; one that is none of them is as ordinary as can be.
 */
export function sentBackInput(
  { run, analysis, plan, environment, author }: OfRun,
  files: readonly PlannedFile[],
  { retriesPerFile, taskUsd }: Pick<Limits, 'retriesPerFile' | 'taskUsd'>,
  { path, tree, ...round }: OfRound,
): ProduceFileInput {
  const planned = files.find((file) => file.path === path);
  return {
    run,
    analysis,
    plan,
    environment,
    path,
    ...(planned === undefined ? {} : { role: planned.role }),
    priority: planned?.priority ?? 'normal',
    author,
    tree: { manifest: tree, changes: [] },
    retries: retriesPerFile,
    ...(author === 'model' && taskUsd !== null ? { taskUsd } : {}),
    ...round,
  };
}
