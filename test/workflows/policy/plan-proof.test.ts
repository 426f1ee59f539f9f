import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CRITICAL_PARTS } from '../../../src/protocol/plan.js';
import type { AnalysisDigest, PlanDigest } from '../../../src/protocol/digest.js';
import { findPlanProblems, provePlan, provePrepared } from '../../../src/workflows/policy/plan-proof.js';
import { analysisOf, CORE, EDGES, planOf, plannedFile, type FileSketch } from '../../doubles/plans.js';
import { soundPlans } from '../../doubles/random-plans.js';

const sound = planOf([
  plannedFile('src/index.ts'),
  plannedFile('src/book.ts', { needs: ['src/index.ts'] }),
  plannedFile('test/book.test.ts', { role: 'tester', needs: ['src/book.ts'], phase: 'edges' }),
]);

function alsoPlanning(path: string, sketch: FileSketch = {}): PlanDigest {
  return { ...sound, files: [...sound.files, plannedFile(path, sketch)] };
}

function found(plan: PlanDigest, analysis: AnalysisDigest = analysisOf()): readonly string[] {
  const diagnostics = provePlan(plan, analysis);
  for (const { blocking, severity, source } of diagnostics) {
    expect({ blocking, severity, source }).toEqual({ blocking: true, severity: 'error', source: 'plan' });
  }
  return diagnostics.map(({ code, message }) => `${code}: ${message}`);
}

describe('the proof of a plan', () => {
  it('has nothing to say of a sound plan', () => {
    expect(found(sound)).toEqual([]);
    fc.assert(
      fc.property(soundPlans(), (plan) => found(plan).length === 0),
      { seed: 21, numRuns: 100 },
    );
  });

  it('has each phase named once: the gate of a second one would wait for itself', () => {
    const twice = { ...sound, phases: [CORE, { ...CORE, title: 'Again' }, EDGES] };
    expect(found(twice)).toEqual(['plan/duplicate: The plan has two phases with the id "core".']);
    expect(findPlanProblems(twice, analysisOf())[0]?.at).toEqual(['phases', 1, 'id']);
  });

  it('says where each problem stands', () => {
    const analysis = analysisOf({ requirements: [{ id: 'R1', proof: 'test' }] });
    const places = (plan: PlanDigest): readonly unknown[] =>
      findPlanProblems(plan, analysis).map(({ at, diagnostic }) => `${diagnostic.code} ${at.join('.')}`);
    const wrong = planOf(
      [
        plannedFile('src/a.ts', { knows: ['src/c.ts'], needs: ['src/b.ts'] }),
        plannedFile('src/b.ts', { needs: ['src/a.ts', 'src/gone.ts'] }),
        plannedFile('../out.ts'),
        plannedFile('src/a.ts'),
        plannedFile('src/c.ts', { phase: 'later' }),
        plannedFile('src/c.ts/d.ts', { needs: ['src/e.ts'] }),
        plannedFile('src/e.ts', { phase: 'edges' }),
      ],
      { bindings: [{ requirement: 'R7', files: [], symbol: null, test: null }], criticalParts: [] },
    );
    expect(places(wrong)).toEqual([
      'plan/path files.2.path',
      'plan/duplicate files.3.path',
      'plan/path files.5.path',
      'plan/phase files.4.phase',
      'plan/phase-order files.5.dependencies.0',
      'plan/unknown-dependency files.1.dependencies.1.path',
      'plan/cycle files.1.dependencies.0',
      'plan/requirement bindings.0.requirement',
      'plan/requirement requirements.0',
      'plan/critical-part criticalParts',
      'plan/critical-part criticalParts',
    ]);
    const binding = { requirement: 'R1', files: ['src/x.ts'], symbol: null, test: null };
    expect(places({ ...sound, bindings: [binding] })).toEqual(['plan/requirement bindings.0.symbol']);
    const symbol = { path: 'src/y.ts', export: 'y' };
    expect(places({ ...sound, bindings: [{ ...binding, symbol, test: 'test/z.ts' }] })).toEqual([
      'plan/requirement bindings.0.files.0',
      'plan/requirement bindings.0.symbol.path',
      'plan/requirement bindings.0.test',
    ]);
  });

  it('names the members of an implementation cycle', () => {
    const plan = alsoPlanning('src/a.ts', { needs: ['src/b.ts'] });
    const cyclic = { ...plan, files: [...plan.files, plannedFile('src/b.ts', { needs: ['src/a.ts'] })] };
    expect(found(cyclic)).toEqual([
      "plan/cycle: These files wait for one another's implementation: src/a.ts → src/b.ts → src/a.ts.",
    ]);
  });

  it('allows a cycle through declarations', () => {
    const plan = alsoPlanning('src/a.ts', { knows: ['src/b.ts'] });
    expect(
      found({ ...plan, files: [...plan.files, plannedFile('src/b.ts', { needs: ['src/a.ts'] })] }),
    ).toEqual([]);
  });

  it.each<[string, FileSketch]>([
    ['implementation', { needs: ['src/gone.ts'] }],
    ['declarations', { knows: ['src/gone.ts'] }],
  ])('refuses a dependency on the %s of a file that is not planned', (_on, sketch) => {
    expect(found(alsoPlanning('src/a.ts', sketch))).toEqual([
      'plan/unknown-dependency: src/a.ts depends on src/gone.ts, which no file spec names.',
    ]);
  });

  it.each([
    '../outside.ts',
    '/etc/passwd',
    'C:/windows.ts',
    'src\\a.ts',
    '.git/hooks/commit',
    'node_modules/x.js',
  ])('refuses the path %s', (path) => {
    expect(found(alsoPlanning(path))).toEqual([
      expect.stringMatching(/^plan\/path: .*is not inside the project/),
    ]);
  });

  it('refuses two specs for one path', () => {
    expect(found(alsoPlanning('src/book.ts'))).toEqual(['plan/duplicate: src/book.ts is planned twice.']);
  });

  it('refuses two paths that are one file where case is folded', () => {
    expect(found(alsoPlanning('src/Book.ts'))).toEqual([
      'plan/duplicate: src/Book.ts is planned twice (as src/book.ts, which is the same file where case does not count).',
    ]);
  });

  it('refuses a file where another path has a folder', () => {
    expect(found(alsoPlanning('src/index.ts/part.ts'))).toEqual([
      expect.stringMatching(/^plan\/path: .*src\/index\.ts\/part\.ts.*src\/index\.ts/),
    ]);
  });

  it('refuses a phase that the plan does not have', () => {
    expect(found(alsoPlanning('src/a.ts', { phase: 'later' }))).toEqual([
      'plan/phase: src/a.ts is in the phase "later", which the plan does not have.',
    ]);
  });

  it('refuses to wait for the implementation of a file that a later phase builds', () => {
    expect(found(alsoPlanning('src/a.ts', { needs: ['test/book.test.ts'] }))).toEqual([
      'plan/phase-order: src/a.ts needs the implementation of test/book.test.ts, which a later phase builds.',
    ]);
    expect(found(alsoPlanning('src/a.ts', { knows: ['test/book.test.ts'] }))).toEqual([]);
  });

  describe('of requirements', () => {
    const analysis = analysisOf({
      requirements: [
        { id: 'R1', proof: 'test' },
        { id: 'R2', proof: 'check' },
        { id: 'R3', proof: 'none', reason: 'nothing can show it' },
      ],
    });
    const whole = {
      requirement: 'R1',
      files: ['src/book.ts'],
      symbol: { path: 'src/book.ts', export: 'createBook' },
      test: 'test/book.test.ts',
    };
    const bound = (binding: Partial<typeof whole> | { symbol: null } | { test: null }): PlanDigest => ({
      ...sound,
      bindings: [{ ...whole, ...binding }],
    });

    it('is content when the one that a test proves has files, a symbol and a test', () => {
      expect(found(bound({}), analysis)).toEqual([]);
    });

    it.each<[string, PlanDigest, string]>([
      ['no binding', { ...sound, bindings: [] }, 'No file implements R1.'],
      ['no file', bound({ files: [] }), 'No file implements R1.'],
      ['no symbol', bound({ symbol: null }), 'R1 has no symbol that implements it.'],
      ['no test', bound({ test: null }), 'R1 has no test.'],
      [
        'an unplanned file',
        bound({ files: ['src/x.ts'] }),
        'R1 is bound to src/x.ts, which no file spec names.',
      ],
      [
        'an unplanned test',
        bound({ test: 'test/x.ts' }),
        'R1 is bound to test/x.ts, which no file spec names.',
      ],
      [
        'a symbol in an unplanned file',
        bound({ symbol: { path: 'src/x.ts', export: 'x' } }),
        'R1 is bound to src/x.ts, which no file spec names.',
      ],
    ])('refuses one with %s', (_what, plan, message) => {
      expect(found(plan, analysis)).toEqual([`plan/requirement: ${message}`]);
    });

    it('refuses a binding that the brief does not ask for', () => {
      const plan = { ...sound, bindings: [whole, { ...whole, requirement: 'R9' }] };
      expect(found(plan, analysis)).toEqual([
        'plan/requirement: The plan binds R9, which the brief does not ask for.',
      ]);
    });
  });

  it.each(['api', 'cli', 'library', 'frontend', 'fullstack'] as const)(
    'misses each critical part that a project of kind %s lacks',
    (kind) => {
      const bare = found({ ...sound, kind, criticalParts: [] });
      expect(bare).toEqual(
        CRITICAL_PARTS[kind].map(
          (part) =>
            `plan/critical-part: A project of kind ${kind} needs its ${part}, and the plan has no file for it.`,
        ),
      );
      const unplanned = CRITICAL_PARTS[kind].map((part) => ({ part, path: 'src/gone.ts' }));
      expect(found({ ...sound, kind, criticalParts: unplanned })).toHaveLength(CRITICAL_PARTS[kind].length);
    },
  );

  it('has each critical file in a critical phase: no gate would ask for it elsewhere', () => {
    const late = alsoPlanning('src/late.ts', { phase: 'edges', priority: 'critical' });
    expect(found(late)).toEqual([
      'plan/phase: src/late.ts is critical, and the phase "edges" is not: no gate would ask whether it was written.',
    ]);
    expect(findPlanProblems(late, analysisOf()).map(({ at }) => at)).toEqual([['files', 3, 'phase']]);
    expect(
      found(alsoPlanning('test/late.ts', { phase: 'edges', priority: 'critical', role: 'tester' })),
    ).toEqual([]);
    const noGate = { ...sound, phases: sound.phases.map((phase) => ({ ...phase, critical: false })) };
    expect(found(noGate)).toEqual([expect.stringContaining('plan/phase: src/index.ts is critical')]);
    expect(provePlan(late, analysisOf(), { gated: false })).toEqual([]);
  });

  it('has the file of each critical part critical, the tests excepted', () => {
    const [entry, ...others] = sound.files;
    const normal = { ...sound, files: [{ ...plannedFile(entry?.path ?? '') }, ...others] };
    expect(found(normal)).toEqual([
      'plan/critical-part: src/index.ts is the entry of the project, which a project of kind library cannot do without, and its priority is normal.',
    ]);
    expect(findPlanProblems(normal, analysisOf())[0]?.at).toEqual(['files', 0, 'priority']);
    const tested = sound.criticalParts.map(({ part, path }) =>
      part === 'tests' ? { part, path: 'test/book.test.ts' } : { part, path },
    );
    expect(found({ ...sound, criticalParts: tested })).toEqual([]);
  });

  it('reports everything that is wrong at once, each with what to do', () => {
    const plan = alsoPlanning('../x.ts', { needs: ['gone.ts'], phase: 'nowhere' });
    const diagnostics = provePlan({ ...plan, criticalParts: [] }, analysisOf());
    expect(new Set(diagnostics.map(({ code }) => code))).toEqual(
      new Set(['plan/path', 'plan/phase', 'plan/unknown-dependency', 'plan/critical-part']),
    );
    expect(diagnostics.every(({ hint }) => hint !== undefined && hint !== '')).toBe(true);
  });
});

describe('what is written for every project', () => {
  it('may not be planned again, in whatever letters', () => {
    const prepared = ['package.json', 'tsconfig.json'];
    expect(provePrepared(sound, prepared)).toEqual([]);
    expect(provePrepared(alsoPlanning('Package.json'), prepared)).toMatchObject([
      { code: 'plan/prepared', path: 'Package.json', blocking: true },
    ]);
  });
});
