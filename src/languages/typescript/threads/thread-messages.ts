import type { ReviewAspect } from '../../../protocol/verify-activities.js';
import type { Diagnostic } from '../../../protocol/diagnostic.js';
import type { PackageDeclarations } from '../../../protocol/package-declarations.js';
import type { Contract, Dependency, PlannedPackage } from '../../../protocol/plan.js';
import type { AimedMutants, MutantAim } from '../../language.js';
import type { TestDuty } from '../checks/tests/test-duty.js';
import type { CancelFlag } from '../compiler/cancellation.js';

/** A file's draft and what the plan says of it. */
export interface DraftJob {
  readonly kind: 'draft';
  readonly path: string;
  readonly content: string;
  readonly contract: Contract;
  readonly dependencies: readonly Dependency[];
  readonly packages: readonly PlannedPackage[];
  /** For a file of tests: what they are to show; null for any other. */
  readonly tests: TestDuty | null;
}

/** Types over all files, and the contracts of `paths`. */
export interface TreeJob {
  readonly kind: 'tree';
  readonly paths: readonly string[];
}

/** The contracts of all planned files against each other. */
export interface ContractsJob {
  readonly kind: 'contracts';
}

export interface ReviewJob {
  readonly kind: 'review';
  readonly aspect: ReviewAspect;
}

/** Every static check of a project that no plan is known of. */
export interface ProjectJob {
  readonly kind: 'project';
}

/** Mutants aimed at symbols of the tree. */
export interface MutantsJob {
  readonly kind: 'mutants';
  readonly aims: readonly MutantAim[];
}

/** What packages declare of the things that findings of a file are about. */
export interface PackageDeclarationsJob {
  readonly kind: 'package-declarations';
  readonly path: string;
  readonly content: string;
  readonly findings: readonly Pick<Diagnostic, 'code' | 'line'>[];
}

export type Job =
  DraftJob | TreeJob | ContractsJob | ReviewJob | ProjectJob | MutantsJob | PackageDeclarationsJob;

/** What a thread does at a time: one job, or drafts that are checked together. */
export type Work = Exclude<Job, DraftJob> | { readonly kind: 'drafts'; readonly drafts: readonly DraftJob[] };

/** What became of paths: their new value, or null where they are gone. */
export type Changes<Value> = readonly (readonly [path: string, value: Value | null])[];

export interface ThreadTask {
  readonly environment: { readonly key: string; readonly folder: string };
  /** The state that `files` and `contracts` are changes to; null: they are the whole state. */
  readonly base: number | null;
  /** Names the state that they lead to; no other task of this environment has the same. */
  readonly version: number;
  readonly files: Changes<string>;
  readonly contracts: Changes<Contract>;
  readonly work: Work;
  readonly cancel: CancelFlag;
}

export interface JobResult {
  readonly diagnostics: readonly Diagnostic[];
  /** Declarations of a draft; '' for other jobs. */
  readonly declarations: string;
  /** The mutants that were asked for; none for other jobs. */
  readonly mutants: readonly AimedMutants[];
  /** What packages declare; none for jobs that do not ask. */
  readonly packages: readonly PackageDeclarations[];
}

export type ThreadReply =
  /** A result for each draft of the work, in their order; one for any other. */
  | { readonly outcome: 'done'; readonly results: readonly JobResult[] }
  | { readonly outcome: 'cancelled' }
  /** The thread does not have the `base` (it was dropped for memory, or the thread is new): send the whole state. */
  | { readonly outcome: 'unknown-base' };
