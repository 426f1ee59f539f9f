import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { projectPathProblem } from '../../../protocol/project-path.js';
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
 * whole, so they never go over anything. The folder appears complete or not at all.
 * @throws CommandError `OutputFolder` when something is in it.
 */
export async function writePartial(folder: string, project: PartialProject): Promise<void> {
  const present = await readdir(folder).catch(() => []);
  if (present.length > 0) {
    throw new CommandError(
      'OutputFolder',
      `${folder} is not empty. A partial project goes into a folder of its own; name a new one with --out.`,
    );
  }
  const incoming = await mkdtemp(join(dirname(folder), `.${basename(folder)}-`));
  try {
    for (const [path, content] of project.files) {
      const problem = projectPathProblem(path);
      if (problem !== undefined)
        throw new CommandError(
          'OutputFolder',
          `The path ${JSON.stringify(path)} of the tree is refused: ${problem}.`,
        );
      await mkdir(dirname(join(incoming, path)), { recursive: true });
      await writeFile(join(incoming, path), content);
    }
    await writeFile(join(incoming, NOTICE), notice(project));
    await rename(incoming, folder);
  } catch (error) {
    await rm(incoming, { recursive: true, force: true });
    throw error;
  }
}

function notice({ workflowId, state, files }: PartialProject): string {
  return `# A partial project

These ${String(files.size)} files are what the run \`${workflowId}\` had accepted when it was ${state}. Each passed its own checks;
the project as a whole was not verified, and parts of it are missing.
`;
}
