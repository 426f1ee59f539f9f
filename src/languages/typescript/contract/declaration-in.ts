import ts from 'typescript';
import { declaredNames, exportedNames } from '../declared-names.js';

/** The statements of a declaration file that declare `name`, or undefined. */
export function declarationIn(declarations: string, name: string): string | undefined {
  const source = ts.createSourceFile('module.d.ts', declarations, ts.ScriptTarget.ESNext, true);
  const found = source.statements.filter((statement) => declares(statement, name));
  return found.length === 0 ? undefined : found.map((statement) => statement.getText(source)).join(' ');
}

function declares(statement: ts.Statement, name: string): boolean {
  return exportedNames(statement).includes(name) || declaredNames(statement).includes(name);
}
