import ts from 'typescript';

export interface NamedFunction {
  readonly name: string;
  readonly node: ts.FunctionLikeDeclaration;
}

function isExported(node: ts.Node): boolean {
  return (
    ts.canHaveModifiers(node) &&
    node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) === true
  );
}

/** Names that a file exports apart from their declarations (`export { a, b as c }`, `export default a`), as declared. */
export function namesExportedApart(sourceFile: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of sourceFile.statements) {
    if (ts.isExportAssignment(statement) && ts.isIdentifier(statement.expression))
      names.add(statement.expression.text);
    if (
      ts.isExportDeclaration(statement) &&
      statement.moduleSpecifier === undefined &&
      statement.exportClause !== undefined &&
      ts.isNamedExports(statement.exportClause)
    )
      for (const element of statement.exportClause.elements)
        names.add((element.propertyName ?? element.name).text);
  }
  return names;
}

/** Statements whose declarations a file exports, either way. */
export function exportedStatements(sourceFile: ts.SourceFile): readonly ts.Statement[] {
  const apart = namesExportedApart(sourceFile);
  return sourceFile.statements.filter((statement) => {
    if (isExported(statement)) return true;
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.some(
        ({ name }) => ts.isIdentifier(name) && apart.has(name.text),
      );
    return (
      (ts.isFunctionDeclaration(statement) ||
        ts.isClassDeclaration(statement) ||
        ts.isInterfaceDeclaration(statement) ||
        ts.isTypeAliasDeclaration(statement)) &&
      statement.name !== undefined &&
      apart.has(statement.name.text)
    );
  });
}

/** Functions that a file exports: declarations, constants that hold one, and the methods of exported classes. */
export function exportedFunctions(sourceFile: ts.SourceFile): readonly NamedFunction[] {
  return exportedStatements(sourceFile).flatMap((statement): readonly NamedFunction[] => {
    if (ts.isFunctionDeclaration(statement))
      return [{ name: statement.name?.text ?? 'default', node: statement }];
    if (ts.isVariableStatement(statement)) return heldFunctions(statement, sourceFile);
    if (ts.isClassDeclaration(statement))
      return statement.members.flatMap((member) =>
        ts.isMethodDeclaration(member) || ts.isGetAccessorDeclaration(member)
          ? [
              {
                name: `${statement.name?.text ?? 'default'}.${member.name.getText(sourceFile)}`,
                node: member,
              },
            ]
          : [],
      );
    return [];
  });
}

/** Functions that the variables of a statement hold. */
function heldFunctions(
  { declarationList }: ts.VariableStatement,
  sourceFile: ts.SourceFile,
): readonly NamedFunction[] {
  return declarationList.declarations.flatMap(({ name, initializer }) =>
    initializer !== undefined && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))
      ? [{ name: name.getText(sourceFile), node: initializer }]
      : [],
  );
}

/** The functions that a module keeps to itself, and the private methods of its classes. */
export function innerFunctions(sourceFile: ts.SourceFile): readonly NamedFunction[] {
  const exported = new Set(exportedFunctions(sourceFile).map(({ node }) => node));
  return sourceFile.statements.flatMap((statement): readonly NamedFunction[] => {
    if (ts.isFunctionDeclaration(statement))
      return exported.has(statement) ? [] : [{ name: statement.name?.text ?? 'default', node: statement }];
    if (ts.isVariableStatement(statement))
      return heldFunctions(statement, sourceFile).filter(({ node }) => !exported.has(node));
    if (!ts.isClassDeclaration(statement)) return [];
    return statement.members
      .filter(ts.isMethodDeclaration)
      .filter((member) => isPrivate(member) && !exported.has(member))
      .map((member) => ({ name: member.name.getText(sourceFile), node: member }));
  });
}

export function isPrivate(node: ts.Node): boolean {
  return (
    (ts.isMethodDeclaration(node) && ts.isPrivateIdentifier(node.name)) ||
    (ts.canHaveModifiers(node) &&
      node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword) === true)
  );
}
