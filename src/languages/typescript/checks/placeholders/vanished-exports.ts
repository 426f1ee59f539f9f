import type ts from 'typescript';
import type { Diagnostic } from '../../../../protocol/diagnostic.js';
import { exportedNames } from '../../declared-names.js';
import { finding } from '../../finding.js';

/** Exports that the accepted file has and its rewrite lacks: often forgotten, seldom meant. */
export function vanishedExports(
  path: string,
  accepted: ts.SourceFile | undefined,
  rewrite: ts.SourceFile,
): readonly Diagnostic[] {
  if (accepted === undefined) return [];
  const kept = new Set(rewrite.statements.flatMap(exportedNames));
  return [...new Set(accepted.statements.flatMap(exportedNames))]
    .filter((name) => !kept.has(name))
    .map((name) =>
      finding(
        'MW2007',
        { path },
        `The accepted file exports "${name}", this one does not.`,
        'Keep it unless it is meant to go.',
      ),
    );
}
