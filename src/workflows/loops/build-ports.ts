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
  /** Was this one file cancelled by a person, and not the run? */
  wasCancelled(error: unknown): boolean;
  /** Blocking findings: types of the tree so far, and the contracts of `paths`. */
  checkGate(phase: string, tree: TreeView, paths: readonly string[]): Promise<readonly Diagnostic[]>;
  fold(tree: TreeView): Promise<ArtifactRef>;
  /** @param choices left out: all of them. */
  ask(
    kind: 'gate' | 'guardrail',
    phase: string,
    question: string,
    choices?: readonly GateChoice[],
  ): Promise<GateChoice>;
  /** Works granted needs into the plan and proves it again; a plan that no longer stands comes back as problems. */
  amend(asker: string, needs: readonly Need[]): Promise<PreparedPlan | UnsoundPlan>;
  /**
   * Called once, when the build has failed while files are still being written, which is waited for: from now on nobody is asked, and
   * who was asked gets the default.
   */
  windDown(): void;
  /** Undefined while the run goes on; else resolves when it is resumed, and rejects when it is cancelled. */
  paused(): Promise<void> | undefined;
  /** True when nothing new should start, so that the run can continue as new. */
  shouldDrain(): boolean;
  /** Called after every change. */
  onChange(state: BuildState): void;
}
