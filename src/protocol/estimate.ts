import { z } from 'zod';

const usd = z.number().min(0);

/**
 * What a run by models will likely cost, known before its files are paid for. Amounts in US dollars; null: a price that is needed is
 * not known, and then nothing is guessed in its place.
 */
export const costEstimateSchema = z.strictObject({
  files: z.int().min(0),
  /** Calls that are to come after the plan. */
  modelCalls: z.int().min(0),
  /** The whole run: `planningUsd` and all that is to come. */
  costUsd: usd.nullable(),
  /** Paid already, for analysis and plan. */
  planningUsd: usd,
  draftsUsd: usd.nullable(),
  /** What the checks of each file send back. */
  repairsUsd: usd.nullable(),
  /** What the proof of the whole sends back, and its reviewers. */
  verificationUsd: usd.nullable(),
  /** The most that one of the calls can set aside: a limit with less room makes the run wait or end. */
  dearestCallUsd: usd.nullable(),
  /** Models without a known price, `MODEL at ENDPOINT`; they are not called. */
  withoutPrice: z.array(z.string()),
});
export type CostEstimate = z.infer<typeof costEstimateSchema>;

/** What templates cost. */
export function freeEstimate(files: number): CostEstimate {
  return {
    files,
    modelCalls: 0,
    costUsd: 0,
    planningUsd: 0,
    draftsUsd: 0,
    repairsUsd: 0,
    verificationUsd: 0,
    dearestCallUsd: 0,
    withoutPrice: [],
  };
}

/** The same estimate, with what the run has paid for its plan so far. */
export function withPlanning(estimate: CostEstimate, planningUsd: number): CostEstimate {
  const { costUsd } = estimate;
  return {
    ...estimate,
    planningUsd,
    costUsd: costUsd === null ? null : costUsd - estimate.planningUsd + planningUsd,
  };
}
