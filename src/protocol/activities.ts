import type { AuthorName, ProjectKind } from './analysis.js';
import type { ArtifactRef } from './artifact.js';
import type { AnalysisDigest, PlanDigest } from './digest.js';
import type { Diagnostic } from './diagnostic.js';
import type { EvidenceLevel, ProofStep } from './evidence.js';
import type { GenerateOptions, SandboxChoice } from './generate-input.js';
import type { Need } from './need.js';
import type { Tier } from './tier.js';
import type { Delivery, Flag, Outcome } from './report.js';
import type { TreeChange, TreeView } from './tree.js';

/** `id` is Temporal's `firstExecutionRunId`: the key of the run in every store, and the same in every child. */
export interface RunKey {
  readonly id: string;
  readonly workflowId: string;
}

/** Findings as they travel: the first few, how many block, and the whole list as an artifact. */
export interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  readonly blocking: number;
  /** Equal for equal failures; '' when nothing blocks. */
  readonly signature: string;
  readonly all: ArtifactRef | null;
}

export interface AnalyzeInput {
  readonly run: RunKey;
  readonly options: Pick<GenerateOptions, 'brief' | 'briefRef' | 'name' | 'kind' | 'author'>;
}
export interface AnalyzeResult {
  readonly analysis: ArtifactRef;
  readonly digest: AnalysisDigest;
}

export interface PlanInput {
  readonly run: RunKey;
  readonly analysis: ArtifactRef;
  /** Answers to the analysis' questions, by question id. */
  readonly answers: Readonly<Record<string, string>>;
  /** Counts from 1; a later attempt carries what was wrong with the plan before it. */
  readonly attempt: number;
  readonly problems: readonly Diagnostic[];
}
export interface PlanResult {
  readonly plan: ArtifactRef;
  readonly digest: PlanDigest;
}

/** Takes over a stored `GivenPlan`, after its author has said that it can write it. */
export interface AdoptPlanInput {
  readonly run: RunKey;
  readonly options: Pick<GenerateOptions, 'brief' | 'briefRef'>;
  readonly plan: ArtifactRef;
}
export interface AdoptPlanResult {
  readonly analysis: AnalyzeResult;
  readonly plan: PlanResult;
}

/** The plan with granted needs worked into it. */
export interface AmendPlanInput {
  readonly run: RunKey;
  readonly plan: ArtifactRef;
  /** The file whose draft came back with the needs. */
  readonly asker: string;
  readonly needs: readonly Need[];
}
/** Reads a plan's digest again, for a run that continued as new. */
export interface ReadPlanInput {
  readonly run: RunKey;
  readonly plan: ArtifactRef;
}

export interface PrepareInput {
  readonly run: RunKey;
  readonly plan: ArtifactRef;
}
/** The installed packages and compiler settings that checks and tests use; any worker can rebuild it from its files. */
export interface PrepareResult {
  /** Names the environment: a stored list of its files (manifest, lock, compiler settings). */
  readonly environment: ArtifactRef;
  /** Manifest, lock and compiler settings, to be laid into the tree. */
  readonly changes: readonly TreeChange[];
  /** Packages that were refused, as plan diagnostics. */
  readonly findings: Findings;
}

export interface CheckContractsInput {
  readonly run: RunKey;
  readonly plan: ArtifactRef;
  readonly environment: ArtifactRef;
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
  readonly repair: { readonly previous: ArtifactRef; readonly findings: Findings } | null;
}
export type BuildFileResult =
  | {
      readonly outcome: 'draft';
      readonly content: ArtifactRef;
      readonly author: AuthorName;
      readonly costUsd: number;
    }
  | { readonly outcome: 'needs'; readonly needs: readonly Need[]; readonly costUsd: number }
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
  /** SHA-256 of the file's declarations; equal for two drafts that show their dependants the same. */
  readonly declarations: string;
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

/** One command of the project run in the sandbox (lint, tests, proof recipe). */
export interface VerifyStepInput {
  readonly run: RunKey;
  readonly analysis: ArtifactRef;
  readonly plan: ArtifactRef;
  readonly tree: ArtifactRef;
  readonly environment: ArtifactRef;
  readonly sandbox: SandboxChoice;
}
export interface LintResult {
  readonly findings: Findings;
  readonly unproven: string | null;
}
export interface TestRunResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Failing tests as diagnostics on the files they are traced to. */
  readonly findings: Findings;
  /** The stored `TestResult[]`; null when nothing could be run. */
  readonly results: ArtifactRef | null;
  /** Why nothing could be run; null when it was. */
  readonly unproven: string | null;
  /** Which sandbox ran it. */
  readonly sandbox: string;
}
export interface ProveResult {
  readonly steps: readonly ProofStep[];
}

export interface FollowReadmeInput extends VerifyStepInput {
  /** Scripts of the project that verification ran already, and how that went. */
  readonly ran: Readonly<Record<string, Pick<ProofStep, 'outcome' | 'detail'>>>;
}

export interface MutateInput extends VerifyStepInput {
  /** The stored `TestResult[]`: which tests are bound to what, and pass. */
  readonly tests: ArtifactRef | null;
}
export interface MutateResult {
  /** The stored `Mutation[]`; null when no mutant could be run. */
  readonly mutations: ArtifactRef | null;
  readonly killed: number;
  readonly survived: number;
  /** Why none could be run; null when they were. */
  readonly unproven: string | null;
}

/** Weighs what was run against what was asked. */
export interface JudgeInput {
  readonly run: RunKey;
  readonly analysis: ArtifactRef;
  readonly plan: ArtifactRef;
  readonly tests: ArtifactRef | null;
  readonly proof: readonly ProofStep[];
  /** The stored `Mutation[]`; null or absent when no mutant was run. */
  readonly mutations?: ArtifactRef | null;
}
export interface JudgeResult {
  /** Level of every requirement, by id. */
  readonly levels: Readonly<Record<string, EvidenceLevel>>;
  /** The stored `Evidence[]`. */
  readonly evidence: ArtifactRef;
}

export const REVIEW_ASPECTS = ['security', 'performance', 'maintainability', 'style'] as const;
export type ReviewAspect = (typeof REVIEW_ASPECTS)[number];
export interface ReviewInput {
  readonly run: RunKey;
  readonly plan: ArtifactRef;
  readonly tree: ArtifactRef;
  readonly environment: ArtifactRef;
  readonly aspect: ReviewAspect;
}

/** How one file ended. */
export interface FileSummary {
  readonly path: string;
  readonly outcome: 'accepted' | 'failed' | 'not-built';
  readonly attempts: number;
  readonly author: AuthorName | null;
}

export interface DeliverInput {
  readonly run: RunKey;
  readonly options: GenerateOptions;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly outcome: Outcome;
  readonly error: { readonly type: string; readonly message: string } | null;
  readonly analysis: ArtifactRef;
  readonly plan: ArtifactRef;
  readonly tree: TreeView;
  readonly files: readonly FileSummary[];
  readonly evidence: ArtifactRef | null;
  readonly proof: readonly ProofStep[];
  /** The commands of the README, each a step; absent in runs that began before they were run. */
  readonly readme?: readonly ProofStep[];
  readonly sandbox: string;
  /** Review findings, whole lists. */
  readonly findings: readonly ArtifactRef[];
  readonly assumptions: readonly string[];
  readonly amendments: readonly string[];
  readonly flags: readonly Flag[];
  readonly phases: readonly { readonly phase: string; readonly seconds: number }[];
  readonly costUsd: number;
}

export interface SettleRunInput {
  readonly run: RunKey;
  /** As the caller gave it. */
  readonly input: unknown;
  readonly briefRef: ArtifactRef | null;
  readonly name: string | null;
  readonly kind: ProjectKind | null;
  readonly outcome: Outcome;
  readonly error: { readonly type: string; readonly message: string } | null;
  readonly delivery: Delivery | null;
  readonly tree: TreeView | null;
  readonly costUsd: number;
  readonly flags: number;
  readonly startedAt: string;
  readonly endedAt: string;
}

/** Every activity, by its type name. Inputs and results are plain JSON and hold references, never content. */
export interface Activities {
  analyze(input: AnalyzeInput): Promise<AnalyzeResult>;
  plan(input: PlanInput): Promise<PlanResult>;
  adoptPlan(input: AdoptPlanInput): Promise<AdoptPlanResult>;
  readPlan(input: ReadPlanInput): Promise<PlanResult>;
  amendPlan(input: AmendPlanInput): Promise<PlanResult>;
  prepare(input: PrepareInput): Promise<PrepareResult>;
  checkContracts(input: CheckContractsInput): Promise<Findings>;
  buildFile(input: BuildFileInput): Promise<BuildFileResult>;
  validate(input: ValidateInput): Promise<ValidateResult>;
  checkTree(input: CheckTreeInput): Promise<Findings>;
  readFile(input: ReadFileInput): Promise<ArtifactRef>;
  foldTree(input: FoldTreeInput): Promise<ArtifactRef>;
  lint(input: VerifyStepInput): Promise<LintResult>;
  test(input: VerifyStepInput): Promise<TestRunResult>;
  prove(input: VerifyStepInput): Promise<ProveResult>;
  followReadme(input: FollowReadmeInput): Promise<ProveResult>;
  mutate(input: MutateInput): Promise<MutateResult>;
  judge(input: JudgeInput): Promise<JudgeResult>;
  review(input: ReviewInput): Promise<Findings>;
  deliver(input: DeliverInput): Promise<Delivery>;
  settleRun(input: SettleRunInput): Promise<void>;
}
