import type ts from 'typescript';
import type { Diagnostic } from '../../../protocol/diagnostic.js';
import { checkTypes } from '../compiler/type-diagnostics.js';
import { isTypeScript } from '../file-kind.js';
import type { ProjectSession } from '../threads/project-session.js';
import type { DraftJob } from '../threads/thread-messages.js';

/** Files beyond these are checked at the next gate: a check of one file must not grow with the project. */
const MOST_DEPENDANTS = 20;

/** Accepted files that import the draft directly and no longer type-check because of it. */
export function checkDependants(
  session: ProjectSession,
  draft: DraftJob,
  cancellation: ts.CancellationToken,
): readonly Diagnostic[] {
  const compiler = session.compiler();
  const dependants = compiler
    .importersOf(draft.path, [...session.files.keys()].filter(isTypeScript))
    .slice(0, MOST_DEPENDANTS);
  const broken = dependants.flatMap((path) => checkTypes(compiler, path, cancellation));
  if (broken.length === 0) return [];
  // Only now is it worth the time to tell what was wrong there already.
  session.liftDraft(draft.path);
  const before = new Set(
    dependants.flatMap((path) => checkTypes(compiler, path, cancellation)).map(identity),
  );
  session.layDraft(draft.path, draft.content);
  return broken
    .filter((diagnostic) => !before.has(identity(diagnostic)))
    .map((diagnostic) => ({
      ...diagnostic,
      hint: `It type-checked before this draft of ${draft.path}: keep what it uses.`,
    }));
}

function identity({ path, line, column, code, message }: Diagnostic): string {
  return JSON.stringify([path, line, column, code, message]);
}
