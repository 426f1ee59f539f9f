import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Environment } from '../../../src/languages/language.js';

const PACKAGES = { '@types/node': '20.19.43' };

function manifestWith(devDependencies: Readonly<Record<string, string>>): string {
  const manifest = {
    name: 'library-service',
    version: '0.0.0',
    private: true,
    type: 'module',
    dependencies: { zod: '4.6.7' },
    devDependencies,
  };
  return JSON.stringify(manifest, null, 2);
}

export const TSCONFIG = JSON.stringify(
  {
    compilerOptions: {
      target: 'ES2023',
      module: 'NodeNext',
      strict: true,
      noUncheckedIndexedAccess: true,
      verbatimModuleSyntax: true,
      skipLibCheck: true,
      outDir: 'dist',
      rootDir: 'src',
      types: ['node'],
    },
    include: ['src', 'test'],
  },
  null,
  2,
);

/**
 * A real install of a small project's packages, made once a machine and kept in the temporary folder under the hash of
 * its manifest. The compiler settings are no part of the hash: they are not on disk.
 */
export async function installedEnvironment(
  tsconfig: string = TSCONFIG,
  more: Readonly<Record<string, string>> = {},
): Promise<Environment> {
  const manifest = manifestWith({ ...PACKAGES, ...more });
  const key = createHash('sha256').update(manifest).digest('hex');
  const folder = join(tmpdir(), 'millwright-test-environment', key);
  if (!existsSync(folder)) await install(folder, manifest);
  return {
    key: createHash('sha256').update(manifest).update(tsconfig).digest('hex'),
    folder,
    files: [
      { path: 'package.json', content: manifest },
      { path: 'tsconfig.json', content: tsconfig },
    ],
  };
}

/** Beside its place and then moved there, because several test files may do so at once. */
async function install(folder: string, manifest: string): Promise<void> {
  await mkdir(join(folder, '..'), { recursive: true });
  const draft = await mkdtemp(`${folder}-`);
  await writeFile(join(draft, 'package.json'), manifest);
  await promisify(execFile)('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: draft,
  });
  try {
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
}
