import ts from 'typescript';
import type { ProjectCompiler } from './project-compiler.js';

/**
 * The declarations of a file with inferred types written out, comments left out, so that equal declarations are equal
 * text. A file whose types cannot be named gives what can be told from it alone.
 */
export function declarationsOf(
  compiler: ProjectCompiler,
  path: string,
  cancellation: ts.CancellationToken,
): string {
  const source = compiler.sourceFile(path);
  if (source === undefined) return '';
  let declarations: string | undefined;
  compiler.program().emit(
    source,
    (fileName, text) => {
      if (/\.d\.[cm]?ts$/.test(fileName)) declarations = text;
    },
    cancellation,
    true,
  );
  return (
    declarations ??
    ts.transpileDeclaration(source.text, {
      fileName: path,
      compilerOptions: { ...compiler.settings.options, isolatedDeclarations: false },
    }).outputText
  );
}
