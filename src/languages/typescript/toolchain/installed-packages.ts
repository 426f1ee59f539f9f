import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import { errorCode } from './error-code.js';
import { checkInstalled } from './check-installed.js';
import {
  lockEntries,
  lockSchema,
  NEUTRAL_NAME,
  neutralManifest,
  renameLock,
  sha256,
  type Lock,
} from './lock.js';
import { stringifyFile, type PinnedPackages } from './manifest.js';
import type { RunNpm } from './npm-command.js';
import { npmFailure } from './npm-failure.js';

/**
 * Folders that test runners and bundlers keep their caches in. Made empty here, so that a sandbox, which sees the packages
 * read-only, has a place to lay a scratch folder over each.
 */
const SCRATCH_FOLDERS = ['.vite', '.vite-temp', '.cache'];

/** Written last: an installation without it was cut short. */
const COMPLETE = 'complete';
const UNFINISHED = '.installing-';

/** An unfinished folder older than this, in milliseconds, was left by a process that died; no installation takes a day. */
const LEFTOVER_AGE_MS = 24 * 60 * 60 * 1000;

export interface Installation {
  readonly key: string;
  /** Holds `node_modules` and the manifest and lock that it was made from. */
  readonly folder: string;
}

/** A lock, and the name of its installation in the cache. */
export interface KeyedLock {
  readonly lock: Lock;
  readonly key: string;
}

/** Packages are the same for the same lock on the same kind of machine; some bring a binary for it. */
function installationKey(lock: Lock): string {
  const neutral = stringifyFile(renameLock(lock, NEUTRAL_NAME));
  return sha256(neutral, process.platform, process.arch, process.versions.modules);
}

/** A lock is asked for by every check of its project, and takes 20 ms to read. */
const MOST_LOCKS = 16;

/** Reads the texts of locks, each once. */
export function keyedLocks(): (text: string) => KeyedLock {
  const kept = new LRUCache<string, KeyedLock>({ max: MOST_LOCKS });
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const lock = lockSchema.parse(JSON.parse(text));
    const keyed = { lock, key: installationKey(lock) };
    kept.set(text, keyed);
    return keyed;
  };
}

async function isComplete(folder: string): Promise<boolean> {
  return readFile(join(folder, COMPLETE)).then(
    () => true,
    () => false,
  );
}

/**
 * Removes what a process that is no more left half installed. Only its age tells: the folder may be shared with containers and
 * machines whose process numbers mean nothing here.
 */
async function sweep(cacheFolder: string): Promise<void> {
  for (const name of await readdir(cacheFolder)) {
    if (!/^\.(?:installing|resolving|broken)-/.test(name)) continue;
    const folder = join(cacheFolder, name);
    // Another process may sweep at the same time.
    const age = await stat(folder).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    // What cannot be removed is in nobody's way.
    if (age > LEFTOVER_AGE_MS) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Puts a finished installation in its place; one that another process put there first is as good. */
async function settle(unfinished: string, folder: string, cacheFolder: string): Promise<void> {
  for (;;) {
    try {
      await rename(unfinished, folder);
      return;
    } catch (error) {
      if (await isComplete(folder)) return;
      const taken = /^(ENOTEMPTY|EEXIST|EPERM)$/.test(errorCode(error) ?? '');
      if (!taken) throw error;
      const broken = await mkdtemp(join(cacheFolder, `.broken-${String(process.pid)}-`));
      await rename(folder, join(broken, 'folder')).catch(() => undefined);
      await rm(broken, { recursive: true, force: true });
    }
  }
}

/**
 * `npm ci` of the lock, scripts off, into a folder of the cache that is named by its key; at once when it is there.
 * Two processes may do it at the same time.
 */
export async function installPackages(
  options: {
    readonly cacheFolder: string;
    readonly npm: RunNpm;
    readonly onProgress: (line: string) => void;
  },
  packages: PinnedPackages,
  { lock, key }: KeyedLock,
  signal: AbortSignal,
): Promise<Installation> {
  const folder = join(options.cacheFolder, key);
  if (await isComplete(folder)) return { key, folder };

  await mkdir(options.cacheFolder, { recursive: true });
  await sweep(options.cacheFolder);
  options.onProgress(`Installing ${String(lockEntries(lock).size - 1)} packages, scripts off …`);
  const unfinished = await mkdtemp(join(options.cacheFolder, `${UNFINISHED}${String(process.pid)}-`));
  try {
    await writeFile(join(unfinished, 'package.json'), neutralManifest(packages));
    await writeFile(join(unfinished, 'package-lock.json'), stringifyFile(renameLock(lock, NEUTRAL_NAME)));
    // A NODE_ENV or npm setting around us must not leave out the tools that the checks need.
    const result = await options.npm(['ci', '--include=dev', '--include=optional'], unfinished, signal);
    if (!result.ok) throw npmFailure(result, 'npm ci');
    await checkInstalled(unfinished, lock);
    for (const name of SCRATCH_FOLDERS) {
      await mkdir(join(unfinished, 'node_modules', name), { recursive: true });
    }
    await writeFile(join(unfinished, COMPLETE), '');
    await settle(unfinished, folder, options.cacheFolder);
    return { key, folder };
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}
