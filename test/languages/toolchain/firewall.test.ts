import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { RunNpm } from '../../../src/languages/typescript/toolchain/npm-command.js';
import { createNpmToolchain } from '../../../src/languages/typescript/toolchain/npm-toolchain.js';
import { auditLock } from '../../../src/languages/typescript/toolchain/audit-lock.js';
import { completeLock } from '../../../src/languages/typescript/toolchain/complete-lock.js';
import { lockSchema, type Lock } from '../../../src/languages/typescript/toolchain/lock.js';
import { countedNpm, failingNpm, NEVER, pin, planOf, TINY, withFolder } from './toolchain-plans.js';

/** A name that nobody can register: npm takes at most 214 characters, and this one is no word. */
const NOWHERE = 'millwright-test-a-package-that-does-not-exist-8f1c';

function lockOf(packages: Record<string, unknown>): Lock {
  return lockSchema.parse({
    name: 'project',
    lockfileVersion: 3,
    packages: { '': { name: 'project' }, ...packages },
  });
}

describe('which packages are let in', () => {
  it.each([
    ['fs', 'packages/name', 'Node brings its own modules'],
    ['../elsewhere', 'packages/name', 'cannot be the name'],
    ['Not A Name', 'packages/name', 'cannot be the name'],
    ['https://example.org/a.tgz', 'packages/name', 'cannot be the name'],
    ['crossenv', 'packages/denied', 'mistaken for another'],
    ['flatmap-stream', 'packages/denied', 'stole keys'],
  ])('refuses %s without asking anyone', async (name, code, words) => {
    await withFolder(async (cacheFolder) => {
      const { npm, calls } = countedNpm();
      const toolchain = createNpmToolchain({ cacheFolder, offline: false, npm });
      const { diagnostics } = await toolchain.resolve(planOf([pin(name, '1.0.0')]), NEVER);
      expect(diagnostics).toMatchObject([{ code, source: 'packages', blocking: true }]);
      expect(JSON.stringify(diagnostics)).toContain(words);
      expect(calls).toEqual([]);
    });
  });

  it('names every package, and every version, that the registry does not have', async () => {
    await withFolder(async (cacheFolder) => {
      const toolchain = createNpmToolchain({ cacheFolder, offline: false });
      const plan = planOf([...TINY, pin(NOWHERE, '1.0.0'), pin('is-number', '99.0.0')]);
      const { diagnostics, files } = await toolchain.resolve(plan, NEVER);
      expect(diagnostics).toMatchObject([
        {
          code: 'packages/version',
          message: expect.stringMatching(/is-number@99\.0\.0; the newest .* is is-number@\d+\.\d+\.\d+\./),
        },
        { code: 'packages/missing', message: expect.stringContaining(`${NOWHERE}@1.0.0`) },
      ]);
      expect(files.map(({ path }) => path)).not.toContain('package-lock.json');
    });
  });

  it('names the newest version that npm would install here, and none where npm finds none', async () => {
    const newestBy = async (newest: RunNpm): Promise<unknown> =>
      withFolder(async (cacheFolder) => {
        const npm: RunNpm = (args, folder, signal) =>
          args.includes('is-odd@*')
            ? newest(args, folder, signal)
            : failingNpm('ETARGET')(args, folder, signal);
        const toolchain = createNpmToolchain({ cacheFolder, offline: false, npm });
        return (await toolchain.resolve(planOf(TINY), NEVER)).diagnostics;
      });
    expect(
      await newestBy(async (args, folder) => {
        expect(args).toContain('--engine-strict');
        const packages = { '': {}, 'node_modules/is-odd': { version: '2.7.1', integrity: 'sha512-x' } };
        await writeFile(join(folder, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }));
        return { ok: true, stdout: '', stderr: '', error: null };
      }),
    ).toMatchObject([
      {
        code: 'packages/version',
        message: expect.stringContaining('is-odd@2.7.1'),
        hint: expect.stringContaining('Plan is-odd 2.7.1'),
      },
    ]);
    for (const code of ['E404', 'EBADENGINE', 'ECONNRESET'])
      expect(await newestBy(failingNpm(code))).toMatchObject([{ code: 'packages/missing' }]);
  });

  it('never takes a registry that is out of reach for a missing package', async () => {
    await withFolder(async (cacheFolder) => {
      for (const [code, words] of [
        ['ECONNREFUSED', 'out of reach'],
        ['ENOTFOUND', 'out of reach'],
        ['ENOTCACHED', 'MILLWRIGHT_OFFLINE'],
        ['E401', 'npm login'],
        ['E503', 'try again in a few minutes'],
        ['ENOSPC', 'disk is full'],
        ['SELF_SIGNED_CERT_IN_CHAIN', 'cafile'],
      ] as const) {
        const toolchain = createNpmToolchain({ cacheFolder, offline: false, npm: failingNpm(code) });
        await expect(toolchain.resolve(planOf(TINY), NEVER)).rejects.toMatchObject({
          type: 'ToolchainMissing',
          message: expect.stringContaining(words),
        });
      }
    });
  });

  it('does not call a package missing when asking about it fails', async () => {
    await withFolder(async (cacheFolder) => {
      const toolchain = createNpmToolchain({
        cacheFolder,
        offline: false,
        npm: (args) => failingNpm(args[0] === 'view' ? 'ECONNRESET' : 'E404')(args, '', NEVER),
      });
      await expect(toolchain.resolve(planOf(TINY), NEVER)).rejects.toMatchObject({
        type: 'ToolchainMissing',
      });
    });
  });

  it('reports packages that do not work together as a fault of the plan', async () => {
    await withFolder(async (cacheFolder) => {
      const toolchain = createNpmToolchain({
        cacheFolder,
        offline: false,
        npm: failingNpm('ERESOLVE', 'peer react@"^17"'),
      });
      const { diagnostics } = await toolchain.resolve(planOf(TINY), NEVER);
      expect(diagnostics).toMatchObject([
        { code: 'packages/conflict', message: expect.stringContaining('peer react'), blocking: true },
      ]);
    });
  });

  it('refuses what a package brings in from outside the registry, or without a checksum', () => {
    const lock = lockOf({
      'node_modules/good': { version: '1.0.0', integrity: 'sha512-x' },
      'node_modules/good/node_modules/@a/git': {
        version: '1.0.0',
        resolved: 'git+ssh://git@example.org/a.git#1',
      },
      'node_modules/bare': { version: '2.0.0' },
    });
    expect(auditLock(lock)).toMatchObject([
      { code: 'packages/source', message: expect.stringContaining('@a/git'), blocking: true },
      { code: 'packages/integrity', message: expect.stringContaining('bare@2.0.0'), blocking: true },
    ]);
  });

  it('takes the wish for optional packages that the registry lacks out of the lock, and keeps the others', () => {
    const lock = lockOf({
      'node_modules/rollup': {
        version: '1.0.0',
        integrity: 'i',
        optionalDependencies: { here: '1', nested: '1', gone: '1' },
      },
      'node_modules/here': { version: '1.0.0', integrity: 'i' },
      'node_modules/rollup/node_modules/nested': { version: '1.0.0', integrity: 'i' },
    });
    const complete = completeLock(lock);
    expect(complete.absent).toEqual(['gone']);
    expect(complete.lock).toMatchObject({
      packages: { 'node_modules/rollup': { optionalDependencies: { here: '1', nested: '1' } } },
    });
    expect(JSON.stringify(complete.lock)).not.toContain('gone');
    expect(completeLock(complete.lock)).toEqual({ lock: complete.lock, absent: [] });
  });
});
