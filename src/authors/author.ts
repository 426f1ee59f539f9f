import type { Analysis, AuthorName, ProjectKind } from '../protocol/analysis.js';
import type { Diagnostic } from '../protocol/diagnostic.js';
import type { CostEstimate } from '../protocol/estimate.js';
import type { GivenPlan } from '../protocol/given-plan.js';
import type { OnReplyProgress } from '../protocol/model-call.js';
import type { Need } from '../protocol/need.js';
import type { PackageDeclarations } from '../protocol/package-declarations.js';
import type { Plan } from '../protocol/plan.js';
import type { PlanProblem } from '../protocol/plan-problem.js';
import type { Review, Reviewer } from '../protocol/review.js';
import type { RunKey } from '../protocol/run-key.js';
import type { Tier } from '../protocol/tier.js';

export interface AnalyzeRequest {
  readonly run: RunKey;
  readonly brief: string;
  readonly name: string | undefined;
  readonly kind: ProjectKind | undefined;
  readonly signal: AbortSignal;
  readonly onProgress?: OnReplyProgress | undefined;
}

export interface PlanRequest {
  readonly run: RunKey;
  readonly analysis: Analysis;
  /** Answers to the analysis' questions, by question id; a question without one took its default. */
  readonly answers: Readonly<Record<string, string>>;
  /** Counts from 1. */
  readonly attempt: number;
  /** What was wrong with the plan before this one. */
  readonly problems: readonly Diagnostic[];
  /** That plan; null at the first attempt. */
  readonly previous: Plan | null;
  readonly signal: AbortSignal;
  readonly onProgress?: OnReplyProgress | undefined;
}

export interface AdoptRequest {
  readonly brief: string;
  /** As a person left it; `plan` and `analysis` name the same project. */
  readonly given: GivenPlan;
  readonly signal: AbortSignal;
}

/** What an author makes of a plan that a person may have changed. */
export type Adoption =
  | { readonly outcome: 'adopted'; readonly given: GivenPlan }
  /** Everything that the author cannot write as it is asked for there. Never empty. */
  | { readonly outcome: 'refused'; readonly problems: readonly PlanProblem[] };

/** Why a draft was refused. */
export interface RefusedFor {
  readonly diagnostics: readonly Diagnostic[];
  /** Findings that there are beside these; left out: none. */
  readonly more?: number;
  /** What installed packages declare of what the findings are about; left out: it is not known. */
  readonly packageDeclarations?: () => Promise<readonly PackageDeclarations[]>;
}

export interface DraftRequest {
  readonly run: RunKey;
  readonly analysis: Analysis;
  readonly plan: Plan;
  /** Path of the file spec to write. */
  readonly path: string;
  /** Counts from 1 over all rounds of this file. */
  readonly draft: number;
  /** The class of model that is asked; the blueprint author has only one. */
  readonly tier: Tier;
  /** Content of an accepted file of the tree so far; undefined when it is not there. */
  readonly read: (path: string) => Promise<string | undefined>;
  /** An accepted file as its declarations; undefined when it is not there. */
  readonly outline: (path: string) => Promise<string | undefined>;
  readonly repair: (RefusedFor & { readonly previous: string }) | null;
  /** What a draft before was refused for, where this one is begun afresh; null or left out: there was none. */
  readonly refusedBefore?: RefusedFor | null;
  /** Why the reply before this draft could not be used; null: it could, or there was none. */
  readonly remark: string | null;
  /** How many mends in a row left the draft to repair, or what was found in it, as it was; left out: none. */
  readonly vain?: number;
  readonly signal: AbortSignal;
  readonly onProgress?: OnReplyProgress | undefined;
}

export type Draft =
  | {
      readonly outcome: 'draft';
      readonly content: string;
      readonly costUsd: number;
      /** Who wrote it, where that is another author than the one that was asked. */
      readonly author?: AuthorName;
    }
  | { readonly outcome: 'needs'; readonly needs: readonly Need[]; readonly costUsd: number }
  /** What came back is no draft at all (cut off, empty, declined, without code): an attempt, and paid for. */
  | { readonly outcome: 'unreadable'; readonly reason: string; readonly costUsd: number }
  | { readonly outcome: 'no-room' }
  | { readonly outcome: 'nothing'; readonly reason: string };

export interface ReviewRequest {
  readonly run: RunKey;
  readonly analysis: Analysis;
  readonly plan: Plan;
  readonly reviewer: Reviewer;
  /** Every file of the tree: path → content. */
  readonly files: ReadonlyMap<string, string>;
  /** Path → declarations of its source files. */
  readonly declarations: ReadonlyMap<string, string>;
  readonly signal: AbortSignal;
  readonly onProgress?: OnReplyProgress | undefined;
}

/** Who writes: the model author (an LLM) or the blueprint author (templates, no model). */
export interface Author {
  readonly name: AuthorName;
  /** @throws MillwrightError `InvalidBrief` (it contradicts itself), `ModelRequired` (out of a blueprint's field). */
  analyze(request: AnalyzeRequest): Promise<Analysis>;
  /** @throws MillwrightError `InvalidPlan` when it has no (other) plan to offer. */
  plan(request: PlanRequest): Promise<Plan>;
  /**
   * Can this author write exactly that plan? What it would show differently from how it is worded comes back open.
   * @throws MillwrightError `InvalidBrief`, `ModelRequired` when the brief itself is beyond it.
   */
  adopt(request: AdoptRequest): Promise<Adoption>;
  /** What writing that plan will likely cost, without what planning has cost. Asks nobody. */
  estimate(given: Pick<GivenPlan, 'analysis' | 'plan'>): CostEstimate;
  draft(request: DraftRequest): Promise<Draft>;
  /** Reads a finished tree for what is wrong with it; left out: this author has nothing to say of what it wrote. */
  review?(request: ReviewRequest): Promise<Review>;
}
