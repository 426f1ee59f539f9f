import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ESLint } from 'eslint';
import { parse } from 'yaml';
import type { DraftRequest } from '../../../src/authors/author.js';
import { createBlueprintAuthor } from '../../../src/authors/blueprint/blueprint-author.js';
import { createModelAuthor } from '../../../src/authors/model/model-author.js';
import { compilerSettings } from '../../../src/languages/typescript/toolchain/compiler-settings.js';
import { packageManifest } from '../../../src/languages/typescript/toolchain/manifest.js';
import type { FileSpec, Plan } from '../../../src/protocol/plan.js';
import { loadReference } from '../../doubles/model-server/reference.js';
import { measuring } from '../../doubles/prompt-measure.js';
import { scriptedCaller } from '../../doubles/scripted-caller.js';
import { fileSpec, WHOLE_ANALYSIS, WHOLE_PLAN } from '../../doubles/whole-plan.js';

const TOOLS = ['typescript', 'vitest', 'eslint', 'typescript-eslint'].map((name) => ({
  name,
  version: '1.0.0',
  dev: true,
  why: 'tools',
}));
const PLAN: Plan = {
  ...WHOLE_PLAN,
  author: 'model',
  packages: [{ name: 'fastify', version: '5.12.8', dev: false, why: 'HTTP' }, ...TOOLS],
  criticalParts: [{ part: 'entry', path: 'src/server.ts' }],
};

function low(path: string, change: Partial<Omit<FileSpec, 'action'>> = {}): FileSpec {
  return fileSpec(path, { role: 'devops', priority: 'low', purpose: 'Settings.', ...change });
}

function request(spec: FileSpec, plan: Plan = PLAN, change: Partial<DraftRequest> = {}): DraftRequest {
  const whole = { ...plan, files: [...plan.files.filter(({ path }) => path !== spec.path), spec] };
  return {
    run: { id: 'run', workflowId: 'todo' },
    analysis: { ...WHOLE_ANALYSIS, author: 'model' },
    plan: whole,
    path: spec.path,
    draft: 1,
    tier: 'light',
    read: (path) => Promise.resolve(path === 'package.json' ? packageManifest(whole) : undefined),
    outline: () => Promise.resolve(undefined),
    repair: null,
    remark: null,
    signal: new AbortController().signal,
    ...change,
  };
}

async function written(spec: FileSpec, plan: Plan = PLAN): Promise<string> {
  const drafted = await createBlueprintAuthor().draft(request(spec, plan));
  if (drafted.outcome !== 'draft') throw new Error(`${spec.path}: ${drafted.outcome}`);
  return drafted.content;
}

describe('a file around the code, for a plan that a model made', () => {
  it.each([
    '.gitignore',
    '.dockerignore',
    '.editorconfig',
    '.gitattributes',
    '.nvmrc',
    '.github/dependabot.yml',
    '.github/workflows/ci.yml',
    'eslint.config.js',
    'vitest.config.ts',
    'Dockerfile',
  ])('%s comes from a template', async (path) => {
    const content = await written(low(path));
    expect(content).toMatch(/\S\n$/);
    expect(content).not.toMatch(/(?<!\$)\{\{|\{%|undefined/);
    if (path.endsWith('.yml')) expect(parse(content)).toBeInstanceOf(Object);
  });

  it('follows the plan: kind, packages, entry, health', async () => {
    const docker = await written(low('Dockerfile'));
    expect(docker).toContain('CMD ["node", "/app/dist/server.js"]');
    expect(docker).toContain('process.env.PORT + \\"/health\\"');
    expect(docker).toContain('USER node');
    expect(await written(low('.gitignore'))).not.toContain('*.tgz');
    expect(await written(low('.gitignore'), { ...PLAN, kind: 'library' })).toContain('*.tgz');
    const fixtures = { ...PLAN, files: [...PLAN.files, fileSpec('data/books.json')] };
    expect(await written(low('.gitignore'), fixtures)).not.toContain('data');
  });

  it('runs in CI the scripts that the manifest has, and no other', async () => {
    const steps = async (plan: Plan): Promise<readonly string[]> => {
      const { jobs } = parse(await written(low('.github/workflows/ci.yml'), plan)) as {
        readonly jobs: { readonly check: { readonly steps: readonly { readonly run?: string }[] } };
      };
      return jobs.check.steps.flatMap(({ run }) => run ?? []);
    };
    expect(await steps(PLAN)).toEqual([
      'npm ci',
      'npm run typecheck',
      'npm run lint',
      'npm run test',
      'npm run build',
    ]);
    const unlinted = { ...PLAN, packages: PLAN.packages.filter(({ name }) => !name.includes('eslint')) };
    expect(await steps(unlinted)).not.toContain('npm run lint');
  });

  it('has the licence that is named, and decides on none', async () => {
    expect(await written(low('LICENSE', { purpose: 'The MIT licence.' }))).toContain(
      'Copyright (c) the Library API authors',
    );
    expect(
      await createBlueprintAuthor().draft(request(low('LICENSE', { purpose: 'The licence.' }))),
    ).toMatchObject({ outcome: 'nothing' });
  });

  it.each<readonly [string, FileSpec, Plan?]>([
    ['a requirement decides', low('Dockerfile', { requirements: ['R1'] })],
    [
      'a requirement is bound to',
      low('Dockerfile'),
      { ...PLAN, bindings: [{ requirement: 'R1', files: ['Dockerfile'], symbol: null, test: null }] },
    ],
    ['others import from', low('eslint.config.js', { contract: { imports: [], exports: [EXPORT()] } })],
    ['is to do more', low('.github/workflows/ci.yml', { purpose: 'Checks, and publishes the image.' })],
    ['no template is for', low('README.md', { role: 'docs' })],
    ['needs what the plan lacks', low('eslint.config.js'), { ...PLAN, packages: [] }],
    ['needs what nobody compiles', low('Dockerfile'), { ...PLAN, files: [fileSpec('src/schema.sql')] }],
    ['is of another kind', low('Dockerfile'), { ...PLAN, kind: 'cli' }],
    ['would keep planned files out of git', low('.gitignore'), { ...PLAN, files: [fileSpec('test/a.log')] }],
  ])('that %s is left to a model', async (_what, spec, plan = PLAN) => {
    expect(await createBlueprintAuthor().draft(request(spec, plan))).toMatchObject({ outcome: 'nothing' });
  });
});

function EXPORT(): FileSpec['contract']['exports'][number] {
  return { export: 'rules', kind: 'const', declaration: 'export declare const rules: string[];' };
}

describe('files of low priority, where models write', () => {
  const templates = createBlueprintAuthor();
  const measure = measuring();

  it('come from a template without a call, and say so', async () => {
    const caller = scriptedCaller();
    const drafted = await createModelAuthor({ caller, measure, templates }).draft(request(low('.gitignore')));
    expect(drafted).toMatchObject({ outcome: 'draft', author: 'blueprint', costUsd: 0 });
    expect(caller.asked).toEqual([]);
  });

  it.each<readonly [string, DraftRequest]>([
    ['without a template', request(low('.prettierrc'))],
    ['of another priority', request(low('.gitignore', { priority: 'normal' }))],
    [
      'that checks found fault with',
      request(low('.gitignore'), PLAN, { draft: 2, repair: { previous: 'dist\n', diagnostics: [] } }),
    ],
    ['that were asked for before', request(low('.gitignore'), PLAN, { draft: 2 })],
  ])('%s are asked of a model', async (_which, asked) => {
    const caller = scriptedCaller({ text: '```\nnode_modules/\n```' });
    const drafted = await createModelAuthor({ caller, measure, templates }).draft(asked);
    expect(drafted).toMatchObject({ outcome: 'draft', content: 'node_modules/\n', costUsd: 0.01 });
    expect(drafted).not.toHaveProperty('author');
    expect(caller.asked).toHaveLength(1);
  });
});

describe('the linter’s settings from the template', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'millwright-tooling-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('find no fault with a project that people wrote, and fault with a promise that nobody awaits', async () => {
    const { plan, files } = await loadReference('tool-shed');
    const withSettings = { ...plan, files: [...plan.files, low('vitest.config.ts')] };
    const all = new Map([
      ...files,
      ['eslint.config.js', await written(low('eslint.config.js'), withSettings)],
      ['vitest.config.ts', await written(low('vitest.config.ts'), withSettings)],
      ['src/floating.ts', 'export function go(work: () => Promise<void>): void {\n  work();\n}\n'],
      // Nothing of the runner is at hand here but what its settings are declared with.
      [
        'node_modules/vitest/package.json',
        '{"name":"vitest","exports":{"./config":{"types":"./config.d.ts"}}}',
      ],
      ['node_modules/vitest/config.d.ts', 'export declare function defineConfig(config: object): object;\n'],
      ['package.json', packageManifest(plan)],
      ...compilerSettings(plan).map(({ path, content }): [string, string] => [path, content]),
    ]);
    for (const name of ['eslint', 'typescript', 'typescript-eslint', 'zod', '@types']) {
      await mkdir(join(folder, 'node_modules'), { recursive: true });
      await symlink(join(process.cwd(), 'node_modules', name), join(folder, 'node_modules', name));
    }
    for (const [path, content] of all) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    const results = await new ESLint({ cwd: folder }).lintFiles(['src', '*.config.*']);
    const found = results.flatMap(({ filePath, messages }) =>
      messages.map(({ ruleId }) => `${filePath.slice(folder.length + 1)} ${String(ruleId)}`),
    );
    expect(results.map(({ filePath }) => filePath.slice(folder.length + 1))).toContain('vitest.config.ts');
    expect(found).toEqual(['src/floating.ts @typescript-eslint/no-floating-promises']);
  });
});
