import type { ArtifactStore } from '../protocol/artifact-store.js';
import type { Diagnostic } from '../protocol/diagnostic.js';
import type { AnalysisDigest, PlanDigest } from '../protocol/digest.js';
import type { SandboxChoice } from '../protocol/generate-input.js';
import type { GivenPlan } from '../protocol/given-plan.js';
import type { PlanProblem } from '../protocol/plan-problem.js';
import type { RunRecord } from '../protocol/report.js';
import type { RunKey } from '../protocol/run-key.js';
import type { ProjectKind } from '../protocol/analysis.js';
import type { ModelReply, TokenUsage } from '../protocol/model-call.js';
import type { RunCosts } from '../protocol/model-ledger.js';
import type { Tier } from '../protocol/tier.js';
import type { TreeView } from '../protocol/tree.js';

/** Closed runs as a client reads them. */
export interface ClosedRuns {
  get(key: string): Promise<RunRecord | undefined>;
  /** The newest record under a workflow id. */
  byWorkflowId(workflowId: string): Promise<RunRecord | undefined>;
  /** Was a run started under a workflow id that has left no record? Then it is open, as far as this machine knows. */
  isUnsettled(workflowId: string): Promise<boolean>;
  noteStart(run: RunKey): Promise<void>;
  /** Newest first. */
  list(options: { readonly limit: number }): Promise<readonly RunRecord[]>;
}

/** What probing this machine for a sandbox found. */
export type SandboxFinding =
  | { readonly available: true; readonly name: string; readonly notes: readonly string[] }
  | { readonly available: false; readonly cause: string; readonly remedy: string };

export type SandboxInstallation =
  /** `reason`: why not, and what a person could do, in a sentence. */
  { readonly installed: true } | { readonly installed: false; readonly reason: string };

export interface OpenRequest {
  readonly tree: TreeView;
  readonly sandbox: SandboxChoice;
  /** Port wanted on 127.0.0.1; 0: any free one. */
  readonly port: number;
  /** One line for a person: "Installing packages …". */
  readonly onProgress: (line: string) => void;
  readonly signal: AbortSignal;
}

/** A delivered project that runs in a sandbox and answers on this machine's loopback. */
export interface OpenedProject {
  readonly url: string;
  readonly sandbox: string;
  /** Settles when the service ends by itself, with its last words. */
  readonly ended: Promise<{ readonly exitCode: number | null; readonly output: string }>;
  stop(): Promise<void>;
}

/** What the static checks found in a project. */
export interface CheckedFolder {
  readonly files: number;
  /** Files and folders that this user may not read: they were left out. */
  readonly unreadable: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface PlanOrder {
  readonly brief: string;
  /** The project's name; undefined: taken from the brief. */
  readonly name: string | undefined;
  /** What it becomes; left out: taken from the brief. */
  readonly kind?: ProjectKind | undefined;
  readonly signal: AbortSignal;
}

/** Planning without a run and without a server; no model is called. */
export interface Planning {
  /** @throws MillwrightError `InvalidBrief`, `ModelRequired`, or `InvalidPlan` when no sound plan comes of it. */
  propose(order: PlanOrder): Promise<GivenPlan>;
  /** The run's own proof of a plan: graph, paths, phases, requirements. [] when it is sound. */
  prove(plan: PlanDigest, analysis: AnalysisDigest): readonly PlanProblem[];
  /** Whether its author can write exactly that plan. @throws what the author throws of the brief itself. */
  adopt(
    brief: string,
    given: GivenPlan,
    signal: AbortSignal,
  ): Promise<
    | { readonly outcome: 'adopted'; readonly given: GivenPlan }
    | { readonly outcome: 'refused'; readonly problems: readonly PlanProblem[] }
  >;
}

/** How a model wants to be spoken to, as far as it is known. */
export interface ModelProfileView {
  readonly outputLimit: string;
  readonly temperature: boolean;
  readonly structure: string;
  readonly streaming: boolean;
  readonly streamUsage: boolean;
  readonly instructions: string;
  readonly reasoning: boolean;
  readonly contextTokens: number | null;
  readonly maxOutputTokens: number | null;
}

/** A model at an endpoint, and what is known of it. No key is in it. */
export interface ModelView {
  readonly model: string;
  readonly endpoint: string;
  readonly tiers: readonly Tier[];
  readonly baseUrl: string;
  readonly api: 'chat' | 'responses';
  /** Environment variable of the key; null: none is sent. */
  readonly keyFrom: string | null;
  /** null: unlimited. */
  readonly callsPerMinute: number | null;
  readonly profile: ModelProfileView;
  /** US dollars for a million tokens; null: not known. */
  readonly price: {
    readonly input: number;
    readonly cachedInput?: number | undefined;
    readonly output: number;
    readonly source: string;
    /** It is taken to cost nothing, and nobody said so: a limit holds for nothing that it passes on. */
    readonly assumedFree: boolean;
  } | null;
}

/** A call that was made to see what a model does; what no reply came for is null. */
export interface TrialView {
  readonly model: string;
  readonly endpoint: string;
  readonly kind: 'structured' | 'code' | 'truncated' | 'long';
  /** null: it did what was asked. */
  readonly problem: string | null;
  readonly finish: ModelReply['finish'] | null;
  readonly seconds: number | null;
  readonly costUsd: number | null;
  readonly usage: TokenUsage | null;
  readonly profile: ModelProfileView;
}

export interface ClientModels {
  readonly models: readonly ModelView[];
  /**
   * Three calls a model, one after the other. One that `maxCostUsd` might not cover, after what came before, is not made, and that is
   * its problem. @throws the signal's reason.
   */
  try(options: {
    readonly signal: AbortSignal;
    /** US dollars; undefined: no limit. */
    readonly maxCostUsd: number | undefined;
    readonly onTrial: (trial: TrialView) => void;
  }): Promise<readonly TrialView[]>;
}

/**
 * What the client takes from the composition root. Each member reaches its part on first use, so that a command which
 * needs none of them opens nothing.
 */
export interface ClientParts {
  readonly artifacts: Pick<ArtifactStore, 'get' | 'put'>;
  readonly records: ClosedRuns;
  /** What a run has spent on models, to this moment, as this machine's ledger has it: nothing where another's has it. */
  readonly costs: (run: string) => Promise<RunCosts>;
  /** Loads the author on first use. */
  planning(): Promise<Planning>;
  /** undefined: no model is configured. @throws ConfigError when what is configured cannot be used. */
  models(): Promise<ClientModels | undefined>;
  /** Every file of a tree, path → content. */
  readTree(tree: TreeView): Promise<ReadonlyMap<string, Uint8Array>>;
  probeSandbox(choice: SandboxChoice): Promise<SandboxFinding>;
  /**
   * Installs bubblewrap where that is one command of the system's package manager and this user may run it.
   * @throws the signal's reason.
   */
  installSandbox(onProgress: (line: string) => void, signal: AbortSignal): Promise<SandboxInstallation>;
  /**
   * Every static check of the project in `folder`, over the packages that are installed there.
   * @throws MillwrightError `ToolchainMissing` when they are not.
   */
  checkFolder(folder: string, signal: AbortSignal): Promise<CheckedFolder>;
  /** @throws MillwrightError `SandboxUnavailable`, `ToolchainMissing`, `GenerationError` (the project does not start). */
  openProject(request: OpenRequest): Promise<OpenedProject>;
  close(): Promise<void>;
}
