import { constants } from 'node:os';
import { MillwrightError } from '../../protocol/errors.js';
import type { ProcessEnd } from '../bounded-process.js';
import type { SandboxResult } from '../sandbox.js';

const SIGNALS = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));

/** bubblewrap hands a signal on as shells do, as 128 + its number. */
function readExit(code: number): { exitCode: number | null; signal: string | null } {
  const signal = code > 128 ? SIGNALS.get(code - 128) : undefined;
  return signal === undefined ? { exitCode: code, signal: null } : { exitCode: null, signal };
}

/** Whether the kernel ended something for its memory; null where only the program's own last words tell. */
export type MemoryVerdict = boolean | null;

function exceededBound(
  end: ProcessEnd,
  signal: string | null,
  outOfMemory: MemoryVerdict,
): SandboxResult['exceeded'] {
  if (outOfMemory === true) return 'memory';
  if (end.wallExceeded) return 'wall';
  if (signal === 'SIGXCPU') return 'cpu';
  const ranOut = /out of memory|cannot allocate memory|std::bad_alloc/i.test(end.stderr);
  return outOfMemory === null && signal !== null && ranOut ? 'memory' : null;
}

/**
 * How the sandboxed program ended, from how bubblewrap did.
 * @throws MillwrightError `SandboxUnavailable` when the program was never started; it may be the next time, since a sandbox that was
 * found works.
 */
export function readEnd(end: ProcessEnd, outOfMemory: MemoryVerdict): SandboxResult {
  const code = /"exit-code"\s*:\s*(\d+)/.exec(end.status)?.[1];
  if (code === undefined && end.signal === null) {
    throw new MillwrightError(
      'SandboxUnavailable',
      `bubblewrap could not set the sandbox up: ${end.stderr.trim()} Run "millwright doctor" to see what this machine lacks.`,
      { transient: true },
    );
  }
  const exit = code === undefined ? { exitCode: null, signal: end.signal } : readExit(Number(code));
  const exceeded = exceededBound(end, exit.signal, outOfMemory);
  return { ...exit, stdout: end.stdout, stderr: end.stderr, truncated: end.truncated, exceeded };
}
