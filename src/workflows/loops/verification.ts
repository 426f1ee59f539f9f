import type { ArtifactRef } from '../../protocol/artifact.js';
import type {
  ProduceFileResult,
  SentBackFile,
  VerifyProjectInput,
  VerifyProjectResult,
} from '../../protocol/children.js';
import type { Diagnostic } from '../../protocol/diagnostic.js';
import type { PlannedFile } from '../../protocol/digest.js';
import { addEffort } from '../policy/effort.js';
import { guard } from '../policy/guardrail.js';
import type { VerifyPorts } from './verify-ports.js';

/** The file that who delivered the project reads first. */
export const README = 'README.md';

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
  readonly #revised = new Set<string>();
  readonly #sentBack = new Map<string, SentBackFile>();
  readonly #exhausted = new Set<string>();
  #idleRounds = 0;
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
  async repair(targets: ByPath, round: number): Promise<boolean> {
    const accepted = await this.#sendBack(targets, (path, found) =>
      this.ports.repair(path, found, round, this.tree),
    );
    for (const path of accepted) this.repaired.add(path);
    return accepted.length > 0;
  }

  /** Sends tests that failed on code that nobody could mend back to their tester; true when one came back revised. */
  async reviseTests(failing: readonly Diagnostic[], round: number): Promise<boolean> {
    const accepted = await this.#revise(byFile(failing, this.#tests), round);
    for (const path of accepted) this.revisedTests.add(path);
    return accepted.length > 0;
  }

  /** Sends back tests that notice nothing, and a README that does not work; true when one came back better. */
  async sharpen(weak: readonly Diagnostic[], readme: readonly Diagnostic[], round: number): Promise<boolean> {
    const targets = new Map([
      ...byFile(weak, this.#tests),
      ...byFile(readme, this.#code.has(README) ? new Set([README]) : new Set()),
    ]);
    return (await this.#revise(targets, round)).length > 0;
  }

  async #revise(targets: ByPath, round: number): Promise<readonly string[]> {
    const { revise } = this.ports;
    if (revise === null) return [];
    const once = new Map([...targets].filter(([path]) => !this.#revised.has(path)));
    for (const path of once.keys()) this.#revised.add(path);
    return this.#sendBack(once, (path, found) => revise(path, found, round, this.tree));
  }

  async #sendBack(
    targets: ByPath,
    send: (path: string, found: readonly Diagnostic[]) => Promise<ProduceFileResult>,
  ): Promise<readonly string[]> {
    const results = await Promise.all(
      [...targets].map(async ([path, found]) => ({ path, result: await send(path, found) })),
    );
    this.costUsd += results.reduce((sum, { result }) => sum + result.costUsd, 0);
    for (const { path, result } of results) {
      const effort = addEffort(this.#sentBack.get(path)?.effort, result.effort);
      const { drafts } = result;
      this.#sentBack.set(path, effort === undefined ? { path, drafts } : { path, drafts, effort });
      if (result.outcome === 'failed') this.#exhausted.add(path);
    }
    const accepted = results.flatMap(({ path, result }) =>
      result.outcome === 'accepted' ? [{ path, content: result.content }] : [],
    );
    if (accepted.length > 0) this.tree = await this.ports.fold(this.tree, accepted);
    return accepted.map(({ path }) => path);
  }
}
