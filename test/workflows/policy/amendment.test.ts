import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Need } from '../../../src/protocol/need.js';
import { amendmentsAllowed, decideNeeds } from '../../../src/workflows/policy/amendment.js';
import { planOf, plannedFile } from '../../doubles/plans.js';
import { aFile } from '../../doubles/needs.js';

const plan = planOf(
  Array.from({ length: 30 }, (_, index) => plannedFile(`src/f${index}.ts`)),
  { packages: ['zod@4.0.0'] },
);

const wanted = { export: 'x', kind: 'const', declaration: 'export const x: number;' } as const;
const aPackage = (name: string): Need => ({
  kind: 'package',
  name,
  version: '1.0.0',
  dev: false,
  why: 'it parses',
});
const anExport = (path: string): Need => ({ kind: 'export', path, wanted, why: 'it is used' });

describe('how many amendments a plan bears', () => {
  it.each([
    [1, 1],
    [9, 1],
    [19, 1],
    [20, 2],
    [300, 30],
  ])('of %i files: %i', (files, allowed) => {
    expect(amendmentsAllowed(files)).toBe(allowed);
  });
});

describe('a need', () => {
  it.each<[string, Need]>([
    ['a package', aPackage('pino')],
    ['a new file', aFile('src/shared.ts')],
    ['an export of another file', anExport('src/f2.ts')],
  ])('for %s is granted', (_what, need) => {
    expect(decideNeeds(plan, 'src/f1.ts', [need], 0)).toEqual({
      granted: [need],
      refused: [],
    });
  });

  it.each<[string, Need, RegExp]>([
    ['a package that is there', aPackage('zod'), /has that package already/],
    ['a file that is there', aFile('src/f3.ts'), /has that file already/],
    ['a file that is there in other letters', aFile('src/F3.ts'), /has that file already/],
    ['a file outside the project', aFile('../x.ts'), /leaves the project/],
    ['a file that takes over a requirement', aFile('src/shared.ts', ['R1']), /not take over a requirement/],
    ['an export of an unplanned file', anExport('src/gone.ts'), /not in the plan/],
    ['an export of its own', anExport('src/f1.ts'), /without asking/],
  ])('for %s is refused', (_what, need, why) => {
    const decision = decideNeeds(plan, 'src/f1.ts', [need], 0);
    expect(decision).toMatchObject({ granted: [] });
    expect(decision.refused).toEqual([{ need, why: expect.stringMatching(why) }]);
  });

  it('for an export that the same file was granted already is refused, and no amendment is used for it', () => {
    const granted = [{ to: 'src/f1.ts', of: 'src/f2.ts', export: 'x' }];
    const need = anExport('src/f2.ts');
    expect(decideNeeds(plan, 'src/f1.ts', [need], 3, granted)).toEqual({
      granted: [],
      refused: [{ need, why: expect.stringContaining('src/f2.ts was asked for x already') }],
    });
    expect(decideNeeds(plan, 'src/f3.ts', [need], 0, granted).granted).toEqual([need]);
  });

  it('past a tenth of the files is refused, however sound it is', () => {
    const needs = ['a', 'b', 'c', 'd'].map(aPackage);
    const decision = decideNeeds(plan, 'src/f1.ts', needs, 0);
    expect(decision.granted).toHaveLength(3);
    expect(decision.refused).toMatchObject([
      { need: aPackage('d'), why: expect.stringMatching(/may be amended 3 time/) },
    ]);
    expect(decideNeeds(plan, 'src/f1.ts', [aPackage('a')], 3).granted).toEqual([]);
  });

  it('is either granted or refused, and never more are granted than are allowed', () => {
    const need = fc.oneof(
      fc.constantFrom('zod', 'pino', 'undici').map(aPackage),
      fc.constantFrom('src/f1.ts', 'src/new.ts', '/abs.ts').map((path) => aFile(path)),
      fc.constantFrom('src/f1.ts', 'src/f2.ts', 'src/gone.ts').map(anExport),
    );
    fc.assert(
      fc.property(fc.array(need, { maxLength: 8 }), fc.nat(5), (needs, amended) => {
        const decision = decideNeeds(plan, 'src/f1.ts', needs, amended);
        expect(decision.granted.length + decision.refused.length).toBe(needs.length);
        expect(decision.granted.length).toBeLessThanOrEqual(Math.max(0, amendmentsAllowed(30) - amended));
      }),
      { seed: 41, numRuns: 200 },
    );
  });
});
