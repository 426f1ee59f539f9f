import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { createNpmToolchain } from '../../../src/languages/typescript/toolchain/npm-toolchain.js';
import type { RunNpm } from '../../../src/languages/typescript/toolchain/npm-command.js';
import { countedNpm, failingNpm, NEVER, pin, planOf, TINY, withFolder } from './toolchain-plans.js';

/** What a process leaves that was killed so many days ago, or still works there. */
async function unfinished(cacheFolder: string, name: string, days: number): Promise<void> {
  const folder = join(cacheFolder, name);
  await mkdir(folder);
  await writeFile(join(folder, 'half'), '');
  const at = new Date(Date.now() - days * 24 * 60 * 60 * 1000);
  await utimes(folder, at, at);
}

/** Installs two packages, and a third that only other platforms have. */
function installed(cacheFolder: string, npm: RunNpm): Promise<unknown> {
  const packages = {
    '': { name: 'a' },
    'node_modules/is-odd': { version: '3.0.1' },
    'node_modules/is-number': { version: '6.0.0' },
    'node_modules/elsewhere': { version: '1.0.0', optional: true },
  };
  const files = [
    { path: 'package.json', content: '{}' },
    { path: 'package-lock.json', content: JSON.stringify({ lockfileVersion: 3, packages }) },
  ];
  return createNpmToolchain({ cacheFolder, offline: true, npm }).install(files, NEVER);
}

async function versionIn(folder: string, name: string): Promise<unknown> {
  const manifest: unknown = JSON.parse(
    await readFile(join(folder, 'node_modules', name, 'package.json'), 'utf8'),
  );
  return manifest;
}

describe('the packages of a project', () => {
  it('are resolved to a lock that names the project and no host, and installed from it', async () => {
    await withFolder(async (cacheFolder) => {
      const lines: string[] = [];
      const toolchain = createNpmToolchain({
        cacheFolder,
        offline: false,
        onProgress: (line) => lines.push(line),
      });
      const { files, diagnostics } = await toolchain.resolve(planOf(TINY), NEVER);
      expect(diagnostics).toEqual([]);
      expect(files.map(({ path }) => path).sort()).toEqual([
        'package-lock.json',
        'package.json',
        'tsconfig.build.json',
        'tsconfig.json',
      ]);
      const lock = files.find(({ path }) => path === 'package-lock.json')?.content ?? '';
      expect(JSON.parse(lock)).toMatchObject({
        name: 'library-api',
        lockfileVersion: 3,
        packages: {
          '': { name: 'library-api', dependencies: { 'is-odd': '3.0.1' } },
          'node_modules/is-odd': { version: '3.0.1', integrity: expect.stringMatching(/^sha512-/) },
          'node_modules/is-number': { integrity: expect.stringMatching(/^sha512-/) },
        },
      });
      expect(lock).not.toContain('resolved');

      const environment = await toolchain.install(files, NEVER);
      expect(environment.files).toBe(files);
      expect(environment.folder).toBe(join(cacheFolder, environment.key));
      expect(await versionIn(environment.folder, 'is-odd')).toMatchObject({ version: '3.0.1' });
      expect(lines).toEqual([
        expect.stringContaining('Resolving 1 packages'),
        expect.stringContaining('Installing 2 packages'),
      ]);
    });
  });

  it('cost no npm at all the second time, in another process and for another project too', async () => {
    await withFolder(async (cacheFolder) => {
      const first = createNpmToolchain({ cacheFolder, offline: false });
      const cold = await first.resolve(planOf(TINY), NEVER);
      const environment = await first.install(cold.files, NEVER);

      const { npm, calls } = countedNpm();
      const second = createNpmToolchain({ cacheFolder, offline: true, npm });
      expect(await second.resolve(planOf(TINY), NEVER)).toEqual(cold);
      const other = await second.resolve(planOf(TINY, { name: 'another' }), NEVER);
      expect(other.files.find(({ path }) => path === 'package-lock.json')?.content).toContain(
        '"name": "another"',
      );
      expect(await second.install(other.files, NEVER)).toMatchObject({
        key: environment.key,
        folder: environment.folder,
      });
      expect(calls).toEqual([]);
    });
  });

  it('are installed anew when an installation was cut short', async () => {
    await withFolder(async (cacheFolder) => {
      const toolchain = createNpmToolchain({ cacheFolder, offline: false });
      const { files } = await toolchain.resolve(planOf(TINY), NEVER);
      const { folder } = await toolchain.install(files, NEVER);
      await rm(join(folder, 'complete'));
      await rm(join(folder, 'node_modules', 'is-odd'), { recursive: true });
      await unfinished(cacheFolder, '.installing-4194399-left', 2);

      expect(await toolchain.install(files, NEVER)).toMatchObject({ folder });
      expect(await versionIn(folder, 'is-odd')).toMatchObject({ version: '3.0.1' });
      expect((await readdir(cacheFolder)).filter((name) => /installing|broken|resolving/.test(name))).toEqual(
        [],
      );
    });
  });

  it('are left alone while somebody else installs them, whom no number of a process here tells of', async () => {
    await withFolder(async (cacheFolder) => {
      // As of another container that shares the folder; no process here has this number.
      await unfinished(cacheFolder, '.installing-4194399-x', 0.5);
      await unfinished(cacheFolder, '.resolving-4194399-x', 0);
      const npm: RunNpm = () => Promise.reject(new Error('it is only looked at what is swept'));
      await expect(installed(cacheFolder, npm)).rejects.toThrow('only looked at');
      expect((await readdir(cacheFolder)).sort()).toEqual(['.installing-4194399-x', '.resolving-4194399-x']);
    });
  });

  it.each<[string, Readonly<Record<string, string>>, string | null]>([
    ['all are there', { 'is-odd': '3.0.1', 'is-number': '6.0.0' }, null],
    ['one is not there', { 'is-odd': '3.0.1' }, 'node_modules/is-number'],
    ['one has another version', { 'is-odd': '3.0.1', 'is-number': '7.0.0' }, 'node_modules/is-number'],
  ])('are taken for whole only as the lock names them: %s', async (_name, versions, wrong) => {
    await withFolder(async (cacheFolder) => {
      const npm: RunNpm = async (_args, folder) => {
        for (const [name, version] of Object.entries(versions)) {
          await mkdir(join(folder, 'node_modules', name), { recursive: true });
          await writeFile(join(folder, 'node_modules', name, 'package.json'), JSON.stringify({ version }));
        }
        return { ok: true, stdout: '', stderr: '', error: null };
      };
      const installing = installed(cacheFolder, npm);
      if (wrong === null) await expect(installing).resolves.toHaveProperty('key');
      else
        await expect(installing).rejects.toMatchObject({
          type: 'ToolchainMissing',
          message: expect.stringContaining(`(${wrong})`),
          details: { transient: true },
        });
      expect((await readdir(cacheFolder)).length).toBe(wrong === null ? 1 : 0);
    });
  });

  /** An npm that installs both packages. */
  const whole: RunNpm = async (_args, folder) => {
    for (const [name, version] of [
      ['is-odd', '3.0.1'],
      ['is-number', '6.0.0'],
    ] as const) {
      await mkdir(join(folder, 'node_modules', name), { recursive: true });
      await writeFile(join(folder, 'node_modules', name, 'package.json'), JSON.stringify({ version }));
    }
    return { ok: true, stdout: '', stderr: '', error: null };
  };

  it('are installed anew by a process that finds them damaged', async () => {
    await withFolder(async (cacheFolder) => {
      await installed(cacheFolder, whole);
      const [key = ''] = await readdir(cacheFolder);
      await writeFile(join(cacheFolder, key, 'node_modules', 'is-odd', 'package.json'), '');
      await installed(cacheFolder, whole);
      expect(await versionIn(join(cacheFolder, key), 'is-odd')).toEqual({ version: '3.0.1' });
      expect(await readdir(cacheFolder)).toEqual([key]);
    });
  });

  it('are removed when nobody used them for long, and others are installed', async () => {
    await withFolder(async (cacheFolder) => {
      const long = new Date(Date.now() - 31 * 24 * 60 * 60 * 1000);
      await installed(cacheFolder, whole);
      const [used = ''] = await readdir(cacheFolder);
      await utimes(join(cacheFolder, used, 'complete'), long, long);
      await mkdir(join(cacheFolder, 'unused'));
      await writeFile(join(cacheFolder, 'unused', 'complete'), '');
      await utimes(join(cacheFolder, 'unused', 'complete'), long, long);
      await installed(cacheFolder, whole);
      const other = { name: 'other', dependencies: {} };
      const lock = { lockfileVersion: 3, packages: { '': { name: 'other' } } };
      const files = [
        { path: 'package.json', content: JSON.stringify(other) },
        { path: 'package-lock.json', content: JSON.stringify(lock) },
      ];
      const { key } = await createNpmToolchain({ cacheFolder, offline: true, npm: whole }).install(
        files,
        NEVER,
      );
      expect((await readdir(cacheFolder)).sort()).toEqual([used, key].sort());
    });
  });

  it('are installed whole by two processes that do it at the same time', async () => {
    await withFolder(async (cacheFolder) => {
      const { files } = await createNpmToolchain({ cacheFolder, offline: false }).resolve(
        planOf(TINY),
        NEVER,
      );
      const environments = await Promise.all(
        [1, 2].map(() => createNpmToolchain({ cacheFolder, offline: false }).install(files, NEVER)),
      );
      expect(environments[0]).toEqual(environments[1]);
      expect(await versionIn(environments[0]?.folder ?? '', 'is-odd')).toMatchObject({ version: '3.0.1' });
    });
  });

  it('are installed once for two who ask in one process', async () => {
    await withFolder(async (cacheFolder) => {
      const { npm, calls } = countedNpm();
      const toolchain = createNpmToolchain({ cacheFolder, offline: false, npm });
      const { files } = await toolchain.resolve(planOf(TINY), NEVER);
      await Promise.all([toolchain.install(files, NEVER), toolchain.install(files, NEVER)]);
      expect(calls.filter((call) => call.startsWith('ci'))).toHaveLength(1);
    });
  });

  it('bring their development tools also where NODE_ENV is production', async () => {
    await withFolder(async (cacheFolder) => {
      const before = process.env.NODE_ENV;
      process.env.NODE_ENV = 'production';
      try {
        const toolchain = createNpmToolchain({ cacheFolder, offline: false });
        const { files } = await toolchain.resolve(planOf([pin('is-odd', '3.0.1', true)]), NEVER);
        const { folder } = await toolchain.install(files, NEVER);
        expect(await versionIn(folder, 'is-odd')).toMatchObject({ version: '3.0.1' });
      } finally {
        process.env.NODE_ENV = before;
      }
    });
  });

  it('are not installed when the lock and the registry disagree on their content', async () => {
    await withFolder(async (cacheFolder) => {
      const toolchain = createNpmToolchain({ cacheFolder, offline: false });
      const { files } = await toolchain.resolve(planOf(TINY), NEVER);
      const forged = files.map(({ path, content }) => ({
        path,
        content: content.replaceAll(/sha512-[^"]{6}/g, 'sha512-AAAAAA'),
      }));
      await expect(toolchain.install(forged, NEVER)).rejects.toMatchObject({ type: 'ToolchainMissing' });
      expect((await readdir(cacheFolder)).filter((name) => !name.startsWith('.'))).toEqual([]);
    });
  });

  it('leave nothing behind when the caller gives up or the disk is full', async () => {
    await withFolder(async (cacheFolder) => {
      const { files } = await createNpmToolchain({ cacheFolder, offline: false }).resolve(
        planOf(TINY),
        NEVER,
      );
      const controller = new AbortController();
      const stopped = createNpmToolchain({ cacheFolder, offline: false }).install(files, controller.signal);
      await sleep(100);
      controller.abort(new Error('cancelled'));
      await expect(stopped).rejects.toThrow('cancelled');
      await expect(
        createNpmToolchain({ cacheFolder, offline: false, npm: failingNpm('ENOSPC') }).install(files, NEVER),
      ).rejects.toThrow('free some space');
      expect((await readdir(cacheFolder)).sort()).toEqual(['.locks', '.registry']);
    });
  });
});
