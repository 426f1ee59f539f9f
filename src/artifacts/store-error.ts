import { systemCode } from '../protocol/errors.js';

/** What to do about the system errors that a person can do something about, by Node's code. */
const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: free some space there, or set MILLWRIGHT_HOME to a folder on another disk.',
  EDQUOT: 'The quota is used up: free some space there, or set MILLWRIGHT_HOME to a folder elsewhere.',
  EACCES:
    'This user may not use it: correct its permissions, or set MILLWRIGHT_HOME to a folder of your own.',
  EPERM: 'This user may not use it: correct its permissions, or set MILLWRIGHT_HOME to a folder of your own.',
  EROFS: 'The file system is read-only: set MILLWRIGHT_HOME to a folder that can be written.',
  ENOTDIR: 'A file is where a folder must be: move it away, or set MILLWRIGHT_HOME to another folder.',
  EEXIST: 'A file is where a folder must be: move it away, or set MILLWRIGHT_HOME to another folder.',
  EMFILE: 'Too many files are open: raise the limit (ulimit -n), or lower the concurrency of the run.',
};

/**
 * The store itself cannot be used (disk full, no permission …). Trying again helps once the cause is gone, so it is none
 * of the failures that end a run. `code` is Node's.
 */
export class ArtifactStoreError extends Error {
  override readonly name = 'ArtifactStoreError';

  constructor(
    message: string,
    readonly code: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A system error as a sentence with what to do; anything else as it is. */
export function explainStoreError(error: unknown, doing: string): unknown {
  const code = systemCode(error);
  if (code === undefined || error instanceof ArtifactStoreError) return error;
  const remedy = REMEDIES[code] ?? 'Check that folder and its disk, then try again.';
  return new ArtifactStoreError(`Could not ${doing} (${code}). ${remedy}`, code, { cause: error });
}
