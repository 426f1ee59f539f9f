import type { ArtifactRef } from './artifact.js';
import type { Diagnostic } from './diagnostic.js';
import type { AnalysisDigest, PlanDigest } from './digest.js';
import type { Findings } from './findings.js';
import type { GenerateOptions } from './generate-input.js';
import type { Need } from './need.js';
import type { RunKey } from './run-key.js';
import type { TreeChange } from './tree.js';

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
