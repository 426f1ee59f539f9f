import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createFolderStore } from '../../src/artifacts/folder-store.js';
import { getJson, putJson } from '../../src/artifacts/json-artifact.js';
import { foldTree, materialize, readTree, readTreeContents } from '../../src/artifacts/tree-store.js';
import type { ArtifactStore } from '../../src/protocol/artifact-store.js';
import { EMPTY_TREE, type TreeView } from '../../src/protocol/tree.js';

let folder: string;
let store: ArtifactStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mw-tree-'));
  store = createFolderStore(join(folder, 'store'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function viewOf(files: Readonly<Record<string, string>>): Promise<TreeView> {
  const changes = await Promise.all(
    Object.entries(files).map(async ([path, content]) => ({ path, content: await store.put(content) })),
  );
  return { manifest: null, changes };
}

describe('a stored tree', () => {
  it('reads as its manifest with the later changes laid over', async () => {
    const manifest = await foldTree(store, await viewOf({ 'a.ts': 'a', 'b.ts': 'b' }));
    const changes = [
      { path: 'b.ts', content: null },
      { path: 'src/c.ts', content: await store.put('c') },
    ];
    const contents = await readTreeContents(store, { manifest, changes });
    expect([...contents].map(([path, bytes]) => [path, Buffer.from(bytes).toString()])).toEqual([
      ['a.ts', 'a'],
      ['src/c.ts', 'c'],
    ]);
  });

  it('folds to an equal reference however it came about', async () => {
    const once = await foldTree(store, await viewOf({ 'a.ts': 'a', 'b.ts': 'b' }));
    const first = await foldTree(store, await viewOf({ 'b.ts': 'b', 'x.ts': 'x' }));
    const later = await foldTree(store, {
      manifest: first,
      changes: [
        { path: 'x.ts', content: null },
        { path: 'a.ts', content: await store.put('a') },
      ],
    });
    expect(later).toEqual(once);
  });

  it('has no files when nothing was accepted', async () => {
    expect(await readTree(store, EMPTY_TREE)).toEqual([]);
  });

  it('is refused when two of its paths are one file where case is folded', async () => {
    await expect(foldTree(store, await viewOf({ 'README.md': 'a', 'readme.md': 'b' }))).rejects.toMatchObject(
      {
        type: 'GenerationError',
        message: expect.stringContaining('README.md'),
      },
    );
  });

  it('is ArtifactCorrupt when what its reference names is no manifest', async () => {
    const manifest = await putJson(store, { version: 1, files: [{ path: '../x', content: 1 }] });
    await expect(readTree(store, { manifest, changes: [] })).rejects.toMatchObject({
      type: 'ArtifactCorrupt',
      message: expect.stringContaining('../x'),
    });
    const text = await store.put('no JSON');
    await expect(readTree(store, { manifest: text, changes: [] })).rejects.toMatchObject({
      type: 'ArtifactCorrupt',
    });
  });
});

describe('a tree written into a folder', () => {
  it('is there byte for byte, with no file executable', async () => {
    const target = join(folder, 'out');
    await materialize(store, await viewOf({ 'README.md': '# hi\n', 'src/deep/a.ts': 'a\r\n' }), target);
    expect(await readFile(join(target, 'src/deep/a.ts'), 'utf8')).toBe('a\r\n');
    expect(await readFile(join(target, 'README.md'), 'utf8')).toBe('# hi\n');
    expect((await stat(join(target, 'README.md'))).mode & 0o111).toBe(0);
  });

  it('goes into an empty folder only', async () => {
    const target = join(folder, 'out');
    await mkdir(target);
    await writeFile(join(target, 'mine'), 'mine');
    await expect(materialize(store, await viewOf({ a: 'a' }), target)).rejects.toThrow('not empty');
    expect(await readdir(target)).toEqual(['mine']);
  });

  it('may be reached through a link, and holds no path that leads out of it', async () => {
    await mkdir(join(folder, 'real'));
    await symlink(join(folder, 'real'), join(folder, 'link'));
    await materialize(store, await viewOf({ 'src/a.ts': 'a' }), join(folder, 'link'));
    expect(await readFile(join(folder, 'real/src/a.ts'), 'utf8')).toBe('a');
    const evil: TreeView = { manifest: null, changes: [{ path: '../evil', content: await store.put('x') }] };
    await expect(materialize(store, evil, join(folder, 'two'))).rejects.toMatchObject({
      type: 'GenerationError',
    });
    expect((await readdir(folder)).sort()).toEqual(['link', 'real', 'store']);
  });

  it('is not called written when a content is missing', async () => {
    const view: TreeView = {
      manifest: null,
      changes: [{ path: 'a', content: { sha256: 'a'.repeat(64), bytes: 1 } }],
    };
    await expect(materialize(store, view, join(folder, 'out'))).rejects.toMatchObject({
      type: 'ArtifactMissing',
    });
  });
});

describe('a JSON artifact', () => {
  it('comes back as its schema reads it', async () => {
    const ref = await putJson(store, { a: 1 });
    expect(await getJson(store, ref, z.strictObject({ a: z.number() }))).toEqual({ a: 1 });
  });

  it('is ArtifactCorrupt, naming the field, when it has another shape', async () => {
    const ref = await putJson(store, { a: 'one' });
    await expect(getJson(store, ref, z.strictObject({ a: z.number() }))).rejects.toMatchObject({
      type: 'ArtifactCorrupt',
      message: expect.stringContaining('a: '),
    });
  });

  it('cannot hold what JSON has no word for', async () => {
    await expect(putJson(store, undefined)).rejects.toThrow(TypeError);
  });
});
