import ts from 'typescript';
import type { ProjectFile } from '../language.js';
import { fileKind } from './file-kind.js';

/** A constant whose type is inferred is shown with its value up to this many characters. */
const LONGEST_VALUE = 1_000;

/**
 * The exported declarations of one file, from that file alone, with their doc comments. A constant whose type is inferred
 * from other files is shown as it is written (`export const bookSchema = z.object({ … })`): its declaration alone would
 * say nothing. '' for a file that is not TypeScript.
 */
export function outlineOf({ path, content }: ProjectFile): string {
  if (fileKind(path) !== 'typescript') return '';
  const { outputText } = ts.transpileDeclaration(content, {
    fileName: path,
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, removeComments: false },
  });
  const written = inferredConstants(content);
  return outputText.replaceAll(
    /^export declare const (\w+): any;$/gm,
    (declaration, name: string) => written.get(name) ?? declaration,
  );
}

/** Exported constants without a type, as written, by name. */
function inferredConstants(content: string): ReadonlyMap<string, string> {
  const source = ts.createSourceFile('module.ts', content, ts.ScriptTarget.ESNext, true);
  const found = new Map<string, string>();
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, type, initializer } of statement.declarationList.declarations) {
      const value = initializer?.getText(source);
      if (type === undefined && value !== undefined && value.length <= LONGEST_VALUE)
        found.set(name.getText(source), `export const ${name.getText(source)} = ${value};`);
    }
  }
  return found;
}
