import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { z } from 'zod';
import { reportSchema } from '../../src/protocol/report.js';
import { testCli, type TestCli } from '../support/cli.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BRIEF =
  'A REST API for a tool shed. A tool has a name (unique, at most 60 characters) and a condition: good, worn or broken. Tools can be searched by name.';
const packedSchema = z.array(z.object({ filename: z.string() })).length(1);

let cli: TestCli;
let empty: string;

beforeAll(async () => {
  cli = await testCli();
  empty = await mkdtemp(join(tmpdir(), 'millwright-tarball-'));
});
afterAll(async () => {
  await cli.remove();
  await rm(empty, { recursive: true, force: true });
});

/** A cache of npm's with the packages of this machine's, and where nothing that `npx` installs is left behind. */
async function cacheOfOwn(): Promise<string> {
  const { stdout } = await execa('npm', ['config', 'get', 'cache']);
  const cache = join(empty, 'npm-cache');
  await mkdir(cache);
  await symlink(join(stdout.trim(), '_cacache'), join(cache, '_cacache'));
  return cache;
}

describe('the tarball', () => {
  it('delivers a project in an empty folder, by npx, without the clone', async () => {
    const { stdout } = await execa(
      'npm',
      ['pack', '--ignore-scripts', '--json', '--pack-destination', empty],
      { cwd: ROOT },
    );
    const [packed] = packedSchema.parse(JSON.parse(stdout));
    const run = await execa(
      'npx',
      ['--yes', `./${packed?.filename ?? ''}`, 'generate', BRIEF, '--out', 'tool-shed'],
      {
        cwd: empty,
        env: { ...cli.environment, npm_config_cache: await cacheOfOwn() },
        stdin: 'ignore',
        all: true,
        reject: false,
      },
    );
    expect({ exitCode: run.exitCode, output: run.all }).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining('delivered'),
    });
    const report = reportSchema.parse(
      JSON.parse(await readFile(join(empty, 'tool-shed', 'millwright-report.json'), 'utf8')),
    );
    expect(report.evidence.map(({ level }) => level)).toEqual(report.requirements.map(() => 'proven'));
    expect(report.flags).toEqual([]);
  });
});
