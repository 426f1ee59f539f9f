import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CancelledFailure } from '@temporalio/common';
import type { MockActivityEnvironment } from '@temporalio/testing';
import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { effortReport } from '../../src/activities/effort-report.js';
import { getJson, putJson } from '../../src/artifacts/json-artifact.js';
import type { Author, DraftRequest, ReviewRequest } from '../../src/authors/author.js';
import type {
  MutationJob,
  MutationOutput,
  MutationProgress,
  TestOutput,
} from '../../src/languages/language.js';
import type { Diagnostic } from '../../src/protocol/diagnostic.js';
import type { BuildFileInput } from '../../src/protocol/build-activities.js';
import type { DeliverInput, SettleRunInput } from '../../src/protocol/delivery-activities.js';
import { MillwrightError } from '../../src/protocol/errors.js';
import { freeEstimate } from '../../src/protocol/estimate.js';
import { evidenceSchema, mutationSchema, testResultSchema } from '../../src/protocol/evidence.js';
import { planSchema } from '../../src/protocol/plan.js';
import { planProblem } from '../../src/protocol/plan-problem.js';
import { reportSchema } from '../../src/protocol/report.js';
import type { Sandbox, SandboxCommand } from '../../src/sandbox/sandbox.js';
import { TakenPortError } from '../../src/sandbox/service/taken-port-error.js';
import { quietEnvironment, served } from '../doubles/served-activities.js';
import { blockingFinding } from '../doubles/build-world.js';
import {
  ENVIRONMENT_FILES,
  FOLDER_INSIDE,
  ran,
  scriptedParts,
  type ScriptedParts,
} from '../doubles/scripted-parts.js';
import { WHOLE_ANALYSIS, WHOLE_PLAN } from '../doubles/whole-plan.js';
import { TYPESCRIPT_COMMANDS } from '../../src/languages/typescript/commands/typescript-commands.js';
import { TYPESCRIPT_PACKAGING } from '../../src/languages/typescript/packaging/typescript-packaging.js';

const run = { id: 'f0e1d2c3-run', workflowId: 'todo' };

let scripted: ScriptedParts;
beforeAll(async () => {
  scripted = await scriptedParts();
});
afterAll(async () => {
  await scripted.remove();
});

describe('analyze', () => {
  const options = { brief: 'A library.', briefRef: undefined, name: undefined, kind: undefined } as const;

  it('stores the whole analysis and hands on its digest', async () => {
    const { analysis, digest } = await served(scripted.parts).analyze({
      run,
      options: { ...options, author: 'auto' },
      limitUsd: null,
    });
    expect(analysis).toEqual(scripted.analysis);
    expect(digest).toMatchObject({ name: 'library-api', author: 'blueprint' });
    expect(digest.requirements).toEqual([
      { id: 'R1', proof: 'test' },
      { id: 'R2', proof: 'none', reason: 'taste cannot be tested' },
    ]);
  });

  it('goes on though the ledger does not take the note of its start', async () => {
    const records: ScriptedParts['parts']['records'] = {
      ...scripted.parts.records,
      noteStart: () => Promise.reject(new Error('database is locked')),
    };
    const { digest } = await served({ ...scripted.parts, records }).analyze({
      run,
      options: { ...options, author: 'auto' },
      limitUsd: null,
    });
    expect(digest).toMatchObject({ name: 'library-api' });
  });

  it('by a model that this worker does not have is ModelRequired, and final', async () => {
    await expect(
      served(scripted.parts).analyze({ run, options: { ...options, author: 'model' }, limitUsd: null }),
    ).rejects.toMatchObject({ type: 'ModelRequired', nonRetryable: true });
  });
});

describe('plan and readPlan', () => {
  it('store the plan, and read the same digest again', async () => {
    const planned = await served(scripted.parts).plan({
      run,
      analysis: scripted.analysis,
      answers: {},
      attempt: 1,
      problems: [],
    });
    expect(planned.plan).toEqual(scripted.plan);
    expect(await served(scripted.parts).readPlan({ run, plan: planned.plan })).toEqual(planned);
    expect(planned.digest.packages).toEqual(['fastify@5.0.0']);
  });

  it('by a model say what the run has spent, and what it will likely cost with that', async () => {
    const parts = scripted.having({});
    const blueprint = parts.authors.blueprint;
    if (blueprint === undefined) throw new Error('there is no author to play the model');
    const estimate = { ...freeEstimate(3), costUsd: 1, modelCalls: 4 };
    const model: Author = { ...blueprint, name: 'model', estimate: () => estimate };
    await parts.spending.open(run.id, null, null);
    const key = { run: run.id, step: 'analyze', draft: 1, turn: 1 };
    const request = await parts.spending.freeze(key, scripted.analysis);
    const claimed = await parts.spending.claim(key, { request, costUsd: 0.25, purpose: 'first' });
    if (claimed.outcome !== 'claimed') throw new Error('the purse is empty');
    await parts.spending.markUnknown(claimed.claim);
    const analysis = await putJson(parts.store, { ...WHOLE_ANALYSIS, author: 'model' });
    const planned = await served({ ...parts, authors: { model } }).plan({
      run,
      analysis,
      answers: {},
      attempt: 1,
      problems: [],
    });
    expect(planned).toMatchObject({
      spentUsd: 0.25,
      estimate: { costUsd: 1.25, planningUsd: 0.25, modelCalls: 4 },
    });
  });

  it('in a run under way wait, longer each time, for a worker that has the model', async () => {
    const analysis = await putJson(scripted.parts.store, { ...WHOLE_ANALYSIS, author: 'model' });
    const at = (attempt: number) =>
      served(scripted.parts, quietEnvironment({ attempt })).plan({
        run,
        analysis,
        answers: {},
        attempt: 1,
        problems: [],
      });
    await expect(at(1)).rejects.toMatchObject({
      type: 'ModelRequired',
      message: expect.stringContaining('OPENAI_API_KEY'),
      nonRetryable: false,
      nextRetryDelay: 30_000,
    });
    await expect(at(3)).rejects.toMatchObject({ nextRetryDelay: 120_000 });
    await expect(at(19)).rejects.toMatchObject({ nextRetryDelay: 900_000 });
  });

  it('amended keeps the old plan and stores the new one', async () => {
    const { plan } = await served(scripted.parts).amendPlan({
      run,
      plan: scripted.plan,
      asker: 'src/routes.ts',
      needs: [{ kind: 'package', name: 'pino', version: '9.0.0', dev: false, why: 'it logs' }],
    });
    expect(plan).not.toEqual(scripted.plan);
    expect((await getJson(scripted.parts.store, plan, planSchema)).packages).toHaveLength(2);
  });

  it('that is not there is ArtifactMissing, and final', async () => {
    await expect(
      served(scripted.parts).readPlan({ run, plan: { sha256: 'a'.repeat(64), bytes: 2 } }),
    ).rejects.toMatchObject({ type: 'ArtifactMissing', nonRetryable: true });
  });
});

describe('adoptPlan', () => {
  const given = { version: 1, analysis: WHOLE_ANALYSIS, plan: WHOLE_PLAN } as const;
  const adopt = async (parts: ScriptedParts['parts'], stored: unknown) =>
    served(parts).adoptPlan({
      run,
      options: { brief: 'A library.', briefRef: undefined },
      plan: await putJson(parts.store, stored),
      limitUsd: null,
    });

  it('stores analysis and plan as the run would have made them', async () => {
    const adopted = await adopt(scripted.parts, given);
    expect(adopted.analysis.analysis).toEqual(scripted.analysis);
    expect(adopted.plan.plan).toEqual(scripted.plan);
    expect(adopted.plan.digest.files).toHaveLength(3);
  });

  it('goes on though the ledger does not take the note of its start', async () => {
    const records: ScriptedParts['parts']['records'] = {
      ...scripted.parts.records,
      noteStart: () => Promise.reject(new Error('database is locked')),
    };
    const adopted = await adopt({ ...scripted.parts, records }, given);
    expect(adopted.analysis.analysis).toEqual(scripted.analysis);
  });

  it.each([
    ['needs-model', 'ModelRequired', 'configure a model'],
    ['subject', 'InvalidPlan', 'correct the plan'],
  ])('of a plan that its author refuses with plan/%s is %s, and final', async (code, type, advice) => {
    const problems = [planProblem(['files', 0], code, 'That cannot be.', 'Do this.', 'src/book.ts')];
    const parts = scripted.having({
      author: { adopt: () => Promise.resolve({ outcome: 'refused', problems }) },
    });
    const message: unknown = expect.stringMatching(
      new RegExp(`That cannot be.*Nothing was built; .*${advice}`),
    );
    await expect(adopt(parts, given)).rejects.toMatchObject({ type, message, nonRetryable: true });
  });

  it('of something that is no plan is ArtifactCorrupt, and final', async () => {
    await expect(adopt(scripted.parts, { version: 1 })).rejects.toMatchObject({
      type: 'ArtifactCorrupt',
      nonRetryable: true,
    });
  });

  it('of an author that this worker does not have is ModelRequired', async () => {
    const analysis = { ...WHOLE_ANALYSIS, author: 'model' };
    await expect(adopt(scripted.parts, { ...given, analysis })).rejects.toMatchObject({
      type: 'ModelRequired',
    });
  });
});

describe('buildFile', () => {
  const input = (change: Partial<BuildFileInput> = {}): BuildFileInput => ({
    run,
    analysis: scripted.analysis,
    plan: scripted.plan,
    environment: scripted.environment,
    path: 'src/routes.ts',
    draft: 1,
    author: 'blueprint',
    tier: 'standard',
    tree: { manifest: null, changes: [] },
    repair: null,
    ...change,
  });

  it('stores the draft, and lets the author read the tree and nothing else', async () => {
    const seen: (string | undefined)[] = [];
    const parts = scripted.having({
      author: {
        draft: async ({ read }: DraftRequest) => {
          seen.push(await read('src/book.ts'), await read('src/gone.ts'));
          return { outcome: 'draft', content: 'the draft', costUsd: 0.5 };
        },
      },
    });
    const tree = { manifest: await scripted.tree({ 'src/book.ts': 'the book' }), changes: [] };
    const result = await served(parts).buildFile(input({ tree }));
    expect(seen).toEqual(['the book', undefined]);
    expect(result).toEqual({
      outcome: 'draft',
      content: await scripted.parts.store.put('the draft'),
      author: 'blueprint',
      costUsd: 0.5,
    });
  });

  it('names the author who wrote it, where that is another than was asked', async () => {
    const parts = scripted.having({
      author: {
        draft: () =>
          Promise.resolve({ outcome: 'draft', content: 'a template', costUsd: 0, author: 'model' as const }),
      },
    });
    expect(await served(parts).buildFile(input())).toMatchObject({ outcome: 'draft', author: 'model' });
  });

  it('gives a repair the draft before, what was found in it, and how much more there is; one begun afresh not the draft', async () => {
    let repair: DraftRequest['repair'] = null;
    let refusedBefore: DraftRequest['refusedBefore'] = null;
    const parts = scripted.having({
      author: {
        draft: (request) => {
          ({ repair, refusedBefore } = request);
          return Promise.resolve({ outcome: 'nothing', reason: 'no other way' });
        },
      },
    });
    const diagnostics = [blockingFinding('src/routes.ts')];
    const previous = await scripted.parts.store.put('the old draft');
    const findings = { diagnostics, blocking: 7, signature: 's', all: null };
    expect(await served(parts).buildFile(input({ repair: { previous, findings } }))).toEqual({
      outcome: 'nothing',
      reason: 'no other way',
    });
    expect(repair).toMatchObject({ previous: 'the old draft', diagnostics, more: 6 });
    expect(refusedBefore).toBeNull();
    await served(parts).buildFile(input({ refusedBefore: { previous, findings } }));
    expect(repair).toBeNull();
    expect(refusedBefore).toMatchObject({ diagnostics, more: 6 });
    expect(refusedBefore).not.toHaveProperty('previous');
  });

  it('tells a repair what packages declare of what the compiler found, and asks of nothing else', async () => {
    const told = {
      from: 'zod',
      shows: 'type',
      of: 'A',
      declarations: ['type A = 1;'],
      names: [],
      more: 0,
    } as const;
    const asked: unknown[] = [];
    let installed = 0;
    const parts = scripted.having({
      author: {
        draft: async ({ repair }) => {
          const declared = (await repair?.packageDeclarations?.()) ?? [];
          return { outcome: 'nothing', reason: declared.map(({ of }) => of).join() };
        },
      },
      language: {
        toolchain: {
          resolve: () => Promise.reject(new Error('it was resolved')),
          install: (files) => {
            installed += 1;
            return Promise.resolve({ key: 'k', folder: '/nowhere', files });
          },
        },
        packageDeclarations: ({ path, content, diagnostics, environment }) => {
          asked.push(path, content, diagnostics, environment.files);
          return Promise.resolve([told]);
        },
      },
    });
    const previous = await scripted.parts.store.put('the old draft');
    const reasonFor = async (...diagnostics: readonly Diagnostic[]) => {
      const findings = { diagnostics, blocking: diagnostics.length, signature: 's', all: null };
      const built = await served(parts).buildFile(input({ repair: { previous, findings } }));
      return built.outcome === 'nothing' ? built.reason : built.outcome;
    };
    const own = blockingFinding('src/routes.ts');
    const others = [
      blockingFinding('src/other.ts'),
      { ...own, source: 'test' as const },
      { ...own, blocking: false },
    ];
    expect(await reasonFor(...others)).toBe('');
    expect({ asked, installed }).toEqual({ asked: [], installed: 0 });
    expect(await reasonFor(...others, own)).toBe('A');
    expect(asked).toEqual(['src/routes.ts', 'the old draft', [own], ENVIRONMENT_FILES]);
  });

  it('by a model that this worker does not have waits for one that does: the run was begun with it', async () => {
    await expect(served(scripted.parts).buildFile(input({ author: 'model' }))).rejects.toMatchObject({
      type: 'ModelRequired',
      nonRetryable: false,
      nextRetryDelay: 30_000,
    });
  });

  it('that is cancelled tells the author, and ends as cancelled', async () => {
    const environment = quietEnvironment();
    const parts = scripted.having({
      author: {
        draft: ({ signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              reject(new Error('the call was aborted'));
            });
            environment.cancel();
          }),
      },
    });
    await expect(served(parts, environment).buildFile(input())).rejects.toBeInstanceOf(CancelledFailure);
  });
});

describe('prepare', () => {
  it('stores the environment, lays its files into the tree, and installs it', async () => {
    let installed = 0;
    const parts = scripted.having({
      language: {
        toolchain: {
          resolve: () => Promise.resolve({ files: ENVIRONMENT_FILES, diagnostics: [] }),
          install: (files) => {
            installed += 1;
            return Promise.resolve({ key: 'k', folder: '/nowhere', files });
          },
        },
      },
    });
    const prepared = await served(parts).prepare({ run, plan: scripted.plan });
    expect(prepared.environment).toEqual(scripted.environment);
    expect(prepared.changes).toEqual([{ path: 'package.json', content: await parts.store.put('{}') }]);
    expect(installed).toBe(1);
  });

  it('installs nothing when a package is refused', async () => {
    const parts = scripted.having({
      language: {
        toolchain: {
          resolve: () =>
            Promise.resolve({ files: ENVIRONMENT_FILES, diagnostics: [blockingFinding('package.json')] }),
          install: () => Promise.reject(new Error('it was installed')),
        },
      },
    });
    expect((await served(parts).prepare({ run, plan: scripted.plan })).findings.blocking).toBe(1);
  });
});

describe('the checks', () => {
  it('look at the draft over the tree as it is, in the environment of the run', async () => {
    const seen: unknown[] = [];
    const parts = scripted.having({
      language: {
        checkDraft: ({ spec, content, tree, environment }) => {
          seen.push(spec.path, content, [...tree], environment.files);
          return Promise.resolve({ diagnostics: [blockingFinding('src/routes.ts')], declarations: 'text' });
        },
      },
    });
    const { store } = scripted.parts;
    const book = { path: 'src/book.ts', content: await store.put('new book') };
    const tree = { manifest: await scripted.tree({ 'src/book.ts': 'old book' }), changes: [book] };
    const content = await store.put('the draft');
    const { plan, environment } = scripted;
    const verdict = await served(parts).validate({
      run,
      plan,
      environment,
      path: 'src/routes.ts',
      content,
      tree,
    });
    expect(seen).toEqual(['src/routes.ts', 'the draft', [['src/book.ts', 'new book']], ENVIRONMENT_FILES]);
    expect(verdict.findings.blocking).toBe(1);
  });

  it('refuse a file that the plan does not have', async () => {
    const { plan, environment } = scripted;
    const content = await scripted.parts.store.put('x');
    const tree = { manifest: null, changes: [] };
    await expect(
      served(scripted.parts).validate({ run, plan, environment, path: 'src/gone.ts', content, tree }),
    ).rejects.toMatchObject({ type: 'InvalidPlan', message: expect.stringContaining('src/gone.ts') });
  });

  it('hand on what contracts, tree and reviewers show', async () => {
    const found = (path: string) => () => Promise.resolve([blockingFinding(path)]);
    const parts = scripted.having({
      language: { checkContracts: found('contracts'), checkTree: found('tree'), review: found('review') },
    });
    const { plan, environment } = scripted;
    const tree = await scripted.tree({ 'src/book.ts': 'book' });
    const view = { manifest: tree, changes: [] };
    const all = await Promise.all([
      served(parts).checkContracts({ run, plan, environment }),
      served(parts).checkTree({ run, plan, environment, tree: view, paths: null }),
      served(parts).review({ run, plan, environment, tree, aspect: 'security' }),
    ]);
    expect(all.map(({ diagnostics }) => diagnostics[0]?.path)).toEqual(['contracts', 'tree', 'review']);
  });

  it('ask the author that wrote a tree to review it, and say when it reviews nothing', async () => {
    const { plan, analysis } = scripted;
    const tree = await scripted.tree({
      'src/book.ts': 'book',
      'test/book.test.ts': 'test',
      'package.json': '{}',
    });
    const input = { run, analysis, plan, tree, author: 'blueprint', reviewer: 'performance' } as const;
    expect(await served(scripted.parts).askReviewer(input)).toEqual({
      outcome: 'left-out',
      reason: 'The blueprint author reviews nothing.',
      spentUsd: 0,
    });
    const asked: ReviewRequest[] = [];
    const review: Author['review'] = (request) => {
      asked.push(request);
      return Promise.resolve({ outcome: 'reviewed', findings: [], dropped: 2, files: 1 });
    };
    const parts = scripted.having({ author: { review }, language: { outline: ({ path }) => path } });
    const reviewed = await served(parts).askReviewer(input);
    expect(reviewed).toEqual({ outcome: 'reviewed', findings: [], dropped: 2, files: 1, spentUsd: 0 });
    const [only] = asked;
    expect(only).toMatchObject({ run, reviewer: 'performance' });
    expect([...(only?.files.keys() ?? [])].sort()).toEqual([
      'package.json',
      'src/book.ts',
      'test/book.test.ts',
    ]);
    // A reviewer sees what was planned for use, and of tests nothing.
    expect([...(only?.declarations.keys() ?? [])]).toEqual(['src/book.ts']);
  });

  it('find no room for a review while other calls hold what is left, which is no failure', async () => {
    const { plan, analysis } = scripted;
    const tree = await scripted.tree({ 'src/book.ts': 'book' });
    const input = { run, analysis, plan, tree, author: 'blueprint', reviewer: 'security' } as const;
    const failing = (details: Readonly<Record<string, unknown>>) =>
      scripted.having({
        author: {
          review: () => Promise.reject(new MillwrightError('ModelUnavailable', 'Not now.', details)),
        },
        language: { outline: ({ path }) => path },
      });
    const held = failing({ transient: true, reason: 'no-room' });
    expect(await served(held).askReviewer(input)).toEqual({ outcome: 'no-room', spentUsd: 0 });
    await expect(served(failing({ transient: true })).askReviewer(input)).rejects.toMatchObject({
      type: 'ModelUnavailable',
    });
  });

  it('wait for a worker that has the author that is to review: the run was begun with it', async () => {
    const { plan, analysis } = scripted;
    const tree = await scripted.tree({ 'src/book.ts': 'book' });
    const input = { run, analysis, plan, tree, author: 'model', reviewer: 'security' } as const;
    await expect(served(scripted.parts).askReviewer(input)).rejects.toMatchObject({
      type: 'ModelRequired',
      nonRetryable: false,
      nextRetryDelay: 30_000,
    });
  });

  it('let the worker do other things between the declarations of two files: it has to tell that it lives', async () => {
    const { plan, analysis } = scripted;
    const paths = WHOLE_PLAN.files.filter(({ role }) => role !== 'tester').map(({ path }) => path);
    const tree = await scripted.tree(Object.fromEntries(paths.map((path) => [path, ''])));
    let over = false;
    let turns = 0;
    const turn = (): void => {
      turns += 1;
      if (!over) setImmediate(turn);
    };
    const outlined: number[] = [];
    const outline = (): string => {
      outlined.push(turns);
      return '';
    };
    const review: Author['review'] = () =>
      Promise.resolve({ outcome: 'reviewed', findings: [], dropped: 0, files: 1 });
    const parts = scripted.having({ author: { review }, language: { outline } });
    turn();
    await served(parts).askReviewer({ run, analysis, plan, tree, author: 'blueprint', reviewer: 'security' });
    over = true;
    expect(outlined.length).toBeGreaterThan(1);
    expect(new Set(outlined).size).toBe(outlined.length);
  });

  it('read one file of a tree, and say when it is not there', async () => {
    const tree = await scripted.tree({ 'src/book.ts': 'book' });
    expect(await served(scripted.parts).readFile({ run, tree, path: 'src/book.ts' })).toEqual(
      await scripted.parts.store.put('book'),
    );
    await expect(served(scripted.parts).readFile({ run, tree, path: 'src/gone.ts' })).rejects.toMatchObject({
      type: 'ArtifactMissing',
      message: expect.stringContaining('src/gone.ts'),
    });
  });
});

describe('verification', () => {
  const step = async () => ({
    run,
    analysis: scripted.analysis,
    plan: scripted.plan,
    environment: scripted.environment,
    tree: await scripted.tree({ 'src/book.ts': 'book', 'test/book.test.ts': 'test' }),
    sandbox: 'auto' as const,
  });
  const none = { available: false, cause: 'bubblewrap is missing', remedy: 'Install it.' } as const;
  const output = (change: Partial<TestOutput> = {}): TestOutput => ({
    path: 'test/book.test.ts',
    title: '[R1] books have titles',
    outcome: 'passed',
    frames: [],
    ...change,
  });
  /** A runner that leaves these results behind. */
  const testing = (tests: readonly TestOutput[], result = ran()) =>
    scripted.having({
      sandbox: {
        run: async ({ project }: SandboxCommand) => {
          await writeFile(join(project, 'results.json'), '[]');
          return result;
        },
      },
      language: {
        commands: {
          lint: { command: ['lint'], read: () => [] },
          test: {
            command: ['test'],
            output: 'results.json',
            read: (_written, folder) => (folder === FOLDER_INSIDE ? tests : []),
          },
          mutate: TYPESCRIPT_COMMANDS.mutate,
          script: (name) => ['run', name],
          scriptLine: (name) => `run ${name}`,
          packagesFolder: 'node_modules',
          packaging: TYPESCRIPT_PACKAGING,
        },
      },
    });

  it('says why nothing was run where no sandbox works, and runs nothing', async () => {
    const parts = scripted.having({ probe: none });
    const why = 'no sandbox works here (bubblewrap is missing). Install it.';
    expect(await served(parts).lint(await step())).toMatchObject({
      unproven: why,
      findings: { blocking: 0 },
    });
    expect(await served(parts).test(await step())).toMatchObject({
      unproven: why,
      results: null,
      passed: 0,
    });
    expect(await served(parts).prove(await step())).toEqual({
      steps: [{ step: 'proof recipe', outcome: 'unproven', detail: why }],
    });
  });

  it('is tried again where the machine is only too busy for a sandbox, and shows nothing till then', async () => {
    const probe = { available: false, passing: true, cause: 'out of processes', remedy: 'Wait.' } as const;
    const activities = served(scripted.having({ probe }));
    const failure = {
      type: 'SandboxUnavailable',
      nonRetryable: false,
      message: expect.stringContaining('Wait.'),
    };
    await expect(activities.lint(await step())).rejects.toMatchObject(failure);
    await expect(activities.test(await step())).rejects.toMatchObject(failure);
    await expect(activities.followReadme({ ...(await step()), ran: {} })).rejects.toMatchObject(failure);
  });

  it('comes to an answer by the last attempts, whatever the machine says', async () => {
    const probe = { available: false, passing: true, cause: 'out of processes', remedy: 'Wait.' } as const;
    const at = (attempt: number, maximumAttempts?: number) =>
      quietEnvironment({
        attempt,
        ...(maximumAttempts === undefined ? {} : { retryPolicy: { maximumAttempts } }),
      });
    const lint = async (environment: MockActivityEnvironment, parts = scripted.having({ probe })) =>
      served(parts, environment).lint(await step());
    await expect(lint(at(8, 10))).rejects.toMatchObject({ type: 'SandboxUnavailable', nonRetryable: false });
    await expect(lint(at(99))).rejects.toMatchObject({ type: 'SandboxUnavailable' });
    await expect(lint(at(99, 0))).rejects.toMatchObject({ type: 'SandboxUnavailable' });
    const unproven = 'no sandbox works here (out of processes). Wait.';
    await expect(lint(at(9, 10))).resolves.toMatchObject({ unproven });
    await expect(lint(at(10, 10))).resolves.toMatchObject({ unproven });
    const error = new MillwrightError('SandboxUnavailable', 'bubblewrap is gone', { transient: true });
    const broken = scripted.having({ sandbox: { run: () => Promise.reject(error) } });
    await expect(lint(at(8, 10), broken)).rejects.toMatchObject({ type: 'SandboxUnavailable' });
    await expect(lint(at(9, 10), broken)).resolves.toMatchObject({
      unproven: 'the sandbox does not work here (bubblewrap is gone)',
    });
    const other = scripted.having({ sandbox: { run: () => Promise.reject(new Error('no disk')) } });
    await expect(lint(at(10, 10), other)).rejects.toThrow('no disk');
  });

  it('breaks nothing where nothing was tested or no sandbox works, and says so', async () => {
    const unproven = { mutations: null, killed: 0, survived: 0, weak: [] };
    expect(await served(scripted.parts).mutate({ ...(await step()), tests: null })).toEqual({
      ...unproven,
      unproven: 'the tests could not be run',
    });
    const tests = await putJson(scripted.parts.store, [{ path: 'a', title: '[R1] a', outcome: 'passed' }]);
    // Nothing has to be run for a requirement without an example: no mutant could prove it.
    const { mutations } = await served(scripted.having({ probe: none })).mutate({ ...(await step()), tests });
    expect(
      mutations === null ? null : await getJson(scripted.parts.store, mutations, mutationSchema.array()),
    ).toMatchObject([{ requirement: 'R1', proven: false, missing: expect.stringContaining('example') }]);
  });

  /** Three requirements with a mutant each, whose lanes run what a lane is told of its own requirements. */
  const mutating = async (
    runLane: (requirements: string, project: string, job: MutationJob) => Promise<ReturnType<typeof ran>>,
  ) => {
    const requirements = ['R1', 'R2', 'R3'].map((id) => ({
      id,
      statement: `${id} holds.`,
      source: id,
      examples: [{ given: 'one', when: 'two', then: 'three' }],
      proof: { kind: 'test' },
    }));
    const symbol = { path: 'src/book.ts', export: 'Book' };
    const bindings = requirements.map(({ id }) => ({
      requirement: id,
      files: ['src/book.ts'],
      symbol,
      test: 'test/book.test.ts',
    }));
    const place = { path: 'src/book.ts', line: 1, start: 0, end: 1 };
    const mutant = { ...place, kind: 'limit-moved' as const, before: 'a', after: 'b', replacement: 'b' };
    const { commands } = testing([], ran()).languages.typescript ?? {};
    if (commands === undefined) throw new Error('there is no language');
    const parts = scripted.having({
      language: {
        aimMutants: ({ aims }) =>
          Promise.resolve(
            aims.map(({ requirement }) => ({
              requirement,
              missing: null,
              rule: 'any' as const,
              decisions: [[mutant]],
            })),
          ),
        commands: {
          ...commands,
          mutate: {
            ...commands.mutate,
            files: (job) => Promise.resolve([{ path: 'job', content: JSON.stringify(job) }]),
            output: 'settled',
            read: (progress) => JSON.parse(progress) as MutationProgress,
          },
        },
      },
      sandbox: {
        run: async ({ project }) => {
          const job = JSON.parse(await readFile(join(project, 'job'), 'utf8')) as MutationJob;
          return runLane(job.tasks.map(({ requirement }) => requirement).join(), project, job);
        },
      },
    });
    const { mutations } = await served(parts).mutate({
      ...(await step()),
      analysis: await putJson(parts.store, { ...WHOLE_ANALYSIS, requirements }),
      plan: await putJson(parts.store, { ...WHOLE_PLAN, bindings }),
      tests: await putJson(
        parts.store,
        requirements.map(({ id }) => ({ path: 'test/book.test.ts', title: `[${id}] a`, outcome: 'passed' })),
      ),
    });
    if (mutations === null) throw new Error('nothing was said of mutants');
    return await getJson(parts.store, mutations, mutationSchema.array());
  };

  const killed = (requirement: string): MutationOutput => ({
    requirement,
    unfit: null,
    mutants: [{ outcome: 'killed', killedBy: `[${requirement}] a` }],
  });
  const write = (project: string, progress: MutationProgress): Promise<void> =>
    writeFile(join(project, 'settled'), JSON.stringify(progress));

  it('says of each requirement by itself why its mutants were not run', async () => {
    const said = await mutating((requirements) => Promise.resolve(ran({ stderr: `lost ${requirements}` })));
    // Each lane is told of its own: with one core there is one.
    expect(said.map(({ requirement, missing }) => [requirement, missing?.includes(requirement)])).toEqual([
      ['R1', true],
      ['R2', true],
      ['R3', true],
    ]);
  });

  it('keeps what some mutants showed when the sandbox of the others breaks, and tries again when it breaks for all', async () => {
    const broken = new Error('spawn EAGAIN');
    const said = await mutating(async (requirements, project, { settled }) => {
      if (!requirements.includes('R1') || settled.length > 0) throw broken;
      await write(project, { tasks: [killed('R1')], running: null });
      return ran();
    });
    expect(said.map(({ proven, missing }) => [proven, missing?.includes('spawn EAGAIN')])).toEqual([
      [true, undefined],
      [false, true],
      [false, true],
    ]);
    await expect(mutating(() => Promise.reject(broken))).rejects.toMatchObject({ nonRetryable: false });
  });

  it('begins a runner again without what ended it, and keeps what was done till then', async () => {
    const said = await mutating(async (_requirements, project, { tasks, settled, skipped }) => {
      const done = [...settled];
      let running: MutationProgress['running'] = null;
      for (const { requirement } of tasks) {
        if (done.some((one) => one.requirement === requirement)) continue;
        const isSkipped = skipped.some((one) => one.requirement === requirement && one.mutant === 0);
        // The mutant of R1 ends it; the tests of R2 do so as they are.
        if (requirement === 'R1' && !isSkipped) running = { requirement, mutant: 0 };
        if (requirement === 'R2') running = { requirement, mutant: null };
        if (running !== null) break;
        const unfinished = { ...killed(requirement), mutants: [{ outcome: 'unfinished' as const }] };
        done.push(isSkipped ? unfinished : killed(requirement));
      }
      await write(project, { tasks: done, running });
      return ran({ exitCode: running === null ? 0 : 137 });
    });
    expect(said.map(({ requirement, proven, missing }) => [requirement, proven, missing])).toEqual([
      ['R1', false, expect.stringContaining('keeps its tests from coming to an end')],
      ['R2', false, 'its tests end what runs them'],
      ['R3', true, null],
    ]);
  });

  it('gives up a runner that ends again and again, and does not say of what', async () => {
    let times = 0;
    const said = await mutating((requirements) => {
      times += 1;
      return Promise.resolve(ran({ exitCode: 137, stderr: `lost ${requirements}` }));
    });
    expect(said.every(({ missing }) => missing?.includes('lost') === true)).toBe(true);
    expect(times).toBeLessThanOrEqual(2 * said.length);
  });

  it('runs the tests in a folder of their own, stores the results, and leaves nothing behind', async () => {
    const parts = testing([output(), output({ outcome: 'skipped', title: '[R2] later' })]);
    const result = await served(parts).test(await step());
    expect(result).toMatchObject({ passed: 1, failed: 0, skipped: 1, unproven: null, sandbox: 'bubblewrap' });
    const stored =
      result.results === null ? [] : await getJson(parts.store, result.results, testResultSchema.array());
    expect(stored.map(({ title }) => title)).toEqual(['[R1] books have titles', '[R2] later']);
    expect(await readdir(parts.workFolder)).toEqual([]);
  });

  it('keeps what was shown in a folder that does not let itself be removed', async () => {
    const parts = testing([output()]);
    const deep = `for (let i = 0; i < 20; i++) { fs.mkdirSync('d'.repeat(250)); process.chdir('d'.repeat(250)); }`;
    const sandbox = {
      run: async ({ project }: SandboxCommand) => {
        await promisify(execFile)(process.execPath, ['-e', deep], { cwd: project });
        await writeFile(join(project, 'results.json'), '[]');
        return ran();
      },
    };
    const { typescript: language } = parts.languages;
    if (language === undefined) throw new Error('there is no language');
    const result = await served(scripted.having({ sandbox, language })).test(await step());
    expect(result).toMatchObject({ passed: 1, unproven: null });
    expect(await readdir(parts.workFolder)).toEqual([]);
  });

  it.each<[string, readonly string[], string]>([
    ['the nearest file of the project', ['test/book.test.ts', 'src/book.ts', 'src/routes.ts'], 'src/book.ts'],
    ['the test itself, when nothing else is in the stack', ['test/book.test.ts'], 'test/book.test.ts'],
  ])('traces a failing test to %s', async (_what, frames, path) => {
    const parts = testing(
      [output({ outcome: 'failed', message: 'expected Emma', frames })],
      ran({ exitCode: 1 }),
    );
    const result = await served(parts).test(await step());
    expect(result.failed).toBe(1);
    expect(result.findings.diagnostics).toMatchObject([
      {
        code: 'test/failed',
        path,
        message: '[R1] books have titles (test/book.test.ts): expected Emma',
        blocking: true,
      },
    ]);
  });

  it('traces an assertion to the code that decides what its test is about, and to the test for its tester', async () => {
    const symbol = { path: 'src/book.ts', export: 'Book' };
    const binding = { requirement: 'R1', files: ['src/book.ts'], symbol, test: 'test/book.test.ts' };
    const plan = await putJson(scripted.parts.store, { ...WHOLE_PLAN, bindings: [binding] });
    const failing = output({ outcome: 'failed', message: 'expected 7', frames: ['test/book.test.ts'] });
    const result = await served(testing([failing], ran({ exitCode: 1 }))).test({ ...(await step()), plan });
    expect(result.findings.diagnostics.map(({ path }) => path)).toEqual(['src/book.ts']);
    expect(result.atTests).toMatchObject([{ path: 'test/book.test.ts', blocking: true }]);
  });

  it('lets no more of a long message travel than of any other finding', async () => {
    const parts = testing(
      [output({ outcome: 'failed', message: 'x'.repeat(1_000_000) })],
      ran({ exitCode: 1 }),
    );
    const result = await served(parts).test(await step());
    expect(JSON.stringify({ ...result, results: null }).length).toBeLessThan(5_000);
  });

  it('takes a runner that fails though no test did for what it is', async () => {
    const parts = testing([output()], ran({ exitCode: 1, stderr: 'out of memory', exceeded: 'memory' }));
    expect((await served(parts).test(await step())).findings.diagnostics).toMatchObject([
      { code: 'test/runner', message: expect.stringMatching(/past its bound on memory.*out of memory/) },
    ]);
  });

  it('takes a runner that leaves no results for one that failed', async () => {
    const parts = scripted.having({
      sandbox: { run: () => Promise.resolve(ran({ exitCode: 1, stderr: 'no such file' })) },
    });
    const result = await served(parts).test(await step());
    expect(result).toMatchObject({ passed: 0, failed: 0 });
    expect(result.findings.diagnostics[0]?.message).toContain('no such file');
  });

  it('calls lint unproven, and goes on, when the linter of the project does not run', async () => {
    const parts = scripted.having({
      sandbox: { run: () => Promise.resolve(ran({ exitCode: 2, stderr: 'eslint: not found' })) },
      language: {
        commands: {
          ...TYPESCRIPT_COMMANDS,
          lint: {
            command: ['lint'],
            read: () => {
              throw new SyntaxError('no JSON');
            },
          },
        },
      },
    });
    const result = await served(parts).lint(await step());
    expect(result.findings.blocking).toBe(0);
    expect(result.unproven).toContain('eslint: not found');
  });

  it('removes its folder also when the work in it fails', async () => {
    const parts = scripted.having({ sandbox: { run: () => Promise.reject(new Error('the sandbox broke')) } });
    await expect(served(parts).lint(await step())).rejects.toMatchObject({
      message: 'the sandbox broke',
      nonRetryable: false,
    });
    expect(await readdir(parts.workFolder)).toEqual([]);
  });

  it('builds, starts, probes and stops an API in the sandbox', async () => {
    const commands: string[] = [];
    const parts = scripted.having({
      sandbox: {
        run: ({ command }) => {
          commands.push(command.join(' '));
          return Promise.resolve(ran());
        },
        serve: ({ command, port, environment }) => {
          commands.push(`${command.join(' ')} on ${port}, PORT=${environment.PORT ?? ''}`);
          return Promise.resolve({
            request: () => Promise.resolve({ status: 200, headers: {}, body: '' }),
            expose: () => Promise.reject(new Error('nobody asked for it')),
            stop: () => Promise.resolve({ ...ran(), stoppedBySigterm: true, leftBehind: 0 }),
            ended: new Promise(() => undefined),
          });
        },
      },
    });
    const { steps } = await served(parts).prove(await step());
    expect(steps.map(({ step: name, outcome }) => `${name} ${outcome}`)).toEqual([
      'build passed',
      'health passed',
      'request passed',
      'stop passed',
    ]);
    expect(commands).toEqual(['run build', 'run start on 3000, PORT=3000']);
  });

  it('asks an API without a sandbox where nothing else listens, and nothing where something does', async () => {
    // Taken already is as good.
    const other = createServer().on('error', () => undefined);
    other.listen(3000, '127.0.0.1');
    await nextTurn();
    const ports: string[] = [];
    const serve: Sandbox['serve'] = ({ port, environment }) => {
      ports.push(environment.PORT ?? '', String(port));
      return Promise.reject(new TakenPortError(port));
    };
    const parts = scripted.having({ sandbox: { name: 'none', serve } });
    const { steps } = await served(parts).prove(await step());
    other.close();
    expect(ports[0]).not.toBe('3000');
    expect(ports[0]).toBe(ports[1]);
    expect(steps.map(({ step: name, outcome }) => `${name} ${outcome}`)).toEqual([
      'build passed',
      'health unproven',
      'request unproven',
      'stop unproven',
    ]);
    expect(steps[1]?.detail).toContain('something else listens on port');
  });

  it('weighs the stored results against what was asked', async () => {
    const parts = testing([output()]);
    const { results } = await served(parts).test(await step());
    const { analysis, plan } = scripted;
    const judged = await served(parts).judge({
      run,
      analysis,
      plan,
      tests: results,
      proof: [],
      mutations: null,
    });
    expect(judged.levels).toEqual({ R1: 'tested', R2: 'open' });
    expect(
      (await getJson(parts.store, judged.evidence, evidenceSchema.array())).map(
        ({ requirement }) => requirement,
      ),
    ).toEqual(['R1', 'R2']);
  });
});

describe('deliver', () => {
  it('writes a whole report, and counts what the evidence shows', async () => {
    const parts = scripted.having({ bundle: new Uint8Array([1, 2, 3]) });
    const { analysis, plan } = scripted;
    const judged = await served(parts).judge({
      run,
      analysis,
      plan,
      tests: null,
      proof: [],
      mutations: null,
    });
    const tree = {
      manifest: await scripted.tree({ 'src/book.ts': 'book', 'package.json': '{}' }),
      changes: [],
    };
    const input: DeliverInput = {
      run,
      options: {
        brief: 'A library.',
        author: 'auto',
        mode: 'autonomous',
        concurrency: 8,
        sandbox: 'auto',
        historyEvents: 8_000,
        limits: {
          retriesPerFile: 3,
          retriesPerGate: 3,
          errors: 5,
          taskUsd: 0.5,
          hallucinationRate: 0.3,
          costUsd: null,
        },
      },
      startedAt: '2026-01-01T00:00:00.000Z',
      endedAt: '2026-01-01T00:01:00.000Z',
      outcome: 'delivered-with-flags',
      analysis,
      plan,
      tree,
      files: [
        { path: 'src/book.ts', outcome: 'accepted', attempts: 1, author: 'blueprint' },
        { path: 'src/routes.ts', outcome: 'failed', attempts: 4, author: null },
      ],
      evidence: judged.evidence,
      proof: [],
      readme: [],
      errors: { count: 0, allowed: 5 },
      sandbox: 'bubblewrap',
      findings: [],
      assumptions: ['How many? Assumed: few.'],
      amendments: [],
      revisedTests: [{ path: 'test/book.test.ts', reason: 'it was sharpened.' }],
      flags: Array.from({ length: 60 }, () => ({
        code: 'file-failed',
        about: 'src/routes.ts',
        message: 'It is missing.',
      })),
      phases: [{ phase: 'build', seconds: 2 }],
      costUsd: 0,
    };
    const delivery = await served(parts).deliver(input);
    expect(delivery).toMatchObject({
      outcome: 'delivered-with-flags',
      name: 'library-api',
      files: 2,
      tree: tree.manifest,
      requirements: { proven: 0, tested: 0, open: 2, disputed: 0 },
    });
    expect(delivery.bundle).toEqual(await parts.store.put(new Uint8Array([1, 2, 3])));
    const report = await getJson(parts.store, delivery.report, reportSchema);
    expect(delivery.flags).toHaveLength(50);
    expect(report.flags).toHaveLength(60);
    expect(report).toMatchObject({
      brief: 'A library.',
      statement: 'No language model was called: every file was written from blueprints.',
      models: [],
      assumptions: [...WHOLE_ANALYSIS.assumptions, 'How many? Assumed: few.'],
      revisedTests: [{ path: 'test/book.test.ts', reason: 'it was sharpened.' }],
      packages: WHOLE_PLAN.packages,
      millwright: '1.2.3',
    });
    expect(report.files.map(({ path, outcome, content }) => [path, outcome, content !== null])).toEqual([
      ['src/book.ts', 'accepted', true],
      ['src/routes.ts', 'failed', false],
      ['package.json', 'prepared', true],
    ]);
    expect(report.effort).toBeUndefined();
  });
});

describe('what a report says of the work of models', () => {
  it('sums what the files took, and names where drafts went and why', () => {
    const file = { outcome: 'accepted', author: 'model' } as const;
    expect(
      effortReport({
        errors: { count: 1, allowed: 5 },
        files: [
          { ...file, path: 'src/a.ts', attempts: 1 },
          {
            ...file,
            path: 'src/b.ts',
            attempts: 5,
            effort: {
              escalations: [
                { to: 'strong', why: 'same-again' },
                { to: 'blueprint', why: 'used-up' },
              ],
              hallucinated: 2,
              sideBySide: 1,
              byBlueprint: 1,
            },
          },
          { ...file, path: 'src/c.ts', attempts: 2, effort: { unreadable: 1 } },
          { ...file, path: 'src/d.ts', outcome: 'not-built', attempts: 0, author: null },
        ],
      }),
    ).toEqual({
      drafts: 8,
      repairs: 5,
      repairsPerFile: 5 / 3,
      sideBySide: 1,
      unreadable: 1,
      hallucinated: 2,
      errors: 1,
      errorsAllowed: 5,
      escalations: [
        { path: 'src/b.ts', to: 'strong', why: 'same-again' },
        { path: 'src/b.ts', to: 'blueprint', why: 'used-up' },
      ],
    });
  });
});

describe('settleRun', () => {
  const settle = async (change: Partial<SettleRunInput>) => {
    await served(scripted.parts).settleRun({
      run,
      input: { brief: 'A library.' },
      briefRef: null,
      name: 'library-api',
      kind: 'api',
      outcome: 'stopped',
      error: null,
      delivery: null,
      tree: null,
      costUsd: 0,
      flags: 0,
      startedAt: '2026-01-01T00:00:00.000Z',
      endedAt: '2026-01-01T00:01:00.000Z',
      ...change,
    });
    return scripted.settled.at(-1);
  };

  it('keeps the run under its key, with its brief and its tree as one manifest', async () => {
    const content = await scripted.parts.store.put('book');
    const record = await settle({ tree: { manifest: null, changes: [{ path: 'src/book.ts', content }] } });
    expect(record).toMatchObject({
      key: run.id,
      workflowId: 'todo',
      brief: 'A library.',
      outcome: 'stopped',
      report: null,
    });
    expect(record?.tree).toEqual(await scripted.tree({ 'src/book.ts': 'book' }));
  });

  it('reads a stored brief, and keeps a run also when its brief cannot be read', async () => {
    const { store } = scripted.parts;
    expect((await settle({ briefRef: await store.put('A long brief.') }))?.brief).toBe('A long brief.');
    expect((await settle({ briefRef: await store.put(new Uint8Array([0xff])) }))?.brief).toBe('');
    expect((await settle({ briefRef: { sha256: 'a'.repeat(64), bytes: 1 } }))?.brief).toBe('');
  });

  it.each([null, 'text', {}, { brief: 7 }])('keeps a run whose input was %j', async (input) => {
    expect(await settle({ input })).toMatchObject({ brief: '', input });
  });
});
