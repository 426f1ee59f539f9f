import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import type { RunNpm } from '../../../src/languages/typescript/toolchain/npm-command.js';
import { NEVER, withFolder } from './toolchain-plans.js';

const files = await import('node:fs/promises');
const { mkdir, readdir, rename, writeFile } = files;
/** Of another user: it may not be moved. */
let held: string | undefined;
jest.unstable_mockModule('node:fs/promises', () => ({
  ...files,
  rename: (from: string, to: string) =>
    from === held
      ? Promise.reject(
          Object.assign(new Error(`EACCES: permission denied, rename '${from}'`), { code: 'EACCES' }),
        )
      : rename(from, to),
}));
const { createNpmToolchain } = await import('../../../src/languages/typescript/toolchain/npm-toolchain.js');

const FILES = [
  { path: 'package.json', content: '{}' },
  {
    path: 'package-lock.json',
    content: JSON.stringify({ lockfileVersion: 3, packages: { '': { name: 'a' } } }),
  },
];
const npm: RunNpm = () => Promise.resolve({ ok: true, stdout: '', stderr: '', error: null });

/** A cache in which the place of the packages is taken by what an installation left that was cut short. */
async function withLeftover(use: (cacheFolder: string, folder: string) => Promise<void>): Promise<void> {
  await withFolder(async (cacheFolder) => {
    const { folder } = await createNpmToolchain({ cacheFolder, offline: true, npm }).install(FILES, NEVER);
    await files.rm(join(folder, 'complete'));
    await mkdir(join(folder, 'left'));
    await use(cacheFolder, folder);
  });
}

describe('a folder in the place of an installation', () => {
  it('that cannot be moved aside is named, with what to do about it', async () => {
    await withLeftover(async (cacheFolder, folder) => {
      held = folder;
      try {
        await expect(
          createNpmToolchain({ cacheFolder, offline: true, npm }).install(FILES, NEVER),
        ).rejects.toMatchObject({
          type: 'ToolchainMissing',
          message: expect.stringMatching(/EACCES.*Remove it/),
          details: { folder },
        });
        expect((await readdir(cacheFolder)).filter((name) => name.startsWith('.'))).toEqual([]);
      } finally {
        held = undefined;
      }
    });
  });

  it('that can is replaced', async () => {
    await withLeftover(async (cacheFolder, folder) => {
      await writeFile(join(folder, 'half'), '');
      await createNpmToolchain({ cacheFolder, offline: true, npm }).install(FILES, NEVER);
      expect(await readdir(folder)).toEqual(
        expect.arrayContaining(['complete', 'node_modules', 'package.json']),
      );
      expect(await readdir(folder)).not.toContain('half');
    });
  });
});
