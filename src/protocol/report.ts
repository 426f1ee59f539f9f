import { z } from 'zod';
import { authorNameSchema, projectKindSchema, requirementSchema } from './analysis.js';
import { artifactRefSchema } from './artifact.js';
import { diagnosticSchema } from './diagnostic.js';
import { effortReportSchema } from './effort.js';
import { costEstimateSchema } from './estimate.js';
import { evidenceSchema, proofStepSchema } from './evidence.js';
import { prioritySchema } from './plan.js';
import { reviewSummarySchema } from './review.js';

/** Something about a delivered project that a person should know before trusting it. */
export const flagSchema = z.strictObject({
  code: z.enum([
    'requirement-open',
    'requirement-disputed',
    'file-failed',
    'low-confidence',
    'unproven',
    'assumption-analysis',
    'tests-failed',
    'test-revised',
    'finding-blocking',
    'guardrail-tripped',
  ]),
  /** A requirement id, a path, or a step of the proof recipe. */
  about: z.string(),
  message: z.string().min(1),
});
export type Flag = z.infer<typeof flagSchema>;

/** A test that is not as it was first written, and why. */
export const revisedTestSchema = z.strictObject({ path: z.string(), reason: z.string().min(1) });
export type RevisedTest = z.infer<typeof revisedTestSchema>;

export const OUTCOMES = ['delivered', 'delivered-with-flags', 'stopped', 'failed'] as const;
export const outcomeSchema = z.enum(OUTCOMES);
export type Outcome = z.infer<typeof outcomeSchema>;

/** How any run ends: one that was only to plan ends with its plan, and delivers nothing. */
export const runOutcomeSchema = z.enum([...OUTCOMES, 'planned']);
export type RunOutcome = z.infer<typeof runOutcomeSchema>;

const purposeCostSchema = z.strictObject({ calls: z.int(), costUsd: z.number() });

/** Amounts in US dollars. */
export const spendingSchema = z.strictObject({
  limitUsd: z.number().nullable(),
  /** Of when the plan was made; left out of reports from before there was one. */
  estimate: costEstimateSchema.optional(),
  /** First drafts, the analysis, the plan. */
  first: purposeCostSchema,
  /** What Millwright's own checks sent back. */
  repairs: purposeCostSchema,
  /** Replies that were cut off, and went on; where `reparses` is left out, those are among them. */
  continuations: purposeCostSchema,
  /** Answers that could not be read, and were asked for again. */
  reparses: purposeCostSchema.optional(),
  /** Calls that a dead process left: they may have been charged for, and were made again. Counted as spent. */
  possiblyTwice: purposeCostSchema,
  /** Replies used again without paying. */
  reusedCalls: z.int(),
});
export type Spending = z.infer<typeof spendingSchema>;

/** `millwright-report.json`: what was asked, what was built, and what shows it. */
export const reportSchema = z.strictObject({
  version: z.literal(1),
  millwright: z.string(),
  run: z.strictObject({ id: z.string(), workflowId: z.string(), startedAt: z.string(), endedAt: z.string() }),
  outcome: outcomeSchema,
  error: z.strictObject({ type: z.string(), message: z.string() }).nullable(),
  brief: z.string(),
  name: z.string(),
  title: z.string(),
  kind: projectKindSchema,
  author: authorNameSchema,
  /** Models that were called; empty when none was, and then `statement` says so. */
  models: z.array(
    z.strictObject({
      model: z.string(),
      endpoint: z.string().optional(),
      calls: z.int(),
      costUsd: z.number(),
      inputTokens: z.int().optional(),
      cachedInputTokens: z.int().optional(),
      outputTokens: z.int().optional(),
      reasoningTokens: z.int().optional(),
    }),
  ),
  statement: z.string(),
  costUsd: z.number(),
  /** What was spent on models, and what for; left out where none was called. */
  spending: spendingSchema.optional(),
  understood: z.array(z.string()),
  assumptions: z.array(z.string()),
  requirements: z.array(requirementSchema),
  evidence: z.array(evidenceSchema),
  proof: z.array(proofStepSchema),
  /** The commands of the delivered README, each a step named for it. */
  readme: z.array(proofStepSchema).optional(),
  sandbox: z.string(),
  /** Tests that were written again after they had run; left out: none. */
  revisedTests: z.array(revisedTestSchema).optional(),
  /** What makes the tests independent of the code that they are about, and what does not. */
  independence: z.string().optional(),
  files: z.array(
    z.strictObject({
      path: z.string(),
      content: artifactRefSchema.nullable(),
      outcome: z.enum(['accepted', 'failed', 'not-built', 'prepared']),
      priority: prioritySchema.nullable(),
      attempts: z.int(),
      author: authorNameSchema.nullable(),
    }),
  ),
  packages: z.array(
    z.strictObject({ name: z.string(), version: z.string(), dev: z.boolean(), why: z.string() }),
  ),
  findings: z.array(diagnosticSchema),
  /** The models that reviewed the project; left out where none was asked. */
  reviews: z.array(reviewSummarySchema).optional(),
  amendments: z.array(z.string()),
  /** What the files took of models; left out where none wrote. */
  effort: effortReportSchema.optional(),
  flags: z.array(flagSchema),
  tree: artifactRefSchema,
  /** Seconds by phase. */
  phases: z.array(z.strictObject({ phase: z.string(), seconds: z.number() })),
});
export type Report = z.infer<typeof reportSchema>;

/** What a run returns: an artifact each, small enough for history. */
export const deliverySchema = z.strictObject({
  outcome: outcomeSchema,
  name: z.string(),
  kind: projectKindSchema,
  tree: artifactRefSchema,
  report: artifactRefSchema,
  /** A git bundle of the tree; null where the worker has no git. */
  bundle: artifactRefSchema.nullable(),
  flags: z.array(flagSchema).max(50),
  requirements: z.strictObject({ proven: z.int(), tested: z.int(), open: z.int(), disputed: z.int() }),
  files: z.int(),
  costUsd: z.number(),
});
export type Delivery = z.infer<typeof deliverySchema>;

/** A closed run as the ledger keeps it, for longer than Temporal does. */
export interface RunRecord {
  /** `firstExecutionRunId`. */
  readonly key: string;
  readonly workflowId: string;
  readonly name: string | null;
  readonly kind: string | null;
  readonly brief: string;
  readonly input: unknown;
  readonly outcome: RunOutcome;
  readonly error: { readonly type: string; readonly message: string } | null;
  readonly delivery: Delivery | null;
  /** The last accepted tree; null when nothing was accepted. */
  readonly tree: { readonly sha256: string; readonly bytes: number } | null;
  readonly report: { readonly sha256: string; readonly bytes: number } | null;
  readonly costUsd: number;
  readonly flags: number;
  readonly startedAt: string;
  readonly endedAt: string;
}
