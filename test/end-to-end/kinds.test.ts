import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { reportSchema, type Report } from '../../src/protocol/report.js';
import { testCli, type TestCli } from '../support/cli.js';

const RECIPES =
  'Cookbooks have a title (required, at most 200 characters, unique). Recipes have a name (at most 100 characters), a number of servings (between 1 and 50) and a cookbook. A cookbook may have at most five recipes. Recipes can be searched by name. Lists are paginated.';

const COOKBOOKS =
  'Cookbooks have a title (required, at most 200 characters, unique) and a number of pages (between 1 and 2000). Cookbooks can be searched by title. Lists are paginated.';

let cli: TestCli;

beforeAll(async () => {
  cli = await testCli();
});
afterAll(async () => {
  await cli.remove();
});

async function deliver(kind: 'cli' | 'library', brief: string): Promise<{ folder: string; report: Report }> {
  const folder = join(cli.home, kind);
  const { stderr, stdout } = await cli.run(['generate', brief, '--kind', kind, '--out', folder, '--json']);
  const text = await readFile(join(folder, 'millwright-report.json'), 'utf8').catch(() => {
    throw new Error(`Nothing was delivered: ${stderr} ${stdout}`);
  });
  return { folder, report: reportSchema.parse(JSON.parse(text)) };
}

/** Everything that is claimed is shown by a test, and every step of the recipe passed. */
function expectProven({ flags, requirements, evidence, proof }: Report, steps: readonly string[]): void {
  expect(flags).toEqual([]);
  expect(proof.map(({ step, outcome }) => [step, outcome])).toEqual(steps.map((step) => [step, 'passed']));
  expect(requirements.filter(({ proof: { kind } }) => kind !== 'test')).toEqual([]);
  expect(evidence.filter(({ level }) => level !== 'proven' && level !== 'tested')).toEqual([]);
}

describe('a brief for a command-line program', () => {
  it('becomes one that is tested, installs, and works without Millwright; there is nothing to open', async () => {
    const { folder, report } = await deliver('cli', RECIPES);
    expectProven(report, ['build', 'pack', 'install', 'help', 'commands']);

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

    const opened = await cli.run(['open', report.run.workflowId]);
    expect(opened.exitCode).toBe(2);
    expect(`${opened.stdout}${opened.stderr}`).toContain('nothing to keep open');
  });
});

describe('a brief for a library', () => {
  it('becomes one that is tested, and that another project can install and import', async () => {
    const { folder, report } = await deliver('library', COOKBOOKS);
    expectProven(report, ['build', 'pack', 'install', 'types', 'call']);

    const npm = (cwd: string, ...args: string[]) => execa('npm', args, { cwd });
    await npm(folder, 'ci');
    await npm(folder, 'run', 'build');
    const archive = (await npm(folder, 'pack', '--silent')).stdout.trim();
    const project = join(cli.home, 'project');
    await mkdir(project);
    await writeFile(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
    await npm(project, 'install', '--no-audit', '--no-fund', join(folder, archive));
    await writeFile(
      join(project, 'main.js'),
      `import { createStore } from '${report.name}';
      const store = await createStore();
      const { id } = await store.cookbooks.create({ title: 'Soups', numberOfPages: 80 });
      const refused = await store.cookbooks.create({ title: 'Soups', numberOfPages: 80 }).catch((error) => error.code);
      console.log(refused, (await store.cookbooks.read(id)).title);
      await store.close();\n`,
    );
    expect((await execa('node', ['main.js'], { cwd: project })).stdout).toBe('conflict Soups');
  });
});
