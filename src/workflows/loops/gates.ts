import type { Diagnostic } from '../../protocol/diagnostic.js';
import { formatDiagnostic } from '../../protocol/diagnostics.js';
import type { PlanDigest } from '../../protocol/digest.js';
import { MillwrightError } from '../../protocol/errors.js';
import type { PlanPhase } from '../../protocol/plan.js';
import { decideGate, type GateDecision, type UnsoundFile } from '../policy/gate.js';
import { implementationsUnder } from '../../protocol/plan-graph.js';
import type { Schedule } from '../policy/schedule.js';
import type { BuildPorts, BuildSettings } from './build-ports.js';
import type { BuildBook } from './build-state.js';

/** How many findings a failure's message spells out. */
const FINDINGS_IN_MESSAGE = 3;

/** A critical phase all of whose files have settled, and whose gate is shut. */
export interface DueGate {
  readonly phase: PlanPhase;
  /** The paths of the phase's own files. */
  readonly paths: ReadonlySet<string>;
}

/** A plan, and the schedule of its files. */
interface Planned {
  readonly plan: PlanDigest;
  readonly schedule: Schedule;
}

/** The gates of a run's critical phases: when one is due, and what becomes of the run at it. */
export class Gates {
  readonly #book: BuildBook;
  readonly #settings: BuildSettings;
  readonly #ports: BuildPorts;

  constructor(book: BuildBook, settings: BuildSettings, ports: BuildPorts) {
    this.#book = book;
    this.#settings = settings;
    this.#ports = ports;
  }

  /** The first critical phase whose gate is shut, once its files, and those that were sent back, have settled. */
  due(plan: PlanDigest, schedule: Schedule): DueGate | undefined {
    const index = plan.phases.findIndex((phase) => phase.critical && !this.#book.passedGates.has(phase.id));
    const phase = plan.phases[index];
    if (phase === undefined) return undefined;
    const paths = new Set(schedule.filesOf(index).map(({ path }) => path));
    // A file of an earlier phase that was sent back counts too: the gate looks at the tree with it.
    const open = plan.files.some(
      ({ path }) => this.#book.isOpen(path) && (paths.has(path) || this.#book.file(path).round > 0),
    );
    return open ? undefined : { phase, paths };
  }

  /**
   * Opens the gate, or sends back what is unsound. One that is no longer due when that is decided, because a file was sent back
   * meanwhile, stays shut, and comes due again.
   * @param current what is being built, which an amendment changes while the gate is looked at.
   * @throws MillwrightError `CriticalPhaseFailure` when it stays shut.
   */
  async decide(current: () => Planned, gate: DueGate): Promise<void> {
    const { phase } = gate;
    const decision = await this.#decisionAt(current().plan, gate);
    if (decision.decision === 'pass') {
      this.#open(current(), phase);
      return;
    }
    if (decision.decision === 'retry') {
      this.#retry(current().plan, phase, decision.files);
      return;
    }
    const what = `The phase "${phase.title}" is not sound: ${firstFindings(decision.diagnostics)}`;
    const choice =
      decision.decision === 'ask' ? await this.#ports.ask('gate', phase.id, `${what}. What now?`) : 'stop';
    if (choice === 'stop') {
      const files = decision.files.map(({ path }) => path);
      throw new MillwrightError(
        'CriticalPhaseFailure',
        `${what}. Nothing of a later phase was built. Not sound: ${files.join(', ')}. What was accepted can be had with "millwright fetch --partial".`,
        {
          phase: phase.id,
          files,
          diagnostics: decision.diagnostics.slice(0, FINDINGS_IN_MESSAGE),
        },
      );
    }
    if (choice === 'continue') this.#open(current(), phase);
    else this.#retry(current().plan, phase, decision.files);
  }

  #open({ plan, schedule }: Planned, { id }: PlanPhase): void {
    if (this.due(plan, schedule)?.phase.id === id) this.#book.passedGates.add(id);
  }

  async #decisionAt(plan: PlanDigest, { phase, paths }: DueGate): Promise<GateDecision> {
    const critical = plan.files
      .filter(({ path, priority }) => paths.has(path) && priority === 'critical')
      .map(({ path }) => path);
    // What a critical file stands on is as critical as it is.
    const needed = implementationsUnder(plan.files, critical);
    const accepted = (path: string): boolean => this.#book.standing.get(path) === 'accepted';
    const missing = [...needed].some((path) => !accepted(path));
    return decideGate({
      phase: phase.id,
      // Files of earlier phases too: one may have changed since its own gate, and is sent back as well.
      files: plan.files.map(({ path }) => ({
        path,
        critical: needed.has(path),
        accepted: accepted(path),
        diagnostics: this.#book.file(path).diagnostics,
      })),
      // With a critical file missing, a check of the rest would only repeat that.
      tree: missing ? [] : await this.#ports.checkGate(phase.id, this.#book.tree, critical),
      retriesUsed: this.#book.gateRetries(phase.id),
      retriesAllowed: this.#settings.limits().retriesPerGate,
      mode: this.#settings.mode,
    });
  }

  #retry(plan: PlanDigest, phase: PlanPhase, unsound: readonly UnsoundFile[]): void {
    this.#book.countGateRetry(phase.id);
    for (const { path, diagnostics, missing } of unsound) {
      const { standing, refusedDraft } = this.#book.file(path);
      if (standing === 'accepted' || standing === 'failed')
        this.#book.sendBack(path, diagnostics, missing === true ? refusedDraft : undefined);
    }
    // What waited for one of them, in this phase or a later one, has another chance.
    for (const { path } of plan.files) {
      if (this.#book.standing.get(path) === 'not-built')
        this.#book.update(path, { standing: 'waiting', diagnostics: [] });
    }
  }
}

/** The first few findings, for a message. */
export function firstFindings(diagnostics: readonly Diagnostic[]): string {
  const shown = diagnostics.slice(0, FINDINGS_IN_MESSAGE).map(formatDiagnostic).join('; ');
  const more = diagnostics.length - FINDINGS_IN_MESSAGE;
  return more > 0 ? `${shown}; and ${more} more` : shown;
}
