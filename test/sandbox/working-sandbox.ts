import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { probeSandbox } from '../../src/sandbox/probe-sandbox.js';
import type { Sandbox, SandboxCommand, SandboxLimits, SandboxResult } from '../../src/sandbox/sandbox.js';

const MEBIBYTE = 1024 * 1024;

export const LIMITS: SandboxLimits = {
  wallMs: 60_000,
  cpuSeconds: 60,
  memoryBytes: 512 * MEBIBYTE,
  processes: 64,
  fileBytes: 8 * MEBIBYTE,
  outputBytes: 64 * 1024,
};

export const NEVER = new AbortController().signal;

/** The sandbox that `auto` finds. @throws Error with cause and remedy on a machine that has none. */
export async function workingSandbox(): Promise<Sandbox> {
  const probe = await probeSandbox({ choice: 'auto' });
  if (!probe.available) throw new Error(`These tests need a sandbox. ${probe.cause} ${probe.remedy}`);
  return probe.sandbox;
}

/** An empty folder, as short-lived as `use`. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'millwright-test-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A command that runs `script` with Node. */
export function nodeCommand(
  project: string,
  script: string,
  change: Partial<Omit<SandboxCommand, 'limits'>> & { readonly limits?: Partial<SandboxLimits> } = {},
): SandboxCommand {
  return {
    project,
    mounts: [],
    command: ['node', '-e', script],
    environment: {},
    ...change,
    limits: { ...LIMITS, ...change.limits },
  };
}

/** What `script` prints as JSON when it runs alone in a sandbox. */
export async function answerOf(sandbox: Sandbox, project: string, script: string): Promise<unknown> {
  const result: SandboxResult = await sandbox.run(nodeCommand(project, script), NEVER);
  if (result.exitCode !== 0)
    throw new Error(`exit ${String(result.exitCode)} ${String(result.signal)}: ${result.stderr}`);
  return JSON.parse(result.stdout) as unknown;
}
