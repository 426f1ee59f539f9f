import { realpath } from 'node:fs/promises';
import { endOf, startBoundedProcess, type Running } from '../bounded-process.js';
import type { Sandbox, SandboxCommand, SandboxResult, SandboxService } from '../sandbox.js';
import { startTunnelledService, type Launch } from '../service/tunnelled-service.js';
import { bubblewrapCommand, PROJECT_FOLDER } from './bubblewrap-arguments.js';
import type { HostEntry } from './host-toolchain.js';
import { handOver, identityFor } from './identity.js';
import { createMemoryGroup, type MemoryGroupHome } from './memory-group.js';
import { projectMounts } from './project-mounts.js';
import { readEnd } from './read-end.js';

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

/** Runs programs under bubblewrap: own namespaces, read-only toolchain, bounds (docs/sandbox.md). */
export class BubblewrapSandbox implements Sandbox {
  readonly name = 'bubblewrap';
  readonly #host: BubblewrapHost;

  constructor(host: BubblewrapHost) {
    this.#host = host;
  }

  projectFolder(): string {
    return PROJECT_FOLDER;
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
    const project = await realpath(command.project);
    const identity = identityFor(project, this.#host.dropUser);
    return startTunnelledService({
      project,
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
    const mounts = await projectMounts(project, command.mounts, identity.kind === 'dropped');
    if (identity.kind === 'dropped') await handOver(project, identity.uid);
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
      .then(async (end) => readEnd(end, group === null ? null : await group.exceeded()))
      .finally(async () => {
        await group?.remove();
      });
    return { ended, kill: process.kill };
  }
}
