import { describe, expect, it } from '@jest/globals';
import { renderPlan } from '../../src/client/cli/render/plan-screen.js';
import { styleOf } from '../../src/client/cli/render/style.js';
import { freeEstimate } from '../../src/protocol/estimate.js';
import type { GivenPlan } from '../../src/protocol/given-plan.js';
import { WHOLE_ANALYSIS, WHOLE_PLAN, fileSpec } from '../doubles/whole-plan.js';

const GIVEN: GivenPlan = { version: 1, analysis: WHOLE_ANALYSIS, plan: WHOLE_PLAN };
const style = (columns: number) => styleOf({ columns }, { NO_COLOR: '1' });

/** A plan of as many sentences, requirements (every tenth open, the last as well) and files. */
function large(size: number): GivenPlan {
  const numbers = Array.from({ length: size }, (_, index) => index + 1);
  return {
    ...GIVEN,
    analysis: {
      ...WHOLE_ANALYSIS,
      understood: numbers.map((number) => `Sentence ${number}.`),
      requirements: numbers.map((number) => ({
        id: `R${number}`,
        statement: `Statement ${number}.`,
        source: 'words',
        examples: [],
        proof: number === size ? { kind: 'none', reason: 'nobody can' } : { kind: 'test' },
      })),
    },
    plan: { ...WHOLE_PLAN, files: numbers.map((number) => fileSpec(`src/file-${number}.ts`)) },
  };
}

describe('a plan at a glance', () => {
  it('says what it is, what is open, what is built in which phase, and what it takes', () => {
    expect(renderPlan(GIVEN, style(100), 40)).toEqual([
      'library-api  api  typescript on fastify',
      '',
      'Understood',
      '  A library keeps books.',
      '',
      '2 requirements, 1 open',
      '  · R1  Books have titles.',
      '  ○ R2  It is pretty. open: taste cannot be tested',
      '',
      '3 files',
      '    3  Core (gate)  book.ts, routes.ts, book.test.ts',
      '1 package  fastify 5.0.0',
      expect.stringMatching(/^Takes about [\d.]+ s, \$0\.00, no model is called$/),
    ]);
  });

  it.each([
    [24, 80, 60],
    [40, 120, 60],
    [30, 60, 300],
    [20, 40, 5],
  ])(
    'fits a screen of %i lines and %i columns with room for the question, at %i of everything',
    (rows, columns, size) => {
      const lines = renderPlan(large(size), style(columns), rows);
      expect(lines.length).toBeLessThanOrEqual(rows - 6);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
      expect(lines.join('\n')).toContain(`○ R${size}`);
      expect(lines.join('\n')).toMatch(/… \d+ more/);
    },
  );

  it.each([
    [
      'what models will likely cost',
      { costUsd: 0.375, planningUsd: 0.125 },
      'Costs about $0.25 to build, in 5 calls of models',
    ],
    [
      'that it is unknown, and why',
      { costUsd: null, withoutPrice: ['own-model at local'] },
      'Costs unknown: no price is known for own-model at local',
    ],
  ])('of a model says %s', (_, change, line) => {
    const given: GivenPlan = { ...GIVEN, plan: { ...WHOLE_PLAN, author: 'model' } };
    const cost = { ...freeEstimate(3), modelCalls: 5, ...change };
    expect(renderPlan(given, style(100), 40, cost).at(-1)).toBe(line);
    expect(renderPlan(given, style(100), 40).at(-1)).toBe('Costs unknown');
  });

  it('counts what it does not show', () => {
    const lines = renderPlan(large(50), style(80), 30);
    const shown = lines.filter((line) => /^ {2}[·○] R/.test(line)).length;
    const [, more] =
      /… (\d+) more/.exec(lines.slice(lines.indexOf('50 requirements, 1 open')).join('\n')) ?? [];
    expect(shown + Number(more)).toBe(50);
  });

  it('shows everything where there is room', () => {
    const lines = renderPlan(large(50), style(80), Number.MAX_SAFE_INTEGER);
    expect(lines.filter((line) => /^ {2}[·○] R/.test(line))).toHaveLength(50);
    expect(lines.join('\n')).not.toContain('more');
  });
});
