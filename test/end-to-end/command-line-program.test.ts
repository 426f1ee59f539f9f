import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { reportSchema } from '../../src/protocol/report.js';
import { testCli, type TestCli } from '../support/cli.js';

const RECIPES =
  'Cookbooks have a title (required, at most 200 characters, unique). Recipes have a name (at most 100 characters), a number of servings (between 1 and 50) and a cookbook. A cookbook may have at most five recipes. Recipes can be searched by name. Lists are paginated.';

let cli: TestCli;

beforeAll(async () => {
  cli = await testCli();
});
afterAll(async () => {
  await cli.remove();
});

describe('a brief for a command-line program', () => {
  it('becomes one that is tested, installs, and works without Millwright; there is nothing to open', async () => {
    const folder = join(cli.home, 'recipes');
    const { stderr } = await cli.run(['generate', RECIPES, '--kind', 'cli', '--out', folder, '--json']);
    const text = await readFile(join(folder, 'millwright-report.json'), 'utf8').catch(() => {
      throw new Error(`Nothing was delivered: ${stderr}`);
    });
    const { run: built, flags, requirements, evidence, proof } = reportSchema.parse(JSON.parse(text));
    expect(flags).toEqual([]);
    expect(proof.map(({ step, outcome }) => [step, outcome])).toEqual(
      ['build', 'pack', 'install', 'help', 'commands'].map((step) => [step, 'passed']),
    );
    expect(requirements.filter(({ proof: { kind } }) => kind !== 'test')).toEqual([]);
    expect(evidence.filter(({ level }) => level !== 'proven' && level !== 'tested')).toEqual([]);

    const npm = (...args: string[]) => execa('npm', args, { cwd: folder });
    await npm('ci');
    await npm('run', 'build');
    const elsewhere = join(cli.home, 'elsewhere');
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

    const opened = await cli.run(['open', built.workflowId]);
    expect(opened.exitCode).toBe(2);
    expect(`${opened.stdout}${opened.stderr}`).toContain('nothing to keep open');
  });
});
