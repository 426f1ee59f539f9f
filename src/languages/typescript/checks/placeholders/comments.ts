import ts from 'typescript';

export interface Comment {
  /** Without its marks, on one line. */
  readonly text: string;
  /** Its last line without marks: where the compiler looks for orders to itself. */
  readonly lastLine: string;
  readonly position: number;
  /** Where what comes after it begins. */
  readonly end: number;
}

/** Every comment of a file in order, those in empty blocks and at its end included; text in strings is none. */
export function commentsOf(sourceFile: ts.SourceFile): readonly Comment[] {
  const found = new Map<number, Comment>();
  const add = (ranges: readonly ts.CommentRange[] | undefined): void => {
    for (const { pos, end } of ranges ?? []) {
      const comment = sourceFile.text.slice(pos, end);
      found.set(pos, { text: bare(comment), lastLine: lastLine(comment), position: pos, end });
    }
  };
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(sourceFile);
    if (children.length === 0 && !ts.isJsxText(node)) {
      add(ts.getLeadingCommentRanges(sourceFile.text, node.pos));
      add(ts.getTrailingCommentRanges(sourceFile.text, node.end));
    }
    for (const child of children) visit(child);
  };
  visit(sourceFile);
  return [...found.values()].sort((a, b) => a.position - b.position);
}

function bare(comment: string): string {
  return comment
    .replace(/^\/\/+|^\/\*+|\*+\/$/g, '')
    .replaceAll(/\n\s*\*?/g, ' ')
    .trim();
}

function lastLine(comment: string): string {
  return bare((comment.split(/\r?\n/).at(-1) ?? '').trim().replace(/^[/*]+/, ''));
}
