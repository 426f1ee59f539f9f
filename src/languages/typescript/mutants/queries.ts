import ts from 'typescript';
import { isFunctionWithBody } from '../review/syntax.js';
import { calledName, receiverOf } from './calls.js';
import { declarationOf, isWithin } from './reach.js';

const COMMENTS = /--.*$|\/\*[\s\S]*?\*\//gm;
/** A text that changes what is stored, in whatever part of it. */
const WRITING =
  /^\s*(?:insert|update|delete|remove|replace|upsert|merge|truncate|create|alter|drop|call|mutation)\s|\b(?:insert|replace|merge)\s+(?:or\s+\w+\s+)?into\b|\bupdate\b[^;]*\bset\b|\bdelete\s+from\b|\b(?:nextval|setval)\b/i;
const READING = /^\s*(?:select|values|with)\b/i;
/** Methods that are given a whole text, of which it depends what they do. */
const QUERYING = /^(?:query|execute|raw|unsafe)(?![a-z])/;
/** Methods of a prepared statement, and of what runs a text at once. */
const RUNNING = /^(?:get|all|iterate|values|first)$/;
const SELECTING = /^select(?:Distinct|From|NoFrom)?(?:On)?$/;
/** Steps of a selection whose names alone do not say that they look, and those that run it. */
const STEP =
  /^(?:execute(?:TakeFirst(?:OrThrow)?)?|stream|as|limit|offset|on|onRef|orderBy|groupBy|having(?:Ref)?|distinct(?:On)?|union(?:All)?|for(?:Update|Share)|\$(?:if|call|castTo|narrowType)|(?:inner|left|right|full|cross)Join)$/;
/** Those of them that run it. What they give back is no part of it. */
const RUNNING_STEP = /^(?:execute\w*|stream|get|all|values|first)$/;
/** Steps that take a function, which builds a part of the selection. */
const BUILT_WITHIN =
  /^(?:where|having|select|selectFrom|on|orderBy|\$if|\$call|(?:inner|left|right|full|cross)Join)$/;
/** Steps of a query that is built from calls, which change what is stored. */
const CHANGING_STEP = /^(?:insert|update|delete|remove|replace|upsert|merge|truncate|into)(?![a-z])/;

/** Whether a text that a call or a template hands over, there or by a name, changes what is stored. */
export function writes(node: ts.Expression, checker: ts.TypeChecker): boolean {
  return textsBehind(node, checker).some((text) => WRITING.test(text));
}

/**
 * What a call does to what is stored, by its text or by the calls that build it; undefined for a call that is none of a
 * query. A text that is not known may do anything.
 */
export function queryOf(call: ts.CallExpression, checker: ts.TypeChecker): 'looks' | 'changes' | undefined {
  if (writes(call, checker)) return 'changes';
  const name = calledName(call);
  const isStep = STEP.test(name) || RUNNING.test(name);
  if ((isStep && isSelection(call, checker)) || isBuilt(call, checker)) return 'looks';
  const receiver = receiverOf(call);
  const runs =
    RUNNING.test(name) &&
    receiver !== undefined &&
    checker.getTypeAtLocation(receiver).getProperty('run') !== undefined;
  if (!runs && !QUERYING.test(name)) return undefined;
  // What comes after the text are its values.
  const behind = [call.expression, ...call.arguments.slice(0, 1)];
  const reads = behind.flatMap((part) => textsBehind(part, checker)).some((text) => READING.test(text));
  return reads ? 'looks' : 'changes';
}

/** The texts in an expression, and in what its names stand for. Functions that are in it run by themselves. */
function textsBehind(expression: ts.Expression, checker: ts.TypeChecker): readonly string[] {
  const texts: string[] = [];
  const seen = new Set<ts.Node>();
  const visit = (node: ts.Node): void => {
    if (seen.has(node) || isFunctionWithBody(node)) return;
    seen.add(node);
    if (ts.isStringLiteralLike(node)) texts.push(node.text);
    if (ts.isTemplateExpression(node))
      texts.push([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('?'));
    const value = valueOf(node, checker);
    if (value === undefined) ts.forEachChild(node, visit);
    else visit(value);
  };
  visit(expression);
  return texts.map((text) => text.replace(COMMENTS, ' '));
}

/** What a name is declared as, where that stands in the code: `const TAKE = 'update …'`, `this.#take`. */
function valueOf(node: ts.Node, checker: ts.TypeChecker): ts.Expression | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    const member = checker.getSymbolAtLocation(node.name)?.valueDeclaration;
    return member !== undefined && (ts.isPropertyAssignment(member) || ts.isPropertyDeclaration(member))
      ? member.initializer
      : undefined;
  }
  let declaration: ts.Node | undefined = ts.isIdentifier(node) ? declarationOf(node, checker) : undefined;
  while (declaration !== undefined && ts.isBindingElement(declaration))
    declaration = declaration.parent.parent;
  return declaration !== undefined && ts.isVariableDeclaration(declaration)
    ? declaration.initializer
    : undefined;
}

/** A query that is built from calls and began at `select…`, up to what runs it. */
function isSelection(call: ts.CallExpression, checker: ts.TypeChecker): boolean {
  const seen = new Set<ts.Node>();
  let begins = false;
  let at: ts.Expression | undefined = call;
  while (at !== undefined && !seen.has(at)) {
    seen.add(at);
    if (ts.isPropertyAccessExpression(at)) {
      if (CHANGING_STEP.test(at.name.text)) return false;
      if (RUNNING_STEP.test(at.name.text) && at !== call.expression) return false;
      begins ||= SELECTING.test(at.name.text);
      at = at.expression;
    } else if (ts.isIdentifier(at)) at = valueOf(at, checker);
    else at = isAround(at) ? at.expression : undefined;
  }
  return begins;
}

function isAround(
  node: ts.Expression,
): node is ts.CallExpression | ts.ParenthesizedExpression | ts.NonNullExpression {
  return ts.isCallExpression(node) || ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node);
}

/** `.where((eb) => eb.or([…]))`: what a function that is handed to a selection builds with what it is given. */
function isBuilt(call: ts.CallExpression, checker: ts.TypeChecker): boolean {
  let root: ts.Expression = call;
  while (isAround(root) || ts.isPropertyAccessExpression(root)) {
    if (ts.isPropertyAccessExpression(root) && CHANGING_STEP.test(root.name.text)) return false;
    root = root.expression;
  }
  const given = ts.isIdentifier(root) ? declarationOf(root, checker) : undefined;
  if (given === undefined) return false;
  for (let node: ts.Node = call; !ts.isSourceFile(node); node = node.parent)
    if (isFunctionWithBody(node) && node.parameters.some((parameter) => isWithin(given, parameter)))
      return (
        ts.isCallExpression(node.parent) &&
        BUILT_WITHIN.test(calledName(node.parent)) &&
        isSelection(node.parent, checker)
      );
  return false;
}
