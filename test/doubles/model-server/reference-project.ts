import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Environment } from '../../../src/languages/language.js';
import { compilerSettings } from '../../../src/languages/typescript/toolchain/compiler-settings.js';
import { packageManifest } from '../../../src/languages/typescript/toolchain/manifest.js';
import { installedPackages } from '../../authors/blueprint/installed-packages.js';
import type { Reference } from './reference.js';

/** What checks look at beside the tree, over a real install of the packages that the reference plans. */
export async function environmentOf({ plan }: Reference): Promise<Environment> {
  const files = [{ path: 'package.json', content: packageManifest(plan) }, ...compilerSettings(plan)];
  const key = createHash('sha256').update(JSON.stringify(files)).digest('hex');
  return { key, folder: await installedPackages(plan.packages), files };
}

/** Writes the project into a new folder, with its packages. */
export async function writeReference(reference: Reference): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'millwright-reference-'));
  const { folder: packages, files } = await environmentOf(reference);
  const all = new Map([
    ...files.map(({ path, content }): [string, string] => [path, content]),
    ...reference.files,
  ]);
  for (const [path, content] of all) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  await symlink(join(packages, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}
