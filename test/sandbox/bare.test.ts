import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { BareSandbox } from '../../src/sandbox/bare/bare-sandbox.js';
import { freePort } from '../../src/sandbox/service/loopback.js';
import { TakenPortError } from '../../src/sandbox/service/taken-port-error.js';
import { until } from '../doubles/until.js';
import { LIMITS, NEVER, nodeCommand, withFolder } from './working-sandbox.js';

const sandbox = new BareSandbox();

describe('running bare, as a person asked', () => {
  it('works in the project with the mounted packages and the environment that was given', async () => {
    await withFolder(async (project) => {
      await withFolder(async (packages) => {
        await mkdir(join(packages, 'leaf'));
        await writeFile(join(packages, 'leaf', 'index.js'), 'module.exports = 42;');
        const end = await sandbox.run(
          nodeCommand(
            project,
            `console.log(require('leaf'), process.cwd(), Object.keys(process.env).sort().join(),
              process.env.HOME.startsWith(process.cwd()))`,
            { mounts: [{ source: packages, target: 'node_modules' }], environment: { GIVEN: 'yes' } },
          ),
          NEVER,
        );
        expect(end).toMatchObject({
          exitCode: 0,
          // Its home is beside the project: who finds the one finds the other.
          stdout: `42 ${sandbox.projectFolder(project)} GIVEN,HOME,PATH true\n`,
        });
      });
    });
  });

  it('bounds time and output, and ends what was started along', async () => {
    await withFolder(async (project) => {
      const noise = `require('node:child_process').spawn('sh', ['-c', 'while :; do date > beat; sleep 0.05; done'], { stdio: 'ignore' });
        console.log('x'.repeat(${String(LIMITS.outputBytes + 1)}));`;
      const end = await sandbox.run(nodeCommand(project, noise, { limits: { wallMs: 1_000 } }), NEVER);
      expect(end).toMatchObject({ exceeded: 'wall', truncated: true });
      const beat = (await stat(join(project, 'beat'))).mtimeMs;
      await sleep(300);
      expect((await stat(join(project, 'beat'))).mtimeMs).toBe(beat);
    });
  });

  it('serves on a port of the host and stops on SIGTERM', async () => {
    await withFolder(async (project) => {
      const port = await freePort(0);
      const service = await sandbox.serve(
        {
          ...nodeCommand(
            project,
            `const server = require('node:http').createServer((_, response) => response.end('here')).listen(${String(port)}, '127.0.0.1');
             process.on('SIGTERM', () => process.exit(0));`,
          ),
          port,
        },
        NEVER,
      );
      for (;;) {
        try {
          expect(await service.request({ method: 'GET', path: '/', timeoutMs: 5_000 })).toMatchObject({
            status: 200,
            body: 'here',
          });
          break;
        } catch (error) {
          if (!String(error).includes('ECONNREFUSED')) throw error;
          await sleep(25);
        }
      }
      expect(await service.expose(port)).toBe(port);
      expect(await service.stop(10_000)).toMatchObject({ stoppedBySigterm: true, exitCode: 0 });
    });
  });

  const STAYS = `require('node:http').createServer((_, response) => response.end('mine'))
    .listen(Number(process.env.PORT), '127.0.0.1', () => require('node:fs').writeFileSync('listens', ''));`;
  const serving = (project: string, port: number) => ({
    ...nodeCommand(project, STAYS, { environment: { PORT: String(port) } }),
    port,
  });

  it('starts nothing, and asks nothing, where something else listens', async () => {
    const other = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('HTTP/1.1 200 OK\r\n\r\ntheirs');
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    try {
      await withFolder(async (project) => {
        await expect(sandbox.serve(serving(project, port), NEVER)).rejects.toThrow(TakenPortError);
        expect(await readdir(project)).toEqual([]);
      });
      expect(await freePort(port)).not.toBe(port);
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
    expect(await freePort(port)).toBe(port);
  });

  it('has services of one port run one after the other', async () => {
    const port = await freePort(0);
    await withFolder(async (project) => {
      await withFolder(async (next) => {
        const first = await sandbox.serve(serving(project, port), NEVER);
        const waiting = sandbox.serve(serving(next, port), NEVER);
        const gaveUp = new AbortController();
        const impatient = sandbox.serve(serving(next, port), gaveUp.signal);
        gaveUp.abort();
        await expect(impatient).rejects.toThrow('abort');
        await until(() => readdir(project).then((names) => (names.length > 0 ? names : undefined)));
        expect(await readdir(next)).toEqual([]);
        await first.stop(10_000);
        const second = await waiting;
        await until(() => readdir(next).then((names) => (names.length > 0 ? names : undefined)));
        await second.stop(10_000);
      });
    });
  });

  it('leaves what a program takes out of reach to nobody, and ends well all the same', async () => {
    await withFolder(async (project) => {
      const deep = `const { mkdirSync } = require('node:fs');
        process.chdir(process.env.HOME);
        for (let i = 0; i < 20; i++) { mkdirSync('d'.repeat(250)); process.chdir('d'.repeat(250)); }`;
      const before = await readdir(dirname(project));
      expect(await sandbox.run(nodeCommand(project, deep), NEVER)).toMatchObject({ exitCode: 0 });
      const left = (await readdir(dirname(project))).filter((name) => !before.includes(name));
      expect(left.filter((name) => name.startsWith(basename(project)))).toEqual([]);
    });
  });
});
