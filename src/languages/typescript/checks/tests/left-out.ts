import ts from 'typescript';
import { bare, chainOf } from './call-chain.js';
import { parameterNames, type TestCall } from './test-calls.js';

const SAYS: Readonly<Record<string, string>> = {
  skip: 'is skipped',
  todo: 'is still to be written',
  fixme: 'is skipped',
  only: 'keeps all others from being run (only)',
  fails: 'is meant to fail',
  failing: 'is meant to fail',
  retry: 'is repeated until it passes',
  retries: 'is repeated until it passes',
};

/** Why the runner does not run a test, or does not ask whether it passes; undefined when it does both. */
export function whyLeftOut(call: TestCall): string | undefined {
  const word =
    call.modifiers.find((name) => SAYS[name] !== undefined) ?? optionSet(call) ?? endedByItself(call);
  if (word !== undefined) return SAYS[word];
  const isAlone = call.node.arguments.length === 1 && ts.isExpressionStatement(call.node.parent);
  return call.kind === 'test' && isAlone ? 'has no body' : undefined;
}

/** `{ skip: true }`, `{ todo: 'later' }`, `{ retry: 3 }`. */
function optionSet({ options }: TestCall): string | undefined {
  for (const property of options.flatMap(({ properties }) => [...properties])) {
    if (!ts.isPropertyAssignment(property) || !ts.isIdentifier(property.name)) continue;
    const { text: name } = property.name;
    const value = bare(property.initializer);
    const isRepeat = name === 'retry' || name === 'retries';
    const isSet = isRepeat
      ? ts.isNumericLiteral(value) && value.text !== '0'
      : value.kind === ts.SyntaxKind.TrueKeyword || ts.isStringLiteralLike(value);
    if (SAYS[name] !== undefined && isSet) return name;
  }
  return undefined;
}

/** `t.skip()` as a statement of the test itself. */
function endedByItself({ body }: TestCall): string | undefined {
  if (body === undefined || !ts.isBlock(body.body)) return undefined;
  const parameters = parameterNames(body);
  for (const statement of body.body.statements) {
    if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) continue;
    const chain = chainOf(statement.expression);
    const [name, ...more] = chain?.names ?? [];
    if (chain === undefined || name === undefined || more.length > 0) continue;
    if (parameters.has(chain.root.text) && (name === 'skip' || name === 'todo')) return name;
  }
  return undefined;
}
