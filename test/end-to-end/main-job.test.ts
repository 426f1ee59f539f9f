import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { readConfig } from '../../src/config.js';
import { NAMESPACE } from '../../src/protocol/names.js';
import { findCli } from '../../temporal-config/find-cli.js';
import { requirementIdsIn } from '../../src/protocol/evidence.js';
import { reportSchema, type Report } from '../../src/protocol/report.js';
import { nextFreePort } from '../../temporal-config/server/free-port.js';
import { testCli, type TestCli } from '../support/cli.js';

/** Unlike each other: relations, limits, uniqueness, states. One with a rule that cannot be written is in tarball.test.ts. */
const BRIEFS = {
  clinic:
    'A REST API for a veterinary clinic, with owners (name, email, phone), pets (name, species, born on) that belong to an owner, and visits (date, reason up to 200 characters, cost) of a pet. An owner may have at most five pets. Visits can be searched by reason.',
  lending:
    'Build an API for a library. Books have a title (required, at most 200 characters), an ISBN (unique) and a number of copies (at least 1). Members have a name and an email. Loans link a book and a member and have a due date. A member may have at most five open loans. Lists are paginated.',
} as const;

let cli: TestCli;

beforeAll(async () => {
  cli = await testCli();
});
afterAll(async () => {
  await cli.remove();
});

async function deliver(brief: string, out: string): Promise<{ folder: string; report: Report }> {
  const folder = join(cli.home, out);
  const { stdout, stderr } = await cli.run(['generate', brief, '--out', folder, '--json']);
  const report = await reportIn(folder).catch(() => {
    throw new Error(`Nothing was delivered: ${stderr}`);
  });
  expect(JSON.parse(stdout)).toMatchObject({ statement: report.statement, costUsd: 0 });
  return { folder, report };
}

async function reportIn(folder: string): Promise<Report> {
  return reportSchema.parse(JSON.parse(await readFile(join(folder, 'millwright-report.json'), 'utf8')));
}

/** Every requirement has its evidence; what is tested, by a test that carries its id; what is proven, by a mutant that fell to one. */
function expectAccountedFor(report: Report): void {
  expect(report.evidence.map(({ requirement }) => requirement)).toEqual(
    report.requirements.map(({ id }) => id),
  );
  for (const { requirement, level, tests, mutants } of report.evidence) {
    const { proof } = report.requirements.find(({ id }) => id === requirement) ?? {};
    if (proof?.kind !== 'test') continue;
    expect({ requirement, level }).toEqual({
      requirement,
      level: expect.stringMatching(/^(?:proven|tested)$/),
    });
    expect(mutants.some(({ killedBy = '' }) => requirementIdsIn(killedBy).includes(requirement))).toBe(
      level === 'proven',
    );
    expect(
      tests.some(
        ({ title, outcome }) => outcome === 'passed' && requirementIdsIn(title).includes(requirement),
      ),
    ).toBe(true);
  }
  const levelOf = (words: string) => {
    const { id } = report.requirements.find(({ statement }) => statement.includes(words)) ?? {};
    return report.evidence.find(({ requirement }) => requirement === id)?.level;
  };
  expect([levelOf('200 characters'), levelOf('No two books')]).toEqual(['proven', 'proven']);
  expect(report.proof.map(({ step, outcome }) => [step, outcome])).toEqual([
    ['build', 'passed'],
    ['health', 'passed'],
    ['request', 'passed'],
    ['stop', 'passed'],
  ]);
}

describe('a brief', () => {
  it('becomes a project whose own tests, build and start work without Millwright', async () => {
    const { folder, report } = await deliver(BRIEFS.clinic, 'clinic');
    expect(report.flags).toEqual([]);
    expect(report.statement).toContain('No language model was called');
    const npm = (...args: string[]) => execa('npm', args, { cwd: folder });
    await npm('ci');
    const tests = await npm('test');
    expect(tests.exitCode).toBe(0);
    await npm('run', 'build');
    const port = await nextFreePort(55_000 + Math.floor(Math.random() * 2_000));
    const server = execa('npm', ['start'], {
      cwd: folder,
      env: { PORT: String(port), HOST: '127.0.0.1' },
      reject: false,
      // A group of its own, so that the server below npm can be told to stop as a terminal tells it.
      detached: true,
    });
    const address = `http://127.0.0.1:${port}/owners`;
    try {
      let answer: Response | undefined;
      for (let tries = 0; answer === undefined && tries < 200; tries++) {
        answer = await fetch(address).catch(() => undefined);
        if (answer === undefined) await new Promise((resolve) => setTimeout(resolve, 100));
      }
      expect(answer?.status).toBe(200);
    } finally {
      if (server.pid !== undefined && server.exitCode === null) process.kill(-server.pid, 'SIGTERM');
      await server;
    }
    await expect(fetch(address)).rejects.toThrow();
  });

  it('about an algorithm ends as ModelRequired, and says how to set a model up', async () => {
    const { exitCode, stdout } = await cli.run([
      'generate',
      'A library that finds the shortest path between two nodes of a weighted graph.',
    ]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('ModelRequired');
    expect(stdout).toContain('shortest path');
    expect(stdout).toContain('OPENAI_API_KEY');
  });

  it('can be given with the Temporal CLI alone, is fetched afterwards, and is accounted for requirement by requirement', async () => {
    const { path: temporal } = await findCli({
      cache: readConfig(process.env).cache,
      onProgress: () => undefined,
    });
    const stack = await cli.host();
    const workflow = (verb: string, ...args: string[]) =>
      execa(temporal, ['workflow', verb, '--address', stack.address, '--namespace', NAMESPACE, ...args], {
        reject: false,
      });
    const start = (id: string, input: string) =>
      workflow(
        'execute',
        '--task-queue',
        'millwright',
        '--type',
        'generateProject',
        '--workflow-id',
        id,
        '--input',
        input,
      );
    try {
      for (const [id, input, problem] of [
        ['misspelt', '{"brif":"An API for notes."}', 'did you mean'],
        ['empty', '{"brief":""}', 'brief: is empty'],
        ['missing', '{}', 'brief: is missing'],
      ] as const) {
        const failed = await start(id, input);
        expect(failed.exitCode).not.toBe(0);
        expect(failed.stdout).toContain(problem);
        const history = (await workflow('show', '--workflow-id', id, '--output', 'json')).stdout;
        expect(history).toContain('InvalidBrief');
        expect(history).not.toContain('EVENT_TYPE_WORKFLOW_TASK_FAILED');
      }

      const delivered = await start('lending', JSON.stringify({ brief: BRIEFS.lending }));
      expect(delivered.stdout).toContain('COMPLETED');
      const folder = join(cli.home, 'fetched');
      const fetched = await cli.run(['fetch', 'lending', '--out', folder]);
      expect(fetched.exitCode).toBe(0);
      expect(await readFile(join(folder, 'package.json'), 'utf8')).toContain('library');
      expectAccountedFor(await reportIn(folder));
    } finally {
      await stack.stop();
    }
  });
});
