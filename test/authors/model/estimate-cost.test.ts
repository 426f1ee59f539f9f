import { describe, expect, it } from '@jest/globals';
import { estimateCost } from '../../../src/authors/model/estimate/estimate-cost.js';
import type { ModelPrices } from '../../../src/protocol/model-prices.js';
import type { FileSpec, Plan } from '../../../src/protocol/plan.js';
import { REVIEWERS } from '../../../src/protocol/review.js';
import type { Tier } from '../../../src/protocol/tier.js';
import { loadReference } from '../../doubles/model-server/reference.js';
import { fileSpec, WHOLE_ANALYSIS, WHOLE_PLAN } from '../../doubles/whole-plan.js';

/** US dollars for a million tokens, in and out alike. */
function pricesOf(perMillion: Readonly<Record<Tier, number | null>>): ModelPrices {
  const cost: ModelPrices['usual'] = (tier, { inputTokens, outputTokens }) => {
    const price = perMillion[tier];
    return price === null ? null : ((inputTokens + outputTokens) * price) / 1_000_000;
  };
  return {
    usual: cost,
    most: cost,
    withoutPrice: (tier) => (perMillion[tier] === null ? [`${tier}-model at local`] : []),
  };
}

const ALL_ONE = pricesOf({ light: 1, standard: 1, strong: 1 });

function planOf(...files: readonly FileSpec[]): Plan {
  return { ...WHOLE_PLAN, author: 'model', files: [...files] };
}

function costOf(plan: Plan, prices = ALL_ONE): number {
  return estimateCost(WHOLE_ANALYSIS, plan, prices).costUsd ?? NaN;
}

const CONTRACT = {
  imports: [],
  exports: [
    {
      export: 'shelve',
      kind: 'function' as const,
      declaration: `export declare function shelve(${'a: string, '.repeat(40)}b: string): void;`,
    },
  ],
};

describe('what building a plan will likely cost', () => {
  it('is the sum of drafts, repairs and what the proof sends back', () => {
    const estimate = estimateCost(
      WHOLE_ANALYSIS,
      planOf(fileSpec('src/a.ts'), fileSpec('src/b.ts')),
      ALL_ONE,
    );
    const { draftsUsd, repairsUsd, verificationUsd, costUsd, dearestCallUsd } = estimate;
    expect(estimate).toMatchObject({ files: 2, planningUsd: 0, withoutPrice: [] });
    expect(estimate.modelCalls).toBeGreaterThan(2);
    expect(costUsd).toBeCloseTo((draftsUsd ?? 0) + (repairsUsd ?? 0) + (verificationUsd ?? 0), 12);
    expect(repairsUsd).toBeGreaterThan(0);
    expect(repairsUsd).toBeLessThan(draftsUsd ?? 0);
    expect(verificationUsd).toBeGreaterThan(0);
    // A call sets aside what its longest reply would cost.
    expect(dearestCallUsd).toBeGreaterThan((draftsUsd ?? 0) / 2);
  });

  it('asks for no more room for the reviewers, however much they read: what finds none is left out', () => {
    const source = fileSpec('src/a.ts');
    const of = (files: readonly FileSpec[]) => estimateCost(WHOLE_ANALYSIS, planOf(...files), ALL_ONE);
    const many = of(Array.from({ length: 50 }, () => source));
    expect(many.dearestCallUsd).toBe(of([source]).dearestCallUsd);
  });

  it('follows the contracts that a file is shown, and the one that it keeps', () => {
    const base = fileSpec('src/a.ts', { contract: CONTRACT });
    const alone = planOf(base, fileSpec('src/b.ts'));
    const shown = planOf(
      base,
      fileSpec('src/b.ts', { dependencies: [{ path: 'src/a.ts', on: 'declarations' }] }),
    );
    expect(costOf(shown)).toBeGreaterThan(costOf(alone));
    expect(costOf(alone)).toBeGreaterThan(costOf(planOf(fileSpec('src/a.ts'), fileSpec('src/b.ts'))));
  });

  it('has the reviewers in it, who read no more than a prompt may be long', () => {
    const files = (count: number): Plan =>
      planOf(...Array.from({ length: count }, (_, index) => fileSpec(`src/f${index}.ts`)));
    const proof = (count: number): number =>
      estimateCost(WHOLE_ANALYSIS, files(count), ALL_ONE).verificationUsd ?? NaN;
    expect(proof(1)).toBeGreaterThan(REVIEWERS.length * 0.001);
    // From there on only the repairs grow with the files.
    expect(proof(300) - proof(200)).toBeCloseTo(proof(200) - proof(100), 9);
    expect(proof(20) - proof(10)).toBeGreaterThan((proof(200) - proof(100)) / 10);
  });

  it('asks the tier that the priority asks, and the role for its usual length', () => {
    const dearStandard = pricesOf({ light: 1, standard: 10, strong: 10 });
    const of = (change: Parameters<typeof fileSpec>[1]): number =>
      costOf(planOf(fileSpec('src/a.ts', change)), dearStandard);
    expect(of({ priority: 'low' })).toBeLessThan(of({ priority: 'normal' }));
    expect(of({ priority: 'critical' })).toBe(of({ priority: 'normal' }));
    expect(of({ role: 'tester' })).toBeGreaterThan(of({ role: 'devops' }));
  });

  it('is unknown, never nothing, where a price is not known that is needed', () => {
    const plan = planOf(fileSpec('src/a.ts'));
    expect(
      estimateCost(WHOLE_ANALYSIS, plan, pricesOf({ light: 1, standard: 1, strong: null })),
    ).toMatchObject({
      costUsd: null,
      verificationUsd: null,
      repairsUsd: null,
      dearestCallUsd: null,
      withoutPrice: ['strong-model at local'],
    });
    // Nothing of this plan is asked of the light tier.
    const cost = costOf(plan, pricesOf({ light: null, standard: 1, strong: 1 }));
    expect(cost).toBeGreaterThan(0);
  });

  it.each(['box-office', 'tool-shed', 'community-centre'])(
    'is more than the files of %s are long, and not many times that',
    async (name) => {
      const { analysis, plan, files } = await loadReference(name);
      const onlyOutput: ModelPrices = {
        ...ALL_ONE,
        usual: (_tier, { outputTokens }) => outputTokens / 1_000_000,
      };
      const written = [...files.values()].reduce((sum, text) => sum + text.length / 4, 0) / 1_000_000;
      const drafts = estimateCost(analysis, plan, onlyOutput).draftsUsd ?? 0;
      expect(drafts).toBeGreaterThan(written);
      expect(drafts).toBeLessThan(6 * written);
    },
  );
});
