import { startBoundedProcess, endOf, type ProcessEnd } from '../bounded-process.js';
import { findProgram } from './find-program.js';

const INSTALL_MS = 5 * 60_000;
const NEVER = new AbortController().signal;

export type InstallOutcome =
  | { readonly installed: true }
  /** Not installed, and why; nothing was changed when this user may not. */
  | { readonly installed: false; readonly reason: string };

/**
 * Installs bubblewrap from the system's packages, where this process may: root on Debian or Ubuntu. The lists are given up at once
 * when `signal` aborts; an installation is finished first, so that the system's packages stay whole.
 * @throws the signal's reason.
 */
export async function installBubblewrap(
  onProgress: (line: string) => void,
  signal: AbortSignal,
): Promise<InstallOutcome> {
  if (process.getuid?.() !== 0)
    return {
      installed: false,
      reason: 'Only root may install packages; run: sudo apt-get install bubblewrap',
    };
  const apt = await findProgram('apt-get');
  if (apt === undefined)
    return {
      installed: false,
      reason: 'This system has no apt-get; install bubblewrap with its own package tool.',
    };
  const run = (args: readonly string[], until: AbortSignal): Promise<ProcessEnd> => {
    onProgress(`apt-get ${args.join(' ')}`);
    const environment = Object.fromEntries(
      Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    );
    return endOf(
      startBoundedProcess({
        command: [apt, ...args],
        environment: { ...environment, DEBIAN_FRONTEND: 'noninteractive' },
        wallMs: INSTALL_MS,
        outputBytes: 64 * 1024,
      }),
      until,
    );
  };
  // Stale lists are often enough to install from, so a failed update is not the end.
  await run(['update', '-q'], signal);
  const sayFinishing = (): void => {
    onProgress('apt-get install is being finished first …');
  };
  signal.addEventListener('abort', sayFinishing, { once: true });
  try {
    const end = await run(['install', '-q', '-y', '--no-install-recommends', 'bubblewrap'], NEVER);
    signal.throwIfAborted();
    if (end.exitCode === 0) return { installed: true };
    const why = end.stderr.trim().split('\n').at(-1) ?? '';
    return { installed: false, reason: `apt-get could not install bubblewrap: ${why}` };
  } finally {
    signal.removeEventListener('abort', sayFinishing);
  }
}
