import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lockEntries, lockSchema } from './lock.js';
import type { RunNpm } from './npm-command.js';

/**
 * The newest version of a package that npm would install for this Node and that is not withdrawn, with all that it depends on;
 * undefined when there is none, no such package, or nobody who could be asked. npm itself decides what fits.
 * @param folder one that goes away afterwards.
 */
export async function newestVersion(
  npm: RunNpm,
  name: string,
  folder: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const own = await mkdtemp(join(folder, 'newest-'));
  await writeFile(join(own, 'package.json'), '{ "private": true }\n');
  const command = ['install', '--package-lock-only', '--engine-strict', `${name}@*`];
  const { ok } = await npm(command, own, signal);
  if (!ok) return undefined;
  const lock = lockSchema.safeParse(JSON.parse(await readFile(join(own, 'package-lock.json'), 'utf8')));
  return lock.success ? lockEntries(lock.data).get(`node_modules/${name}`)?.version : undefined;
}
