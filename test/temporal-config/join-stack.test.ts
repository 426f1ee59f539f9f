import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { execFile, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ConfigError } from '../../src/config.js';
import { enterGuest, liveGuests } from '../../temporal-config/local-stack/guest-list.js';
import { choosePorts } from '../../temporal-config/local-stack/hosted-stack.js';
import { identify } from '../../temporal-config/local-stack/process-identity.js';
import { joinStack } from '../../temporal-config/local-stack/join-stack.js';
import type { StackConnection, StackOptions } from '../../temporal-config/local-stack/stack.js';
import { stackStatus } from '../../temporal-config/local-stack/stack-status.js';
import { nextFreePort } from '../../temporal-config/server/free-port.js';
import { putFakeCli } from './fake-cli.js';
import { until } from './stack-members.js';

let home: string;
let lines: string[];
const outside = { PATH: process.env.PATH };
const joined: StackConnection[] = [];

/** A stack of this process over a server that answers and does nothing else. */
async function use(changes: Partial<StackOptions> = {}): Promise<StackConnection> {
  const serverPort = await nextFreePort(20_000 + Math.floor(Math.random() * 5_000) * 2);
  const connection = await joinStack({
    home,
    cache: join(home, 'cache'),
    serverPort,
    uiPort: await nextFreePort(serverPort + 1),
    namespace: 'ours',
    temporalAddress: undefined,
    workerCommand: null,
    onProgress: (line) => lines.push(line),
    ...changes,
  });
  joined.push(connection);
  return connection;
}

/** Servers and workers of the test's home, with their supervisors. */
async function processes(): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,args=']);
  return stdout.split('\n').filter((line) => line.includes(home));
}

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'millwright-join-'));
  lines = [];
  const bin = join(home, 'bin');
  await putFakeCli(join(bin, 'temporal'));
  process.env.PATH = `${bin}:${outside.PATH ?? ''}`;
});

afterEach(async () => {
  process.env.PATH = outside.PATH;
  await Promise.all(joined.splice(0).map((connection) => connection.leave()));
  await rm(home, { recursive: true, force: true });
});

describe('joining the local stack', () => {
  it('reaches the server directly, whatever proxy the environment names', async () => {
    process.env.https_proxy = 'http://127.0.0.1:9';
    process.env.no_proxy = 'localhost';
    try {
      expect((await use()).role()).toBe('host');
    } finally {
      delete process.env.https_proxy;
      delete process.env.no_proxy;
    }
  });

  it('leaves nothing running when the worker cannot be started', async () => {
    await expect(use({ workerCommand: [join(home, 'no-such-program')] })).rejects.toThrow(
      /Could not start .*no-such-program/u,
    );
    expect(await processes()).toEqual([]);
    expect(await stackStatus(home)).toMatchObject({ running: false, address: null });
    expect(await liveGuests(home)).toEqual([]);
  });

  it('asks whoever offers a worker before that is started, as host and as guest', async () => {
    const started = join(home, 'worker-started');
    const offer = { workerCommand: ['touch', started] };
    const asked: string[] = [];
    const refusing = (): Promise<StackConnection> =>
      use({
        ...offer,
        beforeWorker: (address) => {
          asked.push(address);
          return Promise.reject(new Error('the run that is open is another'));
        },
      });
    await expect(refusing()).rejects.toThrow('is another');
    expect(await processes()).toEqual([]);
    const { address } = await use();
    await expect(refusing()).rejects.toThrow('is another');
    expect(asked).toEqual([expect.stringContaining('127.0.0.1:'), address]);
    expect(existsSync(started)).toBe(false);
    expect(await liveGuests(home)).toHaveLength(1);
  });

  it('hears of an interruption while its server hangs in its start, and leaves nothing running', async () => {
    const cli = join(home, 'bin', 'temporal');
    const started = join(home, 'server-started');
    // Says its version as the real one does; its server never answers.
    await writeFile(
      cli,
      `#!/bin/sh\n[ "$1" = --version ] && exec "${cli}.real" --version\ntouch "${started}"\nexec sleep 600\n`,
      { mode: 0o755 },
    );
    await putFakeCli(`${cli}.real`);
    const interrupt = new AbortController();
    const joining = use({ signal: interrupt.signal });
    joining.catch(() => undefined);
    await until(() => existsSync(started));
    interrupt.abort();
    await expect(joining).rejects.toBe(interrupt.signal.reason);
    expect(await processes()).toEqual([]);
    expect(await stackStatus(home)).toMatchObject({ running: false });
  });

  it('starts no worker after an interruption', async () => {
    const interrupt = new AbortController();
    const started = join(home, 'worker-started');
    const joining = use({
      workerCommand: ['touch', started],
      beforeWorker: () => {
        interrupt.abort();
        return Promise.resolve();
      },
      signal: interrupt.signal,
    });
    await expect(joining).rejects.toMatchObject({ name: 'AbortError' });
    expect(existsSync(started)).toBe(false);
    expect(await processes()).toEqual([]);
  });

  it('takes over what a killed host left, though that ends at the same moment', async () => {
    const leftover = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const pid = leftover.pid ?? 0;
    const server = await identify(pid);
    await writeFile(
      join(home, 'stack.lock'),
      JSON.stringify({
        version: '0.0.0',
        state: 'ready',
        host: { pid, started: 'long ago' },
        server,
        worker: null,
        keepsWorker: false,
        serverPort: 1,
        uiPort: 2,
        namespace: 'ours',
      }),
    );
    const kill = process.kill.bind(process);
    const racing = jest.spyOn(process, 'kill').mockImplementation((which, signal) => {
      kill(which, signal);
      if (which === pid) throw Object.assign(new Error('kill ESRCH'), { code: 'ESRCH' });
      return true;
    });
    try {
      expect((await use()).role()).toBe('host');
      expect(racing).toHaveBeenCalledWith(pid, 'SIGKILL');
    } finally {
      racing.mockRestore();
    }
  });

  it('goes on when its record cannot be written any more, and says so', async () => {
    const connection = await use();
    const { serverPid } = await stackStatus(home);
    // Nothing can be put in the place of a folder that is not empty.
    await rm(join(home, 'stack.lock'));
    await mkdir(join(home, 'stack.lock', 'in the way'), { recursive: true });
    process.kill(serverPid ?? 0, 'SIGKILL');
    await until(() => lines.some((line) => line.startsWith('The Temporal server ended (signal SIGKILL)')));
    expect(lines[0]).toMatch(/stack\.lock.*cannot be written.*Make room/su);
    await connection.leave();
    expect(await processes()).toEqual([]);
  });

  it('is refused with another namespace than those have who use the stack, naming both', async () => {
    const entry = await enterGuest(home, 'theirs');
    const joining = use();
    await expect(joining).rejects.toThrow(ConfigError);
    await expect(joining).rejects.toThrow(
      new RegExp(
        `namespace theirs \\(by process ${process.pid}\\).*TEMPORAL_NAMESPACE=ours.*MILLWRIGHT_HOME`,
        'su',
      ),
    );
    await entry.leave();
    // Whoever was refused counts on nothing.
    expect(await liveGuests(home)).toEqual([]);
    expect((await use()).role()).toBe('host');
    expect(await stackStatus(home)).toMatchObject({ namespace: 'ours' });
  });

  it('takes free ports where another program has those of yesterday, and nobody counts on them', async () => {
    const yesterday = await use();
    const port = Number(yesterday.address.split(':')[1]);
    await yesterday.leave();
    const taken = createServer().listen(port, '127.0.0.1');
    await once(taken, 'listening');
    // Another command that starts at the same time, and has not joined.
    const other = await enterGuest(home, 'ours');
    try {
      const today = await use({ serverPort: port });
      expect(today.role()).toBe('host');
      expect(today.address).not.toBe(yesterday.address);
    } finally {
      await other.leave();
      taken.close();
    }
  });

  it('has the ports of before where another counts on them, or says what keeps it from them', async () => {
    const before = await use();
    const port = Number(before.address.split(':')[1]);
    await before.leave();
    const other = await enterGuest(home, 'ours');
    await other.countOn(port);
    const again = await use();
    expect(again.address).toBe(before.address);
    await other.leave();
    await again.leave();
    const taken = createServer().listen(port, '127.0.0.1');
    await once(taken, 'listening');
    try {
      const ports = { serverPort: port, uiPort: await nextFreePort(port + 1) };
      const choosing = choosePorts(ports, ports, 0);
      await expect(choosing).rejects.toThrow(ConfigError);
      await expect(choosing).rejects.toThrow(/took port \d+.*other commands count on/su);
    } finally {
      taken.close();
    }
  });

  it('passes over what is damaged in the list of those who use the stack, and takes it away', async () => {
    await mkdir(join(home, 'guests'));
    for (const [name, text] of [
      ['cut', '{"pid":1'],
      ['empty', ''],
      ['other', '[]'],
    ] as const) {
      await writeFile(join(home, 'guests', `${name}.json`), text);
    }
    await use();
    expect(
      (await readdir(join(home, 'guests'))).filter((name) => /^(?:cut|empty|other)/u.test(name)),
    ).toEqual([]);
  });

  it('takes away what was left half entered by a process that is gone, and by no other', async () => {
    await mkdir(join(home, 'guests'));
    const gone = spawnSync('true').pid;
    const ours = `${process.pid}-a.json.1234567890`;
    for (const name of [ours, `${gone}-b.json.1234567890`])
      await writeFile(join(home, 'guests', name), '{"pid":');
    expect(await liveGuests(home)).toEqual([]);
    expect(await readdir(join(home, 'guests'))).toEqual([ours]);
  });
});
