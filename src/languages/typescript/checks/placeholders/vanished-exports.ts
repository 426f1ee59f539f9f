import ts from 'typescript';
import type { Diagnostic } from '../../../../protocol/diagnostic.js';
import { finding } from '../../finding.js';
import { exportedStatements, namesExportedApart } from './exported-functions.js';

/** Exports that the accepted file has and its rewrite lacks: often forgotten, seldom meant. */
export function vanishedExports(
  path: string,
  accepted: ts.SourceFile | undefined,
  rewrite: ts.SourceFile,
): readonly Diagnostic[] {
  if (accepted === undefined) return [];
  const kept = exportedNames(rewrite);
  return [...exportedNames(accepted)]
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

function exportedNames(sourceFile: ts.SourceFile): ReadonlySet<string> {
  const names = new Set(namesExportedApart(sourceFile));
  for (const statement of exportedStatements(sourceFile)) {
    if (ts.isVariableStatement(statement))
      for (const { name } of statement.declarationList.declarations) names.add(name.getText(sourceFile));
    else if (hasName(statement) && statement.name !== undefined) names.add(statement.name.text);
  }
  return names;
}

function hasName(
  statement: ts.Statement,
): statement is
  | ts.FunctionDeclaration
  | ts.ClassDeclaration
  | ts.InterfaceDeclaration
  | ts.TypeAliasDeclaration
  | ts.EnumDeclaration {
  return (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement)
  );
}
