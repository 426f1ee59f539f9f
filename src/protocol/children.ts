import type { RunKey } from './run-key.js';
import type { TestRunResult, LintResult } from './verify-activities.js';
import type { AuthorName } from './analysis.js';
import type { ArtifactRef } from './artifact.js';
import type { Diagnostic } from './diagnostic.js';
import type { Effort } from './effort.js';
import type { ProofStep } from './evidence.js';
import type { Limits, SandboxChoice } from './generate-input.js';
import type { Need } from './need.js';
import type { FileRole, Priority } from './plan.js';
import type { Tier } from './tier.js';
import type { TreeView } from './tree.js';

/** Input of the `produceFile` child: one file from draft to accepted. Small, since each copy stays in the parent's history. */
export interface ProduceFileInput {
  readonly run: RunKey;
  readonly analysis: ArtifactRef;
  readonly plan: ArtifactRef;
  readonly environment: ArtifactRef;
  readonly path: string;
  /** Left out: the plan does not have the file. */
  readonly role?: FileRole;
  readonly priority: Priority;
  readonly author: AuthorName;
  readonly tree: TreeView;
  /** Attempts after the first. */
  readonly retries: number;
  /** US dollars past which no further draft is asked for; left out: any. */
  readonly taskUsd?: number;
  /** The weakest tier that is asked; left out: any. */
  readonly leastTier?: Tier;
  /** Left out at first; counts up from 1 when a gate or a verification round sends the file back. */
  readonly round?: number;
  /** Drafts already made, in earlier rounds or before the plan was amended; left out: none. */
  readonly draftsBefore?: number;
  /** Why the file was sent back, when it was. */
  readonly repair?: { readonly previous: ArtifactRef; readonly diagnostics: readonly Diagnostic[] } | null;
  /** What became of what a draft before asked for; left out: nothing is to be said. */
  readonly remark?: string;
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
      /** Left out: a first draft was accepted, or no model was asked. */
      readonly effort?: Effort;
    }
  | {
      readonly outcome: 'failed';
      readonly drafts: number;
      /** Why, most telling first; at most a handful. */
      readonly diagnostics: readonly Diagnostic[];
      /** The draft that they were found in; left out: they are of none. */
      readonly refused?: ArtifactRef;
      readonly costUsd: number;
      readonly effort?: Effort;
      /** It was given up for what it cost, before its attempts were used up; left out: it was not. */
      readonly overCost?: true;
      /** Who was asked to mend it gave it back as it was: the fault is elsewhere. */
      readonly unchanged?: true;
    }
  | {
      readonly outcome: 'needs';
      readonly drafts: number;
      readonly needs: readonly Need[];
      readonly costUsd: number;
      readonly effort?: Effort;
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
  /** Planned files that the tree does not have; left out: none. */
  readonly missing?: readonly string[];
  /** Errors of the run so far, and how many it may have; left out where nothing is sent back. */
  readonly errors?: { readonly before: number; readonly allowed: number };
  /** false: what is found is told, and nothing is sent back; left out: true. */
  readonly repairs?: boolean;
  /** Files that are sent back at the same time. */
  readonly concurrency: number;
}

/** A file that the verification sent back: its drafts over all rounds, and what those of the verification took. */
export interface SentBackFile {
  readonly path: string;
  readonly drafts: number;
  readonly effort?: Effort;
}

export interface VerifyProjectResult {
  /** The tree after repairs: the input's when nothing was repaired. */
  readonly tree: ArtifactRef;
  readonly rounds: number;
  readonly types: readonly Diagnostic[];
  readonly lint: LintResult;
  readonly tests: TestRunResult;
  readonly proof: readonly ProofStep[];
  /** The commands of the README, each a step. */
  readonly readme: readonly ProofStep[];
  /** The stored `Mutation[]`; null when no mutant was run. */
  readonly mutations: ArtifactRef | null;
  readonly repaired: readonly string[];
  /** Tests that a second tester wrote afresh, knowing nothing of the first one's failure, and that the code satisfies; left out: none. */
  readonly redraftedTests?: readonly string[];
  /** Tests that the tester revised because they failed on code that nobody found wrong; left out: none. */
  readonly revisedTests?: readonly string[];
  /** Tests that passed on broken code, and that their tester made sharper; left out: none. */
  readonly sharpenedTests?: readonly string[];
  /** Tests that were made sharper, failed then on code that could not be mended, and were put back; left out: none. */
  readonly putBackTests?: readonly string[];
  /** Left out: none. */
  readonly sentBack?: readonly SentBackFile[];
  /** Files that used up their attempts, and rounds without progress; left out: none. */
  readonly errors?: number;
  /** Repairs ended because the run had more errors than it may; left out: they did not. */
  readonly guardrail?: true;
  readonly costUsd: number;
}
