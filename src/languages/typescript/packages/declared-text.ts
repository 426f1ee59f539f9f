import ts from 'typescript';

/** Characters of the longest declaration that is shown; of a longer one the name has to do. */
export const LONGEST_DECLARATION = 600;

const printer = ts.createPrinter({ removeComments: true });

/** A declaration as it is written, without its comments: those say what its author wanted to say to whoever reads them. */
export function declaredText(node: ts.Declaration): string {
  // What is printed of a variable alone is `name: Type`, which says nothing of what it is.
  const keyword = ts.isVariableDeclaration(node) ? 'const ' : '';
  const ending = ts.isVariableDeclaration(node) ? ';' : '';
  return `${keyword}${printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile())}${ending}`;
}

/** A type that is too long to be shown, without what it is made of. */
export function declaredHead(node: ts.InterfaceDeclaration | ts.ClassDeclaration): string {
  const empty = ts.isInterfaceDeclaration(node)
    ? ts.factory.updateInterfaceDeclaration(
        node,
        node.modifiers,
        node.name,
        node.typeParameters,
        node.heritageClauses,
        [],
      )
    : ts.factory.updateClassDeclaration(
        node,
        node.modifiers,
        node.name,
        node.typeParameters,
        node.heritageClauses,
        [],
      );
  return printer.printNode(ts.EmitHint.Unspecified, empty, node.getSourceFile()).replace(/\{\s*\}$/, '{ … }');
}

/**
 * Declarations of one name, such as the overloads of a method, as one text that counts those left out; undefined when not one of them
 * is short enough.
 */
export function textOfAll(nodes: readonly ts.Declaration[]): string | undefined {
  let text = '';
  // A namespace, or a whole file as one, is known by what it exports.
  const own = nodes.filter((each) => !ts.isSourceFile(each) && !ts.isModuleDeclaration(each));
  let more = 0;
  for (const each of new Set(own.map(declaredText))) {
    const next = text === '' ? each : `${text}\n${each}`;
    if (next.length > LONGEST_DECLARATION) more += 1;
    else text = next;
  }
  if (text === '') return undefined;
  return more === 0 ? text : `${text}\n… and ${more} longer`;
}
