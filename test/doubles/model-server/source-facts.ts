import { posix } from 'node:path';
import ts from 'typescript';

export interface Import {
  readonly specifier: string;
  /** Path of the file that a relative specifier leads to; undefined for a package. */
  readonly path: string | undefined;
  readonly names: readonly string[];
}

function sourceOf(content: string): ts.SourceFile {
  return ts.createSourceFile('file.ts', content, ts.ScriptTarget.ESNext, true);
}

/** Everything that the file at `path` imports. */
export function importsOf(path: string, content: string): readonly Import[] {
  return sourceOf(content)
    .statements.filter(ts.isImportDeclaration)
    .map(({ moduleSpecifier, importClause }) => {
      const specifier = ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : '';
      const named = importClause?.namedBindings;
      return {
        specifier,
        path: specifier.startsWith('.')
          ? posix.join(posix.dirname(path), specifier).replace(/\.js$/, '.ts')
          : undefined,
        names:
          named !== undefined && ts.isNamedImports(named)
            ? named.elements.map(({ name, propertyName }) => (propertyName ?? name).text)
            : [],
      };
    });
}

/** `@scope/name/entry` → `@scope/name`. */
export function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Names of the properties and methods that declarations give to their classes and interfaces. */
export function membersIn(declarations: string): readonly string[] {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const isMember =
      ts.isMethodDeclaration(node) ||
      ts.isMethodSignature(node) ||
      ts.isPropertyDeclaration(node) ||
      ts.isPropertySignature(node);
    if (isMember && ts.isIdentifier(node.name)) names.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(sourceOf(declarations));
  return [...names];
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The bodies of a file's functions, braces included, the largest first. */
export function bodiesIn(content: string): readonly Span[] {
  const found: Span[] = [];
  const visit = (node: ts.Node): void => {
    const isFunction = ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node);
    if (isFunction && node.body !== undefined)
      found.push({ start: node.body.getStart(), end: node.body.getEnd() });
    ts.forEachChild(node, visit);
  };
  visit(sourceOf(content));
  return found.sort((a, b) => b.end - b.start - (a.end - a.start));
}

/** The `export` keywords before the declaration of `name`. */
export function exportKeywordOf(content: string, name: string): Span | undefined {
  for (const statement of sourceOf(content).statements) {
    if (!ts.canHaveModifiers(statement)) continue;
    const keyword = statement.modifiers?.find(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    const names = ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.map((declaration) => declaration.name.getText())
      : 'name' in statement
        ? [(statement as ts.DeclarationStatement).name?.getText()]
        : [];
    if (keyword !== undefined && names.includes(name))
      return { start: keyword.getStart(), end: keyword.getEnd() + 1 };
  }
  return undefined;
}
