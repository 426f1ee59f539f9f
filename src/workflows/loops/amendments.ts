import type { ProduceFileResult } from '../../protocol/children.js';
import type { Diagnostic } from '../../protocol/diagnostic.js';
import type { PlanDigest, PlannedFile } from '../../protocol/digest.js';
import type { Need } from '../../protocol/need.js';
import { decideNeeds } from '../policy/amendment.js';
import type { BuildPorts } from './build-ports.js';
import type { BuildBook } from './build-state.js';
import { planDiagnostic } from './plan-diagnostic.js';

const EXPORT_WANTED = 'export-wanted';

/** What becomes of drafts that come back with needs. */
export class Amendments {
  readonly #book: BuildBook;
  readonly #ports: BuildPorts;
  /** What is wanted of files that were being written, on the plan from before, when it was granted. */
  readonly #wanted = new Map<string, readonly Diagnostic[]>();

  constructor(book: BuildBook, ports: BuildPorts) {
    this.#book = book;
    this.#ports = ports;
  }

  /** Works what is granted of `needs` into the plan, and has the file drafted again; resolves to why it could not. */
  async workIn(
    plan: PlanDigest,
    file: PlannedFile,
    needs: readonly Need[],
    onAmended: (plan: PlanDigest) => void,
  ): Promise<readonly Diagnostic[]> {
    const { amendments, grantedExports } = this.#book;
    const decision = decideNeeds(
      plan,
      file.path,
      needs,
      amendments.length,
      grantedExports,
      this.#lost(needs),
    );
    const insists = this.#book.file(file.path).refused !== undefined;
    const refused = decision.refused.map(({ need, why }) =>
      planDiagnostic('need-refused', file.path, `The need for a ${need.kind} was refused: ${why}.`),
    );
    if (decision.granted.length === 0) return this.#refuse(file, refused, insists);
    const amended = await this.#ports.amend(file.path, decision.granted);
    if ('problems' in amended) return this.#refuse(file, [...refused, ...amended.problems], insists);
    if (refused.length > 0) this.#refuse(file, refused, insists);
    const { digest, widened } = amended.plan;
    onAmended(digest);
    // The manifest and the lock changed with it.
    this.#book.lay(amended.prepared.changes);
    for (const { path } of digest.files) this.#book.update(path, {});
    amendments.push(...decision.granted.map((need) => `${file.path}: ${need.kind}, because ${need.why}`));
    if (widened !== undefined) this.#widen(file.path, decision.granted, new Set(widened));
    // It is drafted again, now that it has what it needs.
    this.#book.update(file.path, { standing: 'waiting' });
    return [];
  }

  /** Has exports that were granted written: files that stand already are sent back for them. */
  #widen(asker: string, granted: readonly Need[], widened: ReadonlySet<string>): void {
    for (const need of granted) {
      if (need.kind !== 'export') continue;
      const { path, wanted } = need;
      this.#book.grantedExports.push({ to: asker, of: path, export: wanted.export });
      if (!widened.has(path)) continue;
      const message = `${asker} needs ${wanted.export} of it, which its contract has now: ${wanted.declaration}`;
      this.#wanted.set(path, [
        ...(this.#wanted.get(path) ?? []),
        planDiagnostic(EXPORT_WANTED, path, message),
      ]);
    }
    for (const path of widened) {
      const { standing } = this.#book.file(path);
      if (standing === 'accepted') this.sendOn(path);
      else if (standing !== 'building') this.#wanted.delete(path);
    }
  }

  /** Paths among those that exports are wanted of which nobody could write: who waited for one would never be written either. */
  #lost(needs: readonly Need[]): ReadonlySet<string> {
    const wanted = needs.flatMap((need) => (need.kind === 'export' ? [need.path] : []));
    const lost = wanted.filter((path) => ['failed', 'not-built'].includes(this.#book.file(path).standing));
    return new Set(lost);
  }

  /** A file is drafted on the plan as it is now: what was wanted of its last draft is in its contract. */
  begins(path: string): void {
    this.#wanted.delete(path);
  }

  /** Sends a file that was accepted back with what is wanted of it meanwhile, if anything is. */
  sendOn(path: string): void {
    const wanted = this.#wanted.get(path);
    this.#wanted.delete(path);
    if (wanted !== undefined) this.#book.sendBack(path, wanted);
  }

  /**
   * A file that was sent back for an export and could not give it stands as it did: whoever asked does without. True: it was kept.
   * The contract has the export from then on: the gate of its phase, where that is still shut, judges one that is critical by it.
   */
  keep(
    path: string,
    { drafts, unchanged }: Pick<Extract<ProduceFileResult, { outcome: 'failed' }>, 'drafts' | 'unchanged'>,
  ): boolean {
    this.#wanted.delete(path);
    if (!this.#stood(path)) return false;
    const exhausted = this.#book.file(path).exhausted || unchanged !== true;
    this.#book.keep(path, { drafts, exhausted });
    return true;
  }

  /** The same of a file that asked for more instead, or that waits for what is not coming: then the fault is elsewhere (`unchanged`). */
  keepAnyway(path: string, result: { readonly unchanged?: true }): boolean {
    const { drafts } = this.#book.file(path);
    return this.#stood(path) && this.keep(path, { ...result, drafts });
  }

  /** Was it accepted before it was sent back for an export? */
  #stood(path: string): boolean {
    const { content, diagnostics } = this.#book.file(path);
    const { code: wanted } = planDiagnostic(EXPORT_WANTED, path, '');
    return content !== null && diagnostics.some(({ code }) => code === wanted);
  }

  /** Most drafts can do without what they asked for, once they are told: the file is drafted again, once. */
  #refuse(file: PlannedFile, why: readonly Diagnostic[], insists: boolean): readonly Diagnostic[] {
    if (insists) return why;
    this.#book.update(file.path, {
      standing: 'waiting',
      refused: why.map(({ message }) => message).join(' '),
    });
    return [];
  }
}
