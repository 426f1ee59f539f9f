import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { CLI_VERSION } from '../../temporal-config/cli/cli-version.js';
import type { DownloadLimits } from '../../temporal-config/cli/cli-download.js';
import { findCli, type FoundCli } from '../../temporal-config/find-cli.js';
import { packageRoot } from '../../temporal-config/package-root.js';
import { putFakeCli } from './fake-cli.js';

let folder: string;
let bin: string;
let lines: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millwright-cli-'));
  bin = join(folder, 'bin');
  await mkdir(bin);
  lines = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Looks with a PATH of the test's own, and no network: whatever asks for it meets a closed port. */
function find(
  environment: Readonly<Record<string, string>> = {},
  limits?: DownloadLimits,
): Promise<FoundCli> {
  return findCli({
    ...(limits === undefined ? {} : { limits }),
    cache: join(folder, 'cache'),
    environment: { PATH: bin, HTTPS_PROXY: 'http://127.0.0.1:9', ...environment },
    onProgress: (line) => lines.push(line),
  });
}

async function program(path: string, script: string): Promise<string> {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

const cachedPath = (): string => join(folder, 'cache', 'temporal', CLI_VERSION, 'temporal');

/** Stands for Go: notes each call, and "builds" a program into the path after `-o`. */
const FAKE_GO = `
echo "$1" >> "$CALLS"
if [ "$1" = build ]; then
  /bin/sleep 1
  while [ "$1" != -o ]; do shift; done
  echo built > "$2"
fi`;

/**
 * Stands for the SDK, on the way to whose script this ends it: puts what it has downloaded where that puts it, and does `then`.
 * The environment that has it loaded.
 */
async function sdkThat(then: string, executable = '#!/bin/sh\n'): Promise<Readonly<Record<string, string>>> {
  const script = join(folder, 'sdk.mjs');
  await writeFile(
    script,
    `import { rmSync, writeFileSync } from 'node:fs';
const [, , version, folder] = process.argv;
writeFileSync(\`\${folder}/temporal-v\${version}\`, ${JSON.stringify(executable)}, { mode: 0o755 });
${then}
process.exit(1);`,
  );
  return { NODE_OPTIONS: `--import ${pathToFileURL(script).href}` };
}

describe('finding the Temporal CLI', () => {
  it('takes the one on PATH when its server is recent', async () => {
    const path = await program(
      join(bin, 'temporal'),
      'echo "temporal version 1.8.2 (Server 1.31.2, UI 2.50.1)"',
    );
    expect(await find()).toEqual({ path, from: 'path' });
  });

  it('passes over one on PATH that is too old, and says how to use it', async () => {
    await program(join(bin, 'temporal'), 'echo "temporal version 1.1.0 (Server 1.25.0, UI 2.30.0)"');
    await program(cachedPath(), 'exit 0');
    expect(await find()).toEqual({ path: cachedPath(), from: 'cache' });
    expect(lines.join('\n')).toMatch(/carries server 1\.25; Millwright needs 1\.29 or later.*update it/su);
  });

  it('takes the cached one, in the folder of the settings, however the environment writes that', async () => {
    const path = await program(cachedPath(), 'exit 0');
    expect(await find({ MILLWRIGHT_CACHE: '~/elsewhere' })).toEqual({ path, from: 'cache' });
  });

  it('builds it where the download is out of reach, saying what it does', async () => {
    await program(join(bin, 'go'), FAKE_GO);
    expect(await find({ CALLS: join(folder, 'calls') })).toEqual({ path: cachedPath(), from: 'build' });
    expect(await readFile(cachedPath(), 'utf8')).toBe('built\n');
    expect(lines).toEqual([
      expect.stringContaining('Downloading the Temporal server'),
      expect.stringContaining('could not be downloaded'),
      expect.stringMatching(/step 1 of 2, fetching the sources, \d+ s/u),
      expect.stringMatching(/step 2 of 2, compiling, \d+ s/u),
    ]);
  });

  it('builds it once for two commands that start at the same time', async () => {
    await program(join(bin, 'go'), FAKE_GO);
    const calls = join(folder, 'calls');
    const found = await Promise.all([find({ CALLS: calls }), find({ CALLS: calls })]);
    expect(found.map(({ from }) => from).sort()).toEqual(['build', 'cache']);
    expect(await readFile(calls, 'utf8')).toBe('mod\nbuild\n');
    expect(lines).toContain('Another process is getting the Temporal server; waiting for it.');
  });

  it('names every way out when there is no Go', async () => {
    await expect(find()).rejects.toMatchObject({
      type: 'ToolchainMissing',
      message: expect.stringMatching(
        /Go is not installed.*"temporal" is on PATH.*install Go.*TEMPORAL_ADDRESS/su,
      ),
    });
  });

  it('says what Go said when the build fails, and leaves nothing in the cache', async () => {
    await program(join(bin, 'go'), 'echo "go.mod requires go >= 1.26.4 (running go 1.24.1)" >&2; exit 1');
    await expect(find()).rejects.toMatchObject({
      type: 'ToolchainMissing',
      message: expect.stringContaining('requires go >= 1.26.4'),
    });
    await expect(readFile(cachedPath())).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('keeps what was downloaded as a whole, though the SDK could not start it in its time', async () => {
    await expect(find(await sdkThat(''))).resolves.toEqual({ path: cachedPath(), from: 'download' });
    expect(await readFile(cachedPath(), 'utf8')).toBe('#!/bin/sh\n');
  });

  it('keeps nothing that does not run here', async () => {
    await program(join(bin, 'go'), FAKE_GO);
    const calls = { CALLS: join(folder, 'calls') };
    const found = await find({ ...calls, ...(await sdkThat('', '#!/bin/sh\nexit 1\n')) });
    expect(found.from).toBe('build');
  });

  describe('with a cache that keeps nothing', () => {
    const refused = {
      name: 'ConfigError',
      message: expect.stringMatching(/140 MB.*cannot be kept in .*cache.*MILLWRIGHT_CACHE=FOLDER/su),
    };

    it('says so before it downloads', async () => {
      await writeFile(join(folder, 'cache'), 'in the way');
      await expect(find()).rejects.toMatchObject(refused);
      expect(lines).toEqual([]);
    });

    it('says so after it has downloaded, and builds nothing', async () => {
      const calls = join(folder, 'calls');
      await program(join(bin, 'go'), FAKE_GO);
      const cache = JSON.stringify(join(folder, 'cache', 'temporal'));
      const full = `rmSync(${cache}, { recursive: true }); writeFileSync(${cache}, 'in the way');`;
      await expect(find({ CALLS: calls, ...(await sdkThat(full)) })).rejects.toMatchObject(refused);
      await expect(readFile(calls)).rejects.toMatchObject({ code: 'ENOENT' });
    });

    it('says so after it has built', async () => {
      const cache = join(folder, 'cache', 'temporal');
      await program(join(bin, 'go'), `${FAKE_GO}\n/bin/rm -rf "${cache}"; echo > "${cache}"`);
      await expect(find({ CALLS: join(folder, 'calls') })).rejects.toMatchObject(refused);
    });
  });

  it('asks no proxy for the server that a download is tried out with', async () => {
    // What is downloaded already is not downloaded again.
    const path = join(folder, `temporal-v${CLI_VERSION}`);
    await putFakeCli(path);
    const script = join(packageRoot(), 'temporal-config', 'download-cli.mjs');
    const tried = await execa(process.execPath, [script, CLI_VERSION, folder], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { https_proxy: 'http://127.0.0.1:9', no_proxy: 'localhost' },
      reject: false,
    });
    expect({ exitCode: tried.exitCode, stderr: tried.stderr }).toMatchObject({ exitCode: 0 });
  });

  describe('with a network that swallows everything', () => {
    let silent: Server;
    let port: number;
    beforeEach(async () => {
      silent = createServer((socket) => socket.resume());
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
      const address = silent.address();
      port = typeof address === 'object' && address !== null ? address.port : 0;
    });
    afterEach(() => new Promise((resolve) => silent.close(resolve)));

    it('gives the download up after seconds, and builds', async () => {
      await program(join(bin, 'go'), FAKE_GO);
      const found = await find(
        { CALLS: join(folder, 'calls'), HTTPS_PROXY: `http://127.0.0.1:${String(port)}` },
        { firstByteMs: 2_000, stallMs: 1_000, startMs: 1_000 },
      );
      expect(found.from).toBe('build');
      expect(lines).toContainEqual(expect.stringContaining('nothing came for 2 s'));
    });
  });
});
