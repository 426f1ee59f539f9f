import type { Report } from '../../protocol/report.js';
import { checkTreePaths, REPORTS, sha256, withReports, type Files } from './delivered-files.js';
import { explainWriteError, systemCode } from './delivery-error.js';
import type { Delivery } from './delivery.js';
import { gitIsThere } from './git.js';
import type { Kept } from './lay-over-plan.js';
import { layOver, readWrittenManifest } from './lay-over.js';
import {
  findRepository,
  putOnBranch,
  type BranchResult,
  type PersonRepository,
} from './person-repository.js';
import { placeNew } from './place-new.js';
import { renderHtmlReport } from './render-html-report.js';
import { renderReport } from './render-report.js';
import { findTarget, holdsWorkingFolder, lookAt, type TargetFolder } from './target-folder.js';
import type { WriteResult } from './write-result.js';
import type { WrittenManifest } from './written-manifest.js';

export interface WriteRequest {
  /** The folder to write, as the user named it. */
  readonly target: string;
  /** The delivered tree: path → content. */
  readonly files: Files;
  readonly report: Report;
  /** `report` as it is stored. */
  readonly reportJson: string;
  readonly bundle: Uint8Array | null;
  /** Names branch and saved files: the run's workflow id, say. */
  readonly runName: string;
  /** Save what a person changed, then write over it. */
  readonly force: boolean;
}

/** An empty folder that cannot be replaced as a whole (a mount, a parent without permission) is filled in place. */
const CANNOT_REPLACE = new Set(['EBUSY', 'EPERM', 'EACCES', 'EROFS', 'EXDEV']);
/** Someone put something at the target while it was prepared. */
const TAKEN_MEANWHILE = new Set(['ENOTEMPTY', 'EEXIST', 'ENOTDIR']);

/** A run's name as a folder name. */
function folderName(run: string): string {
  const plain = run.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+|[.-]+$/g, '');
  return plain === '' ? 'run' : plain.slice(0, 100);
}

/** Files of the tree that are not as delivered in the folder. */
async function changedSince(target: string, tree: Files): Promise<readonly Kept[]> {
  const changed: Kept[] = [];
  for (const [path, content] of tree) {
    const now = await lookAt(target, path);
    if (now.state !== 'file' || now.sha256 !== sha256(content))
      changed.push({ path, because: 'it was changed since Millwright wrote it' });
  }
  return changed;
}

/** Whether the folder's notes say that exactly this tree was written there. */
function wasWritten(tree: Files, manifest: WrittenManifest | undefined): boolean {
  if (manifest === undefined) return false;
  const paths = [...manifest.files.keys()].filter((path) => !REPORTS.includes(path));
  return (
    paths.length === tree.size &&
    [...tree].every(([path, content]) => manifest.files.get(path) === sha256(content))
  );
}

async function writeBranch(
  target: string,
  repository: PersonRepository,
  delivery: Delivery,
  manifest: WrittenManifest | undefined,
): Promise<WriteResult> {
  const result: BranchResult = wasWritten(delivery.tree, manifest)
    ? { made: false, branch: null }
    : await putOnBranch(repository, delivery.run, delivery.tree, delivery.message);
  return {
    target,
    how: result.made ? 'branch' : 'unchanged',
    written: result.made ? [...delivery.tree.keys()].sort() : [],
    removed: [],
    kept: result.branch === null ? await changedSince(target, delivery.tree) : [],
    saved: [],
    branch: result.branch,
    repository: { state: 'there' },
  };
}

async function writeInto(target: string, delivery: Delivery, force: boolean): Promise<WriteResult> {
  const manifest = await readWrittenManifest(target);
  // A delivery that was killed on the way is finished, whatever repository is around it.
  if (manifest?.unfinished !== undefined)
    return layOver(target, delivery, { force, wantsRepository: manifest.unfinished.repository });
  const repository = await findRepository(target, delivery.hasGit);
  if (repository !== undefined) return writeBranch(target, repository, delivery, manifest);
  return layOver(target, delivery, { force, wantsRepository: false });
}

async function writeOnce(target: TargetFolder, delivery: Delivery, force: boolean): Promise<WriteResult> {
  const inPlace = (): Promise<WriteResult> =>
    layOver(target.path, delivery, { force, wantsRepository: true });
  switch (target.state) {
    case 'filled':
      return writeInto(target.path, delivery, force);
    case 'begun':
      return inPlace();
    case 'missing':
      return placeNew(target.path, delivery);
    case 'empty':
      if (holdsWorkingFolder(target.path)) return inPlace();
      try {
        return await placeNew(target.path, delivery);
      } catch (error) {
        if (!CANNOT_REPLACE.has(systemCode(error) ?? '')) throw error;
        return inPlace();
      }
  }
}

/**
 * Writes a delivery where the user wants it, repeatable after a kill at any moment:
 * - a folder that is missing or empty becomes the project, whole, with a git repository of its own;
 * - one that has files and is in a git repository is left untouched, and the project goes to a new branch of that;
 * - in any other, what Millwright wrote before is replaced, and what a person made or changed is kept and reported, or
 *   with `force` saved under `.millwright/saved/` first.
 * Writing the same delivery again changes nothing.
 * @throws DeliveryError when the target cannot be written, with what to do.
 */
export async function writeDelivery(request: WriteRequest): Promise<WriteResult> {
  checkTreePaths(request.files);
  const delivery: Delivery = {
    tree: request.files,
    files: withReports(request.files, {
      page: renderReport(request.report),
      html: await renderHtmlReport(request.report),
      data: request.reportJson,
    }),
    bundle: request.bundle,
    run: folderName(request.runName),
    message: `${request.report.title}\n\nWritten by Millwright, run ${request.runName}.`,
    hasGit: await gitIsThere(),
  };
  try {
    try {
      return await writeOnce(await findTarget(request.target), delivery, request.force);
    } catch (error) {
      if (!TAKEN_MEANWHILE.has(systemCode(error) ?? '')) throw error;
      // Another command made it first: look at it anew.
      return await writeOnce(await findTarget(request.target), delivery, request.force);
    }
  } catch (error) {
    throw explainWriteError(error, request.target);
  }
}
