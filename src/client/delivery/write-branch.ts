import { filesOfCommit } from './commit-files.js';
import { MANIFEST, REPORTS, sha256, type Files } from './delivered-files.js';
import type { Delivery } from './delivery.js';
import { CHANGED_AND_GONE, conflict, type Kept } from './lay-over-plan.js';
import { layOver } from './lay-over.js';
import { headOf, ownRootOf, putOnBranch, type PersonRepository } from './person-repository.js';
import { lookAt } from './target-folder.js';
import type { WriteResult } from './write-result.js';
import { encodeWrittenManifest, type WrittenManifest } from './written-manifest.js';

/** Path → SHA-256 of what Millwright wrote. */
type Written = WrittenManifest['files'];

/** Files of the tree that are not as delivered in the folder. */
async function changedSince(target: string, tree: Files): Promise<readonly Kept[]> {
  const changed: Kept[] = [];
  for (const [path, content] of tree) {
    const now = await lookAt(target, path);
    if (now.state !== 'file' || now.sha256 !== sha256(content))
      changed.push({ path, because: conflict(now, true), wanted: true });
  }
  return changed;
}

/** Whether exactly this tree was written. */
function wasWritten(tree: Files, written: Written): boolean {
  const paths = [...written.keys()].filter((path) => !REPORTS.includes(path));
  return (
    paths.length === tree.size && [...tree].every(([path, content]) => written.get(path) === sha256(content))
  );
}

/**
 * What earlier deliveries wrote: by the folder's notes, or where there are none (a clone has none, and a switch of
 * branches may take them away) by the commit with which Millwright began the repository of that folder.
 */
async function writtenBefore(
  repository: PersonRepository,
  head: string | undefined,
  manifest: WrittenManifest | undefined,
): Promise<Written> {
  if (manifest !== undefined) return manifest.files;
  const root = head === undefined || repository.prefix !== '' ? undefined : await ownRootOf(repository, head);
  return root === undefined ? new Map() : filesOfCommit(repository, root);
}

/** What becomes of HEAD's files on the branch. */
interface OnBranch {
  /** Of earlier deliveries, as written, and no longer part of the project. */
  readonly remove: readonly string[];
  /** The same, but changed since. */
  readonly kept: readonly Kept[];
  /** A person's, or changed by one, with the project's in their place. */
  readonly replaced: readonly string[];
}

/** `src/a/b.ts` → `src`, `src/a`. */
function foldersAbove(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

async function planBranch(
  repository: PersonRepository,
  head: string,
  written: Written,
  files: Files,
): Promise<OnBranch> {
  const remove: string[] = [];
  const kept: Kept[] = [];
  const replaced: string[] = [];
  const folders = new Set([...files.keys()].flatMap(foldersAbove));
  const inTheWay = (path: string): boolean =>
    folders.has(path) || foldersAbove(path).some((folder) => files.has(folder));
  const concerned = (path: string): boolean => written.has(path) || files.has(path) || inTheWay(path);
  for (const [path, now] of await filesOfCommit(repository, head, concerned)) {
    const content = files.get(path);
    const asWritten = now === written.get(path);
    if (content === undefined) {
      if (asWritten) remove.push(path);
      else if (inTheWay(path)) replaced.push(path);
      else kept.push({ path, because: CHANGED_AND_GONE, wanted: false });
    } else if (!asWritten && now !== sha256(content)) replaced.push(path);
  }
  return { remove: remove.sort(), kept, replaced: replaced.sort() };
}

/** Reports and notes, as they lie in a new folder. */
function besides(delivery: Delivery): Files {
  const written = new Map([...delivery.files].map(([path, content]) => [path, sha256(content)]));
  const manifest = encodeWrittenManifest({ run: delivery.run, files: written, unfinished: undefined });
  return new Map([
    ...[...delivery.files].filter(([path]) => !delivery.tree.has(path)),
    [MANIFEST, Buffer.from(manifest, 'utf8')],
  ]);
}

/**
 * Writes a delivery to a folder in a git repository: onto a new branch, with what a new folder would hold, and nothing else
 * is touched. Where that repository has all of it already there is nothing to make: what a person changed in the folder
 * is kept and reported, or with `force` saved, and written again.
 */
export async function writeBranch(
  target: string,
  repository: PersonRepository,
  delivery: Delivery,
  manifest: WrittenManifest | undefined,
  force: boolean,
): Promise<WriteResult> {
  const head = await headOf(repository);
  const written = await writtenBefore(repository, head, manifest);
  if (!wasWritten(delivery.tree, written)) {
    const { remove, kept, replaced } =
      head === undefined
        ? { remove: [], kept: [], replaced: [] }
        : await planBranch(repository, head, written, delivery.files);
    const result = await putOnBranch(repository, head, delivery.run, [
      { message: delivery.message, remove, files: delivery.tree },
      { message: delivery.reportMessage, remove: [], files: besides(delivery) },
    ]);
    if (result.branch !== null)
      return {
        target,
        how: result.made ? 'branch' : 'unchanged',
        written: result.made ? [...delivery.files.keys()].sort() : [],
        removed: result.made ? remove : [],
        kept,
        saved: [],
        replaced,
        branch: result.branch,
        repository: { state: 'there' },
      };
  }
  if (force) {
    const restored = await layOver(target, delivery, { force, wantsRepository: false });
    return { ...restored, repository: { state: 'there' } };
  }
  return {
    target,
    how: 'unchanged',
    written: [],
    removed: [],
    kept: await changedSince(target, delivery.tree),
    saved: [],
    replaced: [],
    branch: null,
    repository: { state: 'there' },
  };
}
