import { lstat, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mount } from '../mount.js';
import type { SandboxCommand } from '../sandbox.js';
import { PROJECT_FOLDER } from './bubblewrap-arguments.js';

const READABLE_BY_OTHERS = 0o005;

/** Empty dot folders at the top of a mount are there to be written in: caches of the tools that look for them. */
async function scratchFolders(source: string): Promise<readonly string[]> {
  const entries = await readdir(source, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && entry.name.startsWith('.'));
  const empty = await Promise.all(
    folders.map(async ({ name }) => ((await readdir(join(source, name))).length === 0 ? [name] : [])),
  );
  return empty.flat();
}

/**
 * Makes the folder that a mount is laid over. What ran here before may have put a link in its place, and bubblewrap
 * would follow it.
 */
async function makeMountPoint(project: string, target: string): Promise<void> {
  if (!/^[\w.-]+$/.test(target) || target === '.' || target === '..')
    throw new Error(`A mount goes to a folder at the top of the project, not to ${JSON.stringify(target)}.`);
  const path = join(project, target);
  await mkdir(path).catch(() => undefined);
  if (!(await lstat(path)).isDirectory())
    throw new Error(`${path} is in the place of a mount and is no folder; remove it.`);
}

/** Prepares the mounts of a command within its project. `otherUser`: the program is not this process's user. */
export async function projectMounts(
  project: string,
  mounts: SandboxCommand['mounts'],
  otherUser: boolean,
): Promise<readonly Mount[]> {
  return Promise.all(
    mounts.map(async ({ source, target }) => {
      await makeMountPoint(project, target);
      const { mode } = await stat(source);
      if (otherUser && (mode & READABLE_BY_OTHERS) !== READABLE_BY_OTHERS)
        throw new Error(`${source} cannot be read by the sandbox's user; run: chmod -R o+rX ${source}`);
      return { source, target: `${PROJECT_FOLDER}/${target}`, scratch: await scratchFolders(source) };
    }),
  );
}
