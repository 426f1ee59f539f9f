import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { installBubblewrap, type InstallOutcome } from '../../src/sandbox/bubblewrap/install-bubblewrap.js';

const STOP = new Error('Ctrl-C');
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millwright-apt-'));
  jest.replaceProperty(process, 'env', { PATH: folder });
  // The tests may be run by anybody.
  jest.spyOn(process, 'getuid').mockReturnValue(0);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

/** Puts an `apt-get` on PATH that notes how it was called, and then does as `script` says. */
async function aptGet(script: string): Promise<void> {
  const path = join(folder, 'apt-get');
  const noted = join(folder, 'calls');
  await writeFile(path, `#!/bin/sh\necho "$DEBIAN_FRONTEND: $*" >> '${noted}'\n${script}\n`);
  await chmod(path, 0o755);
}

async function calls(): Promise<readonly string[]> {
  const text = await readFile(join(folder, 'calls'), 'utf8').catch(() => '');
  return text.split('\n').filter(Boolean);
}

function install(
  onProgress: (line: string) => void = () => undefined,
  signal = new AbortController().signal,
): Promise<InstallOutcome> {
  return installBubblewrap(onProgress, signal);
}

describe('bubblewrap', () => {
  it('is installed from the packages of the system, without a question', async () => {
    await aptGet('exit 0');
    const said: string[] = [];
    expect(await install((line) => said.push(line))).toEqual({ installed: true });
    expect(await calls()).toEqual([
      'noninteractive: update -q',
      'noninteractive: install -q -y --no-install-recommends bubblewrap',
    ]);
    expect(said).toEqual(['apt-get update -q', 'apt-get install -q -y --no-install-recommends bubblewrap']);
  });

  it('is installed from stale lists where they cannot be renewed', async () => {
    await aptGet('[ "$1" = install ]');
    expect(await install()).toEqual({ installed: true });
  });

  it('is not where the packages have none, and why is told', async () => {
    await aptGet('[ "$1" = update ] || { echo "E: Unable to locate package bubblewrap" >&2; exit 100; }');
    expect(await install()).toEqual({
      installed: false,
      reason: 'apt-get could not install bubblewrap: E: Unable to locate package bubblewrap',
    });
  });

  it('is not once it was interrupted while the lists were renewed, which are given up', async () => {
    await aptGet('exec /bin/sleep 600');
    const interrupt = new AbortController();
    const installing = install(() => {
      interrupt.abort(STOP);
    }, interrupt.signal);
    await expect(installing).rejects.toBe(STOP);
    expect((await calls()).filter((call) => call.includes('install'))).toEqual([]);
  });

  it('is installed to the end once that has begun, and the interruption heard afterwards', async () => {
    const going = join(folder, 'going');
    const done = join(folder, 'done');
    await aptGet(
      `[ "$1" = update ] || { : > '${going}'; while [ ! -e '${done}.may' ]; do /bin/sleep 0.1; done; : > '${done}'; }`,
    );
    const interrupt = new AbortController();
    const said: string[] = [];
    const installing = install((line) => said.push(line), interrupt.signal);
    while (!existsSync(going)) await new Promise((resolve) => setTimeout(resolve, 20));
    interrupt.abort(STOP);
    expect(said.at(-1)).toMatch(/is being finished/);
    await writeFile(`${done}.may`, '');
    await expect(installing).rejects.toBe(STOP);
    expect(existsSync(done)).toBe(true);
  });

  it('is not where there is no apt-get', async () => {
    expect(await install()).toEqual({
      installed: false,
      reason: expect.stringContaining('has no apt-get'),
    });
  });

  it('is not by anybody but root, and nothing is tried', async () => {
    await aptGet('exit 0');
    jest.spyOn(process, 'getuid').mockReturnValue(1000);
    expect(await install()).toEqual({
      installed: false,
      reason: expect.stringContaining('sudo apt-get install bubblewrap'),
    });
    expect(await calls()).toEqual([]);
  });
});
