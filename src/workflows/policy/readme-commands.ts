import type { Diagnostic } from '../../protocol/diagnostic.js';
import type { ProofStep } from '../../protocol/evidence.js';
import type { FollowReadmeInput } from '../../protocol/verify-activities.js';
import type { Look } from './look.js';

/** The file that who delivered the project reads first. */
export const README = 'README.md';

/** Commands of the README that failed, as findings in it. */
export function wrongCommands(steps: readonly ProofStep[]): readonly Diagnostic[] {
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

/** The scripts whose work a look has done, as a reader of the README would run them. */
export function ranAlready({ types, lint, tests }: Look): FollowReadmeInput['ran'] {
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
