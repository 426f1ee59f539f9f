import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError, homeFolders } from '../../src/config.js';
import { messageOf, systemCode } from '../../src/protocol/errors.js';
import { findCli } from '../find-cli.js';
import { millwrightVersion } from '../millwright-version.js';
import { startDevServer } from '../server/dev-server.js';
import { nextFreePort, portIsFree } from '../server/free-port.js';
import { keepProcess, type KeptProcess } from './kept-process.js';
import { identify, isAlive, type ProcessIdentity } from './process-identity.js';
import { writeStackRecord, type StackRecord } from './stack-record.js';
import type { StackOptions } from './stack.js';
import { keepWorker } from './worker-process.js';

/** Another program may take a port between the look and the start. */
const PORT_ATTEMPTS = 3;
/** How long the ports of an ended server may stay taken. */
const PORTS_WITHIN_MS = 15_000;

/** Server and worker of a home, kept running by this process. */
export interface HostedStack {
  readonly address: string;
  readonly uiUrl: string;
  /** Ends worker and server, in that order. */
  stop(): Promise<void>;
}

export interface StackPorts {
  readonly serverPort: number;
  readonly uiPort: number;
}

/**
 * Starts server and worker. The caller has the hold. `ports` are those of the host before, when others still count on
 * them; undefined: the wanted ones, or the next that are free.
 *
 * @throws MillwrightError, or Error with the end of the server's log, when the server cannot be started.
 */
export async function hostStack(
  options: StackOptions,
  former: StackRecord | undefined,
  ports: StackPorts | undefined,
): Promise<HostedStack> {
  const host = await identify(process.pid);
  if (host === undefined) throw new Error('This process cannot be found in the list of processes.');
  await endLeftovers(former);
  let record: StackRecord = {
    version: millwrightVersion(),
    state: 'starting',
    host,
    server: null,
    worker: null,
    keepsWorker: options.workerCommand !== null,
    ...(await choosePorts(options, ports)),
    namespace: options.namespace,
  };
  const update = async (change: Partial<StackRecord>): Promise<void> => {
    record = { ...record, ...change };
    await writeStackRecord(options.home, record);
  };
  const onServer = async (pid: number | null): Promise<void> => update({ server: await identityOf(pid) });
  const onWorker = async (pid: number | null): Promise<void> => update({ worker: await identityOf(pid) });

  const end = async (): Promise<void> => {
    // What cannot be written is not what went wrong first; and without it, the process of the host says that it has ended.
    await update({ state: 'ended', server: null, worker: null }).catch((error: unknown) => {
      options.onProgress(messageOf(error));
    });
  };

  await update({});
  const cli = await findCli(options);
  let server: KeptProcess | undefined;
  for (let attempt = 1; server === undefined; attempt += 1) {
    const { serverPort, uiPort } = record;
    try {
      server = await keepServer(cli.path, options, { serverPort, uiPort }, onServer);
    } catch (error) {
      const taken = !(await portIsFree(serverPort)) || !(await portIsFree(uiPort));
      const isLast = options.signal?.aborted === true || ports !== undefined || attempt === PORT_ATTEMPTS;
      if (!taken || isLast) {
        await end();
        throw error;
      }
      await update(await choosePorts(options, ports));
    }
  }
  const address = `127.0.0.1:${record.serverPort}`;
  const { workerCommand } = options;
  let worker: KeptProcess | undefined;
  const stop = async (): Promise<void> => {
    await worker?.stop();
    await server.stop();
    await end();
  };
  try {
    if (workerCommand !== null) {
      await options.beforeWorker?.(address);
      options.signal?.throwIfAborted();
      worker = await keepWorker({ ...options, workerCommand }, address, onWorker);
    }
    await update({ state: 'ready' });
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, uiUrl: `http://127.0.0.1:${record.uiPort}`, stop };
}

function keepServer(
  cli: string,
  options: StackOptions,
  ports: StackPorts,
  onChange: (pid: number | null) => Promise<void>,
): Promise<KeptProcess> {
  const folders = homeFolders(options.home);
  return keepProcess({
    name: 'The Temporal server',
    start: (signal) =>
      startDevServer({
        cli,
        place: {
          database: join(folders.server, 'temporal.sqlite'),
          port: ports.serverPort,
          uiPort: ports.uiPort,
          namespace: options.namespace,
        },
        logFile: join(folders.logs, 'temporal-server.log'),
        signal,
      }),
    signal: options.signal,
    onProgress: options.onProgress,
    onChange,
  });
}

async function identityOf(pid: number | null): Promise<ProcessIdentity | null> {
  return pid === null ? null : ((await identify(pid)) ?? null);
}

/**
 * Ends what a killed host left: its supervisors are ending it already, in order; here it is not waited for, since the
 * server's state is safe against SIGKILL. A worker is left its grace: it hands its activities back.
 */
async function endLeftovers(former: StackRecord | undefined): Promise<void> {
  const server = former?.server ?? null;
  if (server === null) return;
  while (await isAlive(server)) {
    kill(server.pid);
    await sleep(50);
  }
}

/** Its supervisor may have ended it since it was looked for. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (systemCode(error) !== 'ESRCH') throw error;
  }
}

/**
 * The former ports, once they are free; without them the wanted ones, or the next that are.
 * @throws ConfigError when the former ones are not free within `withinMs`.
 */
export async function choosePorts(
  options: Pick<StackOptions, 'serverPort' | 'uiPort' | 'signal'>,
  former: StackPorts | undefined,
  withinMs = PORTS_WITHIN_MS,
): Promise<StackPorts> {
  if (former === undefined) {
    const serverPort = await nextFreePort(options.serverPort);
    return { serverPort, uiPort: await nextFreePort(options.uiPort, [serverPort]) };
  }
  const { serverPort, uiPort } = former;
  const deadline = Date.now() + withinMs;
  while (!((await portIsFree(serverPort)) && (await portIsFree(uiPort)))) {
    if (Date.now() > deadline) {
      throw new ConfigError(
        `Another program took port ${serverPort} or ${uiPort}, and other commands count on the local stack there.\n` +
          'End that program to go on with the runs, or end those commands: the next one takes free ports.',
      );
    }
    options.signal?.throwIfAborted();
    await sleep(100);
  }
  return { serverPort, uiPort };
}
