import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const files = await import('node:fs/promises');
const processes = await import('node:child_process');
const { mkdir, mkdtemp, readdir, rm, utimes, writeFile } = files;
/** What a program took the right to remove away from, and what is out of reach altogether. */
const isLocked = (path: string): boolean => /(?:locked|held)$/.test(path);
jest.unstable_mockModule('node:fs/promises', () => ({
  ...files,
  rm: (path: string, options: object) =>
    isLocked(path) ? Promise.reject(new Error('EACCES')) : rm(path, options),
}));
jest.unstable_mockModule('node:child_process', () => ({
  ...processes,
  execFile: (program: string, args: readonly string[], done: (error: Error | null) => void) =>
    args.at(-1)?.endsWith('held') === true
      ? done(new Error('EPERM'))
      : processes.execFile(program, args, done),
}));
const { sweepWorkspaces } = await import('../../src/activities/workspace.js');

const DAY_MS = 24 * 60 * 60 * 1000;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millwright-work-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function leave(name: string, days: number): Promise<void> {
  const left = join(folder, name);
  await mkdir(join(left, 'project'), { recursive: true });
  await writeFile(join(left, 'project', 'index.ts'), 'export {};');
  const at = new Date(Date.now() - days * DAY_MS);
  await utimes(left, at, at);
}

it('removes what processes that died have left, and nothing that may be in use', async () => {
  await leave('killed', 3);
  await leave('open-all-day', 1);
  await leave('under-way', 0);
  await sweepWorkspaces(folder);
  expect((await readdir(folder)).sort()).toEqual(['open-all-day', 'under-way']);
});

it('removes what does not let itself be removed', async () => {
  await leave('locked', 3);
  await sweepWorkspaces(folder);
  expect(await readdir(folder)).toEqual([]);
});

it('goes on past a folder that cannot be removed', async () => {
  await leave('held', 3);
  await leave('killed', 3);
  await sweepWorkspaces(folder);
  expect(await readdir(folder)).toEqual(['held']);
});

it('has nothing to do before anything was run', async () => {
  await expect(sweepWorkspaces(join(folder, 'never'))).resolves.toBeUndefined();
});
