import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import type { WriteRequest } from '../../src/client/delivery/write-delivery.js';
import { describeWrite, type WriteResult } from '../../src/client/delivery/write-result.js';
import { snapshotOf } from './folder-snapshot.js';
import { reportOf } from './report-of.js';
import { ask, filesOf, first, report, second, writeTo, type TreeFiles } from './writing.js';

let folder: string;
let target: string;
const environment = { ...process.env };
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mw-write-'));
  target = join(folder, 'library');
});
afterEach(async () => {
  process.env = { ...environment };
  await rm(folder, { recursive: true, force: true });
});

function write(files: TreeFiles, changes: Partial<WriteRequest> = {}): Promise<WriteResult> {
  return writeTo(target, files, changes);
}

function withoutGit(): void {
  process.env.PATH = folder;
}

describe('a delivery to a folder that is new', () => {
  it('is the tree, both reports and the notes of what was written', async () => {
    const result = await write(first);
    expect(result).toMatchObject({ target, how: 'created', kept: [], saved: [], branch: null });
    const written = await snapshotOf(target);
    expect(Object.keys(written).sort()).toEqual([
      '.millwright/manifest.json',
      'MILLWRIGHT.md',
      'README.md',
      'millwright-report.html',
      'millwright-report.json',
      'src/app.ts',
      'src/old.ts',
    ]);
    expect(written['src/app.ts']).toBe('app\n');
    expect(written['MILLWRIGHT.md']).toContain('# Library');
    expect(JSON.parse(written['millwright-report.json'] ?? '')).toEqual(report);
    expect((await stat(join(target, 'README.md'))).mode & 0o111).toBe(0);
    expect(await readdir(folder)).toEqual(['library']);
  });

  it('is a git repository, clean, on main, whose commit depends on the tree alone', async () => {
    const one = await write(first);
    const other = await write(first, {
      target: join(folder, 'other'),
      report: reportOf({ costUsd: 3 }),
      runName: 'another-run',
    });
    expect(one.repository).toEqual(other.repository);
    expect(await ask(target, 'status', '--porcelain')).toBe('');
    expect(await ask(target, 'branch', '--show-current')).toBe('main');
    expect((await ask(target, 'ls-files')).split('\n')).toEqual(['README.md', 'src/app.ts', 'src/old.ts']);
    expect(one.repository).toEqual({ state: 'created', commit: await ask(target, 'rev-parse', 'HEAD') });
    await ask(target, 'fsck', '--strict');
  });

  it('says how many files the project has, as the run counted them, and which reports stand beside them', async () => {
    const result = await write(first);
    expect(describeWrite(result, 'library')[0]).toBe(
      `Wrote 3 files and 3 reports (MILLWRIGHT.md, millwright-report.html, millwright-report.json) to ${result.target}.`,
    );
  });

  it('changes nothing when it is written again, and says so', async () => {
    await write(first);
    const before = await snapshotOf(target);
    const again = await write(first);
    expect(again).toMatchObject({ how: 'unchanged', written: [], kept: [], branch: null });
    expect(await snapshotOf(target)).toEqual(before);
    expect(await ask(target, 'branch', '--list')).toBe('* main');
    expect(describeWrite(again, 'library').join('\n')).toContain(
      `Nothing to write: all of it is in ${target} already.`,
    );
  });

  it('fills a folder that is empty, also through a link, and also the one that the shell is in', async () => {
    await mkdir(target);
    await symlink(target, join(folder, 'link'));
    const result = await write(first, { target: join(folder, 'link') });
    expect(result).toMatchObject({ target, how: 'created' });
    expect((await lstat(join(folder, 'link'))).isSymbolicLink()).toBe(true);

    const here = join(folder, 'here');
    await mkdir(here);
    const before = (await stat(here)).ino;
    const workingFolder = process.cwd();
    process.chdir(here);
    try {
      expect(await write(first, { target: '.' })).toMatchObject({ repository: { state: 'created' } });
    } finally {
      process.chdir(workingFolder);
    }
    expect((await stat(here)).ino).toBe(before);
    expect(await snapshotOf(here)).toEqual(await snapshotOf(target));
    expect(await ask(here, 'status', '--porcelain')).toBe('');
  });

  it('sweeps what a killed one left beside it, and not what a running one is making', async () => {
    const dead = (await execa(process.execPath, ['-e', 'console.log(process.pid)'])).stdout;
    await mkdir(join(folder, `.library.millwright-${dead}-0a`, 'src'), { recursive: true });
    await mkdir(join(folder, `.library.millwright-${process.ppid}-0a`));
    await mkdir(join(folder, `.library.millwright-${process.pid}-0a`));
    await mkdir(join(folder, '.library.millwright-mine'));
    await write(first);
    expect(new Set(await readdir(folder))).toEqual(
      new Set(['.library.millwright-mine', `.library.millwright-${process.ppid}-0a`, 'library']),
    );
  });

  it('is written without git too, and says that it is no repository', async () => {
    withoutGit();
    const result = await write(first);
    expect(result.repository).toEqual({ state: 'none', because: 'there is no git on this machine' });
    expect(describeWrite(result, 'library').join('\n')).toContain('not a git repository');
    expect((await snapshotOf(target))['src/app.ts']).toBe('app\n');
    process.env = { ...environment };
    expect(await write(first, { target: join(folder, 'two'), bundle: null })).toMatchObject({
      repository: { state: 'none' },
    });
  });

  it('runs no hook and takes no setting of the user', async () => {
    const home = join(folder, 'home');
    await mkdir(join(home, 'hooks'), { recursive: true });
    const marker = join(folder, 'hook-ran');
    for (const hook of ['reference-transaction', 'post-checkout', 'post-index-change'])
      await writeFile(join(home, 'hooks', hook), `#!/bin/sh\ntouch ${marker}\n`, { mode: 0o755 });
    await writeFile(join(home, '.gitconfig'), `[core]\n hooksPath = ${home}/hooks\n autocrlf = true\n`);
    process.env.HOME = home;
    process.env.GIT_DIR = join(folder, 'nowhere');
    const result = await write(first);
    expect(result.repository.state).toBe('created');
    expect((await readdir(folder)).sort()).toEqual(['home', 'library']);
  });
});

describe('a delivery to any other folder that has files', () => {
  /** The first delivery with its repository taken away, as by a person who keeps it elsewhere. */
  async function deliveredBefore(): Promise<void> {
    await write(first);
    await rm(join(target, '.git'), { recursive: true });
  }

  it('replaces what Millwright wrote, removes what the project no longer has, and makes no repository', async () => {
    await deliveredBefore();
    const result = await write(second);
    expect(result).toMatchObject({ how: 'updated', removed: ['src/old.ts'], kept: [], saved: [] });
    expect(result.written).toEqual(['README.md', 'src/app.ts', 'src/new.ts']);
    const now = await snapshotOf(target);
    expect(now['src/app.ts']).toBe('app 2\n');
    expect(Object.keys(now)).not.toContain('src/old.ts');
    expect(result.repository.state).toBe('none');
    expect(await write(second)).toMatchObject({ how: 'unchanged', written: [], removed: [] });
    expect(await snapshotOf(target)).toEqual(now);
  });

  it("keeps a person's changes, files and deletions, and reports each", async () => {
    await deliveredBefore();
    await writeFile(join(target, 'src/app.ts'), 'mine\n');
    await writeFile(join(target, 'src/old.ts'), 'mine too\n');
    await writeFile(join(target, 'src/new.ts'), 'mine first\n');
    await writeFile(join(target, 'notes.txt'), 'notes\n');
    await rm(join(target, 'README.md'));
    const result = await write(second);
    expect(result.kept.map(({ path }) => path).sort()).toEqual([
      'README.md',
      'src/app.ts',
      'src/new.ts',
      'src/old.ts',
    ]);
    expect(await snapshotOf(target)).toMatchObject({
      'src/app.ts': 'mine\n',
      'src/old.ts': 'mine too\n',
      'src/new.ts': 'mine first\n',
      'notes.txt': 'notes\n',
    });
    expect(describeWrite(result, 'library').join('\n')).toContain(
      'Left src/app.ts as it is: it was changed since',
    );
    // Once more: still a person's, still kept; the file that the project no longer has is theirs alone now.
    const before = await snapshotOf(target);
    const kept = result.kept.filter(({ path }) => path !== 'src/old.ts');
    expect(await write(second)).toMatchObject({ how: 'unchanged', kept });
    expect(await snapshotOf(target)).toEqual(before);
  });

  it('advises --force for what that would write, and for nothing else, in words for a shell', async () => {
    target = join(folder, "a person's library");
    await deliveredBefore();
    await writeFile(join(target, 'src/old.ts'), 'mine\n');
    const gone = describeWrite(await write(second), 'library').join('\n');
    expect(gone).toContain('Left src/old.ts as it is');
    expect(gone).not.toContain('--force');
    await writeFile(join(target, 'src/app.ts'), 'mine\n');
    expect(describeWrite(await write(second), 'library').join('\n')).toContain(
      `"millwright fetch library --out '${folder}/a person'\\''s library' --force"`,
    );
  });

  it('with force saves what a person changed, each time under a name of its own, then writes', async () => {
    await deliveredBefore();
    await writeFile(join(target, 'src/app.ts'), 'mine\n');
    const result = await write(second, { force: true });
    expect(result.saved).toEqual([{ path: 'src/app.ts', savedAs: '.millwright/saved/library/src/app.ts' }]);
    await writeFile(join(target, 'src/app.ts'), 'mine again\n');
    await write(second, { force: true });
    expect(await snapshotOf(target)).toMatchObject({
      'src/app.ts': 'app 2\n',
      '.millwright/saved/library/src/app.ts': 'mine\n',
      '.millwright/saved/library-2/src/app.ts': 'mine again\n',
    });
  });

  it('never writes through a link, and with force saves the link itself', async () => {
    const outside = join(folder, 'outside');
    await mkdir(outside);
    await writeFile(join(outside, 'app.ts'), 'outside\n');
    await mkdir(target);
    await symlink(outside, join(target, 'src'));
    await symlink(join(outside, 'app.ts'), join(target, 'README.md'));
    const kept = await write(first);
    expect(kept.kept.map(({ path }) => path).sort()).toEqual(['README.md', 'src/app.ts', 'src/old.ts']);
    expect(await snapshotOf(outside)).toEqual({ 'app.ts': 'outside\n' });

    const forced = await write(first, { force: true });
    expect(forced.saved.map(({ path }) => path).sort()).toEqual(['README.md', 'src']);
    expect(await snapshotOf(outside)).toEqual({ 'app.ts': 'outside\n' });
    expect(await snapshotOf(target)).toMatchObject({
      'src/app.ts': 'app\n',
      'README.md': '# Library\n',
      '.millwright/saved/library/src': `-> ${outside}`,
    });
  });

  it('is refused where .millwright is a link', async () => {
    await mkdir(target);
    await mkdir(join(folder, 'outside'));
    await symlink(join(folder, 'outside'), join(target, '.millwright'));
    await expect(write(first, { force: true })).rejects.toThrow(/\.millwright is in the place of a folder/);
    expect(await readdir(join(folder, 'outside'))).toEqual([]);
  });

  it('keeps a folder that stands where a file should be, and with force saves it whole', async () => {
    await mkdir(join(target, 'README.md'), { recursive: true });
    await writeFile(join(target, 'README.md', 'mine'), 'mine');
    await writeFile(join(target, 'src'), 'a file');
    const kept = await write(first);
    expect(kept.kept.map(({ path }) => path).sort()).toEqual(['README.md', 'src/app.ts', 'src/old.ts']);
    await write(first, { force: true });
    expect(await snapshotOf(target)).toMatchObject({
      'README.md': '# Library\n',
      'src/app.ts': 'app\n',
      '.millwright/saved/library/README.md/mine': 'mine',
      '.millwright/saved/library/src': 'a file',
    });
  });

  it('writes where a file becomes a folder and a folder a file, at once, and keeps what a person put there', async () => {
    const before = filesOf({ place: 'file\n', 'kind/a/of.ts': 'of\n', 'full/of.ts': 'of\n' });
    await write(before, { bundle: null });
    await writeFile(join(target, 'full/mine.ts'), 'mine\n');
    const after = filesOf({ 'place/of.ts': 'of\n', kind: 'file\n', full: 'file\n' });
    const result = await write(after);
    expect(result).toMatchObject({
      written: ['kind', 'place/of.ts'],
      removed: ['full/of.ts', 'kind/a/of.ts', 'place'],
      kept: [{ path: 'full', because: 'a folder is in its place (full)' }],
    });
    expect(await snapshotOf(target)).toMatchObject({
      'place/of.ts': 'of\n',
      kind: 'file\n',
      'full/mine.ts': 'mine\n',
    });

    const forced = await write(after, { force: true });
    expect(forced.saved).toEqual([{ path: 'full', savedAs: '.millwright/saved/library/full' }]);
    expect(await snapshotOf(target)).toMatchObject({
      full: 'file\n',
      '.millwright/saved/library/full/mine.ts': 'mine\n',
    });
    // And back, in one step, with a change of a person in the place of the folder.
    await writeFile(join(target, 'kind'), 'mine\n');
    const back = await write(before, { force: true });
    expect(back.saved).toEqual([{ path: 'kind', savedAs: '.millwright/saved/library/kind' }]);
    expect(back.kept).toEqual([]);
    expect(await snapshotOf(target)).toMatchObject({
      place: 'file\n',
      'kind/a/of.ts': 'of\n',
      'full/of.ts': 'of\n',
    });
  });

  it("trusts no damaged notes: every file then counts as a person's", async () => {
    await deliveredBefore();
    await writeFile(join(target, '.millwright/manifest.json'), '{"version":1,"files":{"../../x":1}}');
    const result = await write(second);
    expect(result.removed).toEqual([]);
    expect(result.kept.map(({ path }) => path).sort()).toEqual(['README.md', 'src/app.ts']);
  });
});

describe('a delivery that cannot be written', () => {
  const refusals: readonly [string, () => Promise<string>, RegExp][] = [
    ['a file', async () => (await writeFile(target, 'x'), target), /is a file, not a folder\. Move it away/],
    [
      'in a folder that is a file',
      async () => (await writeFile(target, 'x'), join(target, 'in')),
      /A file is where a folder must be/,
    ],
    ['in a folder that is missing', () => Promise.resolve(join(target, 'deep')), /does not exist.*mkdir -p/s],
    [
      'a link that leads nowhere',
      async () => (await symlink(join(folder, 'gone'), target), target),
      /leads nowhere/,
    ],
    ['a name that is too long', () => Promise.resolve(join(folder, 'x'.repeat(300))), /shorter --out/],
  ];
  it.each(refusals)('says what to do when the target is %s', async (_what, prepare, message) => {
    const place = await prepare();
    await expect(write(first, { target: place })).rejects.toMatchObject({
      name: 'DeliveryError',
      exitCode: 2,
      message: expect.stringMatching(message),
    });
    expect((await readdir(folder)).filter((name) => name.includes('millwright'))).toEqual([]);
  });

  it.each(['../evil', '.git/config', 'MILLWRIGHT.md', '.millwright/manifest.json', 'millwright.md'])(
    'refuses a tree with the path %s and writes nothing',
    async (path) => {
      await expect(write(filesOf({ 'README.md': 'x', [path]: 'x' }))).rejects.toThrow(/cannot be written/);
      expect(await readdir(folder)).toEqual([]);
    },
  );

  it('says what to do when the user may not write there', async () => {
    // Root may write anywhere: a process of another user does it.
    if (process.getuid?.() !== 0) {
      await chmod(folder, 0o555);
      await expect(write(first)).rejects.toThrow(/may not write there/);
      await chmod(folder, 0o755);
      return;
    }
    process.seteuid?.(65_534);
    try {
      await expect(write(first)).rejects.toThrow(/may not write there: correct the permissions/);
    } finally {
      process.seteuid?.(0);
    }
    expect(await readdir(folder)).toEqual([]);
  });

  it('says that the disk is full, leaves nothing half-done beside it, and works once there is room', async () => {
    const disk = join(folder, 'disk');
    await mkdir(disk);
    const mounted = await execa('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], { reject: false });
    // Only root can make a full disk; elsewhere the sentence is shown by the other codes of the same table.
    if (mounted.failed) return;
    try {
      await writeFile(join(disk, 'filler'), Buffer.alloc(900_000));
      const place = join(disk, 'library');
      const big = new Map([...first, ['big.txt', Buffer.alloc(400_000)]]);
      await expect(write(big, { target: place })).rejects.toMatchObject({
        name: 'DeliveryError',
        message: expect.stringContaining('The disk is full'),
      });
      expect(await readdir(disk)).toEqual(['filler']);

      // A folder with files of a person: what was there is untouched, and the next one finishes it.
      await mkdir(place);
      await writeFile(join(place, 'mine.txt'), 'mine');
      await expect(write(big, { target: place })).rejects.toThrow(/The disk is full/);
      expect(await readFile(join(place, 'mine.txt'), 'utf8')).toBe('mine');
      await rm(join(disk, 'filler'));
      expect(await write(big, { target: place })).toMatchObject({ how: 'updated', kept: [] });
      expect((await stat(join(place, 'big.txt'))).size).toBe(400_000);

      // The mount itself is the empty folder: it cannot be replaced, so it is filled.
      await rm(place, { recursive: true });
      expect(await write(first, { target: disk })).toMatchObject({ repository: { state: 'created' } });
      expect(await ask(disk, 'status', '--porcelain')).toBe('');
    } finally {
      await execa('umount', [disk]);
    }
  });

  it('finds a folder that another command made meanwhile', async () => {
    const [one, two] = await Promise.all([write(first), write(first)]);
    expect([one.how, two.how].sort()).toEqual(['created', 'unchanged']);
    expect(await ask(target, 'status', '--porcelain')).toBe('');
    await rename(target, join(folder, 'moved'));
    expect(await readdir(folder)).toEqual(['moved']);
  });
});
