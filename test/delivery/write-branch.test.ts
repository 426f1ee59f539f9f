import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WriteRequest } from '../../src/client/delivery/write-delivery.js';
import { describeWrite, type WriteResult } from '../../src/client/delivery/write-result.js';
import { snapshotOf } from './folder-snapshot.js';
import { reportOf } from './report-of.js';
import {
  ask,
  commitAll,
  filesOf,
  first,
  personRepository,
  second,
  writeTo,
  type TreeFiles,
} from './writing.js';

const REPORT_FILES = ['millwright-report.html', 'millwright-report.json'];

let folder: string;
let target: string;
const environment = { ...process.env };
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mw-branch-'));
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

describe('a delivery to a folder in a git repository', () => {
  it('goes to a new branch on top of HEAD, and leaves working tree, index and HEAD as they are', async () => {
    await personRepository(target);
    const before = [await snapshotOf(target), await ask(target, 'status', '--porcelain=v2', '--branch')];
    const result = await write(first);
    expect(result).toMatchObject({ how: 'branch', branch: 'millwright/library', kept: [] });
    expect([await snapshotOf(target), await ask(target, 'status', '--porcelain=v2', '--branch')]).toEqual(
      before,
    );
    expect(await ask(target, 'show', 'millwright/library:README.md')).toBe('# Library');
    expect(await ask(target, 'show', 'millwright/library:notes.txt')).toBe('notes');
    expect(await ask(target, 'rev-parse', 'millwright/library~2')).toBe(
      await ask(target, 'rev-parse', 'work'),
    );
    expect(await ask(target, 'for-each-ref', '--format=%(refname)')).toBe(
      'refs/heads/millwright/library\nrefs/heads/work',
    );
    await ask(target, 'fsck', '--strict');
  });

  it('lands at the place of the folder in that repository', async () => {
    await personRepository(folder);
    await mkdir(join(folder, 'a b', 'library'), { recursive: true });
    const place = join(folder, 'a b', 'library');
    await writeFile(join(place, 'mine.txt'), 'mine');
    await write(first, { target: place });
    expect(await ask(folder, 'show', 'millwright/library:a b/library/src/app.ts')).toBe('app');
    expect(await ask(folder, 'show', 'millwright/library:src/app.ts')).toBe('mine');
    expect(await readdir(place)).toEqual(['mine.txt']);
  });

  it('changes nothing when it is written again', async () => {
    await personRepository(target);
    await write(first);
    const refs = await ask(target, 'for-each-ref');
    expect(await write(first)).toMatchObject({ how: 'unchanged', branch: 'millwright/library', written: [] });
    expect(await ask(target, 'for-each-ref')).toBe(refs);
  });

  it('runs no hook of that repository', async () => {
    await personRepository(target);
    const marker = join(folder, 'hook-ran');
    for (const hook of ['reference-transaction', 'post-commit', 'post-index-change'])
      await writeFile(join(target, '.git/hooks', hook), `#!/bin/sh\ntouch ${marker}\n`, { mode: 0o755 });
    expect(await write(first)).toMatchObject({ how: 'branch' });
    expect(await readdir(folder)).toEqual(['library']);
  });

  it('is there already where a person went on from it: no branch takes their commits back', async () => {
    await write(first);
    await writeFile(join(target, 'src/app.ts'), 'mine\n');
    await commitAll(target);
    expect(await write(first)).toMatchObject({
      how: 'unchanged',
      branch: null,
      kept: [{ path: 'src/app.ts' }],
    });
    expect(await ask(target, 'branch', '--list')).toBe('* main');
  });

  it('takes another branch name where the first holds other work', async () => {
    await personRepository(target);
    await ask(target, 'branch', 'millwright/library');
    expect(await write(first)).toMatchObject({ how: 'branch', branch: 'millwright/library-2' });
    expect(await ask(target, 'rev-parse', 'millwright/library')).toBe(await ask(target, 'rev-parse', 'work'));
  });

  it('takes a repository without commits, and one that a delivery made', async () => {
    await mkdir(target);
    await ask(target, 'init', '--quiet');
    expect(await write(first)).toMatchObject({ how: 'branch' });
    expect(await ask(target, 'log', '--format=%P', 'millwright/library~1')).toBe('');

    const own = join(folder, 'own');
    await write(first, { target: own });
    await writeFile(join(own, 'src/app.ts'), 'mine\n');
    expect(await write(first, { target: own })).toMatchObject({
      how: 'unchanged',
      kept: [{ path: 'src/app.ts' }],
    });
    const result = await write(second, { target: own, runName: 'library/again 2' });
    expect(result).toMatchObject({
      how: 'branch',
      branch: 'millwright/library-again-2',
      removed: ['src/old.ts'],
    });
    expect(await readFile(join(own, 'src/app.ts'), 'utf8')).toBe('mine\n');
    expect(await ask(own, 'show', 'millwright/library-again-2:src/app.ts')).toBe('app 2');
  });

  it('holds on its branch what a new folder holds, and what a person switches to is exactly that', async () => {
    await write(first, { target: join(folder, 'new') });
    await personRepository(target);
    await ask(target, 'reset', '--quiet', '--hard');
    const result = await write(first);
    await ask(target, 'switch', '--quiet', 'millwright/library');
    expect(await snapshotOf(target)).toEqual({
      ...(await snapshotOf(join(folder, 'new'))),
      'notes.txt': 'notes\n',
      'untracked.txt': 'untracked\n',
    });
    expect(result.written).toContain('MILLWRIGHT.md');
    expect(describeWrite(result, 'library').join('\n')).toContain(
      'git worktree add FOLDER millwright/library',
    );
  });

  it('has the project in a commit that no report changes', async () => {
    await personRepository(target);
    await write(first);
    const project = await ask(target, 'rev-parse', 'millwright/library~1');
    expect(await ask(target, 'ls-tree', '-r', '--name-only', project)).toBe(
      ['README.md', 'notes.txt', 'src/app.ts', 'src/old.ts'].join('\n'),
    );
    // The same project with another report is there already.
    const again = await write(first, { report: reportOf({ costUsd: 3 }) });
    expect(again).toMatchObject({ how: 'unchanged', branch: 'millwright/library' });
    await ask(target, 'branch', '-D', '--quiet', 'millwright/library');
    await write(first, { report: reportOf({ costUsd: 3 }) });
    expect(await ask(target, 'rev-parse', 'millwright/library~1')).toBe(project);
  });

  it('removes on the branch what the project no longer has, and keeps there what a person changed', async () => {
    const before = filesOf({ 'a.ts': 'a\n', 'b.ts': 'b\n', place: 'file\n', 'kind/of.ts': 'of\n' });
    await write(before);
    await writeFile(join(target, 'b.ts'), 'mine\n');
    await writeFile(join(target, 'mine.ts'), 'mine\n');
    await commitAll(target);
    // Not committed: git itself keeps it from being lost when the person switches.
    await writeFile(join(target, 'a.ts'), 'dirty\n');
    const after = filesOf({ 'c.ts': 'c\n', 'place/of.ts': 'of\n', kind: 'file\n' });
    const result = await write(after, { runName: 'two' });
    expect(result).toMatchObject({
      how: 'branch',
      removed: ['a.ts', 'kind/of.ts', 'place'],
      kept: [{ path: 'b.ts', because: expect.stringContaining('no longer has it, but it was changed') }],
    });
    expect((await ask(target, 'ls-tree', '-r', '--name-only', 'millwright/two~1')).split('\n')).toEqual([
      'b.ts',
      'c.ts',
      'kind',
      'mine.ts',
      'place/of.ts',
    ]);
    expect(await readFile(join(target, 'a.ts'), 'utf8')).toBe('dirty\n');
    const said = describeWrite(result, 'two').join('\n');
    expect(said).toContain('Removed on that branch what the project no longer has: a.ts, kind/of.ts, place.');
    expect(said).not.toContain('--force');
  });

  it('knows what was written also in a clone, after a switch of branches, and after a merge', async () => {
    await write(first);
    const clone = join(folder, 'clone');
    await ask(folder, 'clone', '--quiet', target, clone);
    expect(await write(second, { target: clone, runName: 'two' })).toMatchObject({ removed: ['src/old.ts'] });
    expect(await write(first, { target: clone })).toMatchObject({ how: 'unchanged', branch: null });

    await write(second, { runName: 'two' });
    await ask(target, 'switch', '--quiet', 'millwright/two');
    await ask(target, 'switch', '--quiet', 'main');
    const third = filesOf({ 'src/other.ts': 'other\n' });
    expect(await write(third, { runName: 'three' })).toMatchObject({
      removed: ['README.md', 'src/app.ts', 'src/old.ts'],
    });
    await ask(target, 'merge', '--quiet', 'millwright/two');
    expect(await write(second, { runName: 'two' })).toMatchObject({ how: 'unchanged', branch: null });
    const result = await write(third, { runName: 'four' });
    expect(result).toMatchObject({ removed: ['README.md', 'src/app.ts', 'src/new.ts'], kept: [] });
    expect(await ask(target, 'ls-tree', '-r', '--name-only', 'millwright/four')).toBe(
      ['.millwright/manifest.json', 'MILLWRIGHT.md', ...REPORT_FILES, 'src/other.ts'].join('\n'),
    );
  });

  it('says which files of a person the branch replaces', async () => {
    await write(filesOf({ 'a.ts': 'a\n', 'b.ts': 'b\n', place: 'file\n' }));
    for (const path of ['a.ts', 'place', 'c.ts']) await writeFile(join(target, path), 'mine\n');
    await commitAll(target);
    const files = filesOf({ 'a.ts': 'a 2\n', 'b.ts': 'b 2\n', 'c.ts': 'c\n', 'place/of.ts': 'of\n' });
    const result = await write(files, { runName: 'two' });
    expect(result).toMatchObject({ replaced: ['a.ts', 'c.ts', 'place'], removed: [], kept: [] });
    expect(describeWrite(result, 'two').join('\n')).toContain('did not write: a.ts, c.ts, place.');
    expect(await ask(target, 'show', 'millwright/two~2:a.ts')).toBe('mine');
  });

  it('says so too of a file in the place of a folder, and of a folder in that of a file', async () => {
    await write(filesOf({ 'a.ts': 'a\n' }));
    await mkdir(join(target, 'kind/deep'), { recursive: true });
    for (const path of ['place', 'kind/deep/mine.ts', 'kinder.ts'])
      await writeFile(join(target, path), 'mine\n');
    await commitAll(target);
    const files = filesOf({ 'a.ts': 'a\n', 'place/of.ts': 'of\n', kind: 'file\n' });
    const result = await write(files, { runName: 'two' });
    expect(result).toMatchObject({ how: 'branch', replaced: ['kind/deep/mine.ts', 'place'], kept: [] });
    expect((await ask(target, 'ls-tree', '-r', '--name-only', 'millwright/two~1')).split('\n')).toEqual([
      'a.ts',
      'kind',
      'kinder.ts',
      'place/of.ts',
    ]);
  });

  it('removes nothing for a project that goes to another folder of that repository', async () => {
    await write(first);
    expect(
      await write(filesOf({ 'x.ts': 'x\n' }), { target: join(target, 'src'), runName: 'x' }),
    ).toMatchObject({ how: 'branch', removed: [] });
  });

  it('tells what was deleted from what was changed, says how to restore both, and with force does', async () => {
    await write(first);
    const asDelivered = await snapshotOf(target);
    await writeFile(join(target, 'src/app.ts'), 'mine\n');
    await rm(join(target, 'src/old.ts'));
    await rm(join(target, 'MILLWRIGHT.md'));
    const kept = await write(first);
    expect(kept).toMatchObject({
      how: 'unchanged',
      kept: [
        { path: 'src/app.ts', because: 'it was changed since Millwright wrote it' },
        { path: 'src/old.ts', because: 'it was deleted since Millwright wrote it' },
      ],
    });
    expect(describeWrite(kept, 'library')).toEqual([
      `Nothing to write: the rest of it is in ${target} already.`,
      'Left src/app.ts as it is: it was changed since Millwright wrote it.',
      'Left src/old.ts as it is: it was deleted since Millwright wrote it.',
      `To have it as delivered: "millwright fetch library --out ${target} --force" saves what is there, then writes.`,
    ]);

    const forced = await write(first, { force: true });
    expect(forced).toMatchObject({
      how: 'updated',
      written: ['MILLWRIGHT.md', 'src/app.ts', 'src/old.ts'],
      saved: [{ path: 'src/app.ts', savedAs: '.millwright/saved/library/src/app.ts' }],
      branch: null,
      repository: { state: 'there' },
    });
    expect(await snapshotOf(target)).toEqual({
      ...asDelivered,
      '.millwright/saved/library/src/app.ts': 'mine\n',
    });
    expect(await ask(target, 'status', '--porcelain')).toBe('');
    expect(await ask(target, 'branch', '--list')).toBe('* main');
    expect(await write(first, { force: true })).toMatchObject({ how: 'unchanged', saved: [] });
  });

  it('with force never touches the working tree for a project that was not delivered there', async () => {
    await personRepository(target);
    const before = await snapshotOf(target);
    expect(await write(first, { force: true })).toMatchObject({ how: 'branch', saved: [] });
    expect(await write(first, { force: true })).toMatchObject({ branch: 'millwright/library', saved: [] });
    expect(await snapshotOf(target)).toEqual(before);
  });

  it('is refused without git, and inside of .git, with what to do', async () => {
    await personRepository(target);
    await expect(write(first, { target: join(target, '.git') })).rejects.toThrow(/choose another --out/);
    const before = await snapshotOf(target);
    withoutGit();
    await expect(write(first)).rejects.toMatchObject({
      name: 'DeliveryError',
      exitCode: 2,
      message: expect.stringContaining('Install git'),
    });
    expect(await snapshotOf(target)).toEqual(before);
  });
});
