import type { ArtifactRef } from '../../protocol/artifact.js';
import type { ProduceFileResult } from '../../protocol/children.js';
import type { Diagnostic } from '../../protocol/diagnostic.js';
import type { Findings } from '../../protocol/findings.js';
import type {
  FollowReadmeInput,
  LintResult,
  MutateResult,
  ProveResult,
  TestRunResult,
} from '../../protocol/verify-activities.js';

/** What verification needs done; in a run these are activities and children, in tests plain functions. */
export interface VerifyPorts {
  /** Resolves when the run is not paused. Asked before each set of what runs side by side; what is sent back asks by itself. */
  whilePaused(): Promise<void>;
  checkTypes(tree: ArtifactRef): Promise<Findings>;
  lint(tree: ArtifactRef): Promise<LintResult>;
  test(tree: ArtifactRef): Promise<TestRunResult>;
  prove(tree: ArtifactRef): Promise<ProveResult>;
  /** Runs the commands of the README. */
  followReadme(tree: ArtifactRef, ran: FollowReadmeInput['ran']): Promise<ProveResult>;
  /** Breaks the code on purpose and looks whether the tests notice. */
  mutate(tree: ArtifactRef, tests: ArtifactRef | null): Promise<MutateResult>;
  /** Sends one file back with what was found in it. */
  repair(
    path: string,
    diagnostics: readonly Diagnostic[],
    round: number,
    tree: ArtifactRef,
  ): Promise<ProduceFileResult>;
  /**
   * Sends a test, or the README, back to who wrote it: once each, after the code. null: who wrote them would write the same again.
   */
  readonly revise:
    | ((
        path: string,
        diagnostics: readonly Diagnostic[],
        round: number,
        tree: ArtifactRef,
      ) => Promise<ProduceFileResult>)
    | null;
  /**
   * Has a test written afresh, by a tester who has seen neither the code nor that the first one fails. null: it would be the same
   * again.
   */
  readonly redraft: ((path: string, round: number, tree: ArtifactRef) => Promise<ProduceFileResult>) | null;
  /** Files that are sent back at the same time. */
  readonly concurrency: number;
  fold(tree: ArtifactRef, accepted: readonly { path: string; content: ArtifactRef }[]): Promise<ArtifactRef>;
}
