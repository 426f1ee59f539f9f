import ts from 'typescript';

/** One declaration as it stands; the overloads of a function and the parts of an interface are one. */
export interface WholeDeclaration {
  /** What it declares; empty for what only passes on or sets up others. */
  readonly names: readonly string[];
  readonly text: string;
}

export interface DeclaredFile {
  /** Import statements: each is needed as long as a declaration that is shown speaks of it. */
  readonly imports: readonly WholeDeclaration[];
  readonly declarations: readonly WholeDeclaration[];
}

function namesOf(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  if (ts.isExportDeclaration(statement)) {
    const clause = statement.exportClause;
    if (clause === undefined) return [];
    return ts.isNamedExports(clause) ? clause.elements.map(({ name }) => name.text) : [clause.name.text];
  }
  if (ts.isExportAssignment(statement)) return ['default'];
  if (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement)
  )
    return [statement.name?.text ?? 'default'];
  return [];
}

function importedNames(statement: ts.ImportDeclaration): readonly string[] {
  const { importClause: clause } = statement;
  const bindings = clause?.namedBindings;
  return [
    ...(clause?.name === undefined ? [] : [clause.name.text]),
    ...(bindings === undefined
      ? []
      : ts.isNamespaceImport(bindings)
        ? [bindings.name.text]
        : bindings.elements.map(({ name }) => name.text)),
  ];
}

/** Declarations in TypeScript, taken apart where one ends and the next begins, each with the comments before it. */
export function declaredIn(text: string): DeclaredFile {
  const source = ts.createSourceFile('declarations.d.ts', text, ts.ScriptTarget.ESNext, true);
  const imports: WholeDeclaration[] = [];
  const found: { names: readonly string[]; text: string }[] = [];
  const byName = new Map<string, { names: readonly string[]; text: string }>();
  for (const statement of source.statements) {
    const own = text.slice(statement.getFullStart(), statement.getEnd()).trim();
    if (ts.isImportDeclaration(statement)) {
      imports.push({ names: importedNames(statement), text: own });
      continue;
    }
    // `export {}` says that the file is a module, and nothing else.
    if (/^export\s*\{\s*\};?$/.test(own)) continue;
    const names = namesOf(statement);
    const [first] = names;
    const earlier = names.length === 1 && first !== undefined ? byName.get(first) : undefined;
    if (earlier === undefined) {
      const declaration = { names, text: own };
      found.push(declaration);
      if (names.length === 1 && first !== undefined) byName.set(first, declaration);
    } else earlier.text = `${earlier.text}\n${own}`;
  }
  return { imports, declarations: found };
}
