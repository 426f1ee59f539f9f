import ts from 'typescript';

/** The innermost node that spans the characters from `start` on, as the compiler points at what it complains of. */
export function nodeAt(source: ts.SourceFile, start: number, length: number): ts.Node {
  let found: ts.Node = source;
  const visit = (node: ts.Node): void => {
    if (node.getStart(source) > start || node.getEnd() < start + length) return;
    found = node;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return found;
}

/** The nearest node around `node`, itself included, that `is` one; `until` ends the search. */
export function around<Found extends ts.Node>(
  node: ts.Node,
  is: (node: ts.Node) => node is Found,
  until: (node: ts.Node) => boolean = () => false,
): Found | undefined {
  for (let each = node; !ts.isSourceFile(each) && !until(each); each = each.parent) if (is(each)) return each;
  return undefined;
}
