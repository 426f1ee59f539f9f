import ts from 'typescript';
import type { Diagnostic } from '../../../../protocol/diagnostic.js';
import { finding, placeOfNode } from '../../finding.js';

const SAYS_SO: readonly RegExp[] = [
  /\bnot (yet )?implemented\b|\bunimplemented\b|\bimplement me\b|\bto be implemented\b/i,
  // A program may well have todos, and placeholders in its templates.
  /^TODO\s*($|[:(-])/,
  /^\W*(just )?(an? )?(placeholder|stub)( (implementation|code|method|function|only|for now))*\W*$/i,
];

/** The classes that come with the language. */
const ERRORS = /^(Error|TypeError|RangeError|ReferenceError|SyntaxError|EvalError|URIError|AggregateError)$/;

/** Errors made to say that the code is not there. An own error class may say "not implemented" to a caller (HTTP 501). */
export function notImplemented(path: string, sourceFile: ts.SourceFile): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
      const message = messageOf(node);
      if (message !== undefined && SAYS_SO.some((pattern) => pattern.test(message)))
        found.push(
          finding(
            'MW2003',
            placeOfNode(path, sourceFile, node),
            `The error "${message}" stands where code should be.`,
            'Write the code in full.',
          ),
        );
    }
    ts.forEachChild(node, visit);
  };
  visit(sourceFile);
  return found;
}

function messageOf(node: ts.NewExpression | ts.CallExpression): string | undefined {
  if (!ts.isIdentifier(node.expression)) return undefined;
  if (/^NotImplemented\w*$/.test(node.expression.text)) return 'not implemented';
  if (!ERRORS.test(node.expression.text)) return undefined;
  const message = node.arguments?.find((argument) => !ts.isArrayLiteralExpression(argument));
  if (message === undefined) return undefined;
  return ts.isStringLiteralLike(message) ? message.text : message.getText().replaceAll('`', '');
}
