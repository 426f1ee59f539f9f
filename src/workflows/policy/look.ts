import type { Diagnostic } from '../../protocol/diagnostic.js';
import type { Findings } from '../../protocol/findings.js';
import type { LintResult, TestRunResult } from '../../protocol/verify-activities.js';

/** What types, lint and tests of a whole tree came to. */
export interface Look {
  readonly types: Findings;
  readonly lint: LintResult;
  readonly tests: TestRunResult;
}

export function foundIn({ types, lint, tests }: Look): readonly Diagnostic[] {
  return [types, lint.findings, tests.findings].flatMap(({ diagnostics }) => diagnostics);
}

/** Equal for two looks that found the same, also where more was found than is told. */
export function signatureOf({ types, lint, tests }: Look): string {
  return [types, lint.findings, tests.findings].map(({ signature }) => signature).join('\n');
}

/** Did the tests run to their end? A blocking finding that is no failed test says that they did not. */
function haveEnded({ unproven, failed, findings }: TestRunResult): boolean {
  return unproven === null && findings.blocking <= failed;
}

/** Does nothing of the test file at `path` fail? Where the run did not end, or more fails than is told, nobody knows. */
export function passes(path: string, { types, tests }: Look): boolean {
  const { failed, atTests } = tests;
  const isKnown = types.blocking === 0 && haveEnded(tests) && failed <= atTests.length;
  return isKnown && !atTests.some((failure) => failure.path === path);
}

/** Positive: the first is more. Of numbers that may be infinite. */
function compare(one: number, other: number): number {
  return one === other ? 0 : one - other;
}

/** Positive: `after` is worse. */
function compareTests(after: TestRunResult, before: TestRunResult): number {
  const fewerPass = compare(before.passed, after.passed);
  if (!haveEnded(after) || !haveEnded(before))
    return compare(Number(haveEnded(before)), Number(haveEnded(after))) || fewerPass;
  // A file of tests that cannot be loaded fails as one, however many are in it: what passed then counts as much as what failed.
  if (before.failed > 0 && after.failed > 0) return after.failed - before.failed + fewerPass;
  return compare(after.failed, before.failed);
}

function lintErrors({ unproven, findings }: LintResult): number {
  return unproven === null ? findings.blocking : Infinity;
}

/**
 * Does a tree stand worse than it did? Its types decide, then its tests, then its lint: what does not compile proves nothing, and a
 * test that fails weighs more than how the code is written.
 */
export function isWorse(after: Look, before: Look): boolean {
  const worse =
    compare(after.types.blocking, before.types.blocking) ||
    compareTests(after.tests, before.tests) ||
    compare(lintErrors(after.lint), lintErrors(before.lint));
  return worse > 0;
}
