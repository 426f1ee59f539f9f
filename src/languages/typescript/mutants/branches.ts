import ts from 'typescript';
import { functionAround, isFunctionWithBody, nodesIn } from '../review/syntax.js';
import { declarationOf, isWithin } from './reach.js';
import { isNo, saysNo } from './refusing-words.js';

/**
 * Whether a branch refuses what comes there. `perhaps`: it does something of which the syntax and the types do not say
 * whether it is a no, such as `return false` of a predicate.
 */
export type Refuses = 'yes' | 'perhaps' | 'no';

/** The last statement of a branch. */
export function lastOf(branch: ts.Statement): ts.Statement | undefined {
  return ts.isBlock(branch) ? branch.statements.at(-1) : branch;
}

/** Methods by which a list, a set or a map takes something in. */
const TAKING = /^(?:push|unshift|add|set)$/;
/** Methods whose function is called for one thing after another. */
const FOR_EACH = /^(?:forEach|each|map|flatMap|filter|reduce|reduceRight|some|every)$/;
/** Members of a finding that say what is wrong. */
const MESSAGE = /^(?:message|msg|reason|detail|code)$/;

interface Taken {
  /** Undefined for what is given out, `yield value;`. */
  readonly into: ts.Expression | undefined;
  readonly values: readonly ts.Expression[];
}

/** `list.push(value);`, `found.set(key, value);`, `yield value;` */
function taken(statement: ts.Statement | undefined): Taken | undefined {
  if (statement === undefined || !ts.isExpressionStatement(statement)) return undefined;
  const { expression } = statement;
  if (ts.isYieldExpression(expression))
    return expression.expression === undefined
      ? undefined
      : { into: undefined, values: [expression.expression] };
  if (!ts.isCallExpression(expression) || !ts.isPropertyAccessExpression(expression.expression))
    return undefined;
  return TAKING.test(expression.expression.name.text)
    ? { into: expression.expression.expression, values: expression.arguments }
    : undefined;
}

/**
 * `problems.push('…')`: a finding that is kept. What comes from elsewhere may be a finding, or what the project is about
 * (`if (issue.reporter === user) issues.push(issue)`).
 */
export function keepsProblem(branch: ts.Statement, checker: ts.TypeChecker): Refuses {
  const { into, values = [] } = taken(lastOf(branch)) ?? {};
  const value = values.at(-1);
  if (into === undefined || value === undefined || !isOfProblems(into, checker)) return 'no';
  const isMade = isFinding(value, checker) && !values.some((each) => isGoneThrough(each, checker));
  return isMade ? 'yes' : 'perhaps';
}

function isOfProblems(list: ts.Expression, checker: ts.TypeChecker): boolean {
  if (saysNo(ts.isPropertyAccessExpression(list) ? list.name.text : list.getText())) return true;
  const element = checker.getIndexTypeOfType(checker.getTypeAtLocation(list), ts.IndexKind.Number);
  return element !== undefined && saysNo((element.aliasSymbol ?? element.getSymbol())?.name ?? '');
}

/** Whether a value says what is wrong: a text, an error, `{ path, message: '…' }`, or a constant. */
function isFinding(value: ts.Expression, checker: ts.TypeChecker): boolean {
  if (ts.isStringLiteralLike(value) || ts.isTemplateExpression(value)) return true;
  if (ts.isNewExpression(value)) return isError(checker.getTypeAtLocation(value));
  if (ts.isObjectLiteralExpression(value))
    return value.properties.some((property) => {
      const name = property.name?.getText() ?? '';
      return (
        ts.isPropertyAssignment(property) &&
        (MESSAGE.test(name) || isNo(name)) &&
        isFinding(property.initializer, checker)
      );
    });
  let root = value;
  while (ts.isPropertyAccessExpression(root)) root = root.expression;
  const declaration = ts.isIdentifier(root) ? declarationOf(root, checker) : undefined;
  if (declaration === undefined) return false;
  if (functionAround(declaration) === undefined) return true;
  return (
    root === value &&
    ts.isVariableDeclaration(declaration) &&
    declaration.initializer !== undefined &&
    isFinding(declaration.initializer, checker)
  );
}

export function isError(type: ts.Type): boolean {
  return type.getProperty('message') !== undefined && type.getProperty('stack') !== undefined;
}

/** `for (const loan of loans) if (…) mine.push(loan);`, or `if (…) continue; mine.push(loan);`: what is taken of many. */
export function isFilter(statement: ts.IfStatement, checker: ts.TypeChecker): boolean {
  const last = lastOf(statement.thenStatement);
  const block = statement.parent;
  const isSkipped = last !== undefined && ts.isBlock(block) && skips(last, block);
  const { values = [] } = taken(isSkipped ? block.statements.at(-1) : last) ?? {};
  return values.some((value) => isGoneThrough(value, checker));
}

/** `continue;`, and the `return;` of a function that is called for each. */
function skips(last: ts.Statement, block: ts.Block): boolean {
  if (ts.isContinueStatement(last)) return true;
  return ts.isReturnStatement(last) && last.expression === undefined && isCalledForEach(block.parent);
}

/** Whether a value is of one thing after another: it names what a loop around it, or what is called for each, declares. */
function isGoneThrough(value: ts.Expression, checker: ts.TypeChecker): boolean {
  const loops: ts.Node[] = [];
  for (let node: ts.Node = value; !ts.isSourceFile(node); node = node.parent)
    if (ts.isIterationStatement(node, false) || isCalledForEach(node)) loops.push(node);
  const names = ts.isIdentifier(value) ? [value] : nodesIn(value, ts.isIdentifier);
  return names.some((name) => {
    const declaration = declarationOf(name, checker);
    if (declaration === undefined || isWithin(declaration, value)) return false;
    return loops.some((loop) => isWithin(declaration, loop));
  });
}

function isCalledForEach(node: ts.Node): boolean {
  if (!isFunctionWithBody(node) || !ts.isCallExpression(node.parent)) return false;
  const { expression } = node.parent;
  return ts.isPropertyAccessExpression(expression) && FOR_EACH.test(expression.name.text);
}
