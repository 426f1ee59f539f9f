import ts from 'typescript';

/** The statements of a declaration file that declare `name`, or undefined. */
export function declarationIn(declarations: string, name: string): string | undefined {
  const source = ts.createSourceFile('module.d.ts', declarations, ts.ScriptTarget.ESNext, true);
  const found = source.statements.filter((statement) => declares(statement, name));
  return found.length === 0 ? undefined : found.map((statement) => statement.getText(source)).join(' ');
}

function declares(statement: ts.Statement, name: string): boolean {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.some((declaration) => declaration.name.getText() === name);
  if (ts.isExportDeclaration(statement) && statement.exportClause !== undefined)
    return (
      ts.isNamedExports(statement.exportClause) &&
      statement.exportClause.elements.some((element) => element.name.text === name)
    );
  if (ts.isExportAssignment(statement)) return name === 'default';
  return (
    (ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      ts.isEnumDeclaration(statement)) &&
    statement.name?.text === name
  );
}
