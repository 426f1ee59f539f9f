import ts from 'typescript';

/** One place where a file names another module. */
export interface ModuleSpecifier {
  readonly text: string;
  readonly literal: ts.StringLiteralLike;
  /** Nothing of it is left at run time. */
  readonly typeOnly: boolean;
}

/**
 * Every module that a file names: imports, re-exports, `import()`, `import('…')` types and `require('…')`, in order.
 * @param verbatim whether the compiler leaves imports as they are (`verbatimModuleSyntax`): then only `import type` is gone at run
 * time, and of `import { type A }` an import without names is left.
 */
export function moduleSpecifiers(sourceFile: ts.SourceFile, verbatim = true): readonly ModuleSpecifier[] {
  const found: ModuleSpecifier[] = [];
  const add = (literal: ts.Node | undefined, typeOnly: boolean): void => {
    if (literal !== undefined && ts.isStringLiteralLike(literal))
      found.push({ text: literal.text, literal, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isErased(node, sourceFile, verbatim));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference))
      add(node.moduleReference.expression, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && isModuleCall(node)) add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(sourceFile);
  return found;
}

function isModuleCall(call: ts.CallExpression): boolean {
  if (call.expression.kind === ts.SyntaxKind.ImportKeyword) return true;
  return (
    ts.isIdentifier(call.expression) && call.expression.text === 'require' && call.arguments.length === 1
  );
}

/** Whether nothing of the import is left once the file is compiled. */
function isErased(node: ts.ImportDeclaration, sourceFile: ts.SourceFile, verbatim: boolean): boolean {
  const clause = node.importClause;
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  if (verbatim) return false;
  const bindings = clause.namedBindings;
  const names = [
    ...(clause.name === undefined ? [] : [clause.name]),
    ...(bindings === undefined ? [] : ts.isNamespaceImport(bindings) ? [bindings.name] : []),
    ...(bindings !== undefined && ts.isNamedImports(bindings)
      ? bindings.elements.filter((element) => !element.isTypeOnly).map((element) => element.name)
      : []),
  ];
  // `import {} from 'a'` is written for what the module does.
  const hasNone = bindings !== undefined && ts.isNamedImports(bindings) && bindings.elements.length === 0;
  if (hasNone && clause.name === undefined) return false;
  return !usesAsValue(sourceFile, node, new Set(names.map(({ text }) => text)));
}

/** Whether one of these names stands anywhere but in a type. */
function usesAsValue(
  sourceFile: ts.SourceFile,
  declaration: ts.ImportDeclaration,
  names: ReadonlySet<string>,
): boolean {
  const visit = (node: ts.Node): boolean => {
    if (node === declaration) return false;
    if (ts.isIdentifier(node)) return names.has(node.text) && !isPartOfType(node);
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return names.size > 0 && visit(sourceFile);
}

function isPartOfType(name: ts.Identifier): boolean {
  let node: ts.Node = name;
  while (ts.isQualifiedName(node.parent)) node = node.parent;
  return ts.isPartOfTypeNode(node) || ts.isTypeReferenceNode(node.parent) || ts.isTypeQueryNode(node.parent);
}
