import { constants } from 'node:fs';
import { access, lstat, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CommandError } from '../command-error.js';

/** Less than this free, and a project of a few hundred files may not fit. */
const PROJECT_BYTES = 16 * 1024 * 1024;

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
  if (found === 'nowhere')
    return `${folder} is a link that leads nowhere. Remove it, or name another folder with --out.`;
  const parent = dirname(folder);
  if (found === 'missing' && (await kindOf(parent)) !== 'folder') {
    return `The folder ${parent} does not exist. Create it first, or name another one with --out.`;
  }
  const written = found === 'folder' ? folder : parent;
  const why = await unwritable(written, PROJECT_BYTES);
  return why === undefined ? undefined : `${why} Name another folder with --out.`;
}

/** Why so many bytes cannot be written in the folder at `path` now, as a sentence; undefined: they can. */
export async function unwritable(path: string, bytes: number): Promise<string | undefined> {
  if (!(await isWritable(path))) return `This user may not write in ${path}.`;
  const { bavail, bsize } = await statfs(path);
  return bavail * bsize < bytes
    ? `The disk of ${path} is full (${Math.floor((bavail * bsize) / 1024)} KiB free): make room.`
    : undefined;
}

/** `nowhere`: a link to what is not there. */
async function kindOf(path: string): Promise<'folder' | 'other' | 'missing' | 'nowhere'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'other';
  } catch {
    const isLink = await lstat(path).then(
      (found) => found.isSymbolicLink(),
      () => false,
    );
    return isLink ? 'nowhere' : 'missing';
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
