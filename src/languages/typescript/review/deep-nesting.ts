import ts from 'typescript';
import { finding, placeOfNode } from '../finding.js';
import type { ReviewRule } from './review-rule.js';
import { isFunctionWithBody } from './syntax.js';

/** Statements within statements of one function. */
const DEEPEST = 4;

const NESTING: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.IfStatement,
  ts.SyntaxKind.ForStatement,
  ts.SyntaxKind.ForInStatement,
  ts.SyntaxKind.ForOfStatement,
  ts.SyntaxKind.WhileStatement,
  ts.SyntaxKind.DoStatement,
  ts.SyntaxKind.SwitchStatement,
  ts.SyntaxKind.TryStatement,
]);

/** The first statement of each branch that goes too deep. */
export const deepNesting: ReviewRule = {
  aspect: 'maintainability',
  review: ({ path, sourceFile }) =>
    tooDeep(sourceFile, 0).map((node) =>
      finding(
        'MW7304',
        placeOfNode(path, sourceFile, node),
        `This is nested more than ${String(DEEPEST)} deep.`,
        'Return early, or give the inner part a name of its own.',
      ),
    ),
};

function tooDeep(node: ts.Node, depth: number): readonly ts.Node[] {
  const found: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    const inner = isFunctionWithBody(child)
      ? 0
      : depth + (NESTING.has(child.kind) && !isElseIf(child) ? 1 : 0);
    if (inner > DEEPEST) found.push(child);
    else found.push(...tooDeep(child, inner));
  });
  return found;
}

/** `else if` goes on at the depth of its `if`. */
function isElseIf(node: ts.Node): boolean {
  return ts.isIfStatement(node) && ts.isIfStatement(node.parent) && node.parent.elseStatement === node;
}
