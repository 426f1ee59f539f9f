import { randomUUID } from 'node:crypto';
import { access, chmod, constants, copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ConfigError } from '../../src/config.js';
import { messageOf } from '../../src/protocol/errors.js';
import { CLI_VERSION } from './cli-version.js';

/** Where the executable of our version is, or will be, in the folder of all versions (`cacheFolders().temporal`). */
export function cachedCliPath(cacheFolder: string): string {
  return join(cacheFolder, CLI_VERSION, 'temporal');
}

/** The cached executable, or undefined. It is there whole or not at all: see {@link keepCli}. */
export async function cachedCli(cacheFolder: string): Promise<string | undefined> {
  const path = cachedCliPath(cacheFolder);
  return access(path, constants.X_OK).then(
    () => path,
    () => undefined,
  );
}

/**
 * Puts an executable into the cache under a temporary name, then renames it: a kill leaves no half of one.
 * @throws ConfigError when the cache cannot keep it.
 */
export async function keepCli(executable: string, cacheFolder: string): Promise<string> {
  const path = cachedCliPath(cacheFolder);
  const temporary = `${path}.${randomUUID()}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await copyFile(executable, temporary);
    await chmod(temporary, 0o755);
    await rename(temporary, path);
  } catch (error) {
    throw unusableCache(cacheFolder, error);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
  return path;
}

/** What a person is told whose cache cannot keep the CLI. */
export function unusableCache(cacheFolder: string, cause: unknown): ConfigError {
  return new ConfigError(
    `The Temporal server (about 140 MB) cannot be kept in ${cacheFolder}: ${messageOf(cause)}\n` +
      'Make room there, correct its permissions, or name another folder: MILLWRIGHT_CACHE=FOLDER',
  );
}
