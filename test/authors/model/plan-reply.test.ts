import { describe, expect, it } from '@jest/globals';
import { planOfReply, planReplySchema, type PlanReply } from '../../../src/authors/model/plan/plan-reply.js';
import { WHOLE_ANALYSIS } from '../../doubles/whole-plan.js';

const NO_PROOF = { build: null, start: null, health: null, request: null, commands: null, consumer: null };

const FILE: PlanReply['files'][number] = {
  path: 'src/book.ts',
  role: 'backend',
  priority: 'critical',
  phase: 'core',
  purpose: 'What a book is.',
  dependencies: [],
  imports: [],
  exports: [
    { name: 'Book', kind: 'interface', declaration: 'export interface Book { readonly id: string }' },
  ],
  requirements: ['R1'],
};
const NANOID = { name: 'nanoid', version: '5.1.5', dev: false, why: 'ids' };
const BINDING = {
  requirement: 'R1',
  files: ['src/book.ts'],
  symbolPath: 'src/book.ts',
  symbolExport: 'Book',
  test: null,
};
const REQUEST = { method: 'POST', path: '/books', body: '{"title":"Emma"}', status: 201 } as const;

const REPLY: PlanReply = {
  description: 'Keeps books.',
  phases: [{ id: 'core', title: 'Core', critical: true }],
  files: [FILE],
  packages: [
    { name: 'zod', version: '3.0.0', dev: false, why: 'schemas' },
    NANOID,
    { name: 'vitest', version: '1.0.0', dev: true, why: 'tests' },
  ],
  bindings: [BINDING],
  criticalParts: [{ part: 'entry', path: 'src/book.ts' }],
  proof: {
    ...NO_PROOF,
    kind: 'api',
    health: { method: 'GET', path: '/health', body: null, status: 200 },
    request: REQUEST,
    prints: null,
    reason: null,
  },
};

const read = (change: Partial<PlanReply> = {}) =>
  planOfReply(planReplySchema.parse({ ...REPLY, ...change }), WHOLE_ANALYSIS);

describe('a plan as a model writes it', () => {
  it('becomes one of ours, by the analysis’ name and kind', () => {
    expect(read()).toMatchObject({
      outcome: 'plan',
      plan: {
        author: 'model',
        name: 'library-api',
        kind: 'api',
        files: [{ action: 'create', contract: { exports: [{ export: 'Book', kind: 'interface' }] } }],
        bindings: [{ symbol: { path: 'src/book.ts', export: 'Book' }, test: null }],
        proofRecipe: { kind: 'api', build: 'build', start: 'start', request: { body: { title: 'Emma' } } },
      },
    });
  });

  it('has packages in the versions that are at hand, its own in the version it names, and the tools once', () => {
    const plan = read();
    const packages = plan.outcome === 'plan' ? plan.plan.packages : [];
    expect(packages.map(({ name }) => name)).toEqual([
      'zod',
      'nanoid',
      '@types/node',
      'eslint',
      'typescript',
      'typescript-eslint',
      'vitest',
    ]);
    expect(packages.slice(0, 2).map(({ version }) => version)).toEqual(['4.6.7', '5.1.5']);
  });

  it.each<[string, Partial<PlanReply>, string]>([
    ['a path outside', { files: [{ ...FILE, path: '../book.ts' }] }, 'files.0.path'],
    ['a range of versions', { packages: [{ ...NANOID, version: '^5.0.0' }] }, 'exact version'],
    ['an id that is none', { bindings: [{ ...BINDING, requirement: 'one' }] }, 'R1, R2'],
    ['no file', { files: [] }, 'files'],
    ['no health call', { proof: { ...REPLY.proof, health: null } }, 'proofRecipe.health'],
    [
      'a body that is no JSON',
      { proof: { ...REPLY.proof, request: { ...REQUEST, body: '{' } } },
      'body of POST',
    ],
    [
      'a command-line proof without commands',
      { proof: { ...REPLY.proof, kind: 'cli' } },
      'proofRecipe.commands',
    ],
  ])('is refused with %s, and told where', (_what, change, words) => {
    const plan = read(change);
    expect(plan.outcome === 'unfit' ? plan.problems.join(' ') : 'taken').toContain(words);
  });
});
