import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';

/** The text of a file that a sandboxed program was to write, as `readProjectBytes` reads it. */
export async function readProjectFile(
  project: string,
  path: string,
  maxBytes: number,
): Promise<string | undefined> {
  return (await readProjectBytes(project, path, maxBytes))?.toString('utf8');
}

/**
 * A file that a sandboxed program was to write; undefined when it is not there, or is no plain file of the project: a
 * program may leave a link to a file of the host, a pipe that never ends, or more than `maxBytes`.
 */
export async function readProjectBytes(
  project: string,
  path: string,
  maxBytes: number,
): Promise<Buffer | undefined> {
  try {
    const root = await realpath(project);
    const folder = await realpath(join(root, dirname(path)));
    if (folder !== root && !folder.startsWith(root + sep)) return undefined;
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const file = await open(join(folder, basename(path)), flags);
    try {
      const found = await file.stat();
      if (!found.isFile() || found.size > maxBytes) return undefined;
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}
