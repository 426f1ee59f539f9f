import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CommandError } from '../command-error.js';

/** Less than this free, and a project of a few hundred files may not fit. */
const LEAST_FREE_BYTES = 16 * 1024 * 1024;

/**
 * Proves that a project can be written to `folder` (absolute) before anything is started for it.
 * @throws CommandError `OutputFolder` saying what is in the way.
 */
export async function requireOutputFolder(folder: string): Promise<void> {
  const problem = await outputFolderProblem(folder);
  if (problem !== undefined) throw new CommandError('OutputFolder', problem);
}

async function outputFolderProblem(folder: string): Promise<string | undefined> {
  const found = await kindOf(folder);
  if (found === 'other') return `${folder} is a file. Name a folder with --out, new or existing.`;
  const parent = dirname(folder);
  if (found === 'missing' && (await kindOf(parent)) !== 'folder') {
    return `The folder ${parent} does not exist. Create it first, or name another one with --out.`;
  }
  const written = found === 'folder' ? folder : parent;
  if (!(await isWritable(written))) {
    return `This user may not write in ${written}. Name another folder with --out.`;
  }
  const { bavail, bsize } = await statfs(written);
  return bavail * bsize < LEAST_FREE_BYTES
    ? `The disk of ${written} is full (${Math.floor((bavail * bsize) / 1024)} KiB free). Make room, or name a folder on another one with --out.`
    : undefined;
}

async function kindOf(path: string): Promise<'folder' | 'other' | 'missing'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'other';
  } catch {
    return 'missing';
  }
}

async function isWritable(path: string): Promise<boolean> {
  try {
    await access(path, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
