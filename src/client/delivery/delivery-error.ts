import { systemCode } from '../../protocol/errors.js';

/** A delivery cannot be written where it was asked for. The message says what to do; exit code 2. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly exitCode = 2;
  /** The same for who cannot give the command again: without that it might help. */
  readonly trouble: string;

  constructor(message: string, { trouble = message, ...options }: ErrorOptions & { trouble?: string } = {}) {
    super(message, options);
    this.trouble = trouble;
  }
}

const AGAIN = ' and run the same command again, or choose another --out.';
const MEANWHILE = [
  'Something else was put there meanwhile',
  ': run the same command again, or choose another --out.',
] as const;

/** The system errors that a person can do something about, by Node's code: what is to be mended, and how to go on then. */
const REMEDIES: Readonly<Record<string, readonly [trouble: string, goOn: string]>> = {
  ENOSPC: ['The disk is full: free some space', AGAIN],
  EDQUOT: ['The disk quota is used up: free some space', AGAIN],
  EACCES: ['This user may not write there: correct the permissions', ', or choose another --out.'],
  EPERM: ['This user may not write there: correct the permissions', ', or choose another --out.'],
  EROFS: ['The file system is read-only', ': choose another --out.'],
  ENOTDIR: ['A file is where a folder must be: move it away', ', or choose another --out.'],
  ENAMETOOLONG: ['The path is too long for this file system', ': choose a shorter --out.'],
  EBUSY: ['Something there is mounted, or in use', ': choose another --out.'],
  EEXIST: MEANWHILE,
  ENOTEMPTY: MEANWHILE,
  EISDIR: MEANWHILE,
  EXDEV: ['Another disk is mounted inside of it', ': choose another --out.'],
};

/** A system error as a sentence with what to do; anything else as it is. */
export function explainWriteError(error: unknown, target: string): unknown {
  const code = systemCode(error);
  const remedy = code === undefined ? undefined : REMEDIES[code];
  if (code === undefined || remedy === undefined) return error;
  const [trouble, goOn] = remedy;
  const failed = `The project could not be written to ${target} (${code}).`;
  const kept = 'The run keeps it: nothing is lost.';
  return new DeliveryError(`${failed} ${trouble}${goOn} ${kept}`, {
    trouble: `${failed} ${trouble}. ${kept}`,
    cause: error,
  });
}
