import ts from 'typescript';
import { finding, placeOfNode } from '../finding.js';
import type { ReviewRule } from './review-rule.js';
import { calledImport, composedText, importedFrom, nodesIn } from './syntax.js';

const TAKE_A_SHELL_LINE = new Set(['exec', 'execSync']);

/** A shell reads a line that is put together from values; a value may hold another command. */
export const shellCommand: ReviewRule = {
  aspect: 'security',
  review: ({ path, sourceFile }) => {
    const imported = importedFrom(sourceFile, /^(node:)?child_process$/);
    return nodesIn(sourceFile, ts.isCallExpression)
      .filter((call) => {
        const name = calledImport(call, imported);
        const [line] = call.arguments;
        if (name === undefined || line === undefined || composedText(line) === undefined) return false;
        return TAKE_A_SHELL_LINE.has(name) || asksForShell(call);
      })
      .map((call) =>
        finding(
          'MW7102',
          placeOfNode(path, sourceFile, call),
          'A shell command is put together from values.',
          'Call execFile or spawn with the values as a list, and without a shell.',
        ),
      );
  },
};

function asksForShell(call: ts.CallExpression): boolean {
  return call.arguments.some(
    (argument) =>
      ts.isObjectLiteralExpression(argument) &&
      argument.properties.some(
        (property) =>
          ts.isPropertyAssignment(property) &&
          property.name.getText() === 'shell' &&
          property.initializer.kind === ts.SyntaxKind.TrueKeyword,
      ),
  );
}
