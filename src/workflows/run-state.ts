import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { AnalysisDigest, PlanDigest } from '../protocol/digest.js';
import type { CostEstimate } from '../protocol/estimate.js';
import type { GenerateOptions, Limits } from '../protocol/generate-input.js';
import { SEARCH_ATTRIBUTES } from '../protocol/names.js';
import type { Costs, FileState, Progress, RunPhase } from '../protocol/progress.js';
import type { Flag, RunOutcome } from '../protocol/report.js';
import { EMPTY_TREE, type TreeView } from '../protocol/tree.js';
import type { RunKey } from '../protocol/run-key.js';
import { formatUsd } from '../protocol/usd.js';
import type { CarriedRun } from './carried-run.js';
import type { BuildState } from './loops/build-state.js';
import { EMPTY_BOOK, type RequestBook, type Upcoming } from './policy/requests.js';

const PHASE = defineSearchAttributeKey(SEARCH_ATTRIBUTES.phase.name, SearchAttributeType.KEYWORD);
const OUTCOME = defineSearchAttributeKey(SEARCH_ATTRIBUTES.outcome.name, SearchAttributeType.KEYWORD);
const KIND = defineSearchAttributeKey(SEARCH_ATTRIBUTES.kind.name, SearchAttributeType.KEYWORD);
const COST = defineSearchAttributeKey(SEARCH_ATTRIBUTES.costUsd.name, SearchAttributeType.DOUBLE);
const FLAGS = defineSearchAttributeKey(SEARCH_ATTRIBUTES.flags.name, SearchAttributeType.INT);

/** How many flags a run shows of itself. */
const FLAGS_SHOWN = 50;

const FILE_STATES: Readonly<Record<string, FileState>> = {
  waiting: 'waiting',
  building: 'building',
  accepted: 'accepted',
  failed: 'failed',
  'not-built': 'failed',
};

/** What a run knows of itself, and how it shows that: to queries, in the Web UI, and in search attributes. */
export class RunState {
  readonly run: RunKey;
  startedAt: string;
  limits: Limits;
  /** The limit in dollars is one that the run chose, and may choose anew. */
  limitByDefault = false;
  /** A person has set the limit in dollars, or lifted it, while the run was open. */
  limitWasSet = false;
  /** What the run will likely cost; undefined: there is no plan yet, or no model writes it. */
  estimate: CostEstimate | undefined;
  paused = false;
  /** Tells the child that holds itself back while the run is paused; undefined: none is under way. */
  onPause: (() => void) | undefined;
  /** The build has failed: nobody is asked any more, and who was asked gets the default. */
  failing = false;
  requests: RequestBook = EMPTY_BOOK;
  assumptions: readonly string[] = [];
  analysis: AnalysisDigest | undefined;
  plan: PlanDigest | undefined;
  build: BuildState | undefined;
  /** Spent on repairs after the build. */
  repairsUsd = 0;
  /** Spent on reviewers, and on what they had mended. */
  reviewUsd = 0;
  /** Why the brief was read without a model though one was asked; undefined: it was not. */
  insteadOf: string | undefined;
  /** Spent on analysis and plans. */
  planningUsd = 0;
  tree: TreeView = EMPTY_TREE;
  /** The first of them; `flagCount` counts them all. */
  flags: readonly Flag[] = [];
  flagCount = 0;
  outcome: RunOutcome | undefined;
  /** Where a run that builds nothing ends; undefined: it delivers. */
  lastPhase: RunPhase | undefined;
  phases: Progress['phases'] = [];
  readonly mode: GenerateOptions['mode'];
  /** Times that a person was asked about the limit. */
  budgetAsked = 0;
  #asking: Promise<boolean> | undefined;
  readonly #approvalToCome: boolean;
  /** Until the plan that was carried over has been read. */
  readonly #carriedGates: readonly string[] | undefined;
  #line = 'Starting.';

  /** What was carried over is there before any message is handled: one may be waiting already. */
  constructor(options: GenerateOptions, carried: CarriedRun | undefined) {
    const info = workflowInfo();
    this.run = { id: info.firstExecutionRunId, workflowId: info.workflowId };
    this.startedAt = new Date(info.startTime).toISOString();
    this.limits = options.limits;
    this.mode = options.mode;
    this.tree = options.base ?? EMPTY_TREE;
    this.#approvalToCome = carried === undefined;
    this.#carriedGates = carried?.gates;
    if (carried === undefined) return;
    this.startedAt = carried.startedAt;
    this.phases = carried.phases;
    this.limits = carried.limits;
    this.estimate = carried.estimate;
    this.planningUsd = carried.planningUsd ?? 0;
    this.insteadOf = carried.insteadOf;
    this.budgetAsked = carried.budgetAsked ?? 0;
    this.paused = carried.paused;
    this.requests = carried.requests;
    this.assumptions = carried.assumptions;
    this.analysis = carried.foundation.analysis.digest;
    this.tree = carried.build.tree;
  }

  get phase(): Progress['phase'] {
    return this.outcome === undefined ? (this.phases.at(-1)?.phase ?? 'analyze') : 'done';
  }

  get costUsd(): number {
    return this.planningUsd + (this.build?.costUsd ?? 0) + this.repairsUsd + this.reviewUsd;
  }

  /** The answer to the question that is open already, or to `ask`: many files may run out of the limit at once. */
  askOnce(ask: () => Promise<boolean>): Promise<boolean> {
    this.#asking ??= ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** What the run is flagged for. It shows the first of them; the report has them all. */
  flag(flags: readonly Flag[]): void {
    this.flags = flags.slice(0, FLAGS_SHOWN);
    this.flagCount = flags.length;
  }

  /** Enters a phase: the one place where search attributes are written, since each write is an event. */
  enter(phase: RunPhase, line: string): void {
    const now = new Date().toISOString();
    const open = this.phases.at(-1);
    if (open?.phase !== phase) {
      this.phases = [
        ...this.phases.map((entry) => (entry.endedAt === null ? { ...entry, endedAt: now } : entry)),
        { phase, startedAt: now, endedAt: null },
      ];
      upsertSearchAttributes([
        { key: PHASE, value: phase },
        { key: COST, value: this.costUsd },
        { key: FLAGS, value: this.flagCount },
        ...(this.analysis === undefined ? [] : [{ key: KIND, value: this.analysis.kind }]),
      ]);
    }
    this.say(line);
  }

  end(outcome: RunOutcome, line: string): void {
    const now = new Date().toISOString();
    this.phases = this.phases.map((entry) => (entry.endedAt === null ? { ...entry, endedAt: now } : entry));
    this.outcome = outcome;
    upsertSearchAttributes([
      { key: PHASE, value: 'done' },
      { key: OUTCOME, value: outcome },
      { key: COST, value: this.costUsd },
      { key: FLAGS, value: this.flagCount },
    ]);
    this.say(line);
  }

  /** One line of what is happening, shown in the Web UI's current details; costs no history. */
  say(line: string): void {
    this.#line = line;
    setCurrentDetails(this.#details());
  }

  buildChanged(build: BuildState): void {
    this.build = build;
    this.tree = build.tree;
    this.say(this.#buildLine());
  }

  #buildLine(): string {
    const files = this.build?.files ?? [];
    const count = (standing: string): number => files.filter((file) => file.standing === standing).length;
    const lost = count('failed') + count('not-built');
    return `${count('accepted')} of ${files.length} files accepted, ${count('building')} being built${lost === 0 ? '' : `, ${lost} failed`}.`;
  }

  /** Markdown, as the Web UI renders it. */
  #details(): string {
    const heading = `**${this.analysis?.name ?? 'Millwright run'}** · ${this.phase}${this.paused ? ' · paused' : ''}`;
    const understood = (this.analysis?.understood ?? []).slice(0, 12).map((sentence) => `- ${sentence}`);
    const building = (this.build?.files ?? [])
      .filter(({ standing }) => standing === 'building')
      .map(({ path }) => `\`${path}\``);
    return [
      heading,
      '',
      this.#line,
      ...this.#spendLines(),
      ...(building.length === 0 ? [] : ['', `Being built: ${building.join(', ')}`]),
      ...(understood.length === 0 ? [] : ['', 'Understood:', ...understood]),
      ...(this.requests.open.length === 0
        ? []
        : [
            '',
            ...this.requests.open.map(
              ({ id, question, options }) => `**Asks (${id}):** ${question} [${options.join(' | ')}]`,
            ),
          ]),
      ...(this.flags.length === 0
        ? []
        : ['', 'Flags:', ...this.flags.slice(0, 12).map(({ message }) => `- ${message}`)]),
    ].join('\n');
  }

  /** What models have cost so far; nothing where none writes. */
  #spendLines(): readonly string[] {
    const { estimate, costUsd, limits } = this;
    if (estimate === undefined && costUsd === 0) return [];
    const expected =
      estimate === undefined
        ? ''
        : `, estimated ${estimate.costUsd === null ? 'unknown' : formatUsd(estimate.costUsd)}`;
    const most = limits.costUsd === null ? 'no limit' : `at most ${formatUsd(limits.costUsd)}`;
    return ['', `Spent on models: ${formatUsd(costUsd)}${expected}, ${most}.`];
  }

  /** Requests with fixed ids that may still be asked; an autonomous run asks none. */
  upcoming(): Upcoming {
    // A run that only plans comes to neither.
    if (this.mode === 'autonomous' || this.lastPhase !== undefined) return { approval: false, gates: [] };
    return {
      approval: this.#approvalToCome && this.build === undefined,
      gates: this.gatesToCome,
    };
  }

  /** Phases whose gate is shut; undefined: there is no plan, and any may come. */
  get gatesToCome(): readonly string[] | undefined {
    const passed = this.build?.passedGates ?? [];
    return (
      this.plan?.phases.filter(({ id, critical }) => critical && !passed.includes(id)).map(({ id }) => id) ??
      this.#carriedGates
    );
  }

  progress(): Progress {
    const byPath = new Map((this.plan?.files ?? []).map((file) => [file.path, file]));
    return {
      run: this.run,
      phase: this.phase,
      line: this.#line,
      name: this.analysis?.name ?? null,
      kind: this.analysis?.kind ?? null,
      understood: this.analysis?.understood ?? [],
      phases: this.phases,
      planPhase: this.#planPhase(),
      files: (this.build?.files ?? []).map((file) => ({
        path: file.path,
        state: FILE_STATES[file.standing] ?? 'waiting',
        priority: byPath.get(file.path)?.priority ?? 'normal',
        attempts: file.drafts,
      })),
      requirements: {
        total: this.analysis?.requirements.length ?? 0,
        open: this.analysis?.requirements.filter(({ proof }) => proof === 'none').length ?? 0,
      },
      paused: this.paused,
      waitingFor: this.requests.open.map(({ id }) => id),
      costUsd: this.costUsd,
      limitUsd: this.limits.costUsd,
      estimate: this.estimate ?? null,
      flags: this.flags,
      tree: this.tree,
      outcome: this.outcome ?? null,
      ...(this.lastPhase === undefined ? {} : { lastPhase: this.lastPhase }),
    };
  }

  #planPhase(): string | null {
    if (this.phase !== 'build') return null;
    const passed = new Set(this.build?.passedGates ?? []);
    return (
      this.plan?.phases.find((phase) => phase.critical && !passed.has(phase.id))?.title ??
      this.plan?.phases.at(-1)?.title ??
      null
    );
  }

  costs(): Costs {
    return { spentUsd: this.costUsd, limitUsd: this.limits.costUsd, estimate: this.estimate ?? null };
  }
}
