import type { AuthorName, ProjectKind } from './analysis.js';
import type { ArtifactRef } from './artifact.js';
import type { Diagnostic } from './diagnostic.js';
import type { Effort } from './effort.js';
import type { CostEstimate } from './estimate.js';
import type { ProofStep } from './evidence.js';
import type { GenerateOptions } from './generate-input.js';
import type { Delivery, Flag, Outcome, RevisedTest, RunOutcome } from './report.js';
import type { ReviewSummary } from './review.js';
import type { RunKey } from './run-key.js';
import type { TreeView } from './tree.js';

/** How one file ended. */
export interface FileSummary {
  readonly path: string;
  readonly outcome: 'accepted' | 'failed' | 'not-built';
  readonly attempts: number;
  readonly author: AuthorName | null;
  /** What it took of a model; left out: nothing beyond a first draft. */
  readonly effort?: Effort;
}

export interface DeliverInput {
  readonly run: RunKey;
  readonly options: GenerateOptions;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly outcome: Outcome;
  readonly analysis: ArtifactRef;
  readonly plan: ArtifactRef;
  readonly tree: TreeView;
  readonly files: readonly FileSummary[];
  readonly evidence: ArtifactRef | null;
  readonly proof: readonly ProofStep[];
  /** The commands of the README, each a step. */
  readonly readme: readonly ProofStep[];
  readonly sandbox: string;
  /** Review findings, whole lists. */
  readonly findings: readonly ArtifactRef[];
  /** What models found, and how each reviewer fared; left out where none was asked. */
  readonly advice?: readonly Diagnostic[];
  readonly reviews?: readonly ReviewSummary[];
  readonly assumptions: readonly string[];
  readonly amendments: readonly string[];
  /** Left out: none. */
  readonly revisedTests?: readonly RevisedTest[];
  readonly flags: readonly Flag[];
  readonly phases: readonly { readonly phase: string; readonly seconds: number }[];
  readonly costUsd: number;
  /** What the guardrail on errors counted, and allowed. */
  readonly errors: { readonly count: number; readonly allowed: number };
  /** What the run was to cost when its plan was made; left out where no model wrote it. */
  readonly estimate?: CostEstimate;
}

export interface SettleRunInput {
  readonly run: RunKey;
  /** As the caller gave it. */
  readonly input: unknown;
  readonly briefRef: ArtifactRef | null;
  readonly name: string | null;
  readonly kind: ProjectKind | null;
  readonly outcome: RunOutcome;
  readonly error: { readonly type: string; readonly message: string } | null;
  readonly delivery: Delivery | null;
  readonly tree: TreeView | null;
  readonly costUsd: number;
  readonly flags: number;
  readonly startedAt: string;
  readonly endedAt: string;
}
