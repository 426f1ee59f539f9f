import type { AuthorName } from './analysis.js';
import type { ArtifactRef } from './artifact.js';
import type { Findings } from './findings.js';
import type { Need } from './need.js';
import type { RunKey } from './run-key.js';
import type { Tier } from './tier.js';
import type { TreeView } from './tree.js';

export interface RefusedDraft {
  readonly previous: ArtifactRef;
  readonly findings: Findings;
}

export interface BuildFileInput {
  readonly run: RunKey;
  readonly analysis: ArtifactRef;
  readonly plan: ArtifactRef;
  readonly path: string;
  /** Numbered by the workflow, from 1, over all rounds of this file. */
  readonly draft: number;
  readonly author: AuthorName;
  readonly tier: Tier;
  readonly tree: TreeView;
  readonly environment: ArtifactRef;
  /** What was wrong with the draft before, and that draft; null for a first or a fresh draft. */
  readonly repair: RefusedDraft | null;
  /** Of a draft that is begun afresh, the one before: it is told what that was refused for, and not shown it. Left out: there is none. */
  readonly refusedBefore?: RefusedDraft;
  /** Why the reply before this draft could not be used; left out: it could, or there was none. */
  readonly remark?: string;
  /** How many mends in a row came to `repair`, or to the same findings, again; left out: none. */
  readonly vain?: number;
}
export type BuildFileResult =
  | {
      readonly outcome: 'draft';
      readonly content: ArtifactRef;
      readonly author: AuthorName;
      readonly costUsd: number;
    }
  | { readonly outcome: 'needs'; readonly needs: readonly Need[]; readonly costUsd: number }
  /** The reply was no draft at all: cut off, empty, declined, without code. An attempt, and paid for. */
  | { readonly outcome: 'unreadable'; readonly reason: string; readonly costUsd: number }
  /** The purse has no room while other claims are open: wait, then call again. */
  | { readonly outcome: 'no-room' }
  /** This author has nothing (more) to offer for the file. */
  | { readonly outcome: 'nothing'; readonly reason: string };

export interface ValidateInput {
  readonly run: RunKey;
  readonly plan: ArtifactRef;
  readonly path: string;
  readonly content: ArtifactRef;
  readonly tree: TreeView;
  readonly environment: ArtifactRef;
}
export interface ValidateResult {
  readonly findings: Findings;
}

export interface CheckTreeInput {
  readonly run: RunKey;
  readonly plan: ArtifactRef;
  readonly tree: TreeView;
  readonly environment: ArtifactRef;
  /** Accepted files that must keep their contract here; null: every file of the plan. */
  readonly paths: readonly string[] | null;
}

export interface FoldTreeInput {
  readonly run: RunKey;
  readonly tree: TreeView;
}

/** Where one file's content is in a stored tree. */
export interface ReadFileInput {
  readonly run: RunKey;
  readonly tree: ArtifactRef;
  readonly path: string;
}
