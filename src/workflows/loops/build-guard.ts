import type { Diagnostic } from '../../protocol/diagnostic.js';
import type { PlanDigest, PlannedFile } from '../../protocol/digest.js';
import { MillwrightError } from '../../protocol/errors.js';
import { formatUsd } from '../../protocol/usd.js';
import { errorsAllowed, guard, hallucinationRate, type GuardrailAction } from '../policy/guardrail.js';
import { GO_ON_CHOICES } from '../policy/requests.js';
import type { BuildPorts, BuildSettings } from './build-ports.js';
import type { BuildBook } from './build-state.js';
import { firstFindings } from './gates.js';

const PARTIAL = 'What was accepted can be had with "millwright fetch --partial".';

/** What becomes of a build past its guardrails. */
export class BuildGuard {
  readonly #book: BuildBook;
  readonly #settings: BuildSettings;
  readonly #ports: BuildPorts;

  constructor(book: BuildBook, settings: BuildSettings, ports: BuildPorts) {
    this.#book = book;
    this.#settings = settings;
    this.#ports = ports;
  }

  /**
   * Ends a run, or asks, when too many of its files have used up their attempts.
   * @throws MillwrightError `GuardrailTripped`
   */
  async errors(plan: PlanDigest, file: PlannedFile, diagnostics: readonly Diagnostic[]): Promise<void> {
    const { errors, errorsForgiven } = this.#book;
    const allowed = errorsAllowed(this.#settings.limits().errors, plan.files.length);
    const action = guard('errors', errors - errorsForgiven, allowed, this.#settings);
    if (action === 'continue') return;
    const what = `${errors} files used up their attempts, and this run may have ${allowed} such errors`;
    if (await this.#goesOn(action, file, what)) {
      // What failed while the person considered it was not asked about.
      this.#book.errorsForgiven = errors;
      return;
    }
    throw tripped(
      `${what}. "millwright show" names the files and why they failed; a higher limit on errors (--max-errors) lets such a run go on.`,
      { errors, allowed, last: firstFindings(diagnostics) },
    );
  }

  /**
   * May a file that was given up for what it cost be drafted further, for as much again?
   * @throws MillwrightError `GuardrailTripped` when a person stops the run for it.
   */
  async mayCostMore(file: PlannedFile, costUsd: number): Promise<boolean> {
    const { taskUsd } = this.#settings.limits();
    const action = guard('task-cost', costUsd, taskUsd, this.#settings);
    // The limit was raised meanwhile.
    if (action === 'continue') return true;
    if (action !== 'person') return false;
    const what = `${file.path} has cost ${formatUsd(costUsd)} and is not accepted, and one file may cost ${formatUsd(taskUsd ?? 0)}`;
    const question = `${what}. "retry" spends as much again on it; "continue" goes on without it.`;
    const choice = await this.#ports.ask('guardrail', file.phase, question);
    if (choice === 'stop')
      throw tripped(`${what}; a person stopped the run. ${PARTIAL}`, { path: file.path, costUsd });
    return choice === 'retry';
  }

  /** Do too many drafts import what does not exist? */
  get isHallucinating(): boolean {
    return this.#onHallucinations() !== 'continue';
  }

  /**
   * From now on the strong tier is asked; where it is asked already the run ends, or a person is asked.
   * @throws MillwrightError `GuardrailTripped`
   */
  async hallucinations(file: PlannedFile): Promise<void> {
    const action = this.#onHallucinations();
    if (action === 'continue') return;
    if (action === 'stronger-tier') {
      this.#book.countAnew({ raised: true });
      return;
    }
    const { drafts, refused } = this.#book.hallucinations;
    const what = `${refused} of the last ${drafts} drafts import files, packages or members that do not exist, also those of the strong tier`;
    if (await this.#goesOn(action, file, what)) {
      this.#book.countAnew({});
      return;
    }
    throw tripped(
      `${what}. Another model may do better; a higher limit (hallucinationRate) lets such a run go on. ${PARTIAL}`,
      { drafts, refused, limit: this.#settings.limits().hallucinationRate },
    );
  }

  #onHallucinations(): GuardrailAction {
    const { hallucinations } = this.#book;
    const { hallucinationRate: limit } = this.#settings.limits();
    const { mode } = this.#settings;
    return guard('hallucination-rate', hallucinationRate(hallucinations), limit, {
      tier: !hallucinations.raised,
      mode,
    });
  }

  async #goesOn(action: GuardrailAction, file: PlannedFile, what: string): Promise<boolean> {
    if (action !== 'person') return false;
    const choice = await this.#ports.ask('guardrail', file.phase, `${what}. Go on?`, GO_ON_CHOICES);
    return choice === 'continue';
  }
}

function tripped(message: string, details: Readonly<Record<string, unknown>>): MillwrightError {
  return new MillwrightError('GuardrailTripped', message, details);
}
