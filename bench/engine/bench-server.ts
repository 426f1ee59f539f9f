import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { readConfig } from '../../src/config.js';
import { NAMESPACE } from '../../src/protocol/names.js';
import { findCli } from '../../temporal-config/find-cli.js';
import { startDevServer } from '../../temporal-config/server/dev-server.js';
import { nextFreePort } from '../../temporal-config/server/free-port.js';

/** Far from the ports of a person's own stack. */
const FIRST_PORT = 41_000;

/** A Temporal server with the product's settings, and a folder that goes with it. */
export interface BenchServer {
  readonly address: string;
  readonly client: Client;
  /** `MILLWRIGHT_HOME` of its workers. */
  readonly home: string;
  stop(): Promise<void>;
}

/** @param onProgress one line for a person, e.g. while the Temporal CLI is built */
export async function startBenchServer(onProgress: (line: string) => void): Promise<BenchServer> {
  const home = await mkdtemp(join(tmpdir(), 'millwright-bench-'));
  const cli = await findCli({ cache: readConfig(process.env).cache, onProgress });
  const port = await nextFreePort(FIRST_PORT);
  const uiPort = await nextFreePort(port + 1);
  const server = await startDevServer({
    cli: cli.path,
    place: { database: join(home, 'server.sqlite'), port, uiPort, namespace: NAMESPACE },
    logFile: join(home, 'server.log'),
  });
  const connection = await Connection.connect({ address: server.address });
  return {
    address: server.address,
    client: new Client({ connection, namespace: NAMESPACE }),
    home,
    stop: async () => {
      await connection.close();
      await server.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}
