import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { nodeRemedy } from '../../src/client/cli/node-version.js';

const EXECUTABLE = fileURLToPath(new URL('../../bin/millwright.js', import.meta.url));

describe('a Node that is too old', () => {
  it('is told so in one sentence, before anything is loaded that it cannot read', async () => {
    const older = 'Object.defineProperty(process,"versions",{value:{...process.versions,node:"18.19.1"}})';
    const { exitCode, stdout, stderr } = await execa(
      process.execPath,
      ['--import', `data:text/javascript,${older}`, EXECUTABLE, 'status'],
      { reject: false },
    );
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'Millwright does not run on Node 18.19.1. Install Node 20.20 or newer.',
    });
  });

  it('reads nothing but the version before that', async () => {
    const file = new URL('../../src/client/cli/node-version.ts', import.meta.url);
    expect(await readFile(file, 'utf8')).not.toMatch(/^import /mu);
  });

  it('is one below what the package asks for', async () => {
    const manifest: unknown = JSON.parse(
      await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
    );
    expect(manifest).toMatchObject({ engines: { node: '>=20.20' } });
    expect(['18.19.1', 'v20.19.9'].map(nodeRemedy)).not.toContain(undefined);
    expect(['20.20.0', 'v20.21.0', '22.0.0'].map(nodeRemedy)).toEqual([undefined, undefined, undefined]);
  });
});
