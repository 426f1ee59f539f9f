import type { ArtifactRef } from '../../protocol/artifact.js';
import type {
  ProduceFileResult,
  SentBackFile,
  VerifyProjectInput,
  VerifyProjectResult,
} from '../../protocol/children.js';
import type { Diagnostic } from '../../protocol/diagnostic.js';
import type { PlannedFile } from '../../protocol/digest.js';
import { addEffort, isError } from '../policy/effort.js';
import { guard } from '../policy/guardrail.js';
import { Suspects } from '../policy/suspects.js';
import { eachAtMost } from './each-at-most.js';
import type { VerifyPorts } from './verify-ports.js';

/** The file that who delivered the project reads first. */
export const README = 'README.md';

/** A file that was sent back, as it came. */
export interface CameBack {
  readonly path: string;
  readonly content: ArtifactRef;
}

export type ByPath = ReadonlyMap<string, readonly Diagnostic[]>;

/** The blocking findings by the file that they are traced to, where that is one of `paths`. */
function byFile(findings: readonly Diagnostic[], paths: ReadonlySet<string>): ByPath {
  const byPath = new Map<string, Diagnostic[]>();
  for (const finding of findings) {
    if (!finding.blocking || finding.path === undefined || !paths.has(finding.path)) continue;
    byPath.set(finding.path, [...(byPath.get(finding.path) ?? []), finding]);
  }
  return byPath;
}

/** A tree under verification: what was sent back of it, and what came. */
export class Verification {
  costUsd = 0;
  readonly repaired = new Set<string>();
  readonly revisedTests = new Set<string>();
  /** Tests that noticed nothing of broken code, as they came back. */
  readonly sharpenedTests = new Set<string>();
  /** Code that came back as it was when it was last sent back. */
  readonly #unchanged = new Set<string>();
  readonly #redrafted = new Set<string>();
  readonly #revised = new Set<string>();
  readonly #suspects: Suspects;
  /** Times that something was sent back: no two of them are one piece of work. */
  #sendings = 0;
  readonly #sentBack = new Map<string, SentBackFile>();
  readonly #exhausted = new Set<string>();
  #idleRounds = 0;
  #lastRepaired: readonly string[] = [];
  readonly #code: ReadonlySet<string>;
  readonly #tests: ReadonlySet<string>;

  constructor(
    public tree: ArtifactRef,
    files: readonly PlannedFile[],
    private readonly ports: VerifyPorts,
  ) {
    const paths = (wanted: boolean) =>
      new Set(files.filter((file) => (file.role === 'tester') === wanted).map(({ path }) => path));
    this.#code = paths(false);
    this.#tests = paths(true);
    this.#suspects = new Suspects(files, this.#code);
  }

  get #errors(): number {
    return this.#exhausted.size + this.#idleRounds;
  }

  /** What all of its rounds took. */
  get account(): Pick<VerifyProjectResult, 'costUsd' | 'errors' | 'sentBack'> {
    const sentBack = [...this.#sentBack.values()];
    return {
      costUsd: this.costUsd,
      ...(this.#errors === 0 ? {} : { errors: this.#errors }),
      ...(sentBack.length === 0 ? {} : { sentBack }),
    };
  }

  /** A round of repairs changed nothing of what was found. */
  countIdleRound(): void {
    this.#idleRounds += 1;
  }

  /** May more be sent back, with `before` errors of the run's that it may have? */
  mayGoOn(errors: VerifyProjectInput['errors']): boolean {
    return (
      errors === undefined || guard('errors', errors.before + this.#errors, errors.allowed) === 'continue'
    );
  }

  /** What can be sent back to who wrote the code; test files are locked, and never among it. */
  inCode(findings: readonly Diagnostic[]): ByPath {
    return byFile(findings, this.#code);
  }

  /** Sends code back; true when something of it came back mended. */
  async repair(targets: ByPath): Promise<boolean> {
    const sent = await this.#sendBack(targets, (path, found, sending) =>
      this.ports.repair(path, found, sending, this.tree),
    );
    const accepted = sent.map(({ path }) => path);
    this.#lastRepaired = accepted.filter((path) => !this.repaired.has(path));
    for (const path of accepted) this.repaired.add(path);
    return accepted.length > 0;
  }

  /** Undoes the last repair: it changed nothing of what was found. */
  takeBack(before: ArtifactRef): void {
    this.tree = before;
    for (const path of this.#lastRepaired) this.repaired.delete(path);
  }

  /** Asks those about failing tests who stand behind the files that could not mend them; true when one came back mended. */
  async repairBehind(
    findings: readonly Diagnostic[],
    errors: VerifyProjectInput['errors'],
  ): Promise<boolean> {
    // Templates would write the same again, wherever the fault is.
    if (this.ports.redraft === null) return false;
    while (this.mayGoOn(errors)) {
      const targets = this.#suspects.further(findings);
      if (targets.size === 0) return false;
      if (await this.repair(targets)) return true;
    }
    return false;
  }

  /**
   * Has tests written once more, by a tester who knows nothing of their failure, where all that they speak against came back as
   * it was: where two who read the same requirement disagree, one of them misread it. A test that was sharpened is none of them:
   * it is there because the code had to be looked at. Returns the tests that came.
   * @param failing at the test files; `findings`: the same at the code that they are traced to.
   */
  async redraftTests(
    failing: readonly Diagnostic[],
    findings: readonly Diagnostic[],
  ): Promise<readonly CameBack[]> {
    const { redraft } = this.ports;
    if (redraft === null) return [];
    const tracedTo = new Map(
      findings.filter(({ source }) => source === 'test').map(({ message, path }) => [message, path]),
    );
    const denied = ({ message }: Diagnostic): boolean => this.#unchanged.has(tracedTo.get(message) ?? '');
    const once = new Map(
      [...byFile(failing, this.#tests)].filter(
        ([path, found]) =>
          !this.#redrafted.has(path) && !this.#revised.has(path) && found.every((each) => denied(each)),
      ),
    );
    for (const path of once.keys()) this.#redrafted.add(path);
    return this.#sendBack(once, (path, _found, sending) => redraft(path, sending, this.tree));
  }

  /** The tree before redrafts, with those of them that are kept. */
  async keepRedrafts(before: ArtifactRef, kept: readonly CameBack[]): Promise<void> {
    this.tree = kept.length === 0 ? before : await this.ports.fold(before, kept);
  }

  /** Sends tests that failed on code that nobody could mend back to their tester; true when one came back revised. */
  async reviseTests(failing: readonly Diagnostic[]): Promise<boolean> {
    const accepted = await this.#revise(byFile(failing, this.#tests));
    for (const { path } of accepted) this.revisedTests.add(path);
    return accepted.length > 0;
  }

  /** Sends back tests that notice nothing, and a README that does not work; true when one came back better. */
  async sharpen(weak: readonly Diagnostic[], readme: readonly Diagnostic[]): Promise<boolean> {
    const targets = new Map([
      ...byFile(weak, this.#tests),
      ...byFile(readme, this.#code.has(README) ? new Set([README]) : new Set()),
    ]);
    const accepted = await this.#revise(targets);
    for (const { path } of accepted) if (this.#tests.has(path)) this.sharpenedTests.add(path);
    return accepted.length > 0;
  }

  async #revise(targets: ByPath): Promise<readonly CameBack[]> {
    const { revise } = this.ports;
    if (revise === null) return [];
    const once = new Map([...targets].filter(([path]) => !this.#revised.has(path)));
    for (const path of once.keys()) this.#revised.add(path);
    return this.#sendBack(once, (path, found, sending) => revise(path, found, sending, this.tree));
  }

  async #sendBack(
    targets: ByPath,
    send: (path: string, found: readonly Diagnostic[], sending: number) => Promise<ProduceFileResult>,
  ): Promise<readonly CameBack[]> {
    if (targets.size === 0) return [];
    this.#sendings += 1;
    const sending = this.#sendings;
    const results = await eachAtMost(this.ports.concurrency, [...targets], async ([path, found]) => ({
      path,
      result: await send(path, found, sending),
    }));
    this.costUsd += results.reduce((sum, { result }) => sum + result.costUsd, 0);
    for (const { path, result } of results) {
      const effort = addEffort(this.#sentBack.get(path)?.effort, result.effort);
      const { drafts } = result;
      this.#sentBack.set(path, effort === undefined ? { path, drafts } : { path, drafts, effort });
      if (result.outcome === 'failed' && result.unchanged === true) this.#unchanged.add(path);
      else this.#unchanged.delete(path);
      if (isError(result)) this.#exhausted.add(path);
    }
    const accepted = results.flatMap(({ path, result }) =>
      result.outcome === 'accepted' ? [{ path, content: result.content }] : [],
    );
    if (accepted.length > 0) this.tree = await this.ports.fold(this.tree, accepted);
    return accepted;
  }
}
