import type ts from 'typescript';
import type { Diagnostic } from '../../../../protocol/diagnostic.js';
import { finding, placeOf } from '../../finding.js';
import type { Comment } from './comments.js';

const SILENCES = /^@ts-(nocheck|ignore)\b/;

/** Comments that hide what the compiler would say. `@ts-expect-error` is none: it fails when there is nothing to expect. */
export function silencedCompiler(
  path: string,
  sourceFile: ts.SourceFile,
  comments: readonly Comment[],
): readonly Diagnostic[] {
  return comments
    .filter(({ text }) => SILENCES.test(text))
    .map(({ text, position }) =>
      finding(
        'MW2005',
        placeOf(path, sourceFile, position),
        `"${text.split(/\s/, 1)[0] ?? text}" hides type errors.`,
        'Make the types right instead.',
      ),
    );
}
