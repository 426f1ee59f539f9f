import type ts from 'typescript';
import type { Diagnostic } from '../../../../protocol/diagnostic.js';
import { isTestPath } from '../../../../protocol/test-path.js';
import { finding, placeOf } from '../../finding.js';
import type { Comment } from './comments.js';

const SILENCES = /^@ts-(?:nocheck|ignore)\b/;
const EXPECTS = /^@ts-expect-error\b/;

/**
 * Comments that hide what the compiler would say. A test may expect an error, since that is how it shows what the types refuse;
 * anywhere else it hides what is not there, as an import or a member that nobody declares.
 */
export function silencedCompiler(
  path: string,
  sourceFile: ts.SourceFile,
  comments: readonly Comment[],
): readonly Diagnostic[] {
  const hides = isTestPath(path)
    ? (line: string) => SILENCES.test(line)
    : (line: string) => SILENCES.test(line) || EXPECTS.test(line);
  return comments.flatMap(({ text, lastLine, position }) => {
    const order = [text, lastLine].find(hides);
    return order === undefined
      ? []
      : [
          finding(
            'MW2005',
            placeOf(path, sourceFile, position),
            `"${order.split(/\s/, 1)[0] ?? order}" hides type errors.`,
            'Make the types right instead.',
          ),
        ];
  });
}
