import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NOTES_FOLDER, sha256 } from './delivered-files.js';
import { noRepositoryBecause, type Delivery } from './delivery.js';
import { systemCode } from './delivery-error.js';
import { planLayOver, type LayOverPlan, type OnDisk } from './lay-over-plan.js';
import { createRepository } from './own-repository.js';
import { clearIncoming, lookAt, makeFolderInside, moveAway, putFile, removeFile } from './target-folder.js';
import type { RepositoryResult, WriteResult } from './write-result.js';
import { encodeWrittenManifest, parseManifest, type WrittenManifest } from './written-manifest.js';

const MANIFEST = `${NOTES_FOLDER}/manifest.json`;

/** What an earlier delivery wrote down in `folder`; undefined when there was none, or its notes are damaged. */
export async function readWrittenManifest(folder: string): Promise<WrittenManifest | undefined> {
  if ((await lookAt(folder, MANIFEST)).state !== 'file') return undefined;
  return parseManifest(await readFile(join(folder, MANIFEST), 'utf8'));
}

/** Notes what is about to happen, so that a process killed on the way is not taken for a person. */
async function noteUnfinished(
  folder: string,
  delivery: Delivery,
  plan: LayOverPlan,
  before: WrittenManifest | undefined,
  repository: boolean,
): Promise<void> {
  const underWay = new Map<string, string | null>(before?.unfinished?.files);
  for (const { path } of plan.write) {
    const content = delivery.files.get(path);
    if (content !== undefined) underWay.set(path, sha256(content));
  }
  for (const path of plan.remove) underWay.set(path, before?.files.get(path) ?? null);
  await putFile(
    folder,
    MANIFEST,
    encodeWrittenManifest({
      run: delivery.run,
      files: before?.files ?? new Map(),
      unfinished: { files: underWay, repository },
    }),
  );
}

async function repositoryOf(folder: string, delivery: Delivery, wanted: boolean): Promise<RepositoryResult> {
  try {
    await lstat(join(folder, '.git'));
    return { state: 'there' };
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
  if (!wanted) return { state: 'none', because: 'the folder was not empty, and not in one' };
  const because = noRepositoryBecause(delivery);
  if (because !== undefined || delivery.bundle === null)
    return { state: 'none', because: because ?? 'there is no bundle' };
  const workshop = join(folder, NOTES_FOLDER, 'incoming');
  await makeFolderInside(folder, `${NOTES_FOLDER}/incoming`);
  return { state: 'created', commit: await createRepository(folder, delivery.bundle, workshop) };
}

/**
 * Writes a delivery into a folder that is there, file by file, each whole or not at all. What Millwright wrote and nobody
 * touched is replaced; a person's files are kept, or with `force` moved away first; links are never followed. The notes
 * in `.millwright/` make it repeatable after a kill at any moment.
 * With `wantsRepository` (the folder was empty) it becomes a repository, as a new folder does.
 */
export async function layOver(
  target: string,
  delivery: Delivery,
  { force, wantsRepository }: { readonly force: boolean; readonly wantsRepository: boolean },
): Promise<WriteResult> {
  await makeFolderInside(target, NOTES_FOLDER);
  const before = await readWrittenManifest(target);
  const wanted = new Map([...delivery.files].map(([path, content]) => [path, sha256(content)]));
  const paths = new Set([
    ...wanted.keys(),
    ...(before?.files.keys() ?? []),
    ...(before?.unfinished?.files.keys() ?? []),
  ]);
  const disk = new Map<string, OnDisk>();
  for (const path of paths) disk.set(path, await lookAt(target, path));
  const plan = planLayOver(wanted, before, (path) => disk.get(path) ?? { state: 'absent' }, force);

  if (plan.write.length > 0 || plan.remove.length > 0)
    await noteUnfinished(target, delivery, plan, before, wantsRepository);

  const saved: { path: string; savedAs: string }[] = [];
  for (const { path, moveAway: inTheWay } of plan.write) {
    const content = delivery.files.get(path);
    if (content === undefined) continue;
    // A folder that was in the way of several files is moved once.
    if (inTheWay !== null && !saved.some((move) => move.path === inTheWay))
      saved.push({ path: inTheWay, savedAs: await moveAway(target, inTheWay, delivery.run) });
    await putFile(target, path, content);
  }
  for (const path of plan.remove) await removeFile(target, path);
  const repository = await repositoryOf(target, delivery, wantsRepository);
  await clearIncoming(target);
  const after: WrittenManifest = { run: delivery.run, files: plan.files, unfinished: undefined };
  const text = encodeWrittenManifest(after);
  if (before === undefined || encodeWrittenManifest(before) !== text) {
    await putFile(target, MANIFEST, text);
    await clearIncoming(target);
  }

  const changed = plan.write.length > 0 || plan.remove.length > 0 || repository.state === 'created';
  return {
    target,
    how: changed ? 'updated' : 'unchanged',
    written: plan.write.map(({ path }) => path).sort(),
    removed: plan.remove,
    kept: plan.kept,
    saved,
    branch: null,
    repository,
  };
}
