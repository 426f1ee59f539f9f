import type { AnalysisDigest } from '../../protocol/digest.js';
import type { VerifyProjectResult } from '../../protocol/children.js';
import type { Diagnostic } from '../../protocol/diagnostic.js';
import { formatDiagnostic } from '../../protocol/diagnostics.js';
import type { EvidenceLevel } from '../../protocol/evidence.js';
import type { Flag } from '../../protocol/report.js';
import type { FileProgress } from '../loops/build-state.js';
import type { ReviewedProject } from '../loops/review-project.js';

/** A brief that was read without a model though one was asked. */
export function flagAnalysis(insteadOf: string | undefined): readonly Flag[] {
  return insteadOf === undefined
    ? []
    : [
        {
          code: 'assumption-analysis',
          about: 'analyze',
          message: `The brief was read without a model, because none gave an analysis that could be used: ${insteadOf}`,
        },
      ];
}

/** Files that are missing, that could not be mended, or that are of low confidence. */
export function flagFiles(files: readonly FileProgress[]): readonly Flag[] {
  return files.flatMap((file): readonly Flag[] => {
    if (file.standing === 'failed' || file.standing === 'not-built') {
      const [found] = file.diagnostics;
      const why = found === undefined ? 'no draft was accepted' : formatDiagnostic(found);
      const message =
        file.content === null
          ? `${file.path} is missing: ${why}`
          : `${file.path} was sent back, and is delivered as it was accepted before: ${why}`;
      return [{ code: 'file-failed', about: file.path, message }];
    }
    return file.lowConfidence
      ? [
          {
            code: 'low-confidence',
            about: file.path,
            message: `${file.path} was written by a blueprint after a model could not.`,
          },
        ]
      : [];
  });
}

/** Requirements that nothing shows to hold, or that a failing test speaks against. */
export function flagRequirements(
  analysis: AnalysisDigest,
  levels: Readonly<Record<string, EvidenceLevel>>,
): readonly Flag[] {
  return analysis.requirements.flatMap(({ id, reason }): readonly Flag[] => {
    const level = levels[id] ?? 'open';
    if (level === 'disputed') {
      return [
        { code: 'requirement-disputed', about: id, message: `${id} is disputed: a test bound to it fails.` },
      ];
    }
    return level === 'open'
      ? [
          {
            code: 'requirement-open',
            about: id,
            message: `${id} is open: ${reason ?? 'nothing shows that it holds'}.`,
          },
        ]
      : [];
  });
}

function blocking(diagnostics: readonly Diagnostic[], code: Flag['code']): readonly Flag[] {
  return diagnostics
    .filter((diagnostic) => diagnostic.blocking)
    .map((diagnostic) => ({ code, about: diagnostic.path ?? '', message: formatDiagnostic(diagnostic) }));
}

/** What verification found wanting, and what it could not show at all. */
export function flagVerification(verified: VerifyProjectResult): readonly Flag[] {
  const unproven = (about: string, why: string | null): readonly Flag[] =>
    why === null ? [] : [{ code: 'unproven', about, message: `${about}: ${why}` }];
  return [
    ...blocking(verified.types, 'finding-blocking'),
    ...blocking(verified.lint.findings.diagnostics, 'finding-blocking'),
    ...blocking(verified.tests.findings.diagnostics, 'tests-failed'),
    ...(verified.guardrail === true
      ? [
          {
            code: 'guardrail-tripped' as const,
            about: 'verify',
            message: `Repairs ended early: with ${verified.errors ?? 0} errors in the verification the run had more than it may (limit errors).`,
          },
        ]
      : []),
    ...(verified.revisedTests ?? []).map((path): Flag => ({
      code: 'test-revised',
      about: path,
      message: `${path} failed on code that could not be mended, and its tester revised it, once: compare it with what the brief says.`,
    })),
    ...unproven('lint', verified.lint.unproven),
    ...unproven('tests', verified.tests.unproven),
    ...verified.proof
      .filter(({ outcome }) => outcome !== 'passed')
      .map(({ step, outcome, detail }): Flag => ({
        code: 'unproven',
        about: step,
        message: `The proof step "${step}" ${outcome === 'failed' ? 'failed' : 'could not be run'}: ${detail}`,
      })),
    // What needs a network is no fault of the README: it is in the report, and no flag.
    ...verified.readme
      .filter(({ outcome }) => outcome === 'failed')
      .map(({ step, detail }): Flag => ({
        code: 'unproven',
        about: 'README.md',
        message: `The command "${step}" of the README failed: ${detail}`,
      })),
  ];
}

/** What reviewers are certain of. */
export function flagReview(findings: readonly Diagnostic[]): readonly Flag[] {
  return findings
    .filter((finding) => finding.blocking)
    .map(({ path, message }): Flag => ({ code: 'finding-blocking', about: path ?? '', message }));
}

/** Everything that a run which delivers is flagged for. */
export function flagRun(run: {
  readonly insteadOf: string | undefined;
  readonly analysis: AnalysisDigest;
  readonly files: readonly FileProgress[];
  readonly reviewed: Pick<ReviewedProject, 'verified' | 'checks' | 'advice'>;
}): readonly Flag[] {
  const { verified, checks, advice } = run.reviewed;
  return [
    ...flagAnalysis(run.insteadOf),
    ...flagFiles(run.files),
    ...flagRequirements(run.analysis, verified.judged.levels),
    ...flagVerification(verified.result),
    ...flagReview([...checks.flatMap(({ diagnostics }) => diagnostics), ...advice]),
  ];
}
