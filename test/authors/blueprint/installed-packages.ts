import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { PlannedPackage } from '../../../src/protocol/plan.js';

const run = promisify(execFile);

/** A folder with these packages of a delivered project, installed once a machine under the hash of their list. */
export async function installedPackages(packages: readonly PlannedPackage[]): Promise<string> {
  const dependencies = Object.fromEntries(packages.map(({ name, version }) => [name, version]));
  const manifest = JSON.stringify({ name: 'delivered', version: '0.0.0', private: true, dependencies });
  const key = createHash('sha256').update(manifest).digest('hex');
  const folder = join(tmpdir(), 'millwright-test-environment', key);
  if (existsSync(folder)) return folder;
  await mkdir(dirname(folder), { recursive: true });
  const draft = await mkdtemp(`${folder}-`);
  await writeFile(join(draft, 'package.json'), manifest);
  await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: draft });
  try {
    await rename(draft, folder);
  } catch (error) {
    // Another test file was first.
    await rm(draft, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
