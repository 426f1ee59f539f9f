import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { testCli, type TestCli } from '../support/cli.js';
import { atTerminal, KEYS, type Terminal } from '../support/terminal.js';

const BRIEF =
  'A REST API for a library. Books have a title. Every morning the staff gets a friendly summary of all books.';

let cli: TestCli;
let folder: string;
beforeAll(async () => {
  cli = await testCli();
});
afterAll(async () => {
  await cli.remove();
});
beforeEach(async () => {
  folder = join(cli.home, 'at-terminal');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
});

function typed(...args: readonly string[]): Terminal {
  return atTerminal([process.execPath, cli.executable, ...args], {
    cwd: folder,
    environment: cli.environment,
  });
}

/** What a command that was left at its question may have made: nothing at all. */
async function nothingBehind(): Promise<void> {
  expect(await readdir(folder)).toEqual([]);
  const state = await readdir(cli.home);
  for (const made of ['stack.lock', 'server', 'artifacts', 'ledger.sqlite'])
    expect(state).not.toContain(made);
}

describe('generate at a terminal', () => {
  it('shows the plan in a screenful: what was understood, what is open, files, packages, what it takes', async () => {
    const terminal = typed('generate', BRIEF);
    await terminal.until('Build it?');
    const [, plan = ''] = terminal.screen().split('Reading the brief …');
    for (const part of [
      /library-api {2}api/,
      /Understood\r?\n {2}Library API/,
      /\d requirements, 1 open/,
      /○ R\d {2}Every morning the staff gets a friendly summary/,
      /\d+ files/,
      /\(gate\)/,
      /\d+ packages {2}.*fastify/,
      /Takes about .*no model is called/,
    ]) {
      expect(plan).toMatch(part);
    }
    expect(plan.split('Build it?')[0]?.split('\n').length).toBeLessThan(40 - 5);
    terminal.type(KEYS.interrupt);
    await terminal.ended;
  });

  it.each<[string, (terminal: Terminal) => void]>([
    ['Ctrl-C', (terminal) => terminal.type(KEYS.interrupt)],
    ['Esc', (terminal) => terminal.type(KEYS.escape)],
    ['the end of input', (terminal) => terminal.type(KEYS.endOfInput)],
    ['SIGINT', (terminal) => terminal.kill('SIGINT')],
    ['SIGTERM', (terminal) => terminal.kill('SIGTERM')],
  ])('leaves nothing behind on %s at the question, and says how to go on', async (_, interrupt) => {
    const terminal = typed('generate', BRIEF);
    await terminal.until('to navigate');
    interrupt(terminal);
    expect(await terminal.ended).toBe(130);
    expect(terminal.screen()).toContain('Nothing was started.');
    expect(terminal.screen()).toContain('The same command asks again');
    expect(terminal.left()).toEqual({ cursor: true, echo: true });
    await nothingBehind();
  });

  it.each<[string, (terminal: Terminal) => void]>([
    ['Ctrl-C', (terminal) => terminal.type(KEYS.interrupt)],
    ['SIGTERM', (terminal) => terminal.kill('SIGTERM')],
  ])('leaves nothing behind on %s before there is a question', async (_, interrupt) => {
    const terminal = typed('generate', BRIEF);
    await terminal.until('Reading the brief …');
    interrupt(terminal);
    expect(await terminal.ended).toBe(130);
    expect(terminal.screen()).toContain('Nothing was started.');
    expect(terminal.screen()).not.toContain('Build it?');
    await nothingBehind();
  });

  it.each<[string, string, (terminal: Terminal) => void]>([
    ['Ctrl-C', 'generate', (terminal) => terminal.type(KEYS.interrupt)],
    ['Ctrl-C', 'plan', (terminal) => terminal.type(KEYS.interrupt)],
    ['SIGINT', 'generate', (terminal) => terminal.kill('SIGINT')],
    ['SIGTERM', 'plan', (terminal) => terminal.kill('SIGTERM')],
  ])('leaves nothing behind on %s while %s waits for a brief', async (_, command, interrupt) => {
    const terminal = typed(command, '-');
    await terminal.until('end it with Ctrl-D');
    terminal.type(`A REST API for a library.\r`);
    interrupt(terminal);
    expect(await terminal.ended).toBe(130);
    expect(terminal.screen()).toContain('Nothing was started.');
    expect(terminal.left()).toEqual({ cursor: true, echo: true });
    await nothingBehind();
  });

  it.each(['generate', 'plan'])(
    'says that a brief of nothing is none, where %s waits for one',
    async (command) => {
      const terminal = typed(command, '-');
      await terminal.until('end it with Ctrl-D');
      terminal.type(KEYS.endOfInput);
      expect(await terminal.ended).toBe(2);
      expect(terminal.screen()).toContain('The brief is empty; say what to build');
      await nothingBehind();
    },
  );

  it('ends when the terminal is closed at the question, and leaves nothing behind', async () => {
    const terminal = typed('generate', BRIEF);
    await terminal.until('to navigate');
    terminal.hangUp();
    expect(await terminal.ended).not.toBe(0);
    await nothingBehind();
  });

  it('starts nothing for a no', async () => {
    const terminal = typed('generate', BRIEF);
    await terminal.until('to navigate');
    terminal.type(KEYS.down);
    await terminal.until('● edit');
    terminal.type(KEYS.down);
    await terminal.until('● no');
    terminal.type(KEYS.enter);
    expect(await terminal.ended).toBe(0);
    expect(terminal.screen()).toContain('Nothing was started.');
    await nothingBehind();
  });

  it('writes the plan to edit it, beside one that is there, and asks again for what came of it', async () => {
    for (const file of ['millwright.plan.yaml', 'millwright.plan-2.yaml']) {
      const terminal = typed('generate', BRIEF);
      await terminal.until('to navigate');
      terminal.type(KEYS.down);
      await terminal.until('● edit');
      terminal.type(KEYS.enter);
      expect(await terminal.ended).toBe(0);
      expect(terminal.screen()).toContain(`millwright generate --plan ${file}`);
      expect(await readFile(join(folder, file), 'utf8')).toContain(`millwright generate --plan ${file}`);
    }
    const again = typed('generate', '--plan', 'millwright.plan-2.yaml');
    await again.until('to navigate');
    expect(again.screen()).not.toContain('edit');
    again.type(KEYS.interrupt);
    expect(await again.ended).toBe(130);
    expect(again.screen()).toContain('Go on with: millwright generate --plan millwright.plan-2.yaml');
    expect((await readdir(folder)).sort()).toEqual(['millwright.plan-2.yaml', 'millwright.plan.yaml']);
  });

  it('says at once what is wrong with a brief or a plan, and asks nothing', async () => {
    const poem = typed('generate', 'Write me a poem about rivers.');
    expect(await poem.ended).toBe(1);
    expect(poem.screen()).toContain('ModelRequired');
    const missing = typed('generate', '--plan', 'gone.yaml');
    expect(await missing.ended).toBe(2);
    expect(missing.screen()).toContain('there is no such file');
    await nothingBehind();
  });
});
