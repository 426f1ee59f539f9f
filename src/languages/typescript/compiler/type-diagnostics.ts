import ts from 'typescript';
import type { Diagnostic } from '../../../protocol/diagnostic.js';
import { placeOf } from '../finding.js';
import type { ProjectCompiler } from './project-compiler.js';

/** The compiler explains some mismatches over pages; the first lines say what is wrong. In characters. */
const LONGEST_MESSAGE = 1_200;

/** A package where it lies on this machine. */
const INSTALLED = /import\("[^"]*\/node_modules\/((?:@[^/"]+\/)?[^/"]+)[^"]*"\)/g;

export function compilerMessage(diagnostic: ts.Diagnostic): string {
  const whole = ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n');
  const text = whole.replaceAll(INSTALLED, 'import("$1")');
  return text.length <= LONGEST_MESSAGE ? text : `${text.slice(0, LONGEST_MESSAGE)} …`;
}

/** A diagnostic of the compiler as one of ours, under its own code; `path` is relative to the project. */
export function typeDiagnostic(diagnostic: ts.Diagnostic, path: string): Diagnostic {
  const severity = diagnostic.category === ts.DiagnosticCategory.Error ? 'error' : 'warning';
  const place =
    diagnostic.file === undefined || diagnostic.start === undefined
      ? { path }
      : placeOf(path, diagnostic.file, diagnostic.start);
  return {
    code: `TS${String(diagnostic.code)}`,
    severity,
    source: 'types',
    ...place,
    message: compilerMessage(diagnostic),
    blocking: severity === 'error',
  };
}

/** Type errors of one file, and what keeps its declarations from being written where the project publishes them. */
export function checkTypes(
  compiler: ProjectCompiler,
  path: string,
  cancellation: ts.CancellationToken,
): readonly Diagnostic[] {
  const source = compiler.sourceFile(path);
  if (source === undefined) return [];
  return compiler.remembered('types', source, () => {
    const program = compiler.program();
    const found = [
      ...program.getSyntacticDiagnostics(source, cancellation),
      ...program.getSemanticDiagnostics(source, cancellation),
    ];
    if (compiler.settings.emitsDeclarations(path) && found.length === 0 && !source.isDeclarationFile)
      found.push(...program.getDeclarationDiagnostics(source, cancellation));
    return found.map((diagnostic) => typeDiagnostic(diagnostic, path));
  });
}
