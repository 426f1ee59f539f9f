import type { Files } from './delivered-files.js';

/** A delivery ready to be written: what each way of writing takes. */
export interface Delivery {
  /** The project's own files. */
  readonly tree: Files;
  /** The tree and its reports: everything that lands in a folder of its own. */
  readonly files: Files;
  readonly bundle: Uint8Array | null;
  readonly run: string;
  /** For a commit on top of a person's work: of the project, and after it of the reports. */
  readonly message: string;
  readonly reportMessage: string;
  /** Whether `.millwright/` tells the next delivery what this one wrote. */
  readonly leavesNotes: boolean;
  /** Whether git runs on this machine. */
  readonly hasGit: boolean;
}

/** Why this delivery cannot become a repository, or undefined. */
export function noRepositoryBecause({ bundle, hasGit }: Delivery): string | undefined {
  if (!hasGit) return 'there is no git on this machine';
  if (bundle === null) return 'the worker of this run had no git to make its commit';
  return undefined;
}
