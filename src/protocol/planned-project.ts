import { z } from 'zod';
import { artifactRefSchema } from './artifact.js';
import { costEstimateSchema } from './estimate.js';

/** What `planProject` returns: a plan that was proven as a run proves one, and nothing built. */
export const plannedProjectSchema = z.strictObject({
  /** The stored `Analysis`. */
  analysis: artifactRefSchema,
  /** The stored `Plan`. */
  plan: artifactRefSchema,
  /** Answers to the analysis' questions, by question id. */
  answers: z.record(z.string(), z.string()),
  /** Of a run that builds it; left out where no model was asked. */
  estimate: costEstimateSchema.optional(),
  /** Paid for analysis and plan, in US dollars. */
  costUsd: z.number(),
});
export type PlannedProject = z.infer<typeof plannedProjectSchema>;
