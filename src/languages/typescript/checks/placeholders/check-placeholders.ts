import type ts from 'typescript';
import type { Diagnostic } from '../../../../protocol/diagnostic.js';
import { placeOf, type Place } from '../../finding.js';
import { anyStandIns } from './any-stand-in.js';
import { commentsOf } from './comments.js';
import { emptyBodies } from './empty-body.js';
import { joinedComments } from './joined-comments.js';
import { notImplemented } from './not-implemented.js';
import { omittedCode } from './omitted-code.js';
import { silencedCompiler } from './silenced-compiler.js';
import { hasPlaceholders, textComments } from './text-comments.js';
import { vanishedExports } from './vanished-exports.js';

/** Whether a draft is all there. `accepted` is the file that it would replace. */
export function checkPlaceholders(
  path: string,
  sourceFile: ts.SourceFile,
  accepted: ts.SourceFile | undefined,
): readonly Diagnostic[] {
  const comments = commentsOf(sourceFile);
  return [
    ...omittedCode(joinedComments(comments, sourceFile.text), sourceFile.text, (position) =>
      placeOf(path, sourceFile, position),
    ),
    ...silencedCompiler(path, sourceFile, comments),
    ...emptyBodies(path, sourceFile),
    ...notImplemented(path, sourceFile),
    ...anyStandIns(path, sourceFile),
    ...vanishedExports(path, accepted, sourceFile),
  ];
}

/** The same of a file that is no script, as far as its comments tell. */
export function checkTextPlaceholders(path: string, content: string): readonly Diagnostic[] {
  const placeAt = (position: number): Place => ({
    path,
    line: content.slice(0, position).split('\n').length,
  });
  return omittedCode(textComments(path, content), content, placeAt, hasPlaceholders(path));
}
