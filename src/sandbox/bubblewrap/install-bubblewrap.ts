import { startBoundedProcess, endOf } from '../bounded-process.js';
import { findProgram } from './find-program.js';

const INSTALL_MS = 5 * 60_000;

export type InstallOutcome =
  | { readonly installed: true }
  /** Not installed, and why; nothing was changed when this user may not. */
  | { readonly installed: false; readonly reason: string };

/** Installs bubblewrap from the system's packages, where this process may: root on Debian or Ubuntu. */
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
  for (const args of [
    ['update', '-q'],
    ['install', '-q', '-y', '--no-install-recommends', 'bubblewrap'],
  ]) {
    onProgress(`apt-get ${args.join(' ')}`);
    const environment = Object.fromEntries(
      Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    );
    const end = await endOf(
      startBoundedProcess({
        command: [apt, ...args],
        environment: { ...environment, DEBIAN_FRONTEND: 'noninteractive' },
        wallMs: INSTALL_MS,
        outputBytes: 64 * 1024,
      }),
      signal,
    );
    // Stale lists are often enough to install from, so a failed update is not the end.
    if (end.exitCode !== 0 && args[0] === 'install')
      return {
        installed: false,
        reason: `apt-get could not install bubblewrap: ${end.stderr.trim().split('\n').at(-1) ?? ''}`,
      };
  }
  return { installed: true };
}
