import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { freeEstimate, withPlanning } from '../../../src/protocol/estimate.js';
import { limitByEstimate } from '../../../src/workflows/policy/spend-limit.js';

const estimate = (costUsd: number | null, dearestCallUsd: number | null = 0) => ({
  ...freeEstimate(12),
  costUsd,
  dearestCallUsd,
});

describe('the limit of a run that was given none', () => {
  it.each([
    [3, 0.1, 6],
    [0.4, 0.3, 1.6],
    [0.1234, 0.01, 0.5],
    [0.4321, 0, 0.87],
    [0, 0, 0.5],
    [1.1, 0, 2.2],
  ])('is for an estimate of %d and a dearest call of %d: %d', (costUsd, dearest, limit) => {
    expect(limitByEstimate(estimate(costUsd, dearest))).toBe(limit);
  });

  it('is not known where the cost is not', () => {
    expect(limitByEstimate(estimate(null))).toBeNull();
    expect(limitByEstimate(estimate(1, null))).toBeNull();
  });

  it('is at least twice the estimate, has room for a call beside it, and is whole cents', () => {
    const usd = fc.double({ min: 0, max: 10_000, noNaN: true });
    fc.assert(
      fc.property(usd, usd, (costUsd, dearest) => {
        const limit = limitByEstimate(estimate(costUsd, dearest)) ?? 0;
        expect(limit).toBeGreaterThanOrEqual(2 * costUsd - 1e-6);
        expect(limit).toBeGreaterThanOrEqual(costUsd + dearest - 1e-6);
        expect(limit).toBeGreaterThan(0);
        expect(Math.round(limit * 100) / 100).toBe(limit);
      }),
    );
  });
});

describe('an estimate', () => {
  it('has what planning cost in it once, however often that is said', () => {
    const once = withPlanning(estimate(1), 0.25);
    expect(once).toMatchObject({ costUsd: 1.25, planningUsd: 0.25 });
    expect(withPlanning(once, 0.5)).toMatchObject({ costUsd: 1.5, planningUsd: 0.5 });
    expect(withPlanning(estimate(null), 0.25)).toMatchObject({ costUsd: null, planningUsd: 0.25 });
  });
});
