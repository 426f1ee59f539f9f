import ts from 'typescript';
import type { Diagnostic } from '../../../../protocol/diagnostic.js';
import { isTestPath } from '../../../../protocol/test-path.js';
import { finding, placeOfNode } from '../../finding.js';
import { exportedFunctions, innerFunctions, isPrivate, type NamedFunction } from './exported-functions.js';

/** Names that say that nothing is done. */
const DOES_NOTHING = /(^|\.)[#_]?(no_?op|(do_?)?nothing|ignored?)$/i;

/**
 * Functions without a body that should have one: exported ones that promise a result, a module's own ones, and methods that only
 * their class sees (another method may have nothing to do; it implements what another type asks for).
 */
export function emptyBodies(path: string, sourceFile: ts.SourceFile): readonly Diagnostic[] {
  // What a test hands in may well do nothing.
  const inner = isTestPath(path) ? [] : innerFunctions(sourceFile);
  return [...exportedFunctions(sourceFile), ...inner]
    .filter((candidate) => isEmpty(candidate, sourceFile))
    .map(({ name, node }) =>
      finding(
        'MW2002',
        placeOfNode(path, sourceFile, node),
        `"${name}" has an empty body.`,
        'Write what it does.',
      ),
    );
}

function isEmpty({ name, node }: NamedFunction, sourceFile: ts.SourceFile): boolean {
  if (node.body === undefined || !ts.isBlock(node.body) || node.body.statements.length > 0) return false;
  if (node.type !== undefined && !isNothing(node.type)) return true;
  const isOwn = ts.isFunctionDeclaration(node) || isConstant(node) || isPrivate(node);
  return isOwn && !DOES_NOTHING.test(name) && !saysWhy(node.body, sourceFile);
}

/** `void`, a promise of it, or either: a function of such a type may come to its end at once. */
function isNothing(type: ts.TypeNode): boolean {
  if (ts.isParenthesizedTypeNode(type)) return isNothing(type.type);
  if (ts.isUnionTypeNode(type)) return type.types.every(isNothing);
  if (ts.isTypeReferenceNode(type)) {
    const [given] = type.typeArguments ?? [];
    return given !== undefined && /^Promise(Like)?$/.test(type.typeName.getText()) && isNothing(given);
  }
  return (
    type.kind === ts.SyntaxKind.VoidKeyword ||
    type.kind === ts.SyntaxKind.UndefinedKeyword ||
    type.kind === ts.SyntaxKind.NeverKeyword
  );
}

/** `const save = () => {}`; a variable may be given something else to do. */
function isConstant({ parent }: ts.Node): boolean {
  return ts.isVariableDeclaration(parent) && (ts.getCombinedNodeFlags(parent) & ts.NodeFlags.Const) !== 0;
}

/** A body that holds a comment says why there is nothing to do. */
function saysWhy(body: ts.Block, sourceFile: ts.SourceFile): boolean {
  return /\/[/*]/.test(body.getText(sourceFile));
}
