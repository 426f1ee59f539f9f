import type { ArtifactRef } from '../../protocol/artifact.js';
import type { ProduceFileInput, ProduceFileResult } from '../../protocol/children.js';
import type { Diagnostic } from '../../protocol/diagnostic.js';
import type { PlannedFile } from '../../protocol/digest.js';
import type { Limits } from '../../protocol/generate-input.js';
import type { Need } from '../../protocol/need.js';
import type { TreeView } from '../../protocol/tree.js';
import type { GateChoice } from '../policy/requests.js';
import type { BuildState } from './build-state.js';
import type { PreparedPlan, UnsoundPlan } from './plan-ports.js';

export interface BuildSettings {
  /** Files built at the same time. */
  readonly concurrency: number;
  /** Read anew each time, since limits can be changed while a run goes on. */
  readonly limits: () => Omit<Limits, 'costUsd'>;
  readonly mode: 'autonomous' | 'guided';
}

export type ProduceRequest = Required<
  Pick<ProduceFileInput, 'tree' | 'round' | 'draftsBefore' | 'repair' | 'retries'>
> &
  Pick<ProduceFileInput, 'leastTier' | 'remark'> & { readonly taskUsd: number | null };

/** What the build loop needs done; in a run these are child workflows and activities, in tests plain functions. */
export interface BuildPorts {
  produce(file: PlannedFile, request: ProduceRequest): Promise<ProduceFileResult>;
  /** Was this one file cancelled by a person, and not the run? Always false in runs that began before that was told apart. */
  wasCancelled(error: unknown): boolean;
  /** Blocking findings: types of the tree so far, and the contracts of `paths`. */
  checkGate(phase: string, tree: TreeView, paths: readonly string[]): Promise<readonly Diagnostic[]>;
  /**
   * Does a gate stay shut when a file that it looked at was sent back meanwhile? Asked only where one was; false in runs that began
   * when it opened all the same.
   */
  looksAgain(): boolean;
  fold(tree: TreeView): Promise<ArtifactRef>;
  ask(kind: 'gate' | 'guardrail', phase: string, question: string): Promise<GateChoice>;
  /** Works granted needs into the plan and proves it again; a plan that no longer stands comes back as problems. */
  amend(asker: string, needs: readonly Need[]): Promise<PreparedPlan | UnsoundPlan>;
  /**
   * Do amendments heed how files stand now: one that stood is kept, one that nobody could write is not waited for, and one that is
   * drafted anew is not sent back for what its contract has? Asked only where it matters; false in runs that began before they did.
   */
  heedsStanding(): boolean;
  /**
   * Called once, when the build has failed while files are still being written: from now on nobody is asked, and who was asked gets
   * the default. True: what is under way is waited for, so that nothing spends any more when the failure is told; false in runs that
   * began before it was.
   */
  windDown(): boolean;
  /** Undefined while the run goes on; else resolves when it is resumed, and rejects when it is cancelled. */
  paused(): Promise<void> | undefined;
  /** True when nothing new should start, so that the run can continue as new. */
  shouldDrain(): boolean;
  /** Called after every change. */
  onChange(state: BuildState): void;
}
