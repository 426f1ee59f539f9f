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
/** It has a rule that cannot be written. */
const BRIEF =
  'An API that manages tickets. A ticket has a title (at most 120 characters), a description and a priority (low, medium or high). Tickets can be searched by title. Each morning the team gets a summary of open tickets written in a friendly tone.';
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
  it('delivers a project in an empty folder, by npx, without the clone; what cannot be written stays open', async () => {
    const { stdout } = await execa(
      'npm',
      ['pack', '--ignore-scripts', '--json', '--pack-destination', empty],
      { cwd: ROOT },
    );
    const [packed] = packedSchema.parse(JSON.parse(stdout));
    const run = await execa(
      'npx',
      ['--yes', `./${packed?.filename ?? ''}`, 'generate', BRIEF, '--out', 'tickets'],
      {
        cwd: empty,
        env: { ...cli.environment, npm_config_cache: await cacheOfOwn() },
        stdin: 'ignore',
        all: true,
        reject: false,
      },
    );
    // Something is flagged.
    expect({ exitCode: run.exitCode, output: run.all }).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('delivered'),
    });
    const report = reportSchema.parse(
      JSON.parse(await readFile(join(empty, 'tickets', 'millwright-report.json'), 'utf8')),
    );
    expect(report.outcome).toBe('delivered-with-flags');
    const levelOf = new Map(report.evidence.map(({ requirement, level }) => [requirement, level]));
    const open = report.requirements.filter(({ id }) => levelOf.get(id) === 'open');
    expect(open.map(({ source }) => source)).toEqual([expect.stringContaining('friendly tone')]);
    expect(report.flags.map(({ code, about }) => [code, about])).toEqual(
      open.map(({ id }) => ['requirement-open', id]),
    );
    expect(new Set(levelOf.values())).toEqual(new Set(['proven', 'open']));
  });
});
