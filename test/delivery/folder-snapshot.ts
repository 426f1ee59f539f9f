import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder as a person sees it: path → text, a link as `-> where`. What is in `.git` is left out. */
export async function snapshotOf(folder: string, under = ''): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(join(folder, under), { withFileTypes: true })) {
    const path = under === '' ? entry.name : `${under}/${entry.name}`;
    if (entry.name === '.git') continue;
    if (entry.isDirectory()) Object.assign(found, await snapshotOf(folder, path));
    else if (entry.isSymbolicLink()) found[path] = `-> ${await readlink(join(folder, path))}`;
    else found[path] = await readFile(join(folder, path), 'utf8');
  }
  return found;
}
