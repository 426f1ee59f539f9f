import type { ArtifactRef } from './artifact.js';
import type { Diagnostic } from './diagnostic.js';
import type { AnalysisDigest, PlanDigest } from './digest.js';
import type { CostEstimate } from './estimate.js';
import type { Findings } from './findings.js';
import type { GenerateOptions } from './generate-input.js';
import type { Need } from './need.js';
import type { RunKey } from './run-key.js';
import type { TreeChange } from './tree.js';

export interface AnalyzeInput {
  readonly run: RunKey;
  readonly options: Pick<GenerateOptions, 'brief' | 'briefRef' | 'name' | 'kind' | 'author'>;
  /** What the run may spend, in US dollars; null: no limit. */
  readonly limitUsd: number | null;
  /** The run whose paid replies may be used; left out: none. */
  readonly repliesOf?: string;
}
export interface AnalyzeResult {
  readonly analysis: ArtifactRef;
  readonly digest: AnalysisDigest;
  /** The blueprint author read the brief, because no model gave an analysis that could be used: why. */
  readonly insteadOf?: string;
  /** What the run has spent on models so far, in US dollars; left out where no model was called. */
  readonly spentUsd?: number;
}

/** A limit that was changed while the run is open. */
export interface SetSpendLimitInput {
  readonly run: RunKey;
  /** In US dollars; null: none. */
  readonly limitUsd: number | null;
}

export interface PlanInput {
  readonly run: RunKey;
  readonly analysis: ArtifactRef;
  /** Answers to the analysis' questions, by question id. */
  readonly answers: Readonly<Record<string, string>>;
  /** Counts from 1; a later attempt carries what was wrong with the plan before it. */
  readonly attempt: number;
  readonly problems: readonly Diagnostic[];
  /** That plan; left out at the first attempt. */
  readonly previous?: ArtifactRef;
}
export interface PlanResult {
  readonly plan: ArtifactRef;
  readonly digest: PlanDigest;
  /** As in `AnalyzeResult`. */
  readonly spentUsd?: number;
  /** What the whole run will likely cost; left out where no model writes it. */
  readonly estimate?: CostEstimate;
  /** Of an amended plan: files whose contract it widened; left out of any other plan. */
  readonly widened?: readonly string[];
}

/** Takes over a stored `GivenPlan`, after its author has said that it can write it. */
export interface AdoptPlanInput {
  readonly run: RunKey;
  readonly options: Pick<GenerateOptions, 'brief' | 'briefRef'>;
  readonly plan: ArtifactRef;
  /** As in `AnalyzeInput`. */
  readonly limitUsd: number | null;
  /** As in `AnalyzeInput`. */
  readonly repliesOf?: string;
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
