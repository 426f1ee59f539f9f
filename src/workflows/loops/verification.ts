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
import { README } from '../policy/readme-commands.js';
import { Suspects } from '../policy/suspects.js';
import { eachAtMost } from './each-at-most.js';
import type { VerifyPorts } from './verify-ports.js';

/** A file that was sent back, as it came. */
export interface CameBack {
  readonly path: string;
  readonly content: ArtifactRef;
}

export type ByPath = ReadonlyMap<string, readonly Diagnostic[]>;

function pathsOf(files: readonly CameBack[]): readonly string[] {
  return files.map(({ path }) => path);
}

/** The blocking findings by the file that they are traced to, where that is one of `paths`. */
function byFile(findings: readonly Diagnostic[], paths: ReadonlySet<string>): ByPath {
  const byPath = new Map<string, Diagnostic[]>();
  for (const finding of findings) {
    if (!finding.blocking || finding.path === undefined || !paths.has(finding.path)) continue;
    byPath.set(finding.path, [...(byPath.get(finding.path) ?? []), finding]);
  }
  return byPath;
}

type Change = 'repaired' | 'redraftedTests' | 'revisedTests' | 'sharpenedTests';

/** A tree, and the files of it that the verification had written again. */
export interface Stage {
  readonly tree: ArtifactRef;
  readonly changed: Readonly<Record<Change, readonly string[]>>;
}

const AS_BUILT: Stage['changed'] = { repaired: [], redraftedTests: [], revisedTests: [], sharpenedTests: [] };

/** A tree under verification: what was sent back of it, and what came. */
export class Verification {
  costUsd = 0;
  #stage: Stage;
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
  readonly #code: ReadonlySet<string>;
  readonly #tests: ReadonlySet<string>;

  constructor(
    tree: ArtifactRef,
    files: readonly PlannedFile[],
    private readonly errors: VerifyProjectInput['errors'],
    private readonly ports: VerifyPorts,
  ) {
    this.#stage = { tree, changed: AS_BUILT };
    const paths = (wanted: boolean) =>
      new Set(files.filter((file) => (file.role === 'tester') === wanted).map(({ path }) => path));
    this.#code = paths(false);
    this.#tests = paths(true);
    this.#suspects = new Suspects(files, this.#code);
  }

  get stage(): Stage {
    return this.#stage;
  }

  get tree(): ArtifactRef {
    return this.#stage.tree;
  }

  /** Goes on from a tree that was there before. */
  goBackTo({ tree, changed }: Stage): void {
    this.#stage = { tree, changed };
  }

  #note(change: Change, paths: readonly string[]): void {
    const { tree, changed } = this.#stage;
    const noted = [...new Set([...changed[change], ...paths])];
    this.#stage = { tree, changed: { ...changed, [change]: noted } };
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

  /** A round of repairs changed nothing of what was found, or made it worse. */
  countIdleRound(): void {
    this.#idleRounds += 1;
  }

  /** May more be sent back, with the errors that the run has by now? */
  get mayGoOn(): boolean {
    const { errors } = this;
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
    this.#note('repaired', pathsOf(sent));
    return sent.length > 0;
  }

  /** Asks those about failing tests who stand behind the files that could not mend them; true when one came back mended. */
  async repairBehind(findings: readonly Diagnostic[]): Promise<boolean> {
    // Templates would write the same again, wherever the fault is.
    if (this.ports.redraft === null) return false;
    while (this.mayGoOn) {
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

  /** Lays redrafts that are kept over the tree. */
  async keepRedrafts(kept: readonly CameBack[]): Promise<void> {
    await this.#lay(kept);
    this.#note('redraftedTests', pathsOf(kept));
  }

  /** Sends tests that failed on code that nobody could mend back to their tester; true when one came back revised. */
  async reviseTests(failing: readonly Diagnostic[]): Promise<boolean> {
    const accepted = await this.#revise(byFile(failing, this.#tests));
    this.#note('revisedTests', pathsOf(accepted));
    return accepted.length > 0;
  }

  /** Sends back tests that noticed nothing of broken code; true when one came back. */
  async sharpen(weak: readonly Diagnostic[]): Promise<boolean> {
    const accepted = await this.#revise(byFile(weak, this.#tests));
    this.#note('sharpenedTests', pathsOf(accepted));
    return accepted.length > 0;
  }

  /** Sends back a README that does not work; true when it came back. */
  async mendReadme(wrong: readonly Diagnostic[]): Promise<boolean> {
    const accepted = await this.#revise(
      this.#code.has(README) ? byFile(wrong, new Set([README])) : new Map(),
    );
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
    if (accepted.length > 0) await this.#lay(accepted);
    return accepted;
  }

  async #lay(changes: readonly CameBack[]): Promise<void> {
    this.#stage = { ...this.#stage, tree: await this.ports.fold(this.tree, changes) };
  }
}
