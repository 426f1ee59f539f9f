import { z } from 'zod';
import type { AuthorName } from './analysis.js';
import type { ArtifactRef } from './artifact.js';
import type { Diagnostic } from './diagnostic.js';
import type { RunKey } from './run-key.js';

export const REVIEWERS = ['security', 'performance', 'maintainability'] as const;
/** What a model is asked to look at in a tree. Style is told by checks, and by who looks at what is hard to change. */
export type Reviewer = (typeof REVIEWERS)[number];

export interface AskReviewerInput {
  readonly run: RunKey;
  readonly analysis: ArtifactRef;
  readonly plan: ArtifactRef;
  readonly tree: ArtifactRef;
  readonly author: AuthorName;
  readonly reviewer: Reviewer;
}

/** What a reviewer said. */
export type Review =
  | {
      readonly outcome: 'reviewed';
      /** Advice, each at a line that its quote stands in; a handful. */
      readonly findings: readonly Diagnostic[];
      /** Findings whose quote does not stand in the file that they name. */
      readonly dropped: number;
      /** Files that were shown whole. */
      readonly files: number;
    }
  /** The reviewer was not asked, or said nothing that can be used. */
  | { readonly outcome: 'left-out'; readonly reason: string };

/** What the run has spent by then, this review included. `no-room`: the purse has none while other claims are open; wait, then call again. */
export type AskReviewerResult = (Review | { readonly outcome: 'no-room' }) & { readonly spentUsd: number };

/** A review as the report tells of it. */
export const reviewSummarySchema = z.strictObject({
  reviewer: z.enum(REVIEWERS),
  outcome: z.enum(['reviewed', 'left-out']),
  /** What it found; what was mended because of it is counted apart. */
  findings: z.int().min(0),
  mended: z.int().min(0),
  dropped: z.int().min(0),
  files: z.int().min(0),
  /** Why it was left out; '' when it was not. */
  reason: z.string(),
});
export type ReviewSummary = z.infer<typeof reviewSummarySchema>;
