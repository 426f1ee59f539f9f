import { COMMAND_LIMITS } from '../sandbox/default-limits.js';
import type { SandboxResult } from '../sandbox/sandbox.js';
import type { Workspace } from './workspace.js';

const OUTPUT_CHARACTERS = 1_500;

/** CI keeps test runners from watching and from colouring what is parsed. */
export const COMMAND_ENVIRONMENT = { CI: 'true', NO_COLOR: '1' } as const;

/** Runs a command of the project in its sandbox, for `wallMs` at most. */
export function runCommand(
  { folder, mounts, sandbox }: Pick<Workspace, 'folder' | 'mounts' | 'sandbox'>,
  command: readonly string[],
  signal: AbortSignal,
  wallMs = COMMAND_LIMITS.wallMs,
): Promise<SandboxResult> {
  const environment = COMMAND_ENVIRONMENT;
  const limits = { ...COMMAND_LIMITS, wallMs };
  return sandbox.run({ project: folder, mounts, command, environment, limits }, signal);
}

/** The end of what a command printed. */
export function outputOf({ stdout, stderr }: SandboxResult): string {
  return `${stdout}\n${stderr}`.trim().slice(-OUTPUT_CHARACTERS);
}
