import { posix } from 'node:path';
import ts from 'typescript';
import { nodesIn } from '../../review/syntax.js';
import { isRelative } from '../../compiler/module-resolver.js';
import { sourceCandidates } from '../source-candidates.js';
import { chainOf } from './call-chain.js';

/** How runners are told to put something else in the place of a module: `vi.mock`, `jest.unstable_mockModule`, `mock.module`. */
const MOCKS: ReadonlySet<string> = new Set(['mock', 'doMock', 'unstable_mockModule', 'mockModule', 'module']);

/** The calls that mock a file under test. One that keeps the original (`importOriginal`, `{ spy: true }`) may watch it only. */
export function mockedSubjects(
  path: string,
  sourceFile: ts.SourceFile,
  subjects: readonly string[],
): readonly { readonly node: ts.CallExpression; readonly subject: string }[] {
  return nodesIn(sourceFile, ts.isCallExpression).flatMap((node) => {
    const chain = chainOf(node.expression);
    const specifier = specifierOf(node.arguments[0]);
    if (chain === undefined || specifier === undefined || !isRelative(specifier)) return [];
    if (!MOCKS.has(chain.names.at(-1) ?? '') || keepsTheOriginal(node)) return [];
    const candidates = sourceCandidates(posix.join(posix.dirname(path), specifier));
    const subject = subjects.find((each) => candidates.includes(each));
    return subject === undefined ? [] : [{ node, subject }];
  });
}

/** `'./a.js'`, and `import('./a.js')` as vitest takes it for its types. */
function specifierOf(node: ts.Expression | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  const isImport = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return isImport ? specifierOf(node.arguments[0]) : undefined;
}

function keepsTheOriginal({ arguments: [, factory] }: ts.CallExpression): boolean {
  return (
    factory !== undefined &&
    /\b(?:importOriginal|importActual|requireActual|actual|original|spy)\b/.test(factory.getText())
  );
}
