import { mkdir, readdir } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Sandbox, SandboxService, ServiceRequest, ServiceResponse } from '../../src/sandbox/sandbox.js';
import { until } from '../doubles/until.js';
import { NEVER, nodeCommand, withFolder, workingSandbox } from './working-sandbox.js';

const PORT = 3000;

const ECHO = `const server = require('node:http').createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      response.writeHead(201, { 'content-type': 'application/json', 'x-made-by': 'the service' });
      response.end(JSON.stringify({ method: request.method, url: request.url, body }));
    });
  });
  server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('listening'));`;
const STOPS = `process.on('SIGTERM', () => { console.log('stopping'); server.close(() => process.exit(0)); server.closeAllConnections(); });`;
const IGNORES = `process.on('SIGTERM', () => console.log('no'));`;

/** The answer to a request, as soon as the service answers at all. */
async function eventually(
  service: SandboxService,
  request: Partial<ServiceRequest> = {},
): Promise<ServiceResponse> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await service.request({ method: 'GET', path: '/', timeoutMs: 10_000, ...request });
    } catch (error) {
      if (attempt === 400) throw error;
      await sleep(25);
    }
  }
}

describe('a service in a sandbox', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await workingSandbox();
  });

  async function withService<T>(
    script: string,
    use: (service: SandboxService) => Promise<T>,
    command?: readonly string[],
  ): Promise<T> {
    return withFolder(async (project) => {
      const service = await sandbox.serve(
        {
          ...nodeCommand(project, script, { environment: { PORT: String(PORT) } }),
          ...(command === undefined ? {} : { command }),
          port: PORT,
        },
        NEVER,
      );
      try {
        return await use(service);
      } finally {
        await service.stop(0).catch(() => undefined);
      }
    });
  }

  it('answers the host, and no one else can reach it', async () => {
    await withService(ECHO + STOPS, async (service) => {
      const answer = await eventually(service, {
        method: 'POST',
        path: '/books?page=2',
        body: { title: 'Emma' },
      });
      expect(answer.status).toBe(201);
      expect(answer.headers['x-made-by']).toBe('the service');
      expect(JSON.parse(answer.body)).toEqual({
        method: 'POST',
        url: '/books?page=2',
        body: '{"title":"Emma"}',
      });
      await expect(fetch(`http://127.0.0.1:${String(PORT)}/`)).rejects.toThrow();
    });
  });

  it('runs beside another that listens on the same port', async () => {
    await withService(ECHO + STOPS, async (one) => {
      await withService(ECHO + STOPS, async (other) => {
        await Promise.all([eventually(one), eventually(other)]);
      });
    });
  });

  it('stops on SIGTERM, and says so', async () => {
    await withService(ECHO + STOPS, async (service) => {
      await eventually(service);
      const end = await service.stop(20_000);
      expect(end).toMatchObject({ stoppedBySigterm: true, exitCode: 0, signal: null, exceeded: null });
      expect(end.stdout).toBe('listening\nstopping\n');
      await expect(service.request({ method: 'GET', path: '/', timeoutMs: 1_000 })).rejects.toThrow(
        'has ended',
      );
    });
  });

  it('gets its SIGTERM through a shell that does not pass signals on', async () => {
    const script = `node -e "${(ECHO + STOPS).replaceAll('"', '\\"').replaceAll('$', '\\$')}"; echo "shell saw $?"`;
    await withService(
      '',
      async (service) => {
        await eventually(service);
        const end = await service.stop(20_000);
        expect(end).toMatchObject({ stoppedBySigterm: true, exitCode: 0 });
        expect(end.stdout).toContain('shell saw 0');
      },
      ['sh', '-c', script],
    );
  });

  it('is ended when it ignores SIGTERM, and that is said', async () => {
    await withService(ECHO + IGNORES, async (service) => {
      await eventually(service);
      const end = await service.stop(500);
      expect(end).toMatchObject({ stoppedBySigterm: false, signal: 'SIGKILL' });
      expect(end.stdout).toContain('no\n');
    });
  });

  it('tells when it ends by itself, with what it wrote', async () => {
    await withService(`console.error('no database'); process.exit(7);`, async (service) => {
      expect(await service.ended).toMatchObject({ exitCode: 7, stderr: 'no database\n' });
      expect(await service.stop(1_000)).toMatchObject({ stoppedBySigterm: false, exitCode: 7 });
    });
  });

  it('says when a program that cannot be started was to serve', async () => {
    await withService(
      '',
      async (service) => {
        expect(await service.ended).toMatchObject({
          exitCode: 127,
          stderr: expect.stringContaining('no-such-program'),
        });
      },
      ['no-such-program'],
    );
  });

  it('fails a request that it does not answer in time', async () => {
    await withService(
      `require('node:http').createServer(() => {}).listen(${String(PORT)}, '127.0.0.1');`,
      async (service) => {
        await expect(
          (async () => {
            for (;;) {
              await service
                .request({ method: 'GET', path: '/slow', timeoutMs: 1_500 })
                .catch((error: unknown) => {
                  if (String(error).includes('listens') || String(error).includes('started'))
                    return sleep(25);
                  throw error;
                });
            }
          })(),
        ).rejects.toThrow('GET /slow had no answer within 1500 ms');
      },
    );
  });

  it('is opened to a person on a port of the host, until it stops', async () => {
    await withService(ECHO + STOPS, async (service) => {
      await eventually(service);
      const port = await service.expose(0);
      const answers = await Promise.all(
        ['/a', '/b', '/c'].map(async (path) =>
          (await fetch(`http://127.0.0.1:${String(port)}${path}`)).json(),
        ),
      );
      expect(answers).toMatchObject([{ url: '/a' }, { url: '/b' }, { url: '/c' }]);
      await service.stop(20_000);
      await expect(fetch(`http://127.0.0.1:${String(port)}/`)).rejects.toThrow();
    });
  });

  it('says when the port to open it on is taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    try {
      await withService(ECHO + STOPS, async (service) => {
        await expect(service.expose((taken.address() as AddressInfo).port)).rejects.toThrow('EADDRINUSE');
      });
    } finally {
      await new Promise((resolve) => taken.close(resolve));
    }
  });

  it('holds no connections that nothing is asked on, however many there are', async () => {
    const silent = 300;
    const script = `let closed = 0;
      for (let i = 0; i < ${String(silent)}; i++) {
        const socket = require('node:net').connect('/tunnel/tunnel');
        socket.on('error', () => undefined).on('close', () => (closed += 1));
      }
      const server = require('node:http').createServer((_, response) => response.end(String(closed)));
      server.listen(${String(PORT)}, '127.0.0.1');`;
    await withService(script, async (service) => {
      await until(async () => {
        const { body } = await eventually(service, { timeoutMs: 1_000 });
        return body === String(silent) ? body : undefined;
      });
    });
  });

  it.each([
    ['beside its project, where it is found when it is left', 'x', 1],
    ['elsewhere, where that is too long for a socket', 'x'.repeat(120), 0],
  ])('has its tunnel %s', async (_where, name, beside) => {
    await withFolder(async (parent) => {
      const project = join(parent, name, 'project');
      await mkdir(project, { recursive: true });
      const command = nodeCommand(project, ECHO, { environment: { PORT: String(PORT) } });
      const service = await sandbox.serve({ ...command, port: PORT }, NEVER);
      await eventually(service);
      const names = async () => (await readdir(join(parent, name))).filter((each) => each !== 'project');
      expect(await names()).toHaveLength(beside);
      await service.stop(0);
      expect(await names()).toEqual([]);
    });
  });

  it('ends when the caller gives up', async () => {
    await withFolder(async (project) => {
      const controller = new AbortController();
      const service = await sandbox.serve(
        { ...nodeCommand(project, ECHO, { environment: { PORT: String(PORT) } }), port: PORT },
        controller.signal,
      );
      await eventually(service);
      controller.abort();
      expect(await service.ended).toMatchObject({ signal: 'SIGKILL' });
    });
  });
});
