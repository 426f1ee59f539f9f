import ts from 'typescript';

/** The last statement of a branch. */
export function lastOf(branch: ts.Statement): ts.Statement | undefined {
  return ts.isBlock(branch) ? branch.statements.at(-1) : branch;
}

/** `list.push(value);`: the list and the value. */
function pushed(
  statement: ts.Statement | undefined,
): { readonly list: ts.Expression; readonly value: ts.Expression } | undefined {
  if (statement === undefined || !ts.isExpressionStatement(statement)) return undefined;
  const call = statement.expression;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  const [value] = call.arguments;
  return call.expression.name.text === 'push' && value !== undefined
    ? { list: call.expression.expression, value }
    : undefined;
}

const PROBLEM = /problem|error|issue|violation|complaint|fault|refusal|failure|invalid/i;

/** `problems.push('…')`: a finding that is kept. What is found among others is none, whatever its list is called. */
export function isKeptProblem(branch: ts.Statement, checker: ts.TypeChecker): boolean {
  const push = pushed(lastOf(branch));
  if (push === undefined || isGoneThrough(push.value)) return false;
  const { list } = push;
  const name = ts.isPropertyAccessExpression(list) ? list.name.text : list.getText();
  if (PROBLEM.test(name)) return true;
  const element = checker.getIndexTypeOfType(checker.getTypeAtLocation(list), ts.IndexKind.Number);
  return element !== undefined && PROBLEM.test((element.aliasSymbol ?? element.getSymbol())?.name ?? '');
}

/** `for (const loan of loans) if (…) mine.push(loan);`, or `if (…) continue; mine.push(loan);`: what is taken of many. */
export function isFilter(statement: ts.IfStatement): boolean {
  const taken = pushed(lastOf(statement.thenStatement));
  if (taken !== undefined) return isGoneThrough(taken.value);
  const last = lastOf(statement.thenStatement);
  const block = statement.parent;
  if (last === undefined || !ts.isContinueStatement(last) || !ts.isBlock(block)) return false;
  const others = pushed(block.statements.at(-1));
  return others !== undefined && isGoneThrough(others.value);
}

/** A name that stands for one thing after another of a loop around it. */
function isGoneThrough(value: ts.Expression): boolean {
  if (!ts.isIdentifier(value)) return false;
  for (let node: ts.Node = value; !ts.isSourceFile(node); node = node.parent) {
    if (!ts.isForOfStatement(node) || !ts.isVariableDeclarationList(node.initializer)) continue;
    if (node.initializer.declarations.some(({ name }) => name.getText() === value.text)) return true;
  }
  return false;
}
