import { mkdir, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { BareSandbox } from '../../src/sandbox/bare/bare-sandbox.js';
import { LIMITS, NEVER, nodeCommand, withFolder } from './working-sandbox.js';

const sandbox = new BareSandbox();

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('running bare, as a person asked', () => {
  it('works in the project with the mounted packages and the environment that was given', async () => {
    await withFolder(async (project) => {
      await withFolder(async (packages) => {
        await mkdir(join(packages, 'leaf'));
        await writeFile(join(packages, 'leaf', 'index.js'), 'module.exports = 42;');
        const end = await sandbox.run(
          nodeCommand(
            project,
            `console.log(require('leaf'), process.cwd(), Object.keys(process.env).sort().join())`,
            { mounts: [{ source: packages, target: 'node_modules' }], environment: { GIVEN: 'yes' } },
          ),
          NEVER,
        );
        expect(end).toMatchObject({
          exitCode: 0,
          stdout: `42 ${sandbox.projectFolder(project)} GIVEN,HOME,PATH\n`,
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
      const port = await freePort();
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
});
