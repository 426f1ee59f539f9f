import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config.js';
import { NAMESPACE } from '../../src/protocol/names.js';
import { findCli } from '../../temporal-config/find-cli.js';
import { startDevServer, type DevServer } from '../../temporal-config/server/dev-server.js';
import { nextFreePort } from '../../temporal-config/server/free-port.js';

/** A development server of a test's own, with the settings that users get. */
export interface TestTemporalServer {
  /** The same after a restart. */
  readonly address: string;
  readonly uiUrl: string;
  readonly namespace: string;
  /** Of the server process that runs now. */
  readonly pid: () => number;
  /** SIGKILL, as a crash would end it; its state stays in its file. */
  kill(): Promise<void>;
  /** Ends the server when it runs, and starts it again on the same port with its state. */
  restart(): Promise<void>;
  /** Ends the server and removes its state. */
  stop(): Promise<void>;
}

/**
 * Starts a fresh server on free ports. The Temporal CLI is found as a user's would be, in the default cache of this
 * machine (or `MILLWRIGHT_CACHE`), so that it is fetched or built at most once.
 */
export async function startTemporalServer(): Promise<TestTemporalServer> {
  const folder = await mkdtemp(join(tmpdir(), 'millwright-test-server-'));
  const { cache } = readConfig(process.env);
  const cli = await findCli({ cache, onProgress: (line) => process.stderr.write(`${line}\n`) });
  // Far from the ports of a person's own stack; a random start keeps tests that run side by side apart.
  const first = 30_000 + Math.floor(Math.random() * 10_000) * 2;
  const port = await nextFreePort(first);
  const uiPort = await nextFreePort(port + 1);
  const start = (): Promise<DevServer> =>
    startDevServer({
      cli: cli.path,
      place: { database: join(folder, 'temporal.sqlite'), port, uiPort, namespace: NAMESPACE },
      logFile: join(folder, 'server.log'),
    });
  let server = await start();
  return {
    address: server.address,
    uiUrl: server.uiUrl,
    namespace: NAMESPACE,
    pid: () => server.pid,
    async kill() {
      process.kill(server.pid, 'SIGKILL');
      await server.ended;
    },
    async restart() {
      await server.stop();
      server = await start();
    },
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
