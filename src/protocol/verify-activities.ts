import type { ArtifactRef } from './artifact.js';
import type { Diagnostic } from './diagnostic.js';
import type { EvidenceLevel, ProofStep } from './evidence.js';
import type { Findings } from './findings.js';
import type { SandboxChoice } from './generate-input.js';
import type { RunKey } from './run-key.js';

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
  /** The failing tests again, each at its own file: for the tester, when it is the test that is wrong. */
  readonly atTests: readonly Diagnostic[];
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
  /** Tests that pass although the code is broken, each at its file: for the tester. */
  readonly weak: readonly Diagnostic[];
}

/** Weighs what was run against what was asked. */
export interface JudgeInput {
  readonly run: RunKey;
  readonly analysis: ArtifactRef;
  readonly plan: ArtifactRef;
  readonly tests: ArtifactRef | null;
  readonly proof: readonly ProofStep[];
  /** The stored `Mutation[]`; null when no mutant was run. */
  readonly mutations: ArtifactRef | null;
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
