import type ts from 'typescript';
import type { Diagnostic } from '../../../protocol/diagnostic.js';
import { checkTypes, typeDiagnostic } from '../compiler/type-diagnostics.js';
import { checkContract } from '../contract/check-contract.js';
import { isTypeScript } from '../file-kind.js';
import { finding } from '../finding.js';
import type { ProjectSession } from '../threads/project-session.js';
import type { TreeJob } from '../threads/thread-messages.js';
import { parseFile } from './parse-file.js';

/** Every file by itself, types over the whole tree, and the contracts of the job's paths. */
export function checkTree(
  session: ProjectSession,
  { paths }: TreeJob,
  cancellation: ts.CancellationToken,
): readonly Diagnostic[] {
  const compiler = session.compiler();
  const found: Diagnostic[] = compiler.settings.problems.map((problem) =>
    typeDiagnostic(problem, 'tsconfig.json'),
  );
  for (const [path, content] of session.files) {
    cancellation.throwIfCancellationRequested();
    // The compiler reports the syntax errors of its own files, and reports them once.
    found.push(...(isTypeScript(path) ? checkTypes(compiler, path, cancellation) : parseFile(path, content)));
  }
  for (const path of paths) {
    cancellation.throwIfCancellationRequested();
    const contract = session.contracts.get(path);
    if (!session.files.has(path))
      found.push(finding('MW4004', { path }, 'The file is planned, and it is not in the tree.', 'Write it.'));
    else if (contract !== undefined && isTypeScript(path))
      found.push(...checkContract(compiler, path, contract, cancellation));
  }
  return found;
}
