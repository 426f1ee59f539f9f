import { dirname, join } from 'node:path/posix';
import ts from 'typescript';

/** A name that another file declares. */
export interface Reference {
  /** Path in the project, with the ending of a source. */
  readonly path: string;
  readonly name: string;
}

/** What declarations take from other files of the project. */
export interface References {
  /** Exported under a name here, and declared there: nothing of it can be seen here. */
  readonly passedOn: readonly (Reference & { readonly as: string })[];
  /** Types that declarations here are made of. */
  readonly spokenOf: readonly Reference[];
}

function sourceOf(specifier: string, from: string): string | undefined {
  return specifier.startsWith('.')
    ? join(dirname(from), specifier).replace(/\.([cm]?)js(x?)$/, '.$1ts$2')
    : undefined;
}

function specifierOf(node: ts.Expression | undefined): string {
  return node !== undefined && ts.isStringLiteral(node) ? node.text : '';
}

/** `import('./limits.js').ListLimits`, with or without `typeof`. */
function importedType(node: ts.Node, from: string): Reference | undefined {
  if (!ts.isImportTypeNode(node) || node.qualifier === undefined) return undefined;
  const { argument, qualifier } = node;
  const literal = ts.isLiteralTypeNode(argument) ? argument.literal : undefined;
  const path = sourceOf(literal !== undefined && ts.isStringLiteral(literal) ? literal.text : '', from);
  const [name = ''] = qualifier.getText().split('.');
  return path === undefined ? undefined : { path, name };
}

function importsOf(source: ts.SourceFile, from: string): ReadonlyMap<string, Reference> {
  const imports = new Map<string, Reference>();
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const path = sourceOf(specifierOf(statement.moduleSpecifier), from);
    const bindings = statement.importClause?.namedBindings;
    if (path === undefined || bindings === undefined || !ts.isNamedImports(bindings)) continue;
    for (const { name, propertyName } of bindings.elements)
      imports.set(name.text, { path, name: (propertyName ?? name).text });
  }
  return imports;
}

/** What a type is another name for: nothing more than that is said of it here. */
function otherName(
  node: ts.TypeNode | undefined,
  imports: ReadonlyMap<string, Reference>,
  from: string,
): Reference | undefined {
  if (node === undefined) return undefined;
  if (ts.isTypeReferenceNode(node)) return imports.get(node.typeName.getText());
  return importedType(node, from);
}

/** @param from path of the file that `declarations` stand in. */
export function referencesIn(declarations: string, from: string): References {
  const source = ts.createSourceFile('declarations.d.ts', declarations, ts.ScriptTarget.ESNext, true);
  const imports = importsOf(source, from);
  const passedOn: (Reference & { readonly as: string })[] = [];
  const spokenOf: Reference[] = [];
  const pass = (reference: Reference | undefined, as: string): boolean => {
    if (reference !== undefined) passedOn.push({ ...reference, as });
    return reference !== undefined;
  };
  const walk = (node: ts.Node): void => {
    const named = importedType(node, from) ?? (ts.isIdentifier(node) ? imports.get(node.text) : undefined);
    if (named !== undefined) spokenOf.push(named);
    ts.forEachChild(node, walk);
  };
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement)) continue;
    if (ts.isExportDeclaration(statement)) {
      const { exportClause: clause, moduleSpecifier } = statement;
      const path = moduleSpecifier === undefined ? undefined : sourceOf(specifierOf(moduleSpecifier), from);
      if (clause !== undefined && ts.isNamedExports(clause)) {
        for (const { name, propertyName } of clause.elements) {
          const own = (propertyName ?? name).text;
          pass(path === undefined ? imports.get(own) : { path, name: own }, name.text);
        }
      } else if (path !== undefined) pass({ path, name: '*' }, '*');
    } else if (!(
      ts.isTypeAliasDeclaration(statement) &&
      pass(otherName(statement.type, imports, from), statement.name.text)
    ))
      walk(statement);
  }
  return { passedOn, spokenOf };
}
