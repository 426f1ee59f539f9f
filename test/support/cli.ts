import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { z } from 'zod';
import { readConfig } from '../../src/config.js';
import { nextFreePort } from '../../temporal-config/server/free-port.js';

export interface CliRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  /** What is piped in; left out: nobody sits at a terminal. */
  readonly input?: string;
  readonly cwd?: string;
  /** Beside the test's own home and ports. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The real command line over a home of the test's own. */
export interface TestCli {
  readonly home: string;
  /** What `bin` names; Node runs it. */
  readonly executable: string;
  readonly environment: Readonly<Record<string, string>>;
  run(args: readonly string[], options?: CliOptions): Promise<CliRun>;
  /** Hosts the local stack until `stop`; resolves once a worker is up, to the server's address. */
  host(): Promise<{ readonly address: string; stop(): Promise<void> }>;
  remove(): Promise<void>;
}

const EXECUTABLE = fileURLToPath(new URL('../../bin/millwright.js', import.meta.url));

export async function testCli(): Promise<TestCli> {
  const home = await mkdtemp(join(tmpdir(), 'millwright-home-'));
  const port = await nextFreePort(50_000 + Math.floor(Math.random() * 4_000) * 2);
  const environment = {
    MILLWRIGHT_HOME: home,
    // Packages and the Temporal CLI are had once for all homes of this machine.
    MILLWRIGHT_CACHE: readConfig(process.env).cache,
    MILLWRIGHT_SERVER_PORT: String(port),
    MILLWRIGHT_UI_PORT: String(port + 1),
    // No test calls the models of whoever runs it.
    OPENAI_API_KEY: '',
    OPENAI_BASE_URL: '',
    MILLWRIGHT_CONFIG: '',
    NO_COLOR: '1',
  };
  return {
    home,
    executable: EXECUTABLE,
    environment,
    run: async (args, options = {}) => {
      const result = await execa(process.execPath, [EXECUTABLE, ...args], {
        env: { ...environment, ...options.environment },
        reject: false,
        cwd: options.cwd ?? home,
        // Nobody sits at a terminal.
        ...(options.input === undefined ? { stdin: 'ignore' as const } : { input: options.input }),
      });
      return { exitCode: result.exitCode ?? -1, stdout: result.stdout, stderr: result.stderr };
    },
    host: async () => {
      const dev = execa(process.execPath, [EXECUTABLE, 'dev', '--json'], {
        env: environment,
        reject: false,
        cwd: home,
        stdin: 'ignore',
      });
      // The command prints its document as soon as the stack is up, and stays.
      const first = await Promise.race([
        once(dev.stdout, 'data').then(([chunk]) => String(chunk)),
        dev.then(({ stderr }) => {
          throw new Error(`"millwright dev" ended at once: ${stderr}`);
        }),
      ]);
      const { address } = z.object({ address: z.string() }).parse(JSON.parse(first));
      return {
        address,
        stop: async () => {
          dev.kill('SIGINT');
          await dev;
        },
      };
    },
    remove: () => rm(home, { recursive: true, force: true }),
  };
}
