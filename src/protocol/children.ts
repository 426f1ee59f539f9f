import type { RunKey } from './run-key.js';
import type { TestRunResult, LintResult } from './verify-activities.js';
import type { AuthorName } from './analysis.js';
import type { ArtifactRef } from './artifact.js';
import type { Diagnostic } from './diagnostic.js';
import type { ProofStep } from './evidence.js';
import type { Limits, SandboxChoice } from './generate-input.js';
import type { Need } from './need.js';
import type { Priority } from './plan.js';
import type { TreeView } from './tree.js';

/** Input of the `produceFile` child: one file from draft to accepted. Small, since each copy stays in the parent's history. */
export interface ProduceFileInput {
  readonly run: RunKey;
  readonly analysis: ArtifactRef;
  readonly plan: ArtifactRef;
  readonly environment: ArtifactRef;
  readonly path: string;
  readonly priority: Priority;
  readonly author: AuthorName;
  readonly tree: TreeView;
  /** Attempts after the first. */
  readonly retries: number;
  /** Left out at first; counts up from 1 when a gate or a verification round sends the file back. */
  readonly round?: number;
  /** Drafts already made, in earlier rounds or before the plan was amended; left out: none. */
  readonly draftsBefore?: number;
  /** Why the file was sent back, when it was. */
  readonly repair?: { readonly previous: ArtifactRef; readonly diagnostics: readonly Diagnostic[] } | null;
}

/** Says nothing of the path: it is in the input, and each of the two stays in the parent's history. */
export type ProduceFileResult =
  | {
      readonly outcome: 'accepted';
      readonly content: ArtifactRef;
      readonly drafts: number;
      readonly author: AuthorName;
      readonly lowConfidence: boolean;
      readonly costUsd: number;
    }
  | {
      readonly outcome: 'failed';
      readonly drafts: number;
      /** Why, most telling first; at most a handful. */
      readonly diagnostics: readonly Diagnostic[];
      readonly costUsd: number;
    }
  | {
      readonly outcome: 'needs';
      readonly drafts: number;
      readonly needs: readonly Need[];
      readonly costUsd: number;
    };

/** Input of the `verifyProject` child. */
export interface VerifyProjectInput {
  readonly run: RunKey;
  readonly analysis: ArtifactRef;
  readonly plan: ArtifactRef;
  readonly environment: ArtifactRef;
  readonly tree: ArtifactRef;
  readonly sandbox: SandboxChoice;
  readonly limits: Limits;
  readonly author: AuthorName;
  /** Drafts made so far of each file that took more than one. */
  readonly drafts: Readonly<Record<string, number>>;
}

export interface VerifyProjectResult {
  /** The tree after repairs: the input's when nothing was repaired. */
  readonly tree: ArtifactRef;
  readonly rounds: number;
  readonly types: readonly Diagnostic[];
  readonly lint: LintResult;
  readonly tests: TestRunResult;
  readonly proof: readonly ProofStep[];
  /** The commands of the README, each a step; absent in runs that began before they were run. */
  readonly readme?: readonly ProofStep[];
  /** The stored `Mutation[]`; null or absent when no mutant was run. */
  readonly mutations?: ArtifactRef | null;
  readonly repaired: readonly string[];
  /** Tests that the tester revised because they failed on code that nobody found wrong; left out: none. */
  readonly revisedTests?: readonly string[];
  readonly costUsd: number;
}
