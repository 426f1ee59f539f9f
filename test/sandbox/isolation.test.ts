import { chmod, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { answerOf, NEVER, nodeCommand, withFolder, workingSandbox } from './working-sandbox.js';

/** Prints, for each path, what reading it gives: 'read' or the error's code. */
function readAll(paths: readonly string[]): string {
  return `const { readFileSync, readdirSync, statSync } = require('node:fs');
    console.log(JSON.stringify(Object.fromEntries(${JSON.stringify(paths)}.map((path) => {
      try { statSync(path).isDirectory() ? readdirSync(path) : readFileSync(path); return [path, 'read']; }
      catch (error) { return [path, error.code]; }
    }))));`;
}

function writeAll(paths: readonly string[]): string {
  return `const { writeFileSync } = require('node:fs');
    console.log(JSON.stringify(Object.fromEntries(${JSON.stringify(paths)}.map((path) => {
      try { writeFileSync(path, 'x'); return [path, 'written']; }
      catch (error) { return [path, error.code]; }
    }))));`;
}

const CONNECT = (host: string, port: number): string => `
  const socket = require('node:net').connect({ host: '${host}', port: ${String(port)}, timeout: 3000 });
  socket.on('connect', () => { console.log('"connected"'); process.exit(); });
  socket.on('error', (error) => { console.log(JSON.stringify(error.code)); process.exit(); });
  socket.on('timeout', () => { console.log('"timeout"'); process.exit(); });`;

describe('what a sandboxed program can reach', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await workingSandbox();
  });

  it('sees no file of the host but the toolchain', async () => {
    await withFolder(async (project) => {
      await withFolder(async (other) => {
        await writeFile(join(other, 'secret'), 'x');
        const paths = [
          '/etc/passwd',
          '/etc/shadow',
          '/root',
          '/home',
          '/var',
          '/sys',
          '/run',
          join(other, 'secret'),
          process.cwd(),
        ];
        expect(await answerOf(sandbox, project, readAll(paths))).toEqual(
          Object.fromEntries(paths.map((path) => [path, 'ENOENT'])),
        );
      });
    });
  });

  it('runs node, npm and a shell from the read-only toolchain', async () => {
    await withFolder(async (project) => {
      const result = await sandbox.run(
        nodeCommand(project, '', { command: ['sh', '-c', 'node --version && npm --version'] }),
        NEVER,
      );
      expect(result).toMatchObject({ exitCode: 0, stderr: '' });
      expect(result.stdout).toMatch(/^v\d+\.\d+\.\d+\n\d+\.\d+\.\d+\n$/);
    });
  });

  it('can write to its project and to scratch, and nowhere else', async () => {
    await withFolder(async (project) => {
      const answer = await answerOf(
        sandbox,
        project,
        writeAll([
          '/project/made',
          '/tmp/made',
          '/made',
          '/usr/bin/made',
          '/toolchain/bin/node',
          '/etc/hosts',
          '/dev/made',
        ]),
      );
      expect(answer).toEqual({
        '/project/made': 'written',
        '/tmp/made': 'written',
        '/made': 'EROFS',
        '/usr/bin/made': 'EROFS',
        '/toolchain/bin/node': 'EROFS',
        '/etc/hosts': 'EROFS',
        '/dev/made': expect.stringMatching(/^(EROFS|EACCES)$/),
      });
      expect(await readdir(project)).toEqual(['made']);
    });
  });

  it('reads packages that are mounted, cannot change them, and may fill their scratch folders', async () => {
    await withFolder(async (project) => {
      await withFolder(async (packages) => {
        await chmod(packages, 0o755);
        await mkdir(join(packages, '.vite'));
        await mkdir(join(packages, 'leaf'));
        await writeFile(join(packages, 'leaf', 'index.js'), 'module.exports = 42;');
        const result = await sandbox.run(
          nodeCommand(
            project,
            `const { writeFileSync } = require('node:fs');
             const codes = ['leaf/index.js', 'new.js', '.vite/cache'].map((path) => {
               try { writeFileSync('node_modules/' + path, 'x'); return 'written'; } catch (error) { return error.code; }
             });
             console.log(JSON.stringify([require('leaf'), ...codes]));`,
            { mounts: [{ source: packages, target: 'node_modules' }] },
          ),
          NEVER,
        );
        expect(JSON.parse(result.stdout)).toEqual([42, 'EROFS', 'EROFS', 'written']);
        expect(await readFile(join(packages, 'leaf', 'index.js'), 'utf8')).toBe('module.exports = 42;');
        expect(await readdir(join(packages, '.vite'))).toEqual([]);
      });
    });
  });

  it('is not led to host files by a link in the project', async () => {
    await withFolder(async (project) => {
      await symlink('/etc/passwd', join(project, 'passwd'));
      await symlink('/', join(project, 'root'));
      expect(await answerOf(sandbox, project, readAll(['passwd', 'root/etc/passwd', 'root/root']))).toEqual({
        passwd: 'ENOENT',
        'root/etc/passwd': 'ENOENT',
        'root/root': 'ENOENT',
      });
    });
  });

  it('refuses to lay packages over a link that a program left in their place', async () => {
    await withFolder(async (project) => {
      await withFolder(async (packages) => {
        await sandbox.run(
          nodeCommand(project, `require('node:fs').symlinkSync('/etc', 'node_modules')`),
          NEVER,
        );
        await expect(
          sandbox.run(
            nodeCommand(project, '', { mounts: [{ source: packages, target: 'node_modules' }] }),
            NEVER,
          ),
        ).rejects.toThrow('is no folder; remove it');
      });
    });
  });

  it('has the environment that was given, PATH and HOME, and nothing of the host', async () => {
    await withFolder(async (project) => {
      process.env.MILLWRIGHT_TEST_SECRET = 'of the host';
      const result = await sandbox
        .run(
          nodeCommand(project, 'console.log(JSON.stringify(process.env))', { environment: { GIVEN: 'yes' } }),
          NEVER,
        )
        .finally(() => delete process.env.MILLWRIGHT_TEST_SECRET);
      const { PWD: _folder, ...rest } = JSON.parse(result.stdout) as Record<string, string>;
      expect(rest).toEqual({ GIVEN: 'yes', HOME: '/tmp', PATH: '/toolchain/bin:/usr/bin:/bin' });
    });
  });

  it('is handed nothing that whoever started this process left open', async () => {
    await withFolder(async (project) => {
      const { stdout } = await sandbox.run(
        nodeCommand(project, '', { command: ['sh', '-c', 'ls -l /proc/self/fd'] }),
        NEVER,
      );
      const beyondOutput = [...stdout.matchAll(/ (\d+) -> (.*)/g)].filter(
        ([, descriptor]) => Number(descriptor) > 2,
      );
      // The folder that is being listed, and what is put in the place of a descriptor left open.
      for (const [, , target] of beyondOutput) expect(target).toMatch(/^(\/proc\/\d+\/fd|\/dev\/null)$/);
    });
  });

  it('cannot reach a port of the host, nor any other machine', async () => {
    const server = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      await withFolder(async (project) => {
        expect(await answerOf(sandbox, project, CONNECT('127.0.0.1', port))).toBe('ECONNREFUSED');
        expect(await answerOf(sandbox, project, CONNECT('192.0.2.1', 80))).toBe('ENETUNREACH');
        expect(await answerOf(sandbox, project, CONNECT('example.org', 80))).toMatch(
          /^(ENOTFOUND|EAI_AGAIN)$/,
        );
      });
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('has a loopback of its own, by number and by name', async () => {
    await withFolder(async (project) => {
      const answer = await answerOf(
        sandbox,
        project,
        `const server = require('node:http').createServer((request, response) => response.end('"mine"'));
         server.listen(8080, '127.0.0.1', async () => {
           console.log(await (await fetch('http://localhost:8080/')).text());
           server.close();
           server.closeAllConnections();
         });`,
      );
      expect(answer).toBe('mine');
    });
  });

  it('is neither root nor able to become it, and sees no process of the host', async () => {
    await withFolder(async (project) => {
      const answer = await answerOf(
        sandbox,
        project,
        `const { readFileSync, readdirSync } = require('node:fs');
         const status = readFileSync('/proc/self/status', 'utf8');
         console.log(JSON.stringify({
           root: process.getuid() === 0,
           capabilities: /CapEff:\\s*(\\S+)/.exec(status)[1],
           noNewPrivileges: /NoNewPrivs:\\s*(\\d)/.exec(status)[1],
           hostPids: readdirSync('/proc').filter((name) => /^\\d+$/.test(name)).length > 5,
         }));`,
      );
      expect(answer).toEqual({
        root: process.getuid?.() === 0 ? false : expect.any(Boolean),
        capabilities: '0000000000000000',
        noNewPrivileges: '1',
        hostPids: false,
      });
    });
  });
});
