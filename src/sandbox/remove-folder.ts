import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * Removes a folder that generated programs wrote in: they may have taken the right to it away, or made paths that are too long
 * to be named. Resolves to whether it is gone; what is not keeps nobody from going on.
 */
export async function removeFolder(folder: string): Promise<boolean> {
  return rm(folder, { recursive: true, force: true }).then(
    () => true,
    () => removeHard(folder),
  );
}

/** The system's own programs name no path from its root, and follow no link on their way. */
async function removeHard(folder: string): Promise<boolean> {
  const run = promisify(execFile);
  await run('chmod', ['-R', 'u+rwX', folder]).catch(() => undefined);
  return run('rm', ['-rf', folder]).then(
    () => true,
    () => false,
  );
}
