import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createFolderStore } from '../src/artifacts/folder-store.js';
import { foldTree } from '../src/artifacts/tree-store.js';
import { homeFolders } from '../src/config.js';
import { openProject } from '../src/open-project.js';
import { SERVICE_PORT } from '../src/sandbox/service/service-port.js';

/** Answers on its port, and says in a file that it was asked to stop. */
const server = (said: string): string => `
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
const server = createServer((_, response) => response.end('its own')).listen(process.env.PORT, process.env.HOST);
process.on('SIGTERM', () => { writeFileSync(${JSON.stringify(said)}, 'SIGTERM'); process.exit(0); });
`;

const MANIFEST = {
  name: 'tiny',
  version: '1.0.0',
  type: 'module',
  scripts: { build: 'node --version', start: 'exec node server.js' },
  dependencies: {},
  devDependencies: {},
};
const LOCK = {
  name: 'tiny',
  version: '1.0.0',
  lockfileVersion: 3,
  requires: true,
  packages: { '': { name: 'tiny', version: '1.0.0' } },
};

describe('a project that is opened without a sandbox', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'millwright-open-'));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  async function opened(interrupted: AbortSignal) {
    const folders = homeFolders(home);
    const store = createFolderStore(folders.artifacts);
    const files = {
      'package.json': JSON.stringify(MANIFEST),
      'package-lock.json': JSON.stringify(LOCK),
      'server.js': server(join(home, 'said')),
    };
    const changes = await Promise.all(
      Object.entries(files).map(async ([path, text]) => ({ path, content: await store.put(text) })),
    );
    const manifest = await foldTree(store, { manifest: null, changes });
    return openProject(folders, true, store, {
      tree: { manifest, changes: [] },
      sandbox: 'none',
      port: 0,
      onProgress: () => undefined,
      signal: interrupted,
    });
  }

  it('is asked to stop after Ctrl-C, and leaves no copy; who listens on its usual port is not taken for it', async () => {
    const other = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => {
      // Whoever has it already does as well.
      other.once('error', () => {
        resolve();
      });
      other.listen(SERVICE_PORT, '127.0.0.1', resolve);
    });
    try {
      const interrupt = new AbortController();
      const project = await opened(interrupt.signal);
      expect(Number(new URL(project.url).port)).not.toBe((other.address() as AddressInfo | null)?.port);
      expect(await (await fetch(project.url)).text()).toBe('its own');
      interrupt.abort();
      await project.stop();
      expect((await project.ended).exitCode).toBe(0);
      expect(await readFile(join(home, 'said'), 'utf8')).toBe('SIGTERM');
      expect(await readdir(homeFolders(home).work)).toEqual([]);
    } finally {
      other.close();
    }
  });
});
