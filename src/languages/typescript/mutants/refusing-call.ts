import ts from 'typescript';
import type { FunctionWithBody } from '../review/syntax.js';
import type { CalledCode } from './called-code.js';
import { isAsserting } from './calls.js';
import { changes } from './changes.js';
import { edit, LEFT_OUT, type Edit } from './edit.js';

/**
 * `await checkLoan(loan);`: a statement that only refuses, left out. It does so where the code that it leads to can throw and
 * changes nothing: what is called like a check may be what the statement is for (`room.checkIn(guest)`), and leaving that out
 * does less for everybody.
 */
export function refusingCall(node: ts.Node, code: CalledCode): Edit | undefined {
  if (!ts.isExpressionStatement(node)) return undefined;
  const inner = ts.isAwaitExpression(node.expression) ? node.expression.expression : node.expression;
  if (!ts.isCallExpression(inner)) return undefined;
  const functions = code.of(inner);
  const onlyRefuses =
    functions === undefined
      ? isAsserting(inner, code.checker)
      : functions.every((each) => canThrow(each, code, new Set()) && !changes(each, code, new Set()));
  return onlyRefuses ? edit('guard-removed', node, LEFT_OUT) : undefined;
}

function canThrow(node: FunctionWithBody, code: CalledCode, seen: Set<ts.Node>): boolean {
  if (seen.has(node)) return false;
  seen.add(node);
  const visit = (part: ts.Node): boolean => {
    if (ts.isThrowStatement(part)) return true;
    if (ts.isCallExpression(part)) {
      const functions = code.of(part);
      if (
        functions === undefined
          ? isAsserting(part, code.checker)
          : functions.some((each) => canThrow(each, code, seen))
      )
        return true;
    }
    return ts.forEachChild(part, (child) => visit(child) || undefined) === true;
  };
  return visit(node.body);
}
