import ts from 'typescript';
import { assignedBy } from '../../review/assigned.js';
import { functionAround, nodesIn, type FunctionWithBody } from '../../review/syntax.js';
import type { AssertingNames } from './asserting-names.js';
import { isReference } from './call-chain.js';

interface Ground {
  readonly body: FunctionWithBody;
  readonly names: AssertingNames;
}

/**
 * Whether a `try` whose `catch` does nothing tells what follows how far it came, so that the test fails all the same where the
 * assertion at `from` does not hold: it gives something back behind it, or gives a name a value there that something reads
 * which asserts.
 */
export function remembers(statement: ts.TryStatement, from: ts.Node, ground: Ground): boolean {
  const behind = nodesIn(statement.tryBlock, (node): node is ts.Node => isBehind(node, from, statement));
  if (behind.some((node) => ts.isReturnStatement(node) && isHeard(node, statement, ground))) return true;
  const assigned = behind.flatMap(assignedBy).flatMap(rootsOf);
  return assigned.length > 0 && isAsserted(new Set(assigned), statement, ground);
}

/** After it, or around it in the same loop: there it is done once more. */
function isBehind(node: ts.Node, from: ts.Node, statement: ts.TryStatement): boolean {
  if (node.end > from.end) return true;
  for (let around = from; around !== statement; around = around.parent)
    if (ts.isIterationStatement(around, false) && node.pos >= around.pos) return true;
  return false;
}

/** What a function of the test gives back is its caller's to look at; the test itself only leaves out what follows. */
function isHeard(node: ts.ReturnStatement, statement: ts.TryStatement, { body, names }: Ground): boolean {
  const around = functionAround(node);
  if (around !== functionAround(statement)) return false;
  if (around !== body && node.expression !== undefined) return true;
  return nodesIn(body, ts.isStatement).some((after) => after.pos >= statement.end && names.asserts(after));
}

/** `seen.status` → `seen`; of anything else, every name in it. */
function rootsOf(target: ts.Expression): readonly string[] {
  if (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target))
    return rootsOf(target.expression);
  if (ts.isIdentifier(target)) return [target.text];
  return nodesIn(target, ts.isIdentifier).map(({ text }) => text);
}

/** Whether something after the statement that may fail reads one of the names, or what is made of them on the way. */
function isAsserted(names: Set<string>, statement: ts.TryStatement, { body, names: known }: Ground): boolean {
  const reads = nodesIn(body, ts.isIdentifier).filter(
    (node) => node.pos >= statement.end && isReference(node),
  );
  return reads.some((read) => {
    if (!names.has(read.text)) return false;
    for (let node: ts.Node = read; node !== body; node = node.parent) {
      if (known.assertions.read(node) !== undefined) return true;
      if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) names.add(node.name.text);
      if (ts.isStatement(node)) return known.asserts(node);
    }
    return false;
  });
}
