import { describe, expect, it } from '@jest/globals';
import { createBlueprintAuthor } from '../../../src/authors/blueprint/blueprint-author.js';
import type { Domain } from '../../../src/authors/blueprint/domain/domain.js';
import type { Analysis } from '../../../src/protocol/analysis.js';
import { requirementIdsIn } from '../../../src/protocol/evidence.js';
import { CRITICAL_PARTS, planSchema, type Plan } from '../../../src/protocol/plan.js';
import { projectPathKey } from '../../../src/protocol/project-path.js';
import { CLINIC, EVERY_BRIEF } from './briefs.js';

const author = createBlueprintAuthor();
const { signal } = new AbortController();

async function analyze(brief: string, kind?: Domain['kind']): Promise<Analysis> {
  return author.analyze({ brief, name: undefined, kind, signal });
}

async function planOf(analysis: Analysis): Promise<Plan> {
  return planSchema.parse(await author.plan({ analysis, answers: {}, attempt: 1, problems: [], signal }));
}

async function draftOf(analysis: Analysis, plan: Plan, path: string): Promise<string> {
  const draft = await author.draft({
    analysis,
    plan,
    path,
    draft: 1,
    read: () => Promise.resolve(undefined),
    repair: null,
    signal,
  });
  return draft.outcome === 'draft' ? draft.content : `${draft.outcome}!`;
}

const CASES = [
  ...Object.entries(EVERY_BRIEF).map(([name, brief]) => ({ name, brief, kind: 'api' as const })),
  { name: 'LEAGUE', brief: EVERY_BRIEF.LEAGUE, kind: 'cli' as const },
  { name: 'OUTLINE', brief: EVERY_BRIEF.OUTLINE, kind: 'library' as const },
];

describe.each(CASES)('the plan for $name as $kind', ({ brief, kind }) => {
  it('has no implementation cycle, no unknown dependency and no path twice', async () => {
    const { files } = await planOf(await analyze(brief, kind));
    const paths = new Set(files.map(({ path }) => path));
    expect(new Set(files.map(({ path }) => projectPathKey(path))).size).toBe(files.length);
    const unknown = files.flatMap(({ dependencies }) => dependencies.filter(({ path }) => !paths.has(path)));
    expect(unknown).toEqual([]);

    const done = new Set<string>();
    for (let before = -1; before < done.size;) {
      before = done.size;
      for (const { path, dependencies } of files) {
        const waits = dependencies.some((each) => each.on === 'implementation' && !done.has(each.path));
        if (!waits) done.add(path);
      }
    }
    expect(done.size).toBe(files.length);
  });

  it('lets no file depend on one of a later phase', async () => {
    const { files, phases } = await planOf(await analyze(brief, kind));
    const place = (path: string): number => {
      const spec = files.find((file) => file.path === path);
      return phases.findIndex(({ id }) => id === spec?.phase);
    };
    const early = files.flatMap((file) =>
      file.dependencies
        .filter((each) => place(each.path) > place(file.path))
        .map((each) => `${file.path} → ${each.path}`),
    );
    expect(early).toEqual([]);
  });

  it('binds every requirement that a test shows to files, a symbol that they promise, and a test', async () => {
    const analysis = await analyze(brief, kind);
    const plan = await planOf(analysis);
    const shown = analysis.requirements.filter(({ proof }) => proof.kind === 'test').map(({ id }) => id);
    expect(plan.bindings.map(({ requirement }) => requirement)).toEqual(shown);
    for (const { requirement, files, symbol, test } of plan.bindings) {
      expect(files.length).toBeGreaterThan(0);
      const promising = plan.files.find(({ path }) => path === symbol?.path);
      expect(promising?.contract.exports.map((each) => each.export)).toContain(symbol?.export);
      const titles = (await draftOf(analysis, plan, test ?? '')).matchAll(/\bit\(\s*(['"`])(.*?)\1/g);
      expect([...titles].flatMap(([, , title = '']) => requirementIdsIn(title))).toContain(requirement);
    }
  });

  it('names a planned file for every critical part', async () => {
    const { criticalParts, files } = await planOf(await analyze(brief, kind));
    expect(criticalParts.map(({ part }) => part)).toEqual(CRITICAL_PARTS[kind]);
    const paths = files.map(({ path }) => path);
    expect(criticalParts.filter(({ path }) => !paths.includes(path))).toEqual([]);
  });

  it('writes every file that it plans, with the exports that it promised', async () => {
    const analysis = await analyze(brief, kind);
    const plan = await planOf(analysis);
    for (const { path, contract } of plan.files) {
      const content = await draftOf(analysis, plan, path);
      expect(content).toMatch(/\S\n$/);
      expect(content).not.toMatch(/\{%|\{\{ (?!matrix)|\bTODO\b/);
      for (const promised of contract.exports) {
        expect(content).toMatch(
          new RegExp(`export (?:async )?(?:function|class|const|interface|type) ${promised.export}\\b`),
        );
      }
    }
  });
});

describe('the blueprint author', () => {
  it('gives equal plans and equal bytes for equal briefs', async () => {
    const [first, second] = [await analyze(CLINIC), await analyze(CLINIC)];
    expect(second).toEqual(first);
    const [plan, again] = [await planOf(first), await planOf(second)];
    expect(JSON.stringify(again)).toBe(JSON.stringify(plan));
    for (const { path } of plan.files) {
      expect(await draftOf(second, again, path)).toBe(await draftOf(first, plan, path));
    }
  });

  it('pins every package to one version', async () => {
    const { packages } = await planOf(await analyze(CLINIC));
    expect(packages.filter(({ version }) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  it('probes the API with a request that its schema takes', async () => {
    const { proofRecipe } = await planOf(await analyze(CLINIC));
    expect(proofRecipe).toMatchObject({
      kind: 'api',
      health: { method: 'GET', path: '/health', status: 200 },
      request: { method: 'POST', path: '/owners', status: 201, body: { email: 'ada@example.com' } },
    });
  });

  it('lets a program add and list a record, and a library be used by a program of its own', async () => {
    const cli = await planOf(await analyze(CLINIC, 'cli'));
    expect(cli.proofRecipe).toMatchObject({
      kind: 'cli',
      commands: [
        { arguments: expect.arrayContaining(['owners', 'add', '--email=ada@example.com']) as unknown },
        { arguments: ['owners', 'list', '--json'], prints: '"total": 1' },
      ],
    });
    const library = await planOf(await analyze(CLINIC, 'library'));
    expect(library.proofRecipe).toMatchObject({
      kind: 'library',
      consumer: expect.stringContaining(`import { createStore } from '${library.name}';`) as unknown,
    });
  });

  it('plans a server, its packages and its image for an API alone', async () => {
    for (const kind of ['cli', 'library'] as const) {
      const { files, packages } = await planOf(await analyze(CLINIC, kind));
      expect(files.filter(({ path }) => /http|Dockerfile|server|routes/.test(path))).toEqual([]);
      expect(packages.filter(({ name }) => name.includes('fastify'))).toEqual([]);
    }
  });

  it('has nothing else to offer when its own file is to be repaired', async () => {
    const analysis = await analyze(CLINIC);
    const plan = await planOf(analysis);
    const path = 'src/server.ts';
    const previous = await draftOf(analysis, plan, path);
    const repair = { previous, diagnostics: [] };
    const read = (): Promise<undefined> => Promise.resolve(undefined);
    expect(await author.draft({ analysis, plan, path, draft: 2, read, repair, signal })).toMatchObject({
      outcome: 'nothing',
    });
    const unknown = { analysis, plan, path: 'src/unheard-of.ts', draft: 1, read, repair: null, signal };
    expect(await author.draft(unknown)).toMatchObject({ outcome: 'nothing' });
  });

  it('refuses to plan again what was refused once', async () => {
    const analysis = await analyze(CLINIC);
    const problems = [
      { code: 'plan/cycle', severity: 'error', source: 'plan', message: 'a cycle', blocking: true } as const,
    ];
    await expect(author.plan({ analysis, answers: {}, attempt: 2, problems, signal })).rejects.toMatchObject({
      type: 'InvalidPlan',
    });
  });
});
