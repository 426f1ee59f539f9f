import ts from 'typescript';
import type { Diagnostic } from '../../../../protocol/diagnostic.js';
import { finding, placeOfNode } from '../../finding.js';
import { exportedFunctions, type ExportedFunction } from './exported-functions.js';

const RETURNS_NOTHING = /^(Promise<\s*)?(void|undefined|never)(\s*>)?$/;

/**
 * Exported functions without a body that should have one: they promise a result, or they are a module's own function
 * (a method may have nothing to do; it implements what another type asks for).
 */
export function emptyBodies(path: string, sourceFile: ts.SourceFile): readonly Diagnostic[] {
  return exportedFunctions(sourceFile)
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

function isEmpty({ node }: ExportedFunction, sourceFile: ts.SourceFile): boolean {
  if (node.body === undefined || !ts.isBlock(node.body) || node.body.statements.length > 0) return false;
  const returned = node.type?.getText(sourceFile);
  if (returned !== undefined && !RETURNS_NOTHING.test(returned)) return true;
  return ts.isFunctionDeclaration(node) && !saysWhy(node.body, sourceFile);
}

/** A body that holds a comment says why there is nothing to do. */
function saysWhy(body: ts.Block, sourceFile: ts.SourceFile): boolean {
  return /\/[/*]/.test(body.getText(sourceFile));
}
