import { z } from 'zod';
import { requirementIdSchema } from './analysis.js';

/** `proven`: bound, independent, and a mutant aimed at it was killed; `tested`: a bound test passes; the last two are flags. */
export const evidenceLevelSchema = z.enum(['proven', 'tested', 'open', 'disputed']);
export type EvidenceLevel = z.infer<typeof evidenceLevelSchema>;

export const testResultSchema = z.strictObject({
  /** Path of the test file. */
  path: z.string(),
  /** Full title as the runner printed it, suites included. */
  title: z.string(),
  outcome: z.enum(['passed', 'failed', 'skipped']),
  /** First lines of the failure. */
  message: z.string().optional(),
});
export type TestResult = z.infer<typeof testResultSchema>;

export const evidenceSchema = z.strictObject({
  requirement: requirementIdSchema,
  level: evidenceLevelSchema,
  /** Why it is at that level, in a sentence. */
  because: z.string().min(1),
  tests: z.array(testResultSchema),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** One step of a proof recipe. `unproven`: nothing here could show it (no sandbox, no engine). */
export const proofStepSchema = z.strictObject({
  step: z.string().min(1),
  outcome: z.enum(['passed', 'failed', 'unproven']),
  detail: z.string(),
});
export type ProofStep = z.infer<typeof proofStepSchema>;

/** The requirement ids in a test title: `[R3] …` or `R3: …`. Read from the runner's output, never from a claim. */
export function requirementIdsIn(title: string): readonly string[] {
  return [...title.matchAll(/(?<![A-Za-z0-9])R[1-9]\d*(?![A-Za-z0-9])/g)].map((match) => match[0]);
}
