import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { requireOutputFolder } from '../../src/client/cli/folder/output-folder.js';
import { writePartial } from '../../src/client/cli/folder/write-partial.js';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'millwright-out-'));
  await writeFile(join(root, 'file'), '');
  await mkdir(join(root, 'folder'));
  await symlink(join(root, 'gone'), join(root, 'nowhere'));
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

describe('the output folder', () => {
  it.each(['folder', 'new'])('may be there already or not (%s)', async (name) => {
    await expect(requireOutputFolder(join(root, name))).resolves.toBeUndefined();
  });

  it.each([
    ['file', 'is a file'],
    ['missing/new', 'does not exist'],
    ['file/new', 'does not exist'],
    ['nowhere', 'is a link that leads nowhere'],
  ])('cannot be %s, and that is said before anything starts', async (name, reason) => {
    const required = requireOutputFolder(join(root, name));
    await expect(required).rejects.toThrow(reason);
    await expect(required).rejects.toMatchObject({ type: 'OutputFolder', exitCode: 2 });
  });

  it('cannot be one that nobody may write', async () => {
    await expect(requireOutputFolder('/proc/millwright')).rejects.toMatchObject({ type: 'OutputFolder' });
  });
});

describe('a partial project', () => {
  const files = new Map([
    ['src/app.ts', Buffer.from('export {};\n')],
    ['README.md', Buffer.from('# Books\n')],
  ]);

  it('is written beside a notice that says what it is', async () => {
    const folder = join(root, 'partial');
    await writePartial(folder, { workflowId: 'library-3f2a1b', state: 'open', files });
    expect((await readdir(folder)).sort()).toEqual(['MILLWRIGHT-PARTIAL.md', 'README.md', 'src']);
    await expect(readFile(join(folder, 'src/app.ts'), 'utf8')).resolves.toBe('export {};\n');
    await expect(readFile(join(folder, 'MILLWRIGHT-PARTIAL.md'), 'utf8')).resolves.toContain('not verified');
  });

  it('never goes over anything, and leaves nothing half written', async () => {
    const taken = join(root, 'taken');
    await mkdir(taken);
    await writeFile(join(taken, 'mine'), 'mine');
    const before = (await readdir(root)).sort();
    await expect(writePartial(taken, { workflowId: 'r', state: 'open', files })).rejects.toThrow('not empty');
    const evil = new Map([...files, ['../evil', Buffer.from('')]]);
    await expect(
      writePartial(join(root, 'evil'), { workflowId: 'r', state: 'open', files: evil }),
    ).rejects.toThrow('cannot be written into a folder');
    expect((await readdir(root)).sort()).toEqual(before);
    expect(await readdir(taken)).toEqual(['mine']);
  });

  const partial = { workflowId: 'r', state: 'open', files };

  it('has the permissions of any folder', async () => {
    const folder = join(root, 'readable');
    const ordinary = join(root, 'ordinary');
    await mkdir(ordinary);
    await writePartial(folder, partial);
    expect((await stat(folder)).mode).toBe((await stat(ordinary)).mode);
  });

  it('fills the folder that the shell is in, and one behind a link, and adds nothing of its own', async () => {
    const here = join(root, 'here');
    await mkdir(here);
    const { ino } = await stat(here);
    const before = process.cwd();
    process.chdir(here);
    try {
      await writePartial('.', partial);
    } finally {
      process.chdir(before);
    }
    expect((await stat(here)).ino).toBe(ino);
    expect((await readdir(here)).sort()).toEqual(['MILLWRIGHT-PARTIAL.md', 'README.md', 'src']);

    const linked = join(root, 'linked');
    await mkdir(linked);
    await symlink(linked, join(root, 'link'));
    await writePartial(join(root, 'link'), partial);
    expect((await lstat(join(root, 'link'))).isSymbolicLink()).toBe(true);
    expect((await readdir(linked)).sort()).toEqual(['MILLWRIGHT-PARTIAL.md', 'README.md', 'src']);
  });

  it('completes what a killed one left, and sweeps what it left beside', async () => {
    const folder = join(root, 'killed');
    await mkdir(join(folder, '.millwright'), { recursive: true });
    await writeFile(join(folder, 'README.md'), '# Books\n');
    const readme = createHash('sha256').update('# Books\n').digest('hex');
    const unfinished = { files: { 'README.md': readme }, repository: true };
    await writeFile(
      join(folder, '.millwright/manifest.json'),
      JSON.stringify({ version: 1, run: 'partial r', files: {}, unfinished }),
    );
    const { pid } = spawnSync('true');
    await mkdir(join(root, `.killed.millwright-${String(pid)}-0a`));
    await mkdir(join(root, `.swept.millwright-${String(pid)}-0a`));
    await writePartial(folder, partial);
    expect((await readdir(folder)).sort()).toEqual(['MILLWRIGHT-PARTIAL.md', 'README.md', 'src']);
    await writePartial(join(root, 'swept'), partial);
    expect((await readdir(root)).filter((name) => name.startsWith('.swept'))).toEqual([]);
    await rm(join(root, `.killed.millwright-${String(pid)}-0a`), { recursive: true });
  });

  it('fills a mount, which no other folder can take the place of', async () => {
    const disk = join(root, 'disk');
    await mkdir(disk);
    // Only root may mount; the same way is taken for the folder that the shell is in, above.
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]).status !== 0) return;
    try {
      await writePartial(disk, partial);
      expect((await readdir(disk)).sort()).toEqual(['MILLWRIGHT-PARTIAL.md', 'README.md', 'src']);
    } finally {
      spawnSync('umount', [disk]);
    }
  });

  it('says what to do when it cannot be written', async () => {
    await expect(writePartial(join(root, 'x'.repeat(300)), partial)).rejects.toMatchObject({
      name: 'DeliveryError',
      message: expect.stringContaining('shorter --out'),
    });
    await expect(writePartial(join(root, 'missing', 'deep'), partial)).rejects.toThrow('mkdir -p');
  });
});
