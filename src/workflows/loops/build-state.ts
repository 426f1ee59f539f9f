import type { FileSummary } from '../../protocol/delivery-activities.js';
import type { AuthorName } from '../../protocol/analysis.js';
import type { ArtifactRef } from '../../protocol/artifact.js';
import type { SentBackFile } from '../../protocol/children.js';
import type { Diagnostic } from '../../protocol/diagnostic.js';
import type { Effort } from '../../protocol/effort.js';
import type { PlanDigest } from '../../protocol/digest.js';
import type { TreeChange, TreeView } from '../../protocol/tree.js';
import type { GrantedExport } from '../policy/amendment.js';
import { addEffort } from '../policy/effort.js';
import type { FileStanding } from '../policy/schedule.js';

/** One file's record. Plain data, so that it survives continue-as-new. */
export interface FileProgress {
  readonly path: string;
  readonly standing: FileStanding;
  readonly drafts: number;
  /** Counts the times it was sent back by a gate. */
  readonly round: number;
  readonly content: ArtifactRef | null;
  readonly author: AuthorName | null;
  readonly lowConfidence: boolean;
  /** It has used up its attempts, if only once: an error of the run, however often a gate sends it back. */
  readonly exhausted: boolean;
  /** Why it failed, or why it was sent back. */
  readonly diagnostics: readonly Diagnostic[];
  /** The draft that `diagnostics` were found in, when it was not accepted; left out: they are of `content`, if of any. */
  readonly refusedDraft?: ArtifactRef | undefined;
  /** Over all rounds; left out: nothing beyond a first draft. */
  readonly effort?: Effort;
  /** What it asked for and was refused; left out: nothing. */
  readonly refused?: string;
}

/** Drafts by models since the tier was raised or a person said to go on, and how many of them imported what does not exist. */
export interface Hallucinations {
  readonly drafts: number;
  readonly refused: number;
  /** Times that counting began anew: drafts that were begun before that are not counted. */
  readonly since: number;
  /** Every draft is asked of the strong tier. */
  readonly raised: boolean;
}

const NO_HALLUCINATIONS: Hallucinations = { drafts: 0, refused: 0, since: 0, raised: false };

/** Everything the build loop knows; nothing else is carried over when a run continues as new. */
export interface BuildState {
  readonly files: readonly FileProgress[];
  readonly tree: TreeView;
  readonly passedGates: readonly string[];
  /** Retries used, by phase. */
  readonly gateRetries: Readonly<Record<string, number>>;
  /** Files that have used up their attempts. */
  readonly errors: number;
  /** Errors up to which a person said to go on. */
  readonly errorsForgiven: number;
  readonly costUsd: number;
  readonly amendments: readonly string[];
  /** The exports among them; left out: none. */
  readonly grantedExports?: readonly GrantedExport[];
  /** Left out: no model was asked yet. */
  readonly hallucinations?: Hallucinations;
}

function waitingFile(path: string): FileProgress {
  return {
    path,
    standing: 'waiting',
    drafts: 0,
    round: 0,
    content: null,
    author: null,
    lowConfidence: false,
    exhausted: false,
    diagnostics: [],
  };
}

export function startBuild(plan: PlanDigest, tree: TreeView): BuildState {
  return {
    files: plan.files.map(({ path }) => waitingFile(path)),
    tree,
    passedGates: [],
    gateRetries: {},
    errors: 0,
    errorsForgiven: 0,
    costUsd: 0,
    amendments: [],
  };
}

/** How each file ended, with what the verification that came after the build had drafted of it. */
export function summarizeFiles(
  files: readonly FileProgress[],
  sentBack: readonly SentBackFile[],
): readonly FileSummary[] {
  const later = new Map(sentBack.map((file) => [file.path, file]));
  return files.map(({ path, standing, drafts, author, effort: before }) => {
    const again = later.get(path);
    const effort = addEffort(before, again?.effort);
    return {
      path,
      outcome: standing === 'accepted' || standing === 'failed' ? standing : 'not-built',
      attempts: again?.drafts ?? drafts,
      author,
      ...(effort === undefined ? {} : { effort }),
    };
  });
}

/** The build's records while the loop runs: the one place where they change. */
export class BuildBook {
  readonly #files: Map<string, FileProgress>;
  readonly #standing: Map<string, FileStanding>;
  readonly #gateRetries: Map<string, number>;
  readonly passedGates: Set<string>;
  readonly amendments: string[];
  readonly grantedExports: GrantedExport[];
  tree: TreeView;
  errorsForgiven: number;
  costUsd: number;
  hallucinations: Hallucinations;

  constructor(start: BuildState) {
    this.#files = new Map(start.files.map((file) => [file.path, file]));
    this.#standing = new Map(start.files.map((file) => [file.path, file.standing]));
    this.#gateRetries = new Map(Object.entries(start.gateRetries));
    this.passedGates = new Set(start.passedGates);
    this.amendments = [...start.amendments];
    this.grantedExports = [...(start.grantedExports ?? [])];
    this.tree = start.tree;
    this.errorsForgiven = start.errorsForgiven;
    this.costUsd = start.costUsd;
    this.hallucinations = start.hallucinations ?? NO_HALLUCINATIONS;
  }

  get standing(): ReadonlyMap<string, FileStanding> {
    return this.#standing;
  }

  get errors(): number {
    return [...this.#files.values()].filter(({ exhausted }) => exhausted).length;
  }

  file(path: string): FileProgress {
    return this.#files.get(path) ?? waitingFile(path);
  }

  update(path: string, change: Partial<FileProgress>): void {
    const next = { ...this.file(path), ...change };
    this.#files.set(path, next);
    this.#standing.set(path, next.standing);
  }

  accept(path: string, content: ArtifactRef, change: Partial<FileProgress>): void {
    this.keep(path, { ...change, content });
    this.lay([{ path, content }]);
  }

  /** A file that was sent back stands again as it was accepted before. */
  keep(path: string, change: Partial<FileProgress>): void {
    this.update(path, { ...change, standing: 'accepted', diagnostics: [], refusedDraft: undefined });
  }

  /**
   * Counts what a round of a file took of a model.
   * @param since of `hallucinations` when the round began.
   */
  count(path: string, drafts: number, effort: Effort | undefined, since: number): void {
    const total = addEffort(this.file(path).effort, effort);
    if (total !== undefined) this.update(path, { effort: total });
    const { hallucinations } = this;
    if (since !== hallucinations.since) return;
    this.hallucinations = {
      ...hallucinations,
      drafts: hallucinations.drafts + drafts - (effort?.byBlueprint ?? 0),
      refused: hallucinations.refused + (effort?.hallucinated ?? 0),
    };
  }

  /** Begins anew to count hallucinations. */
  countAnew(change: Partial<Hallucinations>): void {
    const { since, raised } = this.hallucinations;
    this.hallucinations = { drafts: 0, refused: 0, since: since + 1, raised, ...change };
  }

  lay(changes: readonly TreeChange[]): void {
    this.tree = { ...this.tree, changes: [...this.tree.changes, ...changes] };
  }

  /**
   * Sends a file back to be drafted again, with what was found in it.
   * @param refusedDraft what it was found in, when that is another draft than the accepted one.
   */
  sendBack(path: string, diagnostics: readonly Diagnostic[], refusedDraft?: ArtifactRef): void {
    this.update(path, {
      standing: 'waiting',
      round: this.file(path).round + 1,
      diagnostics,
      refusedDraft,
    });
  }

  gateRetries(phase: string): number {
    return this.#gateRetries.get(phase) ?? 0;
  }

  countGateRetry(phase: string): void {
    this.#gateRetries.set(phase, this.gateRetries(phase) + 1);
  }

  /** Still waiting, or being built. */
  isOpen(path: string): boolean {
    const standing = this.#standing.get(path) ?? 'waiting';
    return standing === 'waiting' || standing === 'building';
  }

  state(): BuildState {
    return {
      files: [...this.#files.values()],
      tree: this.tree,
      passedGates: [...this.passedGates],
      gateRetries: Object.fromEntries(this.#gateRetries),
      errors: this.errors,
      errorsForgiven: this.errorsForgiven,
      costUsd: this.costUsd,
      amendments: [...this.amendments],
      ...(this.grantedExports.length === 0 ? {} : { grantedExports: [...this.grantedExports] }),
      ...(this.hallucinations.drafts === 0 && this.hallucinations.since === 0
        ? {}
        : { hallucinations: this.hallucinations }),
    };
  }
}
