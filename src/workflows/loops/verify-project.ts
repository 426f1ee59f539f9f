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
  fold(tree: ArtifactRef, accepted: readonly { path: string; content: ArtifactRef }[]): Promise<ArtifactRef>;
}

/** The blocking findings of one round by the file they are traced to; test files are locked, and never among them. */
function repairable(
  findings: readonly Diagnostic[],
  files: readonly PlannedFile[],
): ReadonlyMap<string, readonly Diagnostic[]> {
  const code = new Set(files.filter((file) => file.role !== 'tester').map(({ path }) => path));
  const byPath = new Map<string, Diagnostic[]>();
  for (const finding of findings) {
    if (!finding.blocking || finding.path === undefined || !code.has(finding.path)) continue;
    byPath.set(finding.path, [...(byPath.get(finding.path) ?? []), finding]);
  }
  return byPath;
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

/**
 * Types, lint and tests of the whole tree, then the proof recipe of its kind, the commands of its README and the aimed mutants. What fails is traced to files, repaired and
 * run again, at most `REPAIR_ROUNDS` times; findings that do not change end the rounds early.
 */
export async function verifyProject(
  start: { readonly tree: ArtifactRef; readonly files: readonly PlannedFile[] },
  ports: VerifyPorts,
): Promise<VerifyProjectResult> {
  let tree = start.tree;
  let costUsd = 0;
  const repaired = new Set<string>();
  const signatures = new Set<string>();
  for (let round = 0; ; round++) {
    const [types, lint, tests] = await Promise.all([
      ports.checkTypes(tree),
      ports.lint(tree),
      ports.test(tree),
    ]);
    const findings = [types, lint.findings, tests.findings].flatMap(({ diagnostics }) => diagnostics);
    const signature = diagnosticsSignature(findings);
    const targets = repairable(findings, start.files);
    const again = targets.size > 0 && round < REPAIR_ROUNDS && !signatures.has(signature);
    signatures.add(signature);
    const current = tree;
    const results = again
      ? await Promise.all(
          [...targets].map(async ([path, found]) => ({
            path,
            result: await ports.repair(path, found, round + 1, current),
          })),
        )
      : [];
    const accepted = results.flatMap(({ path, result }) =>
      result.outcome === 'accepted' ? [{ path, content: result.content }] : [],
    );
    costUsd += results.reduce((sum, { result }) => sum + result.costUsd, 0);
    if (accepted.length === 0) {
      const [{ steps }, mutants, readme] = await Promise.all([
        ports.prove(tree),
        ports.mutate(tree, tests.results),
        ports.followReadme(tree, ranAlready(types, lint, tests)),
      ]);
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
        costUsd,
      };
    }
    for (const { path } of accepted) repaired.add(path);
    tree = await ports.fold(tree, accepted);
  }
}
