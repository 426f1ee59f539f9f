import { describe, expect, it } from '@jest/globals';
import { amendPlan, widenedBy } from '../../src/activities/amend-plan.js';
import { digestPlan } from '../../src/protocol/digest.js';
import { planSchema } from '../../src/protocol/plan.js';
import { implementationCycles } from '../../src/protocol/plan-graph.js';
import { fileSpec, WHOLE_PLAN } from '../doubles/whole-plan.js';

const asker = 'src/routes.ts';
const book = (plan: typeof WHOLE_PLAN) =>
  plan.files.find(({ path }) => path === 'src/book.ts')?.contract.exports;
const title = { export: 'Title', kind: 'type', declaration: 'export type Title = string' } as const;

describe('a plan with granted needs', () => {
  it('has the package', () => {
    const why = 'it logs';
    const plan = amendPlan(WHOLE_PLAN, asker, [
      { kind: 'package', name: 'pino', version: '9.0.0', dev: false, why },
    ]);
    expect(plan.packages).toEqual([
      ...WHOLE_PLAN.packages,
      { name: 'pino', version: '9.0.0', dev: false, why },
    ]);
  });

  it('has the new file at its end, and the asker waits for it', () => {
    const spec = fileSpec('src/shared.ts');
    const plan = amendPlan(WHOLE_PLAN, asker, [{ kind: 'file', spec, why: 'it is shared' }]);
    expect(plan.files.at(-1)).toMatchObject({ ...spec, dependencies: expect.anything() });
    expect(plan.files.find(({ path }) => path === asker)?.dependencies).toEqual([
      { path: 'src/book.ts', on: 'implementation' },
      { path: 'src/shared.ts', on: 'implementation' },
    ]);
  });

  describe('whose asker splits a new file off', () => {
    const bound = {
      ...WHOLE_PLAN,
      files: [
        ...WHOLE_PLAN.files.map((file) => (file.path === asker ? { ...file, requirements: ['R1'] } : file)),
        fileSpec('src/views/page.tsx'),
      ],
      bindings: [{ requirement: 'R2', files: [asker], symbol: null, test: null }],
    };
    const imports = (...from: readonly string[]) => ({
      imports: from.map((specifier) => `import type { Some } from '${specifier}';`),
      exports: [],
    });
    const added = (...specs: readonly ReturnType<typeof fileSpec>[]) =>
      amendPlan(
        bound,
        asker,
        specs.map((spec) => ({ kind: 'file', spec, why: 'it is too long' })),
      ).files.slice(bound.files.length);

    it('shows its writer what the asker sees, and which requirements it takes a part of', () => {
      expect(added(fileSpec('src/rules.ts'))).toEqual([
        fileSpec('src/rules.ts', {
          dependencies: [{ path: 'src/book.ts', on: 'declarations' }],
          requirements: ['R1', 'R2'],
        }),
      ]);
    });

    it('shows its writer what it imports of the plan, its asker and what is new with it included', () => {
      const [rules] = added(
        fileSpec('src/rules.ts', {
          contract: imports('./routes.js', './views/page.js', './words.js', './gone.js', 'zod'),
        }),
        fileSpec('src/words.ts', { contract: imports('./words.js') }),
      );
      expect(rules?.dependencies).toEqual(
        [asker, 'src/views/page.tsx', 'src/words.ts', 'src/book.ts'].map((path) => ({
          path,
          on: 'declarations',
        })),
      );
    });

    it('has it wait for nobody, and so for no circle', () => {
      const plan = amendPlan(bound, asker, [
        { kind: 'file', spec: fileSpec('src/rules.ts', { contract: imports('./routes.js') }), why: 'long' },
      ]);
      expect(planSchema.safeParse(plan).success).toBe(true);
      expect(implementationCycles(digestPlan(plan).files)).toEqual([]);
    });
  });

  it('has the export beside those that were there', () => {
    const plan = amendPlan(WHOLE_PLAN, asker, [
      { kind: 'export', path: 'src/book.ts', wanted: title, why: 'used' },
    ]);
    expect(book(plan)?.map((entry) => entry.export)).toEqual(['Book', 'Title']);
    expect(widenedBy(WHOLE_PLAN, plan)).toEqual(['src/book.ts']);
  });

  describe('whose asker did not depend on the file that has the export', () => {
    const dependencies = (plan: typeof WHOLE_PLAN, path: string) =>
      plan.files.find((file) => file.path === path)?.dependencies;
    const from = (path: string, by: string, phases = WHOLE_PLAN.phases) =>
      amendPlan({ ...WHOLE_PLAN, phases }, by, [{ kind: 'export', path, wanted: title, why: 'used' }]);

    it('has it wait for that file', () => {
      const plan = amendPlan(
        {
          ...WHOLE_PLAN,
          files: WHOLE_PLAN.files.map((file) => (file.path === asker ? { ...file, dependencies: [] } : file)),
        },
        asker,
        [{ kind: 'export', path: 'src/book.ts', wanted: title, why: 'used' }],
      );
      expect(dependencies(plan, asker)).toEqual([{ path: 'src/book.ts', on: 'implementation' }]);
    });

    it('has it see only the declarations of one that waits for it in turn', () => {
      expect(dependencies(from(asker, 'src/book.ts'), 'src/book.ts')).toEqual([
        { path: asker, on: 'declarations' },
      ]);
    });
  });

  it('leaves an export as it was that is there already: the asker only did not see it', () => {
    const other = { ...title, export: 'Book', declaration: 'export type Book = number' } as const;
    const plan = amendPlan(WHOLE_PLAN, asker, [
      { kind: 'export', path: 'src/book.ts', wanted: other, why: 'used' },
    ]);
    expect(book(plan)).toEqual(book(WHOLE_PLAN));
    expect(widenedBy(WHOLE_PLAN, plan)).toEqual([]);
  });

  it('is a whole plan still, and leaves the one before as it was', () => {
    const before = JSON.stringify(WHOLE_PLAN);
    const plan = amendPlan(WHOLE_PLAN, asker, [
      { kind: 'file', spec: fileSpec('src/shared.ts'), why: 'it is shared' },
      { kind: 'package', name: 'pino', version: '9.0.0', dev: true, why: 'it logs' },
      { kind: 'export', path: 'src/book.ts', wanted: title, why: 'used' },
    ]);
    expect(planSchema.safeParse(plan).success).toBe(true);
    expect(JSON.stringify(WHOLE_PLAN)).toBe(before);
  });
});
