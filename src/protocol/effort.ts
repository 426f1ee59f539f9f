import { z } from 'zod';
import { TIERS } from './tier.js';

/** Why the drafts of a file went to a stronger tier, or from the model to the blueprint author. */
export const escalationReasonSchema = z.enum([
  /** The tier gave the same draft, or the same findings, twice. */
  'same-again',
  'last-attempt',
  /** A gate or the verification sent the file back. */
  'sent-back',
  /** Too many of the run's drafts imported what does not exist. */
  'hallucinations',
  /** The model has used up its attempts, or what the file may cost. */
  'used-up',
]);
export type EscalationReason = z.infer<typeof escalationReasonSchema>;

export const escalationSchema = z.strictObject({
  to: z.enum([...TIERS, 'blueprint']),
  why: escalationReasonSchema,
});
export type Escalation = z.infer<typeof escalationSchema>;

/**
 * What a file took of a model beyond a first draft that was accepted. What would be nothing is left out: each file's result stays
 * in its parent's history.
 */
export interface Effort {
  readonly escalations?: readonly Escalation[];
  /** Drafts that were refused because they import files, packages or members that do not exist. */
  readonly hallucinated?: number;
  /** Replies that were no draft at all. */
  readonly unreadable?: number;
  /** Times that two drafts were asked for side by side. */
  readonly sideBySide?: number;
  /** Drafts by the blueprint author, after those of the model. */
  readonly byBlueprint?: number;
}

/** What the files of a run took of a model, told in its report. */
export const effortReportSchema = z.strictObject({
  drafts: z.int(),
  /** Drafts after the first one of each file. */
  repairs: z.int(),
  repairsPerFile: z.number(),
  sideBySide: z.int(),
  unreadable: z.int(),
  hallucinated: z.int(),
  /** What the guardrail on errors counted, and how many the run might have. */
  errors: z.int(),
  errorsAllowed: z.int(),
  escalations: z.array(escalationSchema.extend({ path: z.string() })),
});
export type EffortReport = z.infer<typeof effortReportSchema>;
