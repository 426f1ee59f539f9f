import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import { messageOf, MillwrightError, systemCode } from '../../../protocol/errors.js';
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

/** Written last: an installation without it was cut short. Its time is that of the last use. */
const COMPLETE = 'complete';
const UNFINISHED = '.installing-';

/** An unfinished folder older than this, in milliseconds, was left by a process that died; no installation takes a day. */
const LEFTOVER_AGE_MS = 24 * 60 * 60 * 1000;

/** An installation that nobody used for so long, in milliseconds, is removed when another one is made. */
const UNUSED_AGE_MS = 30 * 24 * 60 * 60 * 1000;

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
 * Whether an installation is there and is what its lock names. A loss of power may leave the mark of its end without its files, and
 * so may whoever tidies up: it is looked through once in the life of a process.
 */
async function isWhole(folder: string, lock: Lock, seen: Set<string>): Promise<boolean> {
  if (!(await isComplete(folder))) return false;
  if (seen.has(folder)) return true;
  const found = await checkInstalled(folder, lock).then(
    () => true,
    () => false,
  );
  if (found) seen.add(folder);
  return found;
}

/** How long ago a file or folder was changed, in milliseconds; nothing for what is not there. */
async function ageOf(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
}

/**
 * Removes what a process that is no more left half installed, and what nobody used for long. Only its age tells: the folder may be
 * shared with containers and machines whose process numbers mean nothing here.
 */
async function sweep(cacheFolder: string): Promise<void> {
  for (const name of await readdir(cacheFolder)) {
    const folder = join(cacheFolder, name);
    // Another process may sweep at the same time, and what cannot be removed is in nobody's way.
    if (/^\.(?:installing|resolving|broken)-/.test(name)) {
      if ((await ageOf(folder)) > LEFTOVER_AGE_MS)
        await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    } else if ((await ageOf(join(folder, COMPLETE))) > UNUSED_AGE_MS) {
      await setAside(folder, cacheFolder).catch(() => undefined);
    }
  }
}

/** Removes an installation, which is never seen half removed. @returns why it could not be moved; undefined when it could. */
async function setAside(folder: string, cacheFolder: string): Promise<unknown> {
  const aside = await mkdtemp(join(cacheFolder, `.broken-${String(process.pid)}-`));
  const why: unknown = await rename(folder, join(aside, 'folder')).catch((error: unknown) => error);
  await rm(aside, { recursive: true, force: true });
  return why;
}

/** How often a folder in the way is moved aside: another process may put one there meanwhile, but not again and again. */
const MOST_ROUNDS = 5;

/**
 * Puts a finished installation in its place; one that another process put there first is as good.
 * @throws MillwrightError `ToolchainMissing` when what is in the way cannot be moved.
 */
async function settle(
  unfinished: string,
  folder: string,
  { cacheFolder, isThere }: { readonly cacheFolder: string; readonly isThere: () => Promise<boolean> },
  signal: AbortSignal,
): Promise<void> {
  let why: unknown;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    try {
      await rename(unfinished, folder);
      return;
    } catch (error) {
      if (await isThere()) return;
      const taken = /^(ENOTEMPTY|EEXIST|EPERM)$/.test(systemCode(error) ?? '');
      if (!taken) throw error;
      signal.throwIfAborted();
      why = (await setAside(folder, cacheFolder)) ?? error;
    }
  }
  throw new MillwrightError(
    'ToolchainMissing',
    `The packages cannot be put in place: ${folder} is left from an installation that was cut short, and cannot be moved aside (${messageOf(why)}). Remove it, as the user that it belongs to, and run the command again.`,
    { folder },
    { cause: why },
  );
}

/**
 * `npm ci` of the lock, scripts off, into a folder of the cache that is named by its key; at once when it is there.
 * Two processes may do it at the same time.
 * @throws MillwrightError `ToolchainMissing` when npm fails, or the folder is taken by something that cannot be moved.
 */
export async function installPackages(
  options: {
    readonly cacheFolder: string;
    readonly npm: RunNpm;
    readonly onProgress: (line: string) => void;
    /** Installations that this process found to be whole. */
    readonly seen: Set<string>;
  },
  packages: PinnedPackages,
  { lock, key }: KeyedLock,
  signal: AbortSignal,
): Promise<Installation> {
  const folder = join(options.cacheFolder, key);
  const isThere = (): Promise<boolean> => isWhole(folder, lock, options.seen);
  if (await isThere()) {
    const now = new Date();
    // Nobody's business where the cache is only lent.
    await utimes(join(folder, COMPLETE), now, now).catch(() => undefined);
    return { key, folder };
  }

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
    await settle(unfinished, folder, { cacheFolder: options.cacheFolder, isThere }, signal);
    return { key, folder };
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}
