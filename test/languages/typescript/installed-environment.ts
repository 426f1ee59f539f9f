import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Environment } from '../../../src/languages/language.js';

const MANIFEST = JSON.stringify(
  {
    name: 'library-service',
    version: '0.0.0',
    private: true,
    type: 'module',
    dependencies: { zod: '4.6.7' },
    devDependencies: { '@types/node': '20.19.43' },
  },
  null,
  2,
);

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
export async function installedEnvironment(tsconfig: string = TSCONFIG): Promise<Environment> {
  const key = createHash('sha256').update(MANIFEST).digest('hex');
  const folder = join(tmpdir(), 'millwright-test-environment', key);
  if (!existsSync(folder)) await install(folder);
  return {
    key: createHash('sha256').update(MANIFEST).update(tsconfig).digest('hex'),
    folder,
    files: [
      { path: 'package.json', content: MANIFEST },
      { path: 'tsconfig.json', content: tsconfig },
    ],
  };
}

/** Beside its place and then moved there, because several test files may do so at once. */
async function install(folder: string): Promise<void> {
  await mkdir(join(folder, '..'), { recursive: true });
  const draft = await mkdtemp(`${folder}-`);
  await writeFile(join(draft, 'package.json'), MANIFEST);
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
