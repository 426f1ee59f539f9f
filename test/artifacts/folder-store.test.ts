import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { createFolderStore } from '../../src/artifacts/folder-store.js';
import { describeArtifactStore } from './store-suite.js';

describeArtifactStore('the folder store', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mw-store-'));
  return {
    store: createFolderStore(folder),
    reopen: () => createFolderStore(folder),
    close: () => rm(folder, { recursive: true, force: true }),
  };
});

describe('the folder store', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mw-store-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  const fileOf = (ref: { sha256: string }): string =>
    join(folder, ref.sha256.slice(0, 2), ref.sha256.slice(2));

  it('keeps an artifact as a file named by its hash, and leaves no temporary file', async () => {
    const ref = await createFolderStore(folder).put('content');
    expect(await readFile(fileOf(ref), 'utf8')).toBe('content');
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  });

  it.each([
    ['changed', (file: string) => writeFile(file, 'CONTENT')],
    ['cut short', (file: string) => truncate(file, 3)],
    ['emptied', (file: string) => truncate(file, 0)],
  ])('refuses a file that was %s, naming it, and heals it when equal bytes are put', async (_how, damage) => {
    const store = createFolderStore(folder);
    const ref = await store.put('content');
    await damage(fileOf(ref));
    await expect(store.get(ref)).rejects.toMatchObject({
      type: 'ArtifactCorrupt',
      message: expect.stringContaining(fileOf(ref)),
    });
    expect(await store.put('content')).toEqual(ref);
    expect(Buffer.from(await store.get(ref)).toString()).toBe('content');
  });

  it('does not write a file again that is whole', async () => {
    const store = createFolderStore(folder);
    const ref = await store.put('content');
    const before = await stat(fileOf(ref));
    await store.put('content');
    expect((await stat(fileOf(ref))).ino).toBe(before.ino);
  });

  it('sweeps temporary files left more than a day ago, and leaves younger ones to their writers', async () => {
    await mkdir(join(folder, 'incoming'));
    await writeFile(join(folder, 'incoming', 'old'), 'x');
    await writeFile(join(folder, 'incoming', 'young'), 'x');
    const twoDaysAgo = new Date(Date.now() - 2 * 24 * 60 * 60 * 1000);
    await utimes(join(folder, 'incoming', 'old'), twoDaysAgo, twoDaysAgo);
    await createFolderStore(folder).put('content');
    expect(await readdir(join(folder, 'incoming'))).toEqual(['young']);
  });

  it('says what to do when a file is where its folder must be, and works once that is gone', async () => {
    const place = join(folder, 'store');
    await writeFile(place, 'a file');
    const store = createFolderStore(place);
    await expect(store.put('content')).rejects.toMatchObject({
      name: 'ArtifactStoreError',
      message: expect.stringContaining('set MILLWRIGHT_HOME'),
    });
    await rm(place);
    const ref = await store.put('content');
    expect(await store.has(ref)).toBe(true);
  });

  it('says that the disk is full, keeps nothing half-written, and works once there is room', async () => {
    const mounted = await execa('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], {
      reject: false,
    });
    // Only root can make a full disk.
    if (mounted.failed) return;
    try {
      await writeFile(join(folder, 'filler'), Buffer.alloc(800_000));
      const store = createFolderStore(folder);
      const big = Buffer.alloc(500_000, 'x');
      await expect(store.put(big)).rejects.toMatchObject({
        name: 'ArtifactStoreError',
        code: 'ENOSPC',
        message: expect.stringContaining('The disk is full: free some space'),
      });
      expect(await readdir(join(folder, 'incoming'))).toEqual([]);
      await rm(join(folder, 'filler'));
      expect(Buffer.from(await store.get(await store.put(big))).equals(big)).toBe(true);
    } finally {
      await execa('umount', [folder]);
    }
  });
});
