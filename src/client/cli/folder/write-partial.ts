import { checkTreePaths, MANIFEST } from '../../delivery/delivered-files.js';
import type { Delivery } from '../../delivery/delivery.js';
import { layOver, readWrittenManifest } from '../../delivery/lay-over.js';
import { intoTarget, isNew, writeNew } from '../../delivery/write-new.js';
import { CommandError } from '../command-error.js';

export interface PartialProject {
  readonly workflowId: string;
  /** `open`, or how the run ended. */
  readonly state: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Says in the folder itself that it is no delivery. */
const NOTICE = 'MILLWRIGHT-PARTIAL.md';

/**
 * Writes the files that a run has accepted so far into a folder that is new or empty: nothing vouches for them as a
 * whole, so they never go over anything. A kill at any moment leaves nothing there, or what the same command completes.
 * @throws CommandError `OutputFolder` when something is in it; DeliveryError when it cannot be written.
 */
export async function writePartial(folder: string, project: PartialProject): Promise<void> {
  checkTreePaths(project.files, [NOTICE, MANIFEST]);
  const files = new Map([...project.files, [NOTICE, Buffer.from(notice(project), 'utf8')]]);
  const run = `partial ${project.workflowId}`;
  // No repository and no notes: it is not for a later delivery to go on from.
  const delivery: Delivery = {
    tree: files,
    files,
    bundle: null,
    run,
    message: run,
    reportMessage: run,
    leavesNotes: false,
    hasGit: false,
  };
  await intoTarget(folder, async (target) => {
    if (isNew(target)) return writeNew(target, delivery, false);
    const manifest = await readWrittenManifest(target.path);
    if (manifest?.unfinished !== undefined && manifest.run === run)
      return layOver(target.path, delivery, { force: false, wantsRepository: false });
    throw new CommandError(
      'OutputFolder',
      `${folder} is not empty. A partial project goes into a folder of its own; name a new one with --out.`,
    );
  });
}

function notice({ workflowId, state, files }: PartialProject): string {
  return `# A partial project

These ${String(files.size)} files are what the run \`${workflowId}\` had accepted when it was ${state}. Each passed its own checks;
the project as a whole was not verified, and parts of it are missing.
`;
}
