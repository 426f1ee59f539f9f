import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { systemCode } from '../protocol/errors.js';

/** Makes the entries of `folder` survive a power loss. Windows opens no folders, and keeps entries without it. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Creates `folder` and, when it is new, makes its entry in its parent durable. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
}

/**
 * Puts `content` at `file` whole or not at all, durably: a temporary file in `temporaryFolder` (of the same disk) is
 * written and synced, then renamed over `file`. A process killed on the way leaves only the temporary file.
 */
export async function writeDurably(
  file: string,
  content: Uint8Array,
  temporaryFolder: string,
): Promise<void> {
  const temporary = join(temporaryFolder, randomUUID());
  try {
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch((problem: unknown) => {
      // What ended the write is what matters; a temporary file that stays behind is swept later.
      if (systemCode(problem) === undefined) throw problem;
    });
    throw error;
  }
  await syncFolder(dirname(file));
}
