import {
  lstat,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { systemCode } from '../../protocol/errors.js';
import { DeliveryError } from './delivery-error.js';
import { NOTES_FOLDER, sha256 } from './delivered-files.js';
import type { OnDisk } from './lay-over-plan.js';

/** Where a delivery goes, links resolved, and what is there. `begun`: nothing yet but the notes of one that was killed. */
export interface TargetFolder {
  readonly path: string;
  readonly state: 'missing' | 'empty' | 'begun' | 'filled';
}

async function absentAsNull<Value>(look: Promise<Value>): Promise<Value | null> {
  try {
    return await look;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

async function stateOf(folder: string): Promise<TargetFolder['state']> {
  const names = await readdir(folder);
  if (names.length === 0) return 'empty';
  const onlyNotes = names.length === 1 && names[0] === NOTES_FOLDER;
  if (onlyNotes && (await lookAt(folder, `${NOTES_FOLDER}/manifest.json`)).state === 'absent') return 'begun';
  return 'filled';
}

/** @throws DeliveryError when it is a file, leads nowhere, or has no folder above it. */
export async function findTarget(target: string): Promise<TargetFolder> {
  const path = resolve(target);
  const itself = await absentAsNull(lstat(path));
  if (itself === null) {
    const parent = dirname(path);
    const above = await absentAsNull(stat(parent));
    if (above === null)
      throw new DeliveryError(
        `The folder ${parent} does not exist, so ${basename(path)} cannot be made in it. ` +
          `Make it first (mkdir -p ${parent}), or choose another --out.`,
      );
    if (!above.isDirectory())
      throw new DeliveryError(`${parent} is a file, not a folder. Move it away, or choose another --out.`);
    return { path: join(await realpath(parent), basename(path)), state: 'missing' };
  }
  const real = await absentAsNull(realpath(path));
  if (real === null)
    throw new DeliveryError(`${path} is a link that leads nowhere. Remove it, or choose another --out.`);
  if (!(await stat(real)).isDirectory())
    throw new DeliveryError(`${path} is a file, not a folder. Move it away, or choose another --out.`);
  return { path: real, state: await stateOf(real) };
}

/** Whether `folder` is the working folder of this process, or above it: replacing it would pull it from under a shell. */
export function holdsWorkingFolder(folder: string): boolean {
  const within = relative(folder, process.cwd());
  return within === '' || (within !== '..' && !within.startsWith(`..${sep}`));
}

/** What is at `path` inside of `folder`. No link is followed, wherever it leads. */
export async function lookAt(folder: string, path: string): Promise<OnDisk> {
  const segments = path.split('/');
  for (let depth = 1; depth <= segments.length; depth++) {
    const at = segments.slice(0, depth).join('/');
    const found = await absentAsNull(lstat(join(folder, at)));
    if (found === null) return { state: 'absent' };
    if (found.isSymbolicLink()) return { state: 'blocked', at, by: 'a link' };
    const isLeaf = depth === segments.length;
    if (isLeaf && found.isFile())
      return { state: 'file', sha256: sha256(await readFile(join(folder, path))) };
    if (isLeaf && found.isDirectory()) return { state: 'blocked', at, by: 'a folder' };
    if (!isLeaf && found.isDirectory()) continue;
    return { state: 'blocked', at, by: found.isFile() ? 'a file' : 'a device' };
  }
  return { state: 'absent' };
}

/** What lies in the folder at `path`, at any depth: files, links and empty folders, as paths inside of `folder`. */
export async function leavesOf(folder: string, path: string): Promise<readonly string[]> {
  const entries = await readdir(join(folder, path), { withFileTypes: true });
  if (entries.length === 0) return [path];
  const leaves: string[] = [];
  for (const entry of entries) {
    const inside = `${path}/${entry.name}`;
    if (entry.isDirectory()) leaves.push(...(await leavesOf(folder, inside)));
    else leaves.push(inside);
  }
  return leaves;
}

/** Makes the folder `path` inside of `folder`. @throws DeliveryError when a link or a file is in the way. */
export async function makeFolderInside(folder: string, path: string): Promise<void> {
  let at = folder;
  for (const segment of path.split('/')) {
    if (segment === '.') continue;
    at = join(at, segment);
    let found = await absentAsNull(lstat(at));
    if (found === null) {
      try {
        await mkdir(at);
        continue;
      } catch (error) {
        // Another command made it meanwhile.
        if (systemCode(error) !== 'EEXIST') throw error;
        found = await lstat(at);
      }
    }
    if (!found.isDirectory())
      throw new DeliveryError(
        `${at} is in the place of a folder that Millwright needs. Move it away, or choose another --out.`,
      );
  }
}

/** Puts `content` at `path` whole or not at all, by a rename from Millwright's own folder in `folder`. */
export async function putFile(folder: string, path: string, content: Uint8Array | string): Promise<void> {
  const incoming = `${NOTES_FOLDER}/incoming`;
  await makeFolderInside(folder, incoming);
  await makeFolderInside(folder, dirname(path));
  const temporary = join(folder, incoming, randomUUID());
  await writeFile(temporary, content, { flag: 'wx', mode: 0o644 });
  await rename(temporary, join(folder, path));
}

/** Forgets the half-written files of this and of killed deliveries. */
export async function clearIncoming(folder: string): Promise<void> {
  await rm(join(folder, NOTES_FOLDER, 'incoming'), { recursive: true, force: true });
}

/** Removes the file at `path`, and the folders above it that this leaves empty. */
export async function removeFile(folder: string, path: string): Promise<void> {
  await rm(join(folder, path), { force: true });
  for (let above = dirname(path); above !== '.'; above = dirname(above)) {
    try {
      await rmdir(join(folder, above));
    } catch (error) {
      if (systemCode(error) === 'ENOENT') continue;
      return;
    }
  }
}

/** Moves what is at `path` to the saved files of `run`; resolves to where it is now, relative to `folder`. */
export async function moveAway(folder: string, path: string, run: string): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const saved = `${NOTES_FOLDER}/saved/${run}${attempt === 1 ? '' : `-${attempt}`}/${path}`;
    if ((await lookAt(folder, saved)).state !== 'absent') continue;
    await makeFolderInside(folder, dirname(saved));
    await rename(join(folder, path), join(folder, saved));
    return saved;
  }
}
