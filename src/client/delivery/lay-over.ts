import { lstat, readFile, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../../protocol/errors.js';
import { MANIFEST, NOTES_FOLDER, sha256 } from './delivered-files.js';
import { noRepositoryBecause, type Delivery } from './delivery.js';
import { planLayOver, type LayOverPlan, type OnDisk } from './lay-over-plan.js';
import { createRepository } from './own-repository.js';
import {
  clearIncoming,
  leavesOf,
  lookAt,
  makeFolderInside,
  moveAway,
  putFile,
  removeFile,
} from './target-folder.js';
import type { RepositoryResult, WriteResult } from './write-result.js';
import { encodeWrittenManifest, parseManifest, type WrittenManifest } from './written-manifest.js';

/** What an earlier delivery wrote down in `folder`; undefined when there was none, or its notes are damaged. */
export async function readWrittenManifest(folder: string): Promise<WrittenManifest | undefined> {
  if ((await lookAt(folder, MANIFEST)).state !== 'file') return undefined;
  return parseManifest(await readFile(join(folder, MANIFEST), 'utf8'));
}

/** Notes what is about to happen, so that a process killed on the way is not taken for a person. Resolves to the notes. */
async function noteUnfinished(
  folder: string,
  delivery: Delivery,
  plan: LayOverPlan,
  before: WrittenManifest | undefined,
  repository: boolean,
): Promise<string> {
  const underWay = new Map<string, string | null>(before?.unfinished?.files);
  for (const { path } of plan.write) {
    const content = delivery.files.get(path);
    if (content !== undefined) underWay.set(path, sha256(content));
  }
  for (const path of plan.remove) underWay.set(path, before?.files.get(path) ?? null);
  const text = encodeWrittenManifest({
    run: delivery.run,
    files: before?.files ?? new Map(),
    unfinished: { files: underWay, repository },
  });
  await putFile(folder, MANIFEST, text);
  return text;
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

/** The state of every path; into a folder in the way of a file it is looked where `ours` may be all that it holds. */
async function lookAtAll(
  folder: string,
  paths: Iterable<string>,
  ours: readonly string[],
): Promise<ReadonlyMap<string, OnDisk>> {
  const disk = new Map<string, OnDisk>();
  for (const path of paths) {
    const now = await lookAt(folder, path);
    const mayGo =
      now.state === 'blocked' &&
      now.by === 'a folder' &&
      ours.some((written) => written.startsWith(`${now.at}/`));
    disk.set(path, mayGo ? { ...now, holds: await leavesOf(folder, now.at) } : now);
  }
  return disk;
}

/** The last of a delivery: the notes of it, or none, where it leaves none. `noted`: the notes that are there now. */
async function settleNotes(
  folder: string,
  delivery: Delivery,
  noted: string | undefined,
  files: WrittenManifest['files'],
): Promise<void> {
  await clearIncoming(folder);
  if (!delivery.leavesNotes) {
    await rm(join(folder, MANIFEST), { force: true });
    await rmdir(join(folder, NOTES_FOLDER));
    return;
  }
  const text = encodeWrittenManifest({ run: delivery.run, files, unfinished: undefined });
  if (noted === text) return;
  await putFile(folder, MANIFEST, text);
  await clearIncoming(folder);
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
  const ours = [...(before?.files.keys() ?? []), ...(before?.unfinished?.files.keys() ?? [])];
  const disk = await lookAtAll(target, new Set([...wanted.keys(), ...ours]), ours);
  const plan = planLayOver(wanted, before, (path) => disk.get(path) ?? { state: 'absent' }, force);

  let noted = before === undefined ? undefined : encodeWrittenManifest(before);
  if (plan.write.length > 0 || plan.remove.length > 0)
    noted = await noteUnfinished(target, delivery, plan, before, wantsRepository);

  for (const path of plan.remove) await removeFile(target, path);
  const saved: { path: string; savedAs: string }[] = [];
  for (const { path, moveAway: inTheWay } of plan.write) {
    const content = delivery.files.get(path);
    if (content === undefined) continue;
    // A folder that was in the way of several files is moved once.
    if (inTheWay !== null && !saved.some((move) => move.path === inTheWay))
      saved.push({ path: inTheWay, savedAs: await moveAway(target, inTheWay, delivery.run) });
    await putFile(target, path, content);
  }
  const repository = await repositoryOf(target, delivery, wantsRepository);
  await settleNotes(target, delivery, noted, plan.files);

  const changed = plan.write.length > 0 || plan.remove.length > 0 || repository.state === 'created';
  return {
    target,
    how: changed ? 'updated' : 'unchanged',
    written: plan.write.map(({ path }) => path).sort(),
    removed: plan.remove,
    kept: plan.kept,
    saved,
    replaced: [],
    branch: null,
    repository,
  };
}
