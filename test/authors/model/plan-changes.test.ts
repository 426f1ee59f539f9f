import { describe, expect, it } from '@jest/globals';
import { createModelAuthor } from '../../../src/authors/model/model-author.js';
import { planReplySchema } from '../../../src/authors/model/plan/plan-reply.js';
import { replyOfPlan } from '../../../src/authors/model/plan/reply-of-plan.js';
import { withTools } from '../../../src/authors/model/plan/packages-at-hand.js';
import { planChangesSchema, type PlanChanges } from '../../../src/authors/model/plan/plan-changes.js';
import type { Plan } from '../../../src/protocol/plan.js';
import { blockingFinding } from '../../doubles/build-world.js';
import { measuring } from '../../doubles/prompt-measure.js';
import { scriptedCaller } from '../../doubles/scripted-caller.js';
import { fileSpec, WHOLE_ANALYSIS, WHOLE_PLAN } from '../../doubles/whole-plan.js';

const BOUND = {
  files: ['src/book.ts'],
  symbol: { path: 'src/book.ts', export: 'Book' },
  test: 'test/book.test.ts',
};
const REFUSED: Plan = {
  ...WHOLE_PLAN,
  author: 'model',
  packages: [...withTools(WHOLE_PLAN.packages)],
  bindings: [
    { requirement: 'R1', ...BOUND },
    { requirement: 'R2', ...BOUND },
  ],
};
const NOTHING: PlanChanges = {
  whole: false,
  description: null,
  phases: null,
  files: [],
  removedFiles: [],
  packages: null,
  bindings: [],
  removedBindings: [],
  criticalParts: null,
  proof: null,
};

async function mended(changes: Partial<PlanChanges>) {
  const caller = scriptedCaller({ text: JSON.stringify({ ...NOTHING, ...changes }) });
  const plan = await createModelAuthor({ caller, measure: measuring() }).plan({
    run: { id: 'run', workflowId: 'todo' },
    analysis: WHOLE_ANALYSIS,
    answers: {},
    attempt: 2,
    problems: [blockingFinding('src/routes.ts', 'It has no contract.')],
    previous: REFUSED,
    signal: new AbortController().signal,
  });
  return { plan, request: caller.asked[0]?.request };
}

describe('a plan that was refused', () => {
  it('is shown in the form that the answer has, without what is written into every plan', async () => {
    const { request } = await mended({});
    const user = request?.messages[1]?.content ?? '';
    const [, shown = ''] = /## Current content\n```json\n(.*)\n```/.exec(user) ?? [];
    const reply = planReplySchema.parse(JSON.parse(shown));
    expect(reply.files[0]?.exports[0]?.name).toBe('Book');
    expect(reply.bindings[0]).toMatchObject({ symbolPath: 'src/book.ts', symbolExport: 'Book' });
    expect(reply.proof).toMatchObject({ kind: 'api', health: { path: '/health', body: null } });
    expect(reply.packages.map(({ name }) => name)).toEqual(['fastify']);
    expect(JSON.stringify(request?.structure)).toContain('removedFiles');
  });

  it.each<[Plan['proofRecipe']]>([
    [{ kind: 'none', reason: 'nothing to start' }],
    [{ kind: 'library', build: 'build', consumer: 'console.log(1);', prints: '1' }],
    [{ kind: 'cli', build: 'build', commands: [{ arguments: ['add'], prints: 'added' }] }],
  ])('keeps the proof %j', (proofRecipe) => {
    expect(planReplySchema.parse(replyOfPlan({ ...REFUSED, proofRecipe })).proof.kind).toBe(proofRecipe.kind);
  });

  it('stays as it is, but for what the answer changes, adds and removes', async () => {
    const shown = replyOfPlan(REFUSED);
    const [book, routes] = shown.files;
    if (book === undefined || routes === undefined) throw new Error('The plan has two files at least.');
    const { plan } = await mended({
      files: [
        { ...routes, purpose: 'Routes of books.' },
        { ...book, path: 'src/shelf.ts' },
      ],
      removedFiles: ['test/book.test.ts'],
      bindings: [
        { requirement: 'R1', files: ['src/routes.ts'], symbolPath: null, symbolExport: null, test: null },
      ],
      removedBindings: ['R2'],
    });
    expect(plan.files).toEqual([
      REFUSED.files[0],
      { ...REFUSED.files[1], purpose: 'Routes of books.' },
      { ...REFUSED.files[0], path: 'src/shelf.ts' },
    ]);
    expect(plan.bindings).toEqual([
      { requirement: 'R1', files: ['src/routes.ts'], symbol: null, test: null },
    ]);
    expect(plan).toEqual({
      ...REFUSED,
      files: plan.files,
      bindings: plan.bindings,
      decided: ['One branch only.'],
    });
  });

  it('gives way to a whole plan', async () => {
    const only = replyOfPlan({ ...REFUSED, files: [fileSpec('src/all.ts')] }).files;
    const { plan } = await mended({ whole: true, files: only });
    expect(plan.files.map(({ path }) => path)).toEqual(['src/all.ts']);
    expect(plan.bindings).toEqual([]);
    expect(plan.proofRecipe).toEqual(REFUSED.proofRecipe);
  });

  it('is answered in a form that providers take: no optional members', () => {
    expect(Object.keys(planChangesSchema.shape).sort()).toEqual(Object.keys(NOTHING).sort());
    expect(planChangesSchema.safeParse({}).success).toBe(false);
  });
});
