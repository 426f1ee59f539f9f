import { z } from 'zod';
import { analysisSchema } from './analysis.js';
import { planSchema } from './plan.js';

/** A plan that is built as it is, with the analysis it stands on: what input `plan` refers to. */
export const givenPlanSchema = z.strictObject({
  version: z.literal(1),
  analysis: analysisSchema,
  plan: planSchema,
});
export type GivenPlan = z.infer<typeof givenPlanSchema>;
