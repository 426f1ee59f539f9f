import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { MillwrightError } from '../../../protocol/errors.js';
import { lockEntries, type Lock } from './lock.js';

const manifestSchema = z.object({ version: z.string().optional() });
/** Named in the message; who reads it wants to know what kind of thing is missing, not all of it. */
const MOST_NAMED = 5;

/** The version that a manifest names; null when there is none to read. */
async function installedVersion(folder: string): Promise<string | undefined | null> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))).version;
  } catch {
    return null;
  }
}

/**
 * Whether every package of `lock` is in `folder`, in its version; optional ones may be left out (another platform's binaries).
 * @throws MillwrightError `ToolchainMissing`, to be tried again, when one is not: an installation is taken for whole ever after.
 */
export async function checkInstalled(folder: string, lock: Lock): Promise<void> {
  const wrong: string[] = [];
  for (const [path, entry] of lockEntries(lock)) {
    if (path === '' || entry.link === true || entry.optional === true || entry.devOptional === true) continue;
    const found = await installedVersion(join(folder, path));
    if (found === null || (entry.version !== undefined && found !== entry.version)) wrong.push(path);
  }
  if (wrong.length === 0) return;
  const more = wrong.length > MOST_NAMED ? ` and ${wrong.length - MOST_NAMED} more` : '';
  throw new MillwrightError(
    'ToolchainMissing',
    `"npm ci" ended well, and what it installed is not what the lock names (${wrong.slice(0, MOST_NAMED).join(', ')}${more}). ` +
      'Something else may have changed the folder, or the npm cache is damaged: run "npm cache verify" and try again.',
    { transient: true },
  );
}
