import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { reportSchema, type Report } from '../../src/protocol/report.js';
import { REVIEWERS } from '../../src/protocol/review.js';
import { JSON_FAULTS, PLAN_FAULTS, STATIC_FAULTS } from '../doubles/model-server/faults/fault-kinds.js';
import { MODELS, startModelServer, type ModelServer } from '../doubles/model-server/model-server.js';
import { testCli, type CliRun, type TestCli } from '../support/cli.js';

/** Looked for afterwards in everything that was written. */
const KEY = 'sk-planted-7Qm2xT9vLw4ZsB8e';
const REFERENCE = new URL('../fixtures/references/box-office/', import.meta.url);
const PRICES = `models:
  overrides:
${Object.values(MODELS)
  .map((model) => `    - { model: ${model}, price: { input: 1, output: 10 } }`)
  .join('\n')}
`;

let cli: TestCli;
let brief: string;
const servers: ModelServer[] = [];

beforeAll(async () => {
  cli = await testCli();
  brief = await readFile(new URL('brief.md', REFERENCE), 'utf8');
});
afterAll(async () => {
  for (const server of servers) await server.stop();
  await cli.remove();
});

async function serve(options: Partial<Parameters<typeof startModelServer>[0]> = {}): Promise<ModelServer> {
  const server = await startModelServer({ reference: 'box-office', key: KEY, ...options });
  servers.push(server);
  return server;
}

/** The settings file lies where the command is given. */
async function generate(server: ModelServer, folder: string, ...options: readonly string[]): Promise<CliRun> {
  const cwd = join(cli.home, folder);
  await mkdir(cwd);
  await writeFile(join(cwd, 'millwright.config.yaml'), PRICES);
  return rerun(server, folder, ...options);
}

function rerun(server: ModelServer, folder: string, ...options: readonly string[]): Promise<CliRun> {
  const cwd = join(cli.home, folder);
  return cli.run(['generate', brief, '--id', folder, '--out', 'out', '--json', ...options], {
    cwd,
    environment: {
      OPENAI_BASE_URL: server.url,
      OPENAI_API_KEY: KEY,
      MILLWRIGHT_MODEL_LIGHT: MODELS.light,
      MILLWRIGHT_MODEL_STANDARD: MODELS.standard,
      MILLWRIGHT_MODEL_STRONG: MODELS.strong,
    },
  });
}

async function reportIn(folder: string): Promise<Report> {
  const text = await readFile(join(cli.home, folder, 'out', 'millwright-report.json'), 'utf8');
  return reportSchema.parse(JSON.parse(text));
}

/** Files under `folder` that hold `words`, as bytes: databases and compressed histories included as far as they are plain. */
async function filesWith(folder: string, words: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const found = await Promise.all(
    files.map(async (file) => ((await readFile(file)).includes(words) ? [file] : [])),
  );
  return found.flat();
}

describe('a run whose files are written by models', () => {
  it('delivers what its own tests prove, mended where checks find fault, says what it cost, and leaves the key nowhere', async () => {
    const server = await serve({
      seed: 96,
      // Faults that stick are drawn for a file, however its prompt is worded; only the strong tier gets rid of them.
      faults: {
        faulty: { light: 0.4, standard: 0.4, strong: 0 },
        mended: { light: 1, standard: 0, strong: 1 },
        sticky: 1,
        kinds: [...JSON_FAULTS, ...PLAN_FAULTS, ...STATIC_FAULTS, 'needs-file'],
      },
    });
    const { stdout, stderr } = await generate(server, 'faulty');
    const report = await reportIn('faulty').catch(() => {
      throw new Error(`Nothing was delivered: ${stdout}${stderr}`);
    });
    const calls = server.calls();
    expect(calls.filter(({ fault }) => fault !== null).length).toBeGreaterThan(3);
    expect(server.violations()).toEqual([]);

    expect(report.author).toBe('model');
    expect(report.evidence.filter(({ level }) => level !== 'proven' && level !== 'tested')).toEqual([]);
    expect(report.proof.map(({ outcome }) => outcome)).toEqual(['passed', 'passed', 'passed', 'passed']);
    expect(report.reviews?.map(({ reviewer }) => reviewer)).toEqual([...REVIEWERS]);
    const models = [...new Set(calls.map(({ model }) => model))].sort();
    expect(report.models.map(({ model, calls: made }) => [model, made]).sort()).toEqual(
      models.map((model) => [model, calls.filter((call) => call.model === model).length]),
    );
    for (const { inputTokens = 0, outputTokens = 0 } of report.models) {
      expect(inputTokens).toBeGreaterThan(0);
      expect(outputTokens).toBeGreaterThan(0);
    }
    const paid = report.models.reduce((sum, { costUsd }) => sum + costUsd, 0);
    expect(paid).toBeGreaterThan(0);
    expect(report.costUsd).toBeCloseTo(paid, 6);
    expect(report.spending).toMatchObject({ possiblyTwice: { calls: 0 } });
    // No limit was given: the run has set one by its estimate.
    expect(report.spending?.estimate?.costUsd).toBeGreaterThan(0);
    expect(report.spending?.limitUsd).toBeGreaterThan(report.costUsd);
    expect(report.spending?.repairs.calls).toBeGreaterThan(0);
    expect(report.spending?.repairs.costUsd).toBeGreaterThan(0);
    const attempts = report.files.reduce((sum, file) => sum + file.attempts, 0);
    expect(report.effort).toMatchObject({ drafts: attempts, errors: 0, errorsAllowed: 5 });
    expect(report.effort?.repairs).toBeGreaterThan(0);
    const mended = calls.filter(({ task, model }) => task.startsWith('repair ') && model === MODELS.strong);
    expect(mended).not.toEqual([]);
    expect(report.effort?.escalations.map(({ path, to }) => `repair ${path} ${to}`)).toEqual(
      expect.arrayContaining(mended.map(({ task }) => `${task} strong`)),
    );
    const needing = calls.filter(({ fault }) => fault === 'needs-file');
    expect(needing).not.toEqual([]);
    expect(report.amendments).toEqual(
      needing.map(({ task }) => expect.stringContaining(`${task.replace('write ', '')}: `)),
    );
    const shown = await cli.run(['show', 'faulty']);
    expect(shown.stdout).toContain(`${String(attempts)} drafts, `);

    expect(await filesWith(cli.home, KEY)).toEqual([]);
    expect(`${stdout}${stderr}`).not.toContain(KEY);
  });

  it('ends as BudgetExhausted before its limit is passed, says what it takes, and leaves the key nowhere either', async () => {
    const server = await serve();
    const { exitCode, stdout, stderr } = await generate(server, 'poor', '--max-cost', '0.15');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('BudgetExhausted');
    expect(stdout).toContain('--max-cost');
    const shown = await cli.run(['show', 'poor', '--json']);
    const first = JSON.parse(shown.stdout) as { key: string; costUsd: number };
    expect(first.costUsd).toBeLessThanOrEqual(0.15);
    expect(first.costUsd).toBeGreaterThan(0);

    expect(await filesWith(cli.home, KEY)).toEqual([]);
    expect(`${stdout}${stderr}${shown.stdout}${shown.stderr}`).not.toContain(KEY);

    // Another one comes back to where it ended: what was answered is neither asked for nor paid again.
    const asked = server.calls().length;
    const again = await rerun(server, 'poor', '--again', '--max-cost', '0.02');
    expect(again.stdout).toContain('BudgetExhausted');
    expect(server.calls()).toHaveLength(asked);
    const second = JSON.parse((await cli.run(['show', 'poor', '--json'])).stdout) as Record<string, unknown>;
    expect(second).toMatchObject({ costUsd: 0, tree: { sha256: expect.any(String) } });
    expect(second.key).not.toBe(first.key);
  });
});
