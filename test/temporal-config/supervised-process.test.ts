import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../temporal-config/package-root.js';
import { identify } from '../../temporal-config/local-stack/process-identity.js';
import {
  startSupervised,
  type SupervisedProcess,
} from '../../temporal-config/local-stack/supervised-process.js';
import { until } from './stack-members.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millwright-supervised-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const FOR_EVER = 'setInterval(() => {}, 1000);';

function start(script: string, graceMs = 10_000): Promise<SupervisedProcess> {
  return startSupervised({
    command: [process.execPath, '-e', script],
    logFile: join(folder, 'log'),
    graceMs,
  });
}

async function gone(pid: number): Promise<boolean> {
  return (await identify(pid)) === undefined;
}

describe('a supervised process', () => {
  it('reports how it ended, and leaves its output in the log', async () => {
    const child = await start('console.log("out"); console.error("err"); process.exit(3);');
    expect(await child.ended).toBe('exit code 3');
    expect((await readFile(join(folder, 'log'), 'utf8')).split('\n').sort()).toEqual(['', 'err', 'out']);
  });

  it('is asked to end first, and killed when it does not', async () => {
    const ready = join(folder, 'ready');
    const child = await start(
      `process.on('SIGTERM', () => {}); require('fs').writeFileSync(${JSON.stringify(ready)}, ''); ${FOR_EVER}`,
      200,
    );
    await until(() => existsSync(ready));
    await child.stop();
    expect(await gone(child.pid)).toBe(true);
  });

  it('takes with it whatever it started', async () => {
    const file = join(folder, 'pid');
    const child = await start(
      `const { pid } = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(FOR_EVER)}]);
       require('fs').writeFileSync(${JSON.stringify(file)}, String(pid) + '.'); ${FOR_EVER}`,
    );
    await until(async () => existsSync(file) && (await readFile(file, 'utf8')).endsWith('.'));
    const grandchild = Number.parseInt(await readFile(file, 'utf8'), 10);
    process.kill(child.pid, 'SIGKILL');
    expect(await child.ended).toBe('signal SIGKILL');
    await until(() => gone(grandchild));
  });

  it('ends when its supervisor is killed', async () => {
    const child = await start(FOR_EVER);
    const { stdout } = await execa('ps', ['-o', 'ppid=', '-p', String(child.pid)]);
    process.kill(Number(stdout), 'SIGKILL');
    expect(await child.ended).toBe('its supervisor was killed');
    await until(() => gone(child.pid));
  });

  it('is refused with the reason when there is no such program', async () => {
    await expect(
      startSupervised({
        command: [join(folder, 'nothing-here')],
        logFile: join(folder, 'log'),
        graceMs: 1,
      }),
    ).rejects.toThrow(/Could not start .*nothing-here.*ENOENT/u);
  });

  it('is not started when the one who wanted it is gone by then', async () => {
    const supervisor = join(packageRoot(), 'temporal-config', 'supervise.mjs');
    const file = join(folder, 'started');
    // Without a channel, as one finds it whose other end closed while it was starting.
    const { exitCode } = await execa(
      process.execPath,
      [
        supervisor,
        '1000',
        process.execPath,
        '-e',
        `require('fs').writeFileSync(${JSON.stringify(file)}, '')`,
      ],
      { reject: false },
    );
    expect(exitCode).toBe(1);
    expect(existsSync(file)).toBe(false);
  });
});
