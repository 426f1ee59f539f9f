import { constants } from 'node:os';
import { lstat, mkdir, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { MillwrightError } from '../../protocol/errors.js';
import { endOf, startBoundedProcess, type ProcessEnd, type Running } from '../bounded-process.js';
import type { Sandbox, SandboxCommand, SandboxResult, SandboxService } from '../sandbox.js';
import { startTunnelledService, type Launch } from '../service/tunnelled-service.js';
import { bubblewrapCommand, PROJECT_FOLDER } from './bubblewrap-arguments.js';
import type { HostEntry } from './host-toolchain.js';
import { handOver, identityFor } from './identity.js';
import { createMemoryGroup, type MemoryGroup, type MemoryGroupHome } from './memory-group.js';

/** What probing found out about this machine. */
export interface BubblewrapHost {
  /** Path of the bubblewrap program. */
  readonly bubblewrap: string;
  readonly toolchain: readonly HostEntry[];
  /** Programs are dropped to a user of their own (Millwright runs as root). */
  readonly dropUser: boolean;
  /** null: memory is bounded for each process, not for all together. */
  readonly memoryHome: MemoryGroupHome | null;
}

const SIGNALS = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));

/** bubblewrap hands a signal on as shells do, as 128 + its number. */
function readExit(code: number): { exitCode: number | null; signal: string | null } {
  const signal = code > 128 ? SIGNALS.get(code - 128) : undefined;
  return signal === undefined ? { exitCode: code, signal: null } : { exitCode: null, signal };
}

/** Empty dot folders at the top of a mount are there to be written in: caches of the tools that look for them. */
async function scratchFolders(source: string): Promise<readonly string[]> {
  const entries = await readdir(source, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && entry.name.startsWith('.'));
  const empty = await Promise.all(
    folders.map(async ({ name }) => ((await readdir(join(source, name))).length === 0 ? [name] : [])),
  );
  return empty.flat();
}

/**
 * Makes the folder that a mount is laid over. What ran here before may have put a link in its place, and bubblewrap
 * would follow it.
 */
async function mountPoint(project: string, target: string): Promise<void> {
  if (!/^[\w.-]+$/.test(target) || target === '.' || target === '..')
    throw new Error(`A mount goes to a folder at the top of the project, not to ${JSON.stringify(target)}.`);
  const path = join(project, target);
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) await mkdir(path);
  else if (!found.isDirectory())
    throw new Error(`${path} is in the place of a mount and is no folder; remove it.`);
}

async function exceededBound(
  end: ProcessEnd,
  signal: string | null,
  group: MemoryGroup | null,
): Promise<SandboxResult['exceeded']> {
  if (group !== null && (await group.exceeded())) return 'memory';
  if (end.wallExceeded) return 'wall';
  if (signal === 'SIGXCPU') return 'cpu';
  // Without a memory group the only sign is the program's own last words, when an allocation was refused.
  const ranOut = /out of memory|cannot allocate memory|std::bad_alloc/i.test(end.stderr);
  return group === null && signal !== null && ranOut ? 'memory' : null;
}

async function readEnd(end: ProcessEnd, group: MemoryGroup | null): Promise<SandboxResult> {
  const code = /"exit-code"\s*:\s*(\d+)/.exec(end.status)?.[1];
  if (code === undefined && end.signal === null) {
    throw new MillwrightError(
      'SandboxUnavailable',
      `bubblewrap could not set the sandbox up: ${end.stderr.trim()} Run "millwright doctor" to see what this machine lacks.`,
    );
  }
  const exit = code === undefined ? { exitCode: null, signal: end.signal } : readExit(Number(code));
  const exceeded = await exceededBound(end, exit.signal, group);
  return { ...exit, stdout: end.stdout, stderr: end.stderr, truncated: end.truncated, exceeded };
}

/** Runs programs under bubblewrap: own namespaces, read-only toolchain, bounds (docs/sandbox.md). */
export class BubblewrapSandbox implements Sandbox {
  readonly name = 'bubblewrap';
  readonly #host: BubblewrapHost;

  constructor(host: BubblewrapHost) {
    this.#host = host;
  }

  async run(command: SandboxCommand, signal: AbortSignal): Promise<SandboxResult> {
    signal.throwIfAborted();
    return endOf(await this.#start(command, { mounts: [], command: command.command }), signal);
  }

  async serve(
    command: SandboxCommand & { readonly port: number },
    signal: AbortSignal,
  ): Promise<SandboxService> {
    signal.throwIfAborted();
    const identity = identityFor(await realpath(command.project), this.#host.dropUser);
    return startTunnelledService({
      port: command.port,
      command: command.command,
      owner: identity.kind === 'dropped' ? identity.uid : null,
      signal,
      start: (launch) => this.#start(command, launch),
    });
  }

  async #start(command: SandboxCommand, launch: Launch): Promise<Running<SandboxResult>> {
    const host = this.#host;
    const project = await realpath(command.project);
    const identity = identityFor(project, host.dropUser);
    for (const { target } of command.mounts) await mountPoint(project, target);
    if (identity.kind === 'dropped') await handOver(project, identity.uid);
    const mounts = await Promise.all(
      command.mounts.map(async ({ source, target }) => ({
        source,
        target: `${PROJECT_FOLDER}/${target}`,
        scratch: await scratchFolders(source),
      })),
    );
    const { limits, environment } = command;
    const group =
      host.memoryHome === null ? null : await createMemoryGroup(host.memoryHome, limits.memoryBytes);
    const line = bubblewrapCommand({
      bubblewrap: host.bubblewrap,
      toolchain: host.toolchain,
      project,
      mounts: [...mounts, ...launch.mounts],
      environment,
      identity,
      limits,
      dataBytes: group === null ? limits.memoryBytes : null,
      command: launch.command,
    });
    const process = startBoundedProcess({
      command: group === null ? line : group.enter(line),
      environment: {},
      wallMs: limits.wallMs,
      outputBytes: limits.outputBytes,
    });
    const ended = process.ended
      .then((end) => readEnd(end, group))
      .finally(async () => {
        await group?.remove();
      });
    return { ended, kill: process.kill };
  }
}
