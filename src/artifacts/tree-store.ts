import { mkdir, open, readdir, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ArtifactStore } from '../protocol/artifact-store.js';
import type { ArtifactRef } from '../protocol/artifact.js';
import { MillwrightError } from '../protocol/errors.js';
import { treeProblem } from '../protocol/tree-problem.js';
import {
  applyChanges,
  encodeManifest,
  manifestSchema,
  type ManifestFile,
  type TreeView,
} from '../protocol/tree.js';
import { eachLimited } from './each-limited.js';
import { getJson } from './json-artifact.js';

/** Artifacts read or written at the same time: enough to hide the latency of a remote store, far below any limit of open files. */
const CONCURRENCY = 16;

/**
 * The files of a tree, sorted by path.
 * @throws MillwrightError `ArtifactMissing` or `ArtifactCorrupt` for its manifest, `GenerationError` when the files cannot
 * stand together in one folder.
 */
export async function readTree(store: ArtifactStore, view: TreeView): Promise<readonly ManifestFile[]> {
  const stored = view.manifest === null ? [] : (await getJson(store, view.manifest, manifestSchema)).files;
  const files = applyChanges(stored, view.changes);
  const problem = treeProblem(files.map((file) => file.path));
  if (problem !== undefined)
    throw new MillwrightError(
      'GenerationError',
      `This tree cannot be a project: ${problem}. Rename the file in the plan.`,
      { problem },
    );
  return files;
}

/** Stores the tree as one manifest. Equal trees, however they came about, give an equal reference. */
export async function foldTree(store: ArtifactStore, view: TreeView): Promise<ArtifactRef> {
  return store.put(encodeManifest(await readTree(store, view)));
}

/** Every file of a tree with its bytes, by path, in the order of the paths. */
export async function readTreeContents(
  store: ArtifactStore,
  view: TreeView,
): Promise<Map<string, Uint8Array>> {
  const files = await readTree(store, view);
  return new Map(
    await eachLimited(files, CONCURRENCY, async ({ path, content }): Promise<[string, Uint8Array]> => [
      path,
      await store.get(content),
    ]),
  );
}

/**
 * Writes a tree into `folder`, which is created, or must be empty. No file gets the executable bit. Nothing is written
 * outside of it: the paths are checked anew, every file must be new, and a folder that turns out to lead elsewhere (a
 * link laid there meanwhile) is refused.
 */
export async function materialize(store: ArtifactStore, view: TreeView, folder: string): Promise<void> {
  const files = await readTree(store, view);
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0)
    throw new Error(`${folder} is not empty; a tree is written into an empty folder only`);
  const root = await realpath(folder);
  const folders = [...new Set(files.map(({ path }) => dirname(path)))].sort();
  for (const name of folders) {
    const wanted = join(root, name);
    await mkdir(wanted, { recursive: true });
    if ((await realpath(wanted)) !== wanted) throw new Error(`${wanted} leads out of the folder of the tree`);
  }
  await eachLimited(files, CONCURRENCY, async ({ path, content }) => {
    const bytes = await store.get(content);
    // `wx` creates: it neither follows a link nor overwrites.
    const handle = await open(join(root, path), 'wx', 0o644);
    try {
      await handle.writeFile(bytes);
    } finally {
      await handle.close();
    }
  });
}
