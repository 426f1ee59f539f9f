import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { planFileSchema } from '../../src/client/plan-file/plan-file.js';
import { reportSchema } from '../../src/protocol/report.js';
import { testCli, type TestCli } from '../support/cli.js';
import { atTerminal, KEYS } from '../support/terminal.js';

const BRIEF =
  'A REST API for a library. Members have a name. Loans belong to a member and have a due date. A member may have at most five loans.';

let cli: TestCli;
beforeAll(async () => {
  cli = await testCli();
});
afterAll(async () => {
  await cli.remove();
});

describe('a plan that a person edited', () => {
  it('is built exactly as it is, and what was worded differently is not claimed', async () => {
    expect((await cli.run(['plan', BRIEF])).exitCode).toBe(0);
    const place = join(cli.home, 'millwright.plan.yaml');
    const document = parseDocument(await readFile(place, 'utf8'));
    const before = planFileSchema.parse(document.toJS());
    const dropped = ['Dockerfile', '.dockerignore'];
    document.set('files', document.createNode(before.files.filter(({ path }) => !dropped.includes(path))));
    document.set('name', 'branch-library');
    const rule = before.requirements.findIndex(({ statement }) => statement.includes('at most 5'));
    const id = before.requirements[rule]?.id;
    document.setIn(['requirements', rule, 'statement'], 'Each member has at most 6 loans.');
    await writeFile(place, String(document));

    const run = await cli.run(['generate', '--plan', 'millwright.plan.yaml', '--json']);
    const folder = join(cli.home, 'branch-library');
    const report = reportSchema.parse(
      JSON.parse(
        await readFile(join(folder, 'millwright-report.json'), 'utf8').catch(() => {
          throw new Error(`Nothing was delivered: ${run.stderr}`);
        }),
      ),
    );
    const planned = before.files.map(({ path }) => path).filter((path) => !dropped.includes(path));
    const built = report.files.filter(({ outcome }) => outcome === 'accepted').map(({ path }) => path);
    expect([...built].sort()).toEqual([...planned].sort());
    expect(await readdir(folder)).not.toContain('Dockerfile');
    expect(report).toMatchObject({ name: 'branch-library', brief: BRIEF, costUsd: 0 });
    const { level, because } = report.evidence.find(({ requirement }) => requirement === id) ?? {};
    expect(level).toBe('open');
    expect(because).toContain('what was written and tested is "Each member has at most 5 loans."');
    const flagged = report.flags.filter(({ code }) => code.startsWith('requirement-'));
    expect(flagged).toMatchObject([{ code: 'requirement-open', about: id }]);
    expect(run.exitCode).toBe(1);
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
    expect(terminal.screen()).toContain('is safe');
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
    expect(follower.screen()).toContain('is safe');
    expect(follower.left()).toEqual({ cursor: true, echo: true });
    expect((await cli.run(['cancel', id])).exitCode).toBe(0);
    const shown = await cli.run(['show', id, '--json']);
    expect(JSON.parse(shown.stdout)).toMatchObject({
      input: { brief: BRIEF, plan: { bytes: expect.any(Number) } },
    });
  });
});
