import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { parseDocument } from 'yaml';
import { planFileSchema, type PlanFile } from '../../src/client/plan-file/plan-file.js';
import { reportSchema, type Report } from '../../src/protocol/report.js';
import { testCli, type CliRun, type TestCli } from '../support/cli.js';
import { atTerminal, KEYS } from '../support/terminal.js';

const BRIEF =
  'A REST API for a library. Members have a name. Loans belong to a member and have a due date. A member may have at most five loans.';

const COOKBOOKS =
  'Cookbooks have a title (required, at most 200 characters, unique) and a number of pages (between 1 and 2000). Cookbooks can be searched by title. Lists are paginated.';

let cli: TestCli;
beforeAll(async () => {
  cli = await testCli();
});
afterAll(async () => {
  await cli.remove();
});

describe('a plan that a person edited', () => {
  let run: CliRun;
  let before: PlanFile;
  let edited: { readonly dropped: readonly string[]; readonly reworded: string | undefined };
  let folder: string;
  let report: Report;

  beforeAll(async () => {
    expect((await cli.run(['plan', COOKBOOKS, '--kind', 'library'])).exitCode).toBe(0);
    const place = join(cli.home, 'millwright.plan.yaml');
    const document = parseDocument(await readFile(place, 'utf8'));
    before = planFileSchema.parse(document.toJS());
    const dropped = ['.github/workflows/ci.yml', '.gitignore'];
    document.set('files', document.createNode(before.files.filter(({ path }) => !dropped.includes(path))));
    document.set('name', 'branch-library');
    const limit = before.requirements.findIndex(({ statement }) => statement.includes('at most 2000'));
    document.setIn(['requirements', limit, 'statement'], 'A cookbook has 1 to 3000 pages.');
    await writeFile(place, String(document));
    edited = { dropped, reworded: before.requirements[limit]?.id };

    run = await cli.run(['generate', '--plan', 'millwright.plan.yaml', '--json']);
    folder = join(cli.home, 'branch-library');
    const text = await readFile(join(folder, 'millwright-report.json'), 'utf8').catch(() => {
      throw new Error(`Nothing was delivered: ${run.stderr}`);
    });
    report = reportSchema.parse(JSON.parse(text));
  });

  it('is built exactly as it is, and what was worded differently is not claimed', async () => {
    const planned = before.files.map(({ path }) => path).filter((path) => !edited.dropped.includes(path));
    const built = report.files.filter(({ outcome }) => outcome === 'accepted').map(({ path }) => path);
    expect([...built].sort()).toEqual([...planned].sort());
    expect(await readdir(folder)).not.toContain('.github');
    expect(report).toMatchObject({ name: 'branch-library', brief: COOKBOOKS, costUsd: 0 });
    const { level, because } =
      report.evidence.find(({ requirement }) => requirement === edited.reworded) ?? {};
    expect(level).toBe('open');
    expect(because).toContain('what was written and tested is "The number of pages');
    expect(report.flags).toMatchObject([{ code: 'requirement-open', about: edited.reworded }]);
    expect(run.exitCode).toBe(1);
  });

  it('becomes a library that is tested, and that another project can install and import', async () => {
    expect(report.proof.map(({ step, outcome }) => [step, outcome])).toEqual(
      ['build', 'pack', 'install', 'types', 'call'].map((step) => [step, 'passed']),
    );
    const others = report.evidence.filter(({ requirement }) => requirement !== edited.reworded);
    expect(others.filter(({ level }) => level !== 'proven' && level !== 'tested')).toEqual([]);

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
      `import { createStore } from 'branch-library';
      const store = await createStore();
      const { id } = await store.cookbooks.create({ title: 'Soups', numberOfPages: 80 });
      const refused = await store.cookbooks.create({ title: 'Soups', numberOfPages: 80 }).catch((error) => error.code);
      console.log(refused, (await store.cookbooks.read(id)).title);
      await store.close();\n`,
    );
    expect((await execa('node', ['main.js'], { cwd: project })).stdout).toBe('conflict Soups');
  });
});

describe('a person at a terminal', () => {
  it('says yes to the plan, and the run builds that plan', async () => {
    const terminal = atTerminal([process.execPath, cli.executable, 'generate', BRIEF], {
      cwd: cli.home,
      environment: cli.environment,
    });
    await terminal.until('to navigate');
    terminal.type(KEYS.enter);
    await terminal.until('Started the run');
    // The prompt has given the keyboard back: Ctrl-C is the command's again, and leaves the run safe.
    await terminal.until('✔ plan');
    terminal.type(KEYS.interrupt);
    expect(await terminal.ended).toBe(130);
    expect(terminal.screen()).toContain('is not ended: what it has done is kept.');
    expect(terminal.left()).toEqual({ cursor: true, echo: true });
    const [, id = ''] = /Started the run (\S+)\./.exec(terminal.screen()) ?? [];

    // Who follows it again, and is asked politely to end, leaves it just as safe.
    const follower = atTerminal([process.execPath, cli.executable, 'follow', id], {
      cwd: cli.home,
      environment: cli.environment,
    });
    await follower.until('✔ plan');
    follower.kill('SIGTERM');
    expect(await follower.ended).toBe(130);
    expect(follower.screen()).toContain('is not ended: what it has done is kept.');
    expect(follower.left()).toEqual({ cursor: true, echo: true });
    expect((await cli.run(['cancel', id])).exitCode).toBe(0);
    const shown = await cli.run(['show', id, '--json']);
    expect(JSON.parse(shown.stdout)).toMatchObject({
      input: { brief: BRIEF, plan: { bytes: expect.any(Number) } },
    });
  });
});
