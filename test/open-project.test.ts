import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createFolderStore } from '../src/artifacts/folder-store.js';
import { foldTree } from '../src/artifacts/tree-store.js';
import { homeFolders } from '../src/config.js';
import { openProject } from '../src/open-project.js';
import type { SandboxChoice } from '../src/protocol/generate-input.js';
import { SERVICE_PORT } from '../src/sandbox/service/service-port.js';

/** Answers on its port, and says that it was asked to stop. */
const SERVER = `
import { createServer } from 'node:http';
const server = createServer((_, response) => response.end('its own')).listen(process.env.PORT, process.env.HOST);
process.on('SIGTERM', () => { console.log('asked to stop'); process.exit(0); });
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

describe('a project that is opened', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'millwright-open-'));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  async function opened(sandbox: SandboxChoice, interrupted: AbortSignal) {
    const folders = homeFolders(home);
    const store = createFolderStore(folders.artifacts);
    const files = {
      'package.json': JSON.stringify(MANIFEST),
      'package-lock.json': JSON.stringify(LOCK),
      'server.js': SERVER,
    };
    const changes = await Promise.all(
      Object.entries(files).map(async ([path, text]) => ({ path, content: await store.put(text) })),
    );
    const manifest = await foldTree(store, { manifest: null, changes });
    return openProject(folders, true, store, {
      tree: { manifest, changes: [] },
      sandbox,
      port: 0,
      onProgress: () => undefined,
      signal: interrupted,
    });
  }

  it.each<SandboxChoice>(['auto', 'none'])(
    'is asked to stop after Ctrl-C, and leaves no copy (sandbox: %s)',
    async (sandbox) => {
      const interrupt = new AbortController();
      const project = await opened(sandbox, interrupt.signal);
      expect(await (await fetch(project.url)).text()).toBe('its own');
      interrupt.abort();
      await project.stop();
      expect(await project.ended).toMatchObject({
        exitCode: 0,
        output: expect.stringContaining('asked to stop'),
      });
      expect(await readdir(homeFolders(home).work)).toEqual([]);
    },
  );

  it('without a sandbox is not taken for who listens on its usual port', async () => {
    const other = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => {
      // Whoever has it already does as well.
      other.once('error', () => {
        resolve();
      });
      other.listen(SERVICE_PORT, '127.0.0.1', resolve);
    });
    try {
      const project = await opened('none', new AbortController().signal);
      expect(await (await fetch(project.url)).text()).toBe('its own');
      await project.stop();
    } finally {
      other.close();
    }
  });
});
