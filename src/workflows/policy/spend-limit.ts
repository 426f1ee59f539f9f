import type { CostEstimate } from '../../protocol/estimate.js';

/**
 * What a run that was given no limit may spend on its analysis and its plan, in US dollars: three attempts by the models that are asked
 * for by default fit several times, and a mistake costs no more.
 */
export const FIRST_LIMIT_USD = 2;

const TIMES_ESTIMATE = 2;
/** So many of the dearest calls may be under way at once, however little the whole is expected to cost. */
const DEAREST_CALLS = 4;
/** Where models cost next to nothing, so does this; a first call that is longer than expected still fits. */
const LEAST_LIMIT_USD = 0.5;

/**
 * The limit of a run that was given none, once its plan is there: twice what it will likely cost, and room for a few calls at once.
 * Whole cents. null: it is not known what it will cost.
 */
export function limitByEstimate({ costUsd, dearestCallUsd }: CostEstimate): number | null {
  if (costUsd === null || dearestCallUsd === null) return null;
  const limit = Math.max(TIMES_ESTIMATE * costUsd, costUsd + DEAREST_CALLS * dearestCallUsd, LEAST_LIMIT_USD);
  return Math.ceil(Number((limit * 100).toPrecision(12))) / 100;
}
