import type { ProduceFileResult } from '../../protocol/children.js';
import type { Diagnostic } from '../../protocol/diagnostic.js';
import type { PlanDigest, PlannedFile } from '../../protocol/digest.js';
import type { Need } from '../../protocol/need.js';
import { usedUp } from '../policy/effort.js';
import { createSchedule, openPhaseCount, type Schedule } from '../policy/schedule.js';
import { Amendments } from './amendments.js';
import type { BuildPorts, BuildSettings, ProduceRequest } from './build-ports.js';
import { BuildBook, type BuildState, type FileProgress } from './build-state.js';
import { Gates, type DueGate } from './gates.js';
import { BuildGuard } from './build-guard.js';
import { cancelledFile } from './cancelled-file.js';
import { planDiagnostic } from './plan-diagnostic.js';

/** Changes that a tree view carries before it is folded into a manifest: a view stays under 1 KB in each child's input. */
const CHANGES_BEFORE_FOLD = 4;

export interface BuildResult {
  /** `drained`: nothing is open, and the state can be carried into a new run. */
  readonly end: 'built' | 'drained';
  readonly state: BuildState;
}

/**
 * Builds the files of a plan: each is started the moment what it needs is there and its gate is open, at most
 * `concurrency` at a time, the longest way to the end first.
 *
 * @throws MillwrightError `CriticalPhaseFailure` when a gate stays shut, `GuardrailTripped` past the error limit.
 */
export function buildProject(
  plan: PlanDigest,
  start: BuildState,
  settings: BuildSettings,
  ports: BuildPorts,
): Promise<BuildResult> {
  return new ProjectBuild(plan, start, settings, ports).run();
}

type FailedFile = Extract<ProduceFileResult, { outcome: 'failed' }>;

class ProjectBuild {
  readonly #settings: BuildSettings;
  readonly #ports: BuildPorts;
  readonly #book: BuildBook;
  readonly #gates: Gates;
  readonly #guard: BuildGuard;
  readonly #amendments: Amendments;
  #plan: PlanDigest;
  #schedule: Schedule;
  #building = 0;
  /** Files that are being written; those whose result is being worked in are not among them. */
  #writing = 0;
  #folding = false;
  #deciding = false;
  #failure: { readonly error: unknown } | undefined;
  /** It has failed, and waits for what is being written. */
  #falling = false;
  /** Its failure is told. */
  #ended = false;
  /** Ends when the last decision that was taken in turn has been. */
  #turn: Promise<unknown> = Promise.resolve();
  /** Wakes the loop, which then looks at everything anew; replaced for each wait. */
  #wake: () => void = () => undefined;

  constructor(plan: PlanDigest, start: BuildState, settings: BuildSettings, ports: BuildPorts) {
    this.#plan = plan;
    this.#schedule = createSchedule(plan);
    this.#settings = settings;
    this.#ports = ports;
    this.#book = new BuildBook(start);
    this.#gates = new Gates(this.#book, settings, ports);
    this.#guard = new BuildGuard(this.#book, settings, ports);
    this.#amendments = new Amendments(this.#book, ports);
  }

  async run(): Promise<BuildResult> {
    this.#changed();
    for (;;) {
      if (this.#failure !== undefined) return this.#fall(this.#failure.error);
      const pause = this.#ports.paused();
      const draining = this.#ports.shouldDrain();
      this.#giveUpDoomed();
      if (pause === undefined && !draining) this.#startWhatCan();
      if (!this.#folding && this.#book.tree.changes.length >= CHANGES_BEFORE_FOLD) this.#aside(this.#fold());

      const idle = this.#building === 0 && !this.#deciding && !this.#folding;
      if (idle && this.#isBuilt()) return { end: 'built', state: this.#book.state() };
      if (idle && draining) return { end: 'drained', state: this.#book.state() };
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      try {
        await (pause === undefined ? woken : Promise.race([woken, pause]));
      } catch (error) {
        // A run that is cancelled while it is paused waits for what is being written as well.
        this.#failure ??= { error };
      }
    }
  }

  /** Ends the build with what failed it, once nothing is being written any more: then nothing spends when the failure is told. */
  async #fall(error: unknown): Promise<never> {
    if (this.#writing > 0) {
      this.#falling = true;
      this.#ports.windDown();
      while (this.#writing > 0) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
      this.#changed();
    }
    this.#ended = true;
    throw error;
  }

  /** Runs `work` beside the loop; what it throws ends the loop. */
  #aside(work: Promise<void>): void {
    work
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        this.#wake();
      });
  }

  /**
   * Runs `decision` after those before it: each stands on what the one before has changed. In a build that has failed nothing is
   * decided any more.
   */
  #inTurn<Decided>(decision: () => Promise<Decided>): Promise<Decided> {
    const taken = this.#turn.then(() => {
      if (this.#falling) throw new Error('The build has failed.');
      return decision();
    });
    this.#turn = taken.catch(() => undefined);
    return taken;
  }

  /** What still ends after the failure was told changes nothing that is shown of the build. */
  #changed(): void {
    if (!this.#ended) this.#ports.onChange(this.#book.state());
  }

  #isBuilt(): boolean {
    return (
      this.#plan.files.every(({ path }) => !this.#book.isOpen(path)) &&
      this.#plan.phases.every((phase) => !phase.critical || this.#book.passedGates.has(phase.id))
    );
  }

  #startWhatCan(): void {
    for (const file of this.#schedule.ready(
      this.#book.standing,
      openPhaseCount(this.#plan, this.#book.passedGates),
    )) {
      if (this.#building >= this.#settings.concurrency) break;
      this.#aside(this.#produce(file));
    }
    const gate = this.#deciding ? undefined : this.#gates.due(this.#plan, this.#schedule);
    if (gate !== undefined) this.#aside(this.#decide(gate));
  }

  /** Settles files that can never start; each may doom others in turn. */
  #giveUpDoomed(): void {
    for (;;) {
      const doomed = this.#schedule.doomed(this.#book.standing);
      if (doomed.length === 0) return;
      for (const file of doomed) {
        if (this.#amendments.keepAnyway(file.path, { unchanged: true })) continue;
        const lost = file.dependencies.find(
          ({ path, on }) =>
            on === 'implementation' &&
            ['failed', 'not-built'].includes(this.#book.standing.get(path) ?? 'waiting'),
        );
        const message = `${file.path} was not built: it needs ${lost?.path ?? 'a file'}, which failed.`;
        this.#book.update(file.path, {
          standing: 'not-built',
          diagnostics: [planDiagnostic('dependency-failed', file.path, message)],
        });
      }
    }
  }

  async #fold(): Promise<void> {
    this.#folding = true;
    const folded = this.#book.tree;
    const manifest = await this.#ports.fold(folded);
    // What was accepted meanwhile is laid over the new manifest.
    this.#book.tree = { manifest, changes: this.#book.tree.changes.slice(folded.changes.length) };
    this.#folding = false;
    this.#changed();
  }

  async #produce(file: PlannedFile): Promise<void> {
    const before = this.#book.file(file.path);
    const { since, raised } = this.#book.hallucinations;
    const { retriesPerFile, taskUsd } = this.#settings.limits();
    this.#building += 1;
    this.#amendments.begins(file.path);
    this.#book.update(file.path, { standing: 'building' });
    this.#changed();
    const request: ProduceRequest = {
      tree: this.#book.tree,
      round: before.round,
      draftsBefore: before.drafts,
      retries: retriesPerFile,
      taskUsd,
      ...(raised ? { leastTier: 'strong' as const } : {}),
      ...(before.refused === undefined ? {} : { remark: `${before.refused} Do without it.` }),
      repair: repairOf(before),
    };
    let result: ProduceFileResult;
    this.#writing += 1;
    try {
      result = await this.#ports.produce(file, request);
    } catch (error) {
      if (!this.#ports.wasCancelled(error)) throw error;
      result = cancelledFile({ ...request, path: file.path });
    } finally {
      this.#writing -= 1;
      if (this.#falling) this.#wake();
    }
    this.#book.costUsd += result.costUsd;
    if (isByModel(result)) this.#book.count(file.path, result.drafts - before.drafts, result.effort, since);
    await this.#settle(file, result);
    if (this.#guard.isHallucinating) await this.#inTurn(() => this.#guard.hallucinations(file));
    this.#building -= 1;
    this.#changed();
  }

  async #settle(file: PlannedFile, result: ProduceFileResult): Promise<void> {
    switch (result.outcome) {
      case 'accepted': {
        const { content, drafts, author, lowConfidence, effort } = result;
        const exhausted = this.#book.file(file.path).exhausted || usedUp(effort);
        this.#book.accept(file.path, content, { drafts, author, lowConfidence, exhausted });
        this.#amendments.sendOn(file.path);
        if (!usedUp(effort)) return;
        this.#changed();
        this.#wake();
        await this.#inTurn(() => this.#guard.errors(this.#plan, file, []));
        return;
      }
      case 'failed': {
        const { diagnostics, costUsd, overCost } = result;
        if (this.#amendments.keep(file.path, result)) {
          await this.#inTurn(() => this.#guard.errors(this.#plan, file, diagnostics));
          return;
        }
        if (this.#keptUnchanged(file.path, result)) return;
        const mayGoOn =
          overCost === true && (await this.#inTurn(() => this.#guard.mayCostMore(file, costUsd)));
        if (!mayGoOn) return this.#fail(file, result);
        this.#book.update(file.path, { drafts: result.drafts });
        this.#book.sendBack(file.path, diagnostics, result.refused);
        return;
      }
      case 'needs':
        this.#book.update(file.path, { drafts: result.drafts });
        await this.#amend(file, result.needs);
    }
  }

  /**
   * A file that a gate sent back, and that came back as it was accepted, stands as it did: the fault is elsewhere. True: it was kept.
   * The gate, which counts its retries, looks at the tree again.
   */
  #keptUnchanged(path: string, { drafts, unchanged }: FailedFile): boolean {
    const { content, refusedDraft } = this.#book.file(path);
    // What it gave back may also be a draft that was never accepted.
    if (unchanged !== true || content === null || refusedDraft !== undefined) return false;
    this.#book.keep(path, { drafts });
    this.#amendments.sendOn(path);
    return true;
  }

  async #fail(
    file: PlannedFile,
    { drafts, diagnostics, refused }: Pick<FailedFile, 'drafts' | 'diagnostics' | 'refused'>,
  ): Promise<void> {
    const failed = { standing: 'failed', drafts, diagnostics, exhausted: true } as const;
    this.#book.update(file.path, { ...failed, refusedDraft: refused });
    this.#changed();
    await this.#inTurn(() => this.#guard.errors(this.#plan, file, diagnostics));
  }

  async #amend(file: PlannedFile, needs: readonly Need[]): Promise<void> {
    let problems: readonly Diagnostic[] = [];
    await this.#inTurn(async () => {
      problems = await this.#amendments.workIn(this.#plan, file, needs, (amended) => {
        this.#plan = amended;
        this.#schedule = createSchedule(amended);
      });
    });
    if (problems.length === 0) return;
    if (this.#amendments.keepAnyway(file.path, {}))
      await this.#inTurn(() => this.#guard.errors(this.#plan, file, problems));
    else await this.#fail(file, { drafts: this.#book.file(file.path).drafts, diagnostics: problems });
  }

  async #decide(gate: DueGate): Promise<void> {
    this.#deciding = true;
    await this.#gates.decide(() => ({ plan: this.#plan, schedule: this.#schedule }), gate);
    this.#deciding = false;
    this.#changed();
  }
}

/** What a file that was sent back is mended from: a draft, and what was found in that one. */
function repairOf({ content, refusedDraft, diagnostics }: FileProgress): ProduceRequest['repair'] {
  const previous = refusedDraft ?? content;
  return previous === null || diagnostics.length === 0 ? null : { previous, diagnostics };
}

/** Blueprints tell nothing of what a file took, and imagine no imports. */
function isByModel(result: ProduceFileResult): boolean {
  return result.effort !== undefined || (result.outcome === 'accepted' && result.author === 'model');
}
