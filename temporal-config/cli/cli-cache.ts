import { randomUUID } from 'node:crypto';
import { access, chmod, constants, copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
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

/** Puts an executable into the cache under a temporary name, then renames it: a kill leaves no half of one. */
export async function keepCli(executable: string, cacheFolder: string): Promise<string> {
  const path = cachedCliPath(cacheFolder);
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomUUID()}`;
  try {
    await copyFile(executable, temporary);
    await chmod(temporary, 0o755);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
  return path;
}
