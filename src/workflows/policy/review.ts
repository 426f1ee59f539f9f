import type { Diagnostic } from '../../protocol/diagnostic.js';
import { testIdentity } from '../../protocol/diagnostics.js';

/** Lines between what a model and what a check point at, so that it is still the same place. */
const NEAR = 2;

/**
 * What shows that a reviewer is right: a check of the same kind that points at the same place, or a failing test that is traced
 * to the same file. Undefined: nothing does, and the finding stays advice. A model's own word for how bad it is blocks nothing.
 */
export function confirmation(
  finding: Diagnostic,
  checks: readonly Diagnostic[],
  failing: readonly Diagnostic[],
): Diagnostic | undefined {
  const { source, path, line, severity } = finding;
  if (severity !== 'error' || path === undefined) return undefined;
  const isNear = (other: Diagnostic): boolean =>
    line !== undefined && other.line !== undefined && Math.abs(other.line - line) <= NEAR;
  return (
    checks.find((each) => each.source === source && each.path === path && isNear(each)) ??
    failing.find((each) => each.blocking && each.path === path)
  );
}

/** What a file is sent back with: what a reviewer found there, and what shows it. */
export interface Confirmed {
  readonly finding: Diagnostic;
  readonly by: Diagnostic;
}

export function confirmed(
  findings: readonly Diagnostic[],
  checks: readonly Diagnostic[],
  failing: readonly Diagnostic[],
): readonly Confirmed[] {
  return findings.flatMap((finding) => {
    const by = confirmation(finding, checks, failing);
    return by === undefined ? [] : [{ finding: { ...finding, blocking: true }, by }];
  });
}

/**
 * The confirmed findings whose confirmation is still there after files were mended: equal but for its line, which may have moved.
 * A test that fails is the same one whatever it sees now, and wherever that is traced to.
 */
export function stillThere(
  earlier: readonly Confirmed[],
  checks: readonly Diagnostic[],
  failing: readonly Diagnostic[],
): readonly Confirmed[] {
  return earlier.filter(({ by }) => {
    const traced = by.path === undefined ? {} : { path: by.path };
    const here = [...checks, ...failing.map((test) => ({ ...test, ...traced }))];
    return here.some((each) => testIdentity(each) === testIdentity(by));
  });
}

/** What a verification found wanting, as far as two of them can be compared. */
export interface Standing {
  readonly types: number;
  /** Blocking findings; Infinity when the linter could not be run. */
  readonly lint: number;
  readonly tests: number;
  readonly proof: number;
  /** Commands of the README that fail. */
  readonly readme: number;
  /** Blocking findings of the checks of every aspect. */
  readonly checks: number;
  /** Tests that passed. */
  readonly passed: number;
  /** Requirements that are proven, and that are at least tested. */
  readonly proven: number;
  readonly tested: number;
}

/** Whether a tree stands worse after a repair in anything. */
export function isWorse(after: Standing, before: Standing): boolean {
  return (
    after.types > before.types ||
    after.lint > before.lint ||
    after.tests > before.tests ||
    after.proof > before.proof ||
    after.readme > before.readme ||
    after.checks > before.checks ||
    after.passed < before.passed ||
    after.proven < before.proven ||
    after.tested < before.tested
  );
}
