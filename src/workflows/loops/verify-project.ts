import type { ArtifactRef } from '../../protocol/artifact.js';
import type { VerifyProjectInput, VerifyProjectResult } from '../../protocol/children.js';
import type { Diagnostic } from '../../protocol/diagnostic.js';
import type { PlannedFile } from '../../protocol/digest.js';
import type { Findings } from '../../protocol/findings.js';
import type {
  FollowReadmeInput,
  LintResult,
  MutateResult,
  ProveResult,
  TestRunResult,
} from '../../protocol/verify-activities.js';
import { allEnded } from './all-ended.js';
import { README, Verification, type CameBack } from './verification.js';
import type { VerifyPorts } from './verify-ports.js';

/** Rounds of repair after the first verification. */
export const REPAIR_ROUNDS = 3;

/** Rounds of a file in verification are counted from here, apart from those at the gates. */
export const FIRST_VERIFY_ROUND = 100;

/** Commands of the README that failed, as findings in it. */
function wrongCommands({ steps }: ProveResult): readonly Diagnostic[] {
  return steps
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

/** Equal for two looks that found the same, also where more was found than is told. */
function signatureOf(found: readonly Findings[]): string {
  return found.map(({ signature }) => signature).join('\n');
}

function failing({ tests }: VerifyProjectResult): number {
  return tests.findings.blocking;
}

/** Does nothing of the test file at `path` fail? Where more fails than is told, nobody knows. */
function passes(path: string, { unproven, failed, atTests }: TestRunResult): boolean {
  return unproven === null && failed <= atTests.length && !atTests.some((failure) => failure.path === path);
}

/** Tests that were written afresh, and what stood before. */
interface Redrafted {
  readonly tests: readonly CameBack[];
  readonly before: ArtifactRef;
}

/**
 * Types, lint and tests of the whole tree, then the proof recipe of its kind, the commands of its README and the aimed mutants.
 * What fails is traced to files, repaired and run again, at most `REPAIR_ROUNDS` times; a repair that changes nothing of what was
 * found is taken back. Where the code comes back as it was, a second tester who knows nothing of the failure writes the test
 * afresh: if the code satisfies that one, the first was wrong. If not, whatever stands behind the code is asked. In the end a test
 * that still fails, or that notices nothing when the code is broken, is revised once by its tester, who sees the requirement, and of
 * the code at most the one line that was broken unnoticed.
 */
export async function verifyProject(
  start: Pick<VerifyProjectInput, 'tree' | 'errors' | 'repairs'> & {
    /** Those of the plan that the tree has. */
    readonly files: readonly PlannedFile[];
  },
  ports: VerifyPorts,
): Promise<VerifyProjectResult> {
  const verification = new Verification(start.tree, start.files, ports);
  const rounds = start.repairs === false ? 0 : REPAIR_ROUNDS;
  const signatures = new Set<string>();
  const redraftedTests: string[] = [];
  let beforeSharpening: VerifyProjectResult | undefined;
  let repairs = 0;
  /** The tree before the last step, when that was a repair that was accepted. */
  let mended: ArtifactRef | undefined;
  let redrafted: Redrafted | undefined;
  for (let round = 0; ; round++) {
    const { tree } = verification;
    const [types, lint, tests] = await allEnded<[Findings, LintResult, TestRunResult]>([
      ports.checkTypes(tree),
      ports.lint(tree),
      ports.test(tree),
    ]);
    const found = [types, lint.findings, tests.findings];
    const findings = found.flatMap(({ diagnostics }) => diagnostics);
    if (redrafted !== undefined) {
      const { tests: came, before } = redrafted;
      redrafted = undefined;
      const kept = types.blocking > 0 ? [] : came.filter(({ path }) => passes(path, tests));
      redraftedTests.push(...kept.map(({ path }) => path));
      if (kept.length < came.length) {
        await verification.keepRedrafts(before, kept);
        continue;
      }
    }
    const signature = signatureOf(found);
    const targets = verification.inCode(findings);
    const sameAgain = targets.size > 0 && signatures.has(signature);
    signatures.add(signature);
    if (sameAgain && mended !== undefined) {
      verification.countIdleRound();
      if (ports.redraft !== null) {
        verification.takeBack(mended);
        mended = undefined;
        continue;
      }
    }
    mended = undefined;

    const wanted = targets.size > 0 && repairs < rounds;
    const mayRepair = wanted && verification.mayGoOn(start.errors);
    if (mayRepair && !sameAgain) {
      if (await verification.repair(targets)) {
        mended = tree;
        repairs += 1;
        continue;
      }
      verification.countIdleRound();
    }
    const failingTests = tests.atTests;
    if (verification.mayGoOn(start.errors)) {
      const came = await verification.redraftTests(failingTests, findings);
      if (came.length > 0) {
        redrafted = { tests: came, before: tree };
        continue;
      }
      if (mayRepair && (await verification.repairBehind(findings, start.errors))) {
        mended = tree;
        repairs += 1;
        continue;
      }
      if (await verification.reviseTests(failingTests)) continue;
    }

    const [{ steps }, mutants, readme] = await allEnded<[ProveResult, MutateResult, ProveResult]>([
      ports.prove(tree),
      ports.mutate(tree, tests.results),
      ports.followReadme(tree, ranAlready(types, lint, tests)),
    ]);
    const { repaired, revisedTests, sharpenedTests } = verification;
    const mayGoOn = verification.mayGoOn(start.errors);
    const wrongTests = ports.revise !== null && failingTests.length > 0;
    const heldBack = !mayGoOn && ((wanted && !mayRepair) || wrongTests);
    const settled: VerifyProjectResult = {
      tree,
      rounds: round,
      types: types.diagnostics,
      lint,
      tests,
      proof: steps,
      readme: readme.steps,
      mutations: mutants.mutations,
      repaired: [...repaired],
      ...(redraftedTests.length === 0 ? {} : { redraftedTests: [...redraftedTests] }),
      ...(revisedTests.size === 0 ? {} : { revisedTests: [...revisedTests] }),
      ...(sharpenedTests.size === 0 ? {} : { sharpenedTests: [...sharpenedTests] }),
      ...(heldBack ? { guardrail: true } : {}),
      costUsd: verification.costUsd,
    };
    // A sharper test may show that the code is wrong. One that no code can satisfy was not sharper: what was sound stays.
    if (beforeSharpening !== undefined && failing(settled) > failing(beforeSharpening)) {
      return { ...beforeSharpening, ...verification.account };
    }
    if (mayGoOn && (await verification.sharpen(mutants.weak, wrongCommands(readme)))) {
      beforeSharpening = settled;
      continue;
    }
    return { ...settled, ...verification.account };
  }
}
