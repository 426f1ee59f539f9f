import { fileURLToPath } from 'node:url';
import type { Running } from '../bounded-process.js';
import type { Mount } from '../mount.js';
import type { SandboxResult, SandboxService } from '../sandbox.js';
import { stopService } from './stop-service.js';
import { openHostPort, type HostPort } from './host-port.js';
import { exchange } from './http-exchange.js';
import { openServiceTunnel, SOCKET_NAME } from './service-tunnel.js';

const LAUNCHER = fileURLToPath(new URL('../inside/service-launcher.mjs', import.meta.url));
const LAUNCHER_INSIDE = '/launcher.mjs';
const TUNNEL_INSIDE = '/tunnel';

/** What a sandbox runs, beside what its command asks for. */
export interface Launch {
  readonly mounts: readonly Mount[];
  readonly command: readonly string[];
}

export interface TunnelledServiceOptions {
  /** Host folder with the project. */
  readonly project: string;
  /** The port that the service listens on, inside. */
  readonly port: number;
  readonly command: readonly string[];
  /** User that the sandboxed program is dropped to; null when it is this process's own. */
  readonly owner: number | null;
  readonly signal: AbortSignal;
  readonly start: (launch: Launch) => Promise<Running<SandboxResult>>;
}

/** Starts a service behind its launcher; the tunnel between them is the only way in or out. */
export async function startTunnelledService(options: TunnelledServiceOptions): Promise<SandboxService> {
  const tunnel = await openServiceTunnel(options.project, options.owner);
  const running = await options
    .start({
      mounts: [
        { source: LAUNCHER, target: LAUNCHER_INSIDE, scratch: [] },
        { source: tunnel.folder, target: TUNNEL_INSIDE, scratch: [] },
      ],
      command: [
        'node',
        LAUNCHER_INSIDE,
        `${TUNNEL_INSIDE}/${SOCKET_NAME}`,
        String(options.port),
        ...options.command,
      ],
    })
    .catch(async (error: unknown) => {
      await tunnel.close();
      throw error;
    });
  const abort = (): void => {
    running.kill();
  };
  options.signal.addEventListener('abort', abort, { once: true });
  if (options.signal.aborted) abort();
  const ports: HostPort[] = [];
  let gone = false;
  const ended = running.ended
    .then((result) => {
      const end = tunnel.end();
      return end === undefined ? result : { ...result, exitCode: end.exitCode, signal: end.signal };
    })
    .finally(async () => {
      gone = true;
      options.signal.removeEventListener('abort', abort);
      for (const port of ports) await port.close();
      await tunnel.close();
    });
  // A caller may never look at it.
  ended.catch(() => undefined);
  return {
    ended,
    request: (request) => exchange(() => tunnel.connect(), request),
    expose: async (port) => {
      const opened = await openHostPort(port, () => tunnel.connect());
      ports.push(opened);
      return opened.port;
    },
    stop: (graceMs) =>
      stopService({
        ended,
        alreadyEnded: gone,
        terminate: () => {
          tunnel.signal('SIGTERM');
        },
        kill: running.kill,
        leftBehind: () => tunnel.end()?.others ?? 0,
        graceMs,
      }),
  };
}
