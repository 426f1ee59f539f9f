import type ts from 'typescript';
import type { Diagnostic } from '../../../../protocol/diagnostic.js';
import { anyStandIns } from './any-stand-in.js';
import { commentsOf } from './comments.js';
import { emptyBodies } from './empty-body.js';
import { notImplemented } from './not-implemented.js';
import { omittedCode } from './omitted-code.js';
import { silencedCompiler } from './silenced-compiler.js';
import { vanishedExports } from './vanished-exports.js';

/** Whether a draft is all there. `accepted` is the file that it would replace. */
export function checkPlaceholders(
  path: string,
  sourceFile: ts.SourceFile,
  accepted: ts.SourceFile | undefined,
): readonly Diagnostic[] {
  const comments = commentsOf(sourceFile);
  return [
    ...omittedCode(path, sourceFile, comments),
    ...silencedCompiler(path, sourceFile, comments),
    ...emptyBodies(path, sourceFile),
    ...notImplemented(path, sourceFile),
    ...anyStandIns(path, sourceFile),
    ...vanishedExports(path, accepted, sourceFile),
  ];
}
