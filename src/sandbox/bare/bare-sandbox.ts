import { realpathSync } from 'node:fs';
import { lstat, mkdtemp, rm, symlink } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { endOf, startBoundedProcess, type ProcessEnd, type Running } from '../bounded-process.js';
import type { Sandbox, SandboxCommand, SandboxResult, SandboxService } from '../sandbox.js';
import { openHostPort, type HostPort } from '../service/host-port.js';
import { exchange } from '../service/http-exchange.js';
import { stopService } from '../service/stop-service.js';

function readEnd(end: ProcessEnd): SandboxResult {
  const { exitCode, signal, stdout, stderr, truncated } = end;
  return { exitCode, signal, stdout, stderr, truncated, exceeded: end.wallExceeded ? 'wall' : null };
}

async function linkMounts({ project, mounts }: SandboxCommand): Promise<void> {
  for (const { source, target } of mounts) {
    const path = join(project, target);
    const found = await lstat(path).catch(() => undefined);
    if (found?.isSymbolicLink() === true) await rm(path);
    else if (found !== undefined) continue;
    await symlink(source, path, 'junction');
  }
}

interface BareProcess extends Running<SandboxResult> {
  readonly terminate: () => void;
}

async function start(command: SandboxCommand): Promise<BareProcess> {
  await linkMounts(command);
  const home = await mkdtemp(join(tmpdir(), 'millwright-home-'));
  const running = startBoundedProcess({
    command: command.command,
    folder: command.project,
    environment: {
      ...command.environment,
      PATH: [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter),
      HOME: home,
    },
    wallMs: command.limits.wallMs,
    outputBytes: command.limits.outputBytes,
  });
  const ended = running.ended.then(readEnd).finally(() => rm(home, { recursive: true, force: true }));
  return { ended, kill: running.kill, terminate: running.terminate };
}

/** A connection to a port of this machine. */
async function connectTo(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

/**
 * Runs programs on the host as they are, with bounds on time and output alone. For people who typed `--sandbox none`:
 * what runs here can read, write and reach whatever its user can.
 */
export class BareSandbox implements Sandbox {
  readonly name = 'none';

  projectFolder(project: string): string {
    return realpathSync(project);
  }

  async run(command: SandboxCommand, signal: AbortSignal): Promise<SandboxResult> {
    signal.throwIfAborted();
    return endOf(await start(command), signal);
  }

  async serve(
    command: SandboxCommand & { readonly port: number },
    signal: AbortSignal,
  ): Promise<SandboxService> {
    signal.throwIfAborted();
    const running = await start(command);
    const ports: HostPort[] = [];
    let gone = false;
    const ended = endOf(running, signal).finally(async () => {
      gone = true;
      for (const port of ports) await port.close();
    });
    // A caller may never look at it.
    ended.catch(() => undefined);
    const reach = (): Promise<Socket> => connectTo(command.port);
    return {
      ended,
      request: (request) => exchange(reach, request),
      expose: async (port) => {
        if (port === command.port) return port;
        const opened = await openHostPort(port, reach);
        ports.push(opened);
        return opened.port;
      },
      stop: (graceMs) =>
        stopService({
          ended,
          alreadyEnded: gone,
          terminate: running.terminate,
          kill: running.kill,
          leftBehind: () => 0,
          graceMs,
        }),
    };
  }
}
