import type { CostEstimate } from './estimate.js';
import type { Flag, RunOutcome } from './report.js';
import type { TreeView } from './tree.js';
import type { Priority } from './plan.js';
import type { ProjectKind } from './analysis.js';

export const RUN_PHASES = [
  'analyze',
  'clarify',
  'plan',
  'approve',
  'prepare',
  'build',
  'gate',
  'verify',
  'review',
  'deliver',
] as const;
export type RunPhase = (typeof RUN_PHASES)[number];

export type FileState = 'waiting' | 'building' | 'accepted' | 'failed';

/** Answer of the `progress` query: what a person watching wants to see, one screenful. */
export interface Progress {
  readonly run: { readonly id: string; readonly workflowId: string };
  readonly phase: RunPhase | 'done';
  /** One line: what is happening, or how it ended. */
  readonly line: string;
  readonly name: string | null;
  readonly kind: ProjectKind | null;
  readonly understood: readonly string[];
  readonly phases: readonly {
    readonly phase: RunPhase;
    readonly startedAt: string;
    readonly endedAt: string | null;
  }[];
  /** The gate, or phase of the plan, that the build is in. */
  readonly planPhase: string | null;
  readonly files: readonly {
    readonly path: string;
    readonly state: FileState;
    readonly priority: Priority;
    readonly attempts: number;
  }[];
  readonly requirements: { readonly total: number; readonly open: number };
  readonly paused: boolean;
  /** Ids of the open requests. */
  readonly waitingFor: readonly string[];
  readonly costUsd: number;
  /** US dollars that the run may spend on models; null, or left out by older workers: no limit is set. */
  readonly limitUsd?: number | null;
  /** What it will likely cost; null before the plan, and where no model writes. */
  readonly estimate?: CostEstimate | null;
  readonly flags: readonly Flag[];
  readonly tree: TreeView;
  readonly outcome: RunOutcome | null;
  /** The run ends with this phase; left out: with `deliver`. */
  readonly lastPhase?: RunPhase;
}

/** Answer of the `costs` query, in US dollars; what is set aside for calls under way, and what it all was for, is in the ledger. */
export interface Costs {
  readonly spentUsd: number;
  /** null: none set. */
  readonly limitUsd: number | null;
  /** As in `Progress`. */
  readonly estimate?: CostEstimate | null;
}
