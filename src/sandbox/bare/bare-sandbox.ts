import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import { lstat, mkdtemp, rm, symlink } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { removeFolder } from '../remove-folder.js';
import { endOf, startBoundedProcess, type ProcessEnd, type Running } from '../bounded-process.js';
import type { Sandbox, SandboxCommand, SandboxResult, SandboxService } from '../sandbox.js';
import { openHostPort, type HostPort } from '../service/host-port.js';
import { exchange } from '../service/http-exchange.js';
import { connectTo, isAnswered } from '../service/loopback.js';
import { stopService } from '../service/stop-service.js';
import { TakenPortError } from '../service/taken-port-error.js';

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
  // Beside the project: who removes what a killed process left finds both.
  const home = await mkdtemp(`${command.project}-home-`);
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
  const ended = running.ended.then(readEnd).finally(() => removeFolder(home));
  return { ended, kill: running.kill, terminate: running.terminate };
}

/** The services that this process runs, by the port of this machine that they listen on; each settles when it is gone. */
const served = new Map<number, Promise<unknown>>();

/** Waits until no service of this process is to listen on the port, and takes it. Resolves to what gives it back. */
async function take(port: number, signal: AbortSignal): Promise<() => void> {
  for (let before = served.get(port); before !== undefined; before = served.get(port)) {
    await Promise.race([before, once(signal, 'abort')]);
    signal.throwIfAborted();
  }
  let settle = (): void => undefined;
  served.set(port, new Promise<void>((resolve) => (settle = resolve)));
  return () => {
    served.delete(port);
    settle();
  };
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

  /** @throws TakenPortError when something else listens on the port: a service of this process has its turn after others. */
  async serve(
    command: SandboxCommand & { readonly port: number },
    signal: AbortSignal,
  ): Promise<SandboxService> {
    signal.throwIfAborted();
    const giveBack = await take(command.port, signal);
    try {
      if (await isAnswered(command.port)) throw new TakenPortError(command.port);
      const service = serveBare(command, await start(command), signal);
      void service.ended.catch(() => undefined).finally(giveBack);
      return service;
    } catch (error) {
      giveBack();
      throw error;
    }
  }
}

function serveBare(
  command: SandboxCommand & { readonly port: number },
  running: BareProcess,
  signal: AbortSignal,
): SandboxService {
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
