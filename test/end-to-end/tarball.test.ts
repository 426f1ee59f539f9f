import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { z } from 'zod';
import { reportSchema, type Report } from '../../src/protocol/report.js';
import { testCli, type TestCli } from '../support/cli.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** It has a rule that cannot be written. */
const BRIEF =
  'Cookbooks have a title (required, at most 200 characters, unique). Recipes have a name (at most 100 characters), a number of servings (between 1 and 50) and a cookbook. A cookbook may have at most five recipes. Recipes can be searched by name. Lists are paginated. Each morning the cook gets a summary of new recipes written in a friendly tone.';
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
  let folder: string;
  let report: Report;

  beforeAll(async () => {
    const { stdout } = await execa(
      'npm',
      ['pack', '--ignore-scripts', '--json', '--pack-destination', empty],
      { cwd: ROOT },
    );
    const [packed] = packedSchema.parse(JSON.parse(stdout));
    const tarball = `./${packed?.filename ?? ''}`;
    const run = await execa(
      'npx',
      ['--yes', tarball, 'generate', BRIEF, '--kind', 'cli', '--out', 'recipes'],
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
    folder = join(empty, 'recipes');
    report = reportSchema.parse(JSON.parse(await readFile(join(folder, 'millwright-report.json'), 'utf8')));
  });

  it('delivers a command-line program in an empty folder, by npx, without the clone; what cannot be written stays open', () => {
    expect(report.outcome).toBe('delivered-with-flags');
    expect(report.proof.map(({ step, outcome }) => [step, outcome])).toEqual(
      ['build', 'pack', 'install', 'help', 'commands'].map((step) => [step, 'passed']),
    );
    const levelOf = new Map(report.evidence.map(({ requirement, level }) => [requirement, level]));
    const open = report.requirements.filter(({ id }) => levelOf.get(id) === 'open');
    expect(open.map(({ source }) => source)).toEqual([expect.stringContaining('friendly tone')]);
    expect(report.flags.map(({ code, about }) => [code, about])).toEqual(
      open.map(({ id }) => ['requirement-open', id]),
    );
    const shown = report.evidence.filter(({ level }) => level === 'proven' || level === 'tested');
    expect(shown).toHaveLength(report.requirements.length - 1);
  });

  it('delivers one that works without Millwright, and of which there is nothing to open', async () => {
    const npm = (...args: string[]) => execa('npm', args, { cwd: folder });
    await npm('ci');
    await npm('run', 'build');
    const elsewhere = join(empty, 'elsewhere');
    await mkdir(elsewhere);
    const run = (...args: string[]) =>
      execa('node', [join(folder, 'dist', 'cli.js'), ...args], { cwd: elsewhere, reject: false });
    const added = await run('cookbooks', 'add', '--title=Soups', '--json');
    const { id } = JSON.parse(added.stdout) as { id: string };
    expect(await run('cookbooks', 'add', '--title=Soups')).toMatchObject({ exitCode: 1, stdout: '' });
    expect(
      (await run('recipes', 'add', '--name=Leek', '--number-of-servings=4', `--cookbook-id=${id}`)).exitCode,
    ).toBe(0);
    expect((await run('recipes', 'list', '--search=lee')).stdout).toContain('Leek');
    expect((await run('recipes', 'lost')).exitCode).toBe(2);

    const opened = await cli.run(['open', report.run.workflowId]);
    expect(opened.exitCode).toBe(2);
    expect(`${opened.stdout}${opened.stderr}`).toContain('nothing to keep open');
  });
});
