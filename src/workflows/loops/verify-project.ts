import type { Findings } from '../../protocol/findings.js';
import type {
  FollowReadmeInput,
  LintResult,
  MutateResult,
  ProveResult,
  TestRunResult,
} from '../../protocol/verify-activities.js';
import type { ArtifactRef } from '../../protocol/artifact.js';
import type { ProduceFileResult, VerifyProjectResult } from '../../protocol/children.js';
import type { Diagnostic } from '../../protocol/diagnostic.js';
import { diagnosticsSignature } from '../../protocol/diagnostics.js';
import type { PlannedFile } from '../../protocol/digest.js';

/** Rounds of repair after the first verification. */
export const REPAIR_ROUNDS = 3;

export interface VerifyPorts {
  checkTypes(tree: ArtifactRef): Promise<Findings>;
  lint(tree: ArtifactRef): Promise<LintResult>;
  test(tree: ArtifactRef): Promise<TestRunResult>;
  prove(tree: ArtifactRef): Promise<ProveResult>;
  /** Runs the commands of the README; null in runs that began before there was such a step. */
  followReadme(tree: ArtifactRef, ran: FollowReadmeInput['ran']): Promise<ProveResult | null>;
  /** Breaks the code on purpose and looks whether the tests notice; null in runs that began before there was such a step. */
  mutate(tree: ArtifactRef, tests: ArtifactRef | null): Promise<MutateResult | null>;
  /** Sends one file back with what was found in it. */
  repair(
    path: string,
    diagnostics: readonly Diagnostic[],
    round: number,
    tree: ArtifactRef,
  ): Promise<ProduceFileResult>;
  /**
   * Sends a test, or the README, back to who wrote it: once each, after the code. null: who wrote them would write the same again.
   */
  readonly revise:
    | ((
        path: string,
        diagnostics: readonly Diagnostic[],
        round: number,
        tree: ArtifactRef,
      ) => Promise<ProduceFileResult>)
    | null;
  fold(tree: ArtifactRef, accepted: readonly { path: string; content: ArtifactRef }[]): Promise<ArtifactRef>;
}

type ByPath = ReadonlyMap<string, readonly Diagnostic[]>;

/** The blocking findings by the file that they are traced to, where that is one of `paths`. */
function byFile(findings: readonly Diagnostic[], paths: ReadonlySet<string>): ByPath {
  const byPath = new Map<string, Diagnostic[]>();
  for (const finding of findings) {
    if (!finding.blocking || finding.path === undefined || !paths.has(finding.path)) continue;
    byPath.set(finding.path, [...(byPath.get(finding.path) ?? []), finding]);
  }
  return byPath;
}

const README = 'README.md';

/** Commands of the README that failed, as findings in it. */
function wrongCommands(readme: ProveResult | null): readonly Diagnostic[] {
  return (readme?.steps ?? [])
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ step, detail }) => ({
      code: 'readme/command',
      severity: 'error',
      source: 'test',
      path: README,
      message: `The command "${step}" failed: ${detail}`,
      blocking: true,
    }));
}

/** The scripts whose work has been done in this round, as a reader of the README would run them. */
function ranAlready(types: Findings, lint: LintResult, tests: TestRunResult): FollowReadmeInput['ran'] {
  const step = (
    unproven: string | null,
    failed: number,
    detail: string,
  ): FollowReadmeInput['ran'][string] => {
    if (unproven !== null) return { outcome: 'unproven', detail: unproven };
    return { outcome: failed > 0 ? 'failed' : 'passed', detail: `run by the verification: ${detail}` };
  };
  return {
    test: step(
      tests.unproven,
      tests.findings.blocking,
      `${tests.passed} tests passed, ${tests.failed} failed, ${tests.skipped} were skipped`,
    ),
    lint: step(lint.unproven, lint.findings.blocking, `${lint.findings.blocking} errors`),
    typecheck: step(null, types.blocking, `${types.blocking} errors`),
  };
}

/** A tree under verification: what was sent back of it, and what came. */
class Verification {
  costUsd = 0;
  readonly repaired = new Set<string>();
  readonly revisedTests = new Set<string>();
  readonly #revised = new Set<string>();
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
    const accepted = results.flatMap(({ path, result }) =>
      result.outcome === 'accepted' ? [{ path, content: result.content }] : [],
    );
    if (accepted.length > 0) this.tree = await this.ports.fold(this.tree, accepted);
    return accepted.map(({ path }) => path);
  }
}

/**
 * Types, lint and tests of the whole tree, then the proof recipe of its kind, the commands of its README and the aimed mutants.
 * What fails is traced to files, repaired and run again, at most `REPAIR_ROUNDS` times; findings that do not change end the
 * rounds early. Then it is the tests' turn: one that still fails, or that notices nothing when the code is broken, is revised
 * once by its tester, who sees the requirement and not the code.
 */
export async function verifyProject(
  start: { readonly tree: ArtifactRef; readonly files: readonly PlannedFile[] },
  ports: VerifyPorts,
): Promise<VerifyProjectResult> {
  const verification = new Verification(start.tree, start.files, ports);
  const signatures = new Set<string>();
  for (let round = 0; ; round++) {
    const { tree } = verification;
    const [types, lint, tests] = await Promise.all([
      ports.checkTypes(tree),
      ports.lint(tree),
      ports.test(tree),
    ]);
    const findings = [types, lint.findings, tests.findings].flatMap(({ diagnostics }) => diagnostics);
    const signature = diagnosticsSignature(findings);
    const targets = verification.inCode(findings);
    const again = targets.size > 0 && round < REPAIR_ROUNDS && !signatures.has(signature);
    signatures.add(signature);
    if (again && (await verification.repair(targets, round + 1))) continue;
    if (await verification.reviseTests(tests.atTests ?? [], round + 1)) continue;

    const [{ steps }, mutants, readme] = await Promise.all([
      ports.prove(tree),
      ports.mutate(tree, tests.results),
      ports.followReadme(tree, ranAlready(types, lint, tests)),
    ]);
    if (await verification.sharpen(mutants?.weak ?? [], wrongCommands(readme), round + 1)) continue;
    const { repaired, revisedTests, costUsd } = verification;
    return {
      tree,
      rounds: round,
      types: types.diagnostics,
      lint,
      tests,
      proof: steps,
      readme: readme?.steps ?? [],
      mutations: mutants?.mutations ?? null,
      repaired: [...repaired],
      ...(revisedTests.size === 0 ? {} : { revisedTests: [...revisedTests] }),
      costUsd,
    };
  }
}
