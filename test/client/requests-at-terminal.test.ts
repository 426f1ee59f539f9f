import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MODELS, startModelServer, type ModelServer } from '../doubles/model-server/model-server.js';
import { testCli, type TestCli } from '../support/cli.js';
import { atTerminal, KEYS, type Terminal } from '../support/terminal.js';

let cli: TestCli;
let server: ModelServer;
let brief: string;
beforeAll(async () => {
  cli = await testCli();
  server = await startModelServer({ reference: 'box-office' });
  brief = await readFile(new URL('../fixtures/references/box-office/brief.md', import.meta.url), 'utf8');
});
afterAll(async () => {
  await server.stop();
  await cli.remove();
});

const PRICES = `models:
  overrides:
${Object.values(MODELS)
  .map((model) => `    - { model: ${model}, price: { input: 1, output: 10 } }`)
  .join('\n')}
`;

function models(): Readonly<Record<string, string>> {
  return {
    OPENAI_BASE_URL: server.url,
    MILLWRIGHT_MODEL_LIGHT: MODELS.light,
    MILLWRIGHT_MODEL_STANDARD: MODELS.standard,
    MILLWRIGHT_MODEL_STRONG: MODELS.strong,
  };
}

function typed(cwd: string, ...args: readonly string[]): Terminal {
  return atTerminal([process.execPath, cli.executable, ...args], {
    cwd,
    environment: { ...cli.environment, ...models() },
  });
}

describe('generate at a terminal, with models', () => {
  it('shows the plan that a model made and asks; left, the run waits; told to stop, nothing is built', async () => {
    const folder = join(cli.home, 'asked');
    await mkdir(folder);
    const first = typed(folder, 'generate', brief, '--id', 'asked');
    // The choices stand below the question; before them nobody listens.
    await first.until('● yes');
    first.type(KEYS.enter);
    await first.until('● approve');
    expect(first.screen()).toContain('src/box-office.ts');
    expect(first.screen()).toMatch(/12 files[^]*\d+ packages/);
    // Of models on this machine, which cost nothing; the limit is the least there is.
    expect(first.screen()).toMatch(/limit is 0\.50 USD[^]*likely cost 0\.00/);
    expect(first.screen()).toContain('approve with another limit');
    first.type(KEYS.interrupt);
    expect(await first.ended).toBe(130);
    expect(first.screen()).toContain('millwright follow asked');

    const calls = server.calls().length;
    const second = typed(folder, 'follow', 'asked');
    await second.until('● approve');
    second.type(`${KEYS.down}${KEYS.enter}`);
    expect(await second.ended).not.toBe(0);
    expect(server.calls()).toHaveLength(calls);
    expect(server.calls().map(({ task }) => task)).toEqual(['analyze', 'plan']);
    const { stdout } = await cli.run(['show', 'asked', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'stopped' });
  });
});

describe('plan, with models', () => {
  it('writes the plan that a model made, says what was paid, and pays nothing for it again', async () => {
    const cwd = join(cli.home, 'planned');
    await mkdir(cwd);
    await writeFile(join(cwd, 'millwright.config.yaml'), PRICES);
    const before = server.calls().length;
    const plan = (...args: readonly string[]) =>
      cli.run(['plan', brief, '--json', ...args], { cwd, environment: models() });
    const first = await plan('--max-cost', '5');
    expect(first.stderr + first.stdout).toContain('"reused": false');
    const made = JSON.parse(first.stdout) as {
      readonly paidUsd: number;
      readonly plan: { readonly estimate: { readonly costUsd: number; readonly paidForPlanUsd: number } };
    };
    expect(made.paidUsd).toBeGreaterThan(0);
    expect(made.plan.estimate.paidForPlanUsd).toBeCloseTo(made.paidUsd, 3);
    expect(made.plan.estimate.costUsd).toBeGreaterThan(0);
    const calls = server.calls().length;
    expect(calls - before).toBeGreaterThanOrEqual(2);

    const again = await plan('--out', 'again.yaml');
    expect(JSON.parse(again.stdout)).toMatchObject({ reused: true, paidUsd: 0, plan: made.plan });
    expect(server.calls()).toHaveLength(calls);
  });
});
