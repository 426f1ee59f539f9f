import type { Report } from '../../protocol/report.js';
import { checkTreePaths, withReports, type Files } from './delivered-files.js';
import type { Delivery } from './delivery.js';
import { gitIsThere } from './git.js';
import { layOver, readWrittenManifest } from './lay-over.js';
import { findRepository } from './person-repository.js';
import { renderHtmlReport } from './render-html-report.js';
import { renderReport } from './render-report.js';
import { writeBranch } from './write-branch.js';
import { intoTarget, isNew, writeNew } from './write-new.js';
import type { WriteResult } from './write-result.js';

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

/** A run's name as a folder name. */
function folderName(run: string): string {
  const plain = run.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+|[.-]+$/g, '');
  return plain === '' ? 'run' : plain.slice(0, 100);
}

async function writeInto(target: string, delivery: Delivery, force: boolean): Promise<WriteResult> {
  const manifest = await readWrittenManifest(target);
  // A delivery that was killed on the way is finished, whatever repository is around it.
  if (manifest?.unfinished !== undefined)
    return layOver(target, delivery, { force, wantsRepository: manifest.unfinished.repository });
  const repository = await findRepository(target, delivery.hasGit);
  if (repository !== undefined) return writeBranch(target, repository, delivery, manifest, force);
  return layOver(target, delivery, { force, wantsRepository: false });
}

/**
 * Writes a delivery where the user wants it, repeatable after a kill at any moment:
 * - a folder that is missing or empty becomes the project, whole, with a git repository of its own;
 * - one that has files and is in a git repository is left untouched, and the project goes to a new branch of that; if it was
 *   delivered there before, what a person changed is reported, or with `force` saved and written again;
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
    reportMessage:
      `Add the report of the run ${request.runName}\n\n` +
      'It holds times and costs: the commit before this one is the project, and depends on none.',
    leavesNotes: true,
    hasGit: await gitIsThere(),
  };
  return intoTarget(request.target, (target) =>
    isNew(target)
      ? writeNew(target, delivery, request.force)
      : writeInto(target.path, delivery, request.force),
  );
}
