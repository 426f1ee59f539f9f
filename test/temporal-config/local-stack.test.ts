import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { NAMESPACE } from '../../src/protocol/names.js';
import { nextFreePort } from '../../temporal-config/server/free-port.js';
import { accepts } from '../../temporal-config/server/dev-server.js';
import { stackStatus } from '../../temporal-config/local-stack/stack-status.js';
import { startMember, until, type MemberOptions, type StackMember } from './stack-members.js';

let home: string;
let options: MemberOptions;
const members: StackMember[] = [];

async function member(changes: Partial<MemberOptions> = {}): Promise<StackMember> {
  const started = await startMember({ ...options, ...changes });
  members.push(started);
  return started;
}

/** Pids whose command line names the test's home: servers, supervisors, workers. */
async function processesOf(name: string): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,args=']);
  return stdout.split('\n').filter((line) => line.includes(name) && !line.includes('stack-member.mjs'));
}

async function startWorkflows(address: string, ids: readonly string[]): Promise<void> {
  const connection = await Connection.connect({ address });
  try {
    const client = new Client({ connection, namespace: NAMESPACE });
    for (const workflowId of ids) {
      await client.workflow.start('waits', { workflowId, taskQueue: 'nobody-serves-this' });
    }
  } finally {
    await connection.close();
  }
}

async function statusesOf(address: string, ids: readonly string[]): Promise<readonly string[]> {
  const connection = await Connection.connect({ address });
  try {
    const client = new Client({ connection, namespace: NAMESPACE });
    return await Promise.all(
      ids.map(async (id) => (await client.workflow.getHandle(id).describe()).status.name),
    );
  } finally {
    await connection.close();
  }
}

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'millwright-stack-'));
  const serverPort = await nextFreePort(20_000 + Math.floor(Math.random() * 5_000) * 2);
  options = {
    home,
    serverPort,
    uiPort: await nextFreePort(serverPort + 1),
    workerCommand: [process.execPath, '-e', 'setInterval(() => {}, 1000)', home],
  };
});

afterEach(async () => {
  await Promise.all(members.splice(0).map((each) => each.kill()));
  await until(async () => (await processesOf(home)).length === 0);
  await rm(home, { recursive: true, force: true });
});

describe('the local stack', () => {
  it('is hosted by the first command, joined by the second, and says so', async () => {
    const host = await member();
    const guest = await member();
    expect([host.role, guest.role]).toEqual(['host', 'guest']);
    expect(guest.address).toBe(host.address);
    expect(await stackStatus(home)).toMatchObject({
      running: true,
      address: host.address,
      hostPid: host.pid,
    });
    await guest.leave();
    await host.leave();
    expect(await processesOf(home)).toEqual([]);
    expect(await stackStatus(home)).toMatchObject({ running: false, address: null });
  });

  it('has one host when two commands start at once', async () => {
    const both = await Promise.all([member(), member()]);
    expect(both.map(({ role }) => role).sort()).toEqual(['guest', 'host']);
  });

  it('is taken over by a guest when its host is killed, with every acknowledged start', async () => {
    const host = await member();
    const guest = await member();
    const ids = Array.from({ length: 20 }, (_, index) => `kept-${String(index)}`);
    await startWorkflows(host.address, ids);
    const before = await stackStatus(home);

    await host.kill();
    await until(() => guest.lines.some((line) => line.startsWith('Took over')));

    const after = await stackStatus(home);
    expect(after).toMatchObject({ running: true, address: before.address, hostPid: guest.pid });
    expect(after.serverPid).not.toBe(before.serverPid);
    expect(after.workerPid).not.toBe(before.workerPid);
    expect(await statusesOf(guest.address, ids)).toEqual(ids.map(() => 'RUNNING'));
  });

  it('is handed to a guest when its host leaves, on the same port', async () => {
    const host = await member();
    const guest = await member();
    await startWorkflows(host.address, ['handed-over']);
    await host.leave();
    expect(await stackStatus(home)).toMatchObject({ running: true, hostPid: guest.pid });
    expect(await statusesOf(host.address, ['handed-over'])).toEqual(['RUNNING']);
  });

  it('ends with its host when that is killed and nobody else is there', async () => {
    const host = await member();
    expect(await processesOf(home)).not.toEqual([]);
    await host.kill();
    await until(async () => (await processesOf(home)).length === 0);
    expect(await accepts(host.address)).toBe(false);
    expect(await stackStatus(home)).toMatchObject({ running: false });
  });

  it('keeps its state over a restart of everything', async () => {
    const first = await member();
    await startWorkflows(first.address, ['before']);
    await first.kill();
    const second = await member();
    expect(second.role).toBe('host');
    expect(await statusesOf(second.address, ['before'])).toEqual(['RUNNING']);
  });

  it('starts a killed server and a killed worker again, with the state', async () => {
    const host = await member();
    await startWorkflows(host.address, ['survives']);
    const before = await stackStatus(home);
    process.kill(before.serverPid ?? 0, 'SIGKILL');
    process.kill(before.workerPid ?? 0, 'SIGKILL');
    await until(async () => {
      const now = await stackStatus(home);
      return [now.serverPid, now.workerPid].every(
        (pid) => pid !== null && pid !== before.serverPid && pid !== before.workerPid,
      );
    });
    expect(await statusesOf(host.address, ['survives'])).toEqual(['RUNNING']);
    expect(host.lines).toContainEqual(expect.stringContaining('The Temporal server ended (signal SIGKILL)'));
  });

  it('serves on the next free port when the wanted one is taken', async () => {
    const other = await member();
    const otherHome = await mkdtemp(join(tmpdir(), 'millwright-stack-'));
    try {
      const second = await member({
        home: otherHome,
        workerCommand: null,
      });
      expect(second.role).toBe('host');
      expect(second.address).not.toBe(other.address);
      expect(await stackStatus(otherHome)).toMatchObject({ address: second.address, workerPid: null });
      await second.leave();
    } finally {
      await rm(otherHome, { recursive: true, force: true });
    }
  });

  it('tells the worker where the server is, and keeps a person’s other Temporal settings from it', async () => {
    const seen = join(home, 'environment.json');
    const script = `
      require('node:fs').writeFileSync(${JSON.stringify(seen)}, JSON.stringify(process.env));
      setInterval(() => {}, 1000);`;
    process.env.TEMPORAL_API_KEY = 'of-another-server';
    try {
      const host = await member({ workerCommand: [process.execPath, '-e', script, home] });
      await until(() => existsSync(seen));
      await until(async () => (await readFile(seen, 'utf8')).endsWith('}'));
      const environment: unknown = JSON.parse(await readFile(seen, 'utf8'));
      expect(environment).toMatchObject({ TEMPORAL_ADDRESS: host.address, MILLWRIGHT_HOME: home });
      expect(environment).not.toHaveProperty('TEMPORAL_API_KEY');
    } finally {
      delete process.env.TEMPORAL_API_KEY;
    }
  });

  it('has a worker as soon as one command needs it, also when the host needs none', async () => {
    await member({ workerCommand: null });
    await member({
      workerCommand: [process.execPath, '-e', 'setInterval(() => {}, 1000)', home, 'guests-worker'],
    });
    await until(async () => (await processesOf(home)).some((line) => line.endsWith('guests-worker')));
  });

  it('says so when the stack is of another version', async () => {
    const host = await member({ workerCommand: null });
    const record: unknown = JSON.parse(await readFile(join(home, 'stack.lock'), 'utf8'));
    await writeFile(
      join(home, 'stack.lock'),
      JSON.stringify(Object.assign({}, record, { version: '0.0.1' })),
    );
    const guest = await member({ workerCommand: null });
    expect(guest.lines).toContainEqual(
      expect.stringMatching(/started by Millwright 0\.0\.1.*end process \d+/su),
    );
    await guest.leave();
    await host.leave();
  });

  it('names the log and the state when the server cannot start', async () => {
    await mkdir(join(home, 'server'));
    await writeFile(
      join(home, 'server', 'temporal.sqlite'),
      'this is no database, whatever its name says\n'.repeat(50),
    );
    await expect(member({ workerCommand: null })).rejects.toThrow(
      /The Temporal server did not start.*temporal-server\.log.*temporal\.sqlite/su,
    );
    expect(await processesOf(home)).toEqual([]);
  });

  it('names the home when that cannot be a folder', async () => {
    const file = join(home, 'file');
    await writeFile(file, '');
    await expect(member({ home: file })).rejects.toThrow(/MILLWRIGHT_HOME=FOLDER/u);
  });
});
