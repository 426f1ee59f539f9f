import ts from 'typescript';
import type { ProjectFile } from '../language.js';
import { fileKind } from './file-kind.js';

/**
 * The exported declarations of one file, from that file alone, with their doc comments. Types that are inferred from
 * other files cannot be told here and stand as the compiler's placeholder; '' for a file that declares nothing.
 */
export function outlineOf({ path, content }: ProjectFile): string {
  const kind = fileKind(path);
  if (kind !== 'typescript') return '';
  return ts.transpileDeclaration(content, {
    fileName: path,
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, removeComments: false },
  }).outputText;
}
