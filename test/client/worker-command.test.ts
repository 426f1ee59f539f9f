import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { execa } from 'execa';
import { isServed } from '../../src/client/runs/serving.js';
import { identify, isAlive } from '../../temporal-config/local-stack/process-identity.js';
import { testCli } from '../support/cli.js';
import { startTemporalServer } from '../support/temporal-server.js';
import { worker } from '../../src/client/cli/commands/worker.js';
import type { CliContext } from '../../src/client/cli/context.js';
import { createDisplay } from '../../src/client/cli/display.js';
import { createClientParts } from '../../src/compose-client.js';
import { readConfig } from '../../src/config.js';

const ADDRESS = '127.0.0.1:27233';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'millwright-worker-'));
  process.env.TEMPORAL_API_KEY = 'of-another-server';
  process.env.TEMPORAL_PROFILE = 'of-another-server';
});
afterEach(async () => {
  delete process.env.TEMPORAL_API_KEY;
  delete process.env.TEMPORAL_PROFILE;
  await rm(home, { recursive: true, force: true });
});

const unexpected = (): never => {
  throw new Error('nobody expected that');
};

/** A worker that writes its environment down, beside a local stack of namespace "millwright". */
function contextOf(settings: Readonly<Record<string, string>> = {}): CliContext {
  const config = readConfig({ MILLWRIGHT_HOME: home, ...settings });
  const script = `require('node:fs').writeFileSync(${JSON.stringify(join(home, 'seen.json'))}, JSON.stringify(process.env));`;
  return {
    config,
    cwd: home,
    parts: createClientParts(config),
    stack: {
      join: unexpected,
      status: () =>
        Promise.resolve({
          running: true,
          address: ADDRESS,
          uiUrl: null,
          hostPid: 4711,
          serverPid: null,
          workerPid: null,
          version: null,
          namespace: 'millwright',
        }),
      checkServer: unexpected,
      connect: unexpected,
    },
    display: createDisplay(process.stderr, { TERM: 'dumb' }),
    stdin: new PassThrough(),
    terminal: null,
    interrupted: new AbortController().signal,
    announce: () => undefined,
    workerCommand: [process.execPath, '-e', script],
    checkWorker: () => Promise.resolve(),
  };
}

async function environmentOf(context: CliContext): Promise<unknown> {
  expect(await worker(context)).toMatchObject({ exitCode: 0 });
  return JSON.parse(await readFile(join(home, 'seen.json'), 'utf8'));
}

/** The processes that `pid` has started. */
async function childrenOf(pid: number): Promise<readonly number[]> {
  const { stdout } = await execa('ps', ['-o', 'pid=', '--ppid', String(pid)], { reject: false });
  return stdout.split('\n').filter(Boolean).map(Number);
}

describe('"millwright worker"', () => {
  it('leaves no worker behind when it is killed', async () => {
    const server = await startTemporalServer();
    const cli = await testCli();
    delete process.env.TEMPORAL_API_KEY;
    delete process.env.TEMPORAL_PROFILE;
    const command = execa(process.execPath, [cli.executable, 'worker'], {
      env: { ...cli.environment, TEMPORAL_ADDRESS: server.address },
      cwd: cli.home,
      reject: false,
      stdio: 'ignore',
    });
    const connection = await Connection.connect({ address: server.address });
    try {
      const client = new Client({ connection, namespace: server.namespace });
      while (!(await isServed(client))) {
        if (command.exitCode !== null) throw new Error('The worker did not start.');
        await sleep(100);
      }
      const [running] = await childrenOf(command.pid ?? 0);
      const found = await identify(running ?? 0);
      if (found === undefined) throw new Error('There is no worker.');
      command.kill('SIGKILL');
      await command;
      while (await isAlive(found)) await sleep(50);
    } finally {
      command.kill('SIGKILL');
      await connection.close();
      await server.stop();
      await cli.remove();
    }
  });

  it('works for the local stack, and hands a person’s settings for another Temporal to nobody', async () => {
    const seen = await environmentOf(contextOf());
    expect(seen).toMatchObject({ TEMPORAL_ADDRESS: ADDRESS, MILLWRIGHT_HOME: home });
    expect(seen).not.toHaveProperty('TEMPORAL_API_KEY');
    expect(seen).not.toHaveProperty('TEMPORAL_PROFILE');
  });

  it('works for the Temporal that is named, with the settings for it', async () => {
    process.env.TEMPORAL_ADDRESS = 'temporal.example:7233';
    try {
      expect(await environmentOf(contextOf({ TEMPORAL_ADDRESS: 'temporal.example:7233' }))).toMatchObject({
        TEMPORAL_ADDRESS: 'temporal.example:7233',
        TEMPORAL_API_KEY: 'of-another-server',
      });
    } finally {
      delete process.env.TEMPORAL_ADDRESS;
    }
  });

  it('starts nothing after Ctrl-C', async () => {
    const interrupt = new AbortController();
    const context: CliContext = {
      ...contextOf(),
      interrupted: interrupt.signal,
      checkWorker: () => {
        interrupt.abort();
        return Promise.resolve();
      },
    };
    await expect(worker(context)).rejects.toBe(interrupt.signal.reason);
    await expect(readFile(join(home, 'seen.json'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is refused where the local stack has another namespace', async () => {
    await expect(worker(contextOf({ TEMPORAL_NAMESPACE: 'mine' }))).rejects.toThrow(
      /namespace millwright \(by process 4711\).*TEMPORAL_NAMESPACE=mine/su,
    );
  });
});
