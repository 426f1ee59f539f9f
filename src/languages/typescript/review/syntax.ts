import ts from 'typescript';

/** Every node below `root` for which `wanted` holds, in the order of the text. */
export function nodesIn<Wanted extends ts.Node>(
  root: ts.Node,
  wanted: (node: ts.Node) => node is Wanted,
): readonly Wanted[] {
  const found: Wanted[] = [];
  const visit = (node: ts.Node): void => {
    if (wanted(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(root, visit);
  return found;
}

export type FunctionWithBody = ts.FunctionLikeDeclaration & { readonly body: ts.Node };

export function isFunctionWithBody(node: ts.Node): node is FunctionWithBody {
  return ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;
}

/** The function that a node is in, without those around it; undefined at the top of a module. */
export function functionAround(node: ts.Node): FunctionWithBody | undefined {
  for (
    let around = node.parent as ts.Node | undefined;
    around !== undefined;
    around = around.parent as ts.Node | undefined
  )
    if (isFunctionWithBody(around)) return around;
  return undefined;
}

/** What a function is called where it stands: its own name, or that of what holds it. */
export function nameOfFunction(node: FunctionWithBody): string {
  if (ts.isConstructorDeclaration(node)) return 'constructor';
  if (node.name !== undefined) return node.name.getText();
  const holder = node.parent;
  return ts.isVariableDeclaration(holder) || ts.isPropertyAssignment(holder)
    ? holder.name.getText()
    : 'a function';
}

/** Names that the file imports from modules (told by their specifier), as the module calls them, by their local name. */
export function importedFrom(
  sourceFile: ts.SourceFile,
  module: Pick<RegExp, 'test'>,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const statement of sourceFile.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    if (!module.test(statement.moduleSpecifier.text)) continue;
    const clause = statement.importClause;
    if (clause?.name !== undefined) names.set(clause.name.text, 'default');
    const bindings = clause?.namedBindings;
    if (bindings === undefined) continue;
    if (ts.isNamespaceImport(bindings)) names.set(bindings.name.text, '*');
    else
      for (const { name, propertyName } of bindings.elements)
        names.set(name.text, (propertyName ?? name).text);
  }
  return names;
}

/** The name, in its module, of what a call reaches of `imported` (see `importedFrom`); undefined for other calls. */
export function calledImport(
  call: ts.CallExpression,
  imported: ReadonlyMap<string, string>,
): string | undefined {
  if (ts.isIdentifier(call.expression)) return imported.get(call.expression.text);
  if (!ts.isPropertyAccessExpression(call.expression) || !ts.isIdentifier(call.expression.expression))
    return undefined;
  const holder = imported.get(call.expression.expression.text);
  return holder === '*' || holder === 'default' ? call.expression.name.text : undefined;
}

/** Text that is put together from values: its fixed parts joined, or undefined when it is fixed as a whole. */
export function composedText(node: ts.Expression): string | undefined {
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join('?');
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const parts = operands(node);
  const isFixed = parts.every((part) => ts.isStringLiteralLike(part));
  const isText = parts.some((part) => ts.isStringLiteralLike(part) || ts.isTemplateExpression(part));
  if (isFixed || !isText) return undefined;
  return parts
    .map((part) => (ts.isStringLiteralLike(part) ? part.text : (composedText(part) ?? '?')))
    .join('');
}

function operands(node: ts.Expression): readonly ts.Expression[] {
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return [...operands(node.left), ...operands(node.right)];
  return [node];
}
