import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { systemCode } from '../../protocol/errors.js';
import { MANIFEST, NOTES_FOLDER, sha256 } from './delivered-files.js';
import { noRepositoryBecause, type Delivery } from './delivery.js';
import { createRepository } from './own-repository.js';
import type { RepositoryResult, WriteResult } from './write-result.js';
import { encodeWrittenManifest } from './written-manifest.js';

/** Folders that this process is filling; one of another process is known by the process's id in its name. */
const filling = new Set<string>();

function stagingPrefix(target: string): string {
  return `.${basename(target)}.millwright-`;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}

/** Removes what deliveries to `target` left beside it when they were killed. */
async function sweepStaging(target: string): Promise<void> {
  const prefix = stagingPrefix(target);
  for (const name of await readdir(dirname(target))) {
    const pid = name.startsWith(prefix)
      ? /^(\d+)-[0-9a-f]+$/.exec(name.slice(prefix.length))?.[1]
      : undefined;
    if (pid === undefined) continue;
    const staging = join(dirname(target), name);
    // In a container, a process that was killed and the next one often have the same id.
    const inUse = Number(pid) === process.pid ? filling.has(staging) : isRunning(Number(pid));
    if (!inUse) await rm(staging, { recursive: true, force: true });
  }
}

async function fill(folder: string, delivery: Delivery): Promise<RepositoryResult> {
  for (const [path, content] of delivery.files) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeFile(join(folder, path), content, { flag: 'wx', mode: 0o644 });
  }
  const because = noRepositoryBecause(delivery);
  let repository: RepositoryResult;
  if (because !== undefined || delivery.bundle === null) {
    repository = { state: 'none', because: because ?? 'there is no bundle' };
  } else {
    const workshop = join(folder, NOTES_FOLDER, 'incoming');
    repository = { state: 'created', commit: await createRepository(folder, delivery.bundle, workshop) };
    await rm(workshop, { recursive: true, force: true });
  }
  if (!delivery.leavesNotes) return repository;
  await mkdir(join(folder, NOTES_FOLDER), { recursive: true });
  const files = new Map([...delivery.files].map(([path, content]) => [path, sha256(content)]));
  const manifest = encodeWrittenManifest({ run: delivery.run, files, unfinished: undefined });
  await writeFile(join(folder, MANIFEST), manifest, { flag: 'wx' });
  return repository;
}

/**
 * Writes a delivery as the new folder `target` (missing, or empty): made whole beside it, then renamed into its place, so
 * that a kill at any moment leaves either nothing there or all of it. What a killed one left beside is swept.
 */
export async function placeNew(target: string, delivery: Delivery): Promise<WriteResult> {
  await sweepStaging(target);
  const name = `${stagingPrefix(target)}${process.pid}-${randomBytes(4).toString('hex')}`;
  const staging = join(dirname(target), name);
  filling.add(staging);
  try {
    await mkdir(staging);
    const repository = await fill(staging, delivery);
    await rename(staging, target);
    return {
      target,
      how: 'created',
      written: [...delivery.files.keys()].sort(),
      removed: [],
      kept: [],
      saved: [],
      replaced: [],
      branch: null,
      repository,
    };
  } finally {
    await rm(staging, { recursive: true, force: true });
    filling.delete(staging);
  }
}
