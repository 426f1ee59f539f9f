import ts from 'typescript';

/** What a function of a package that refuses by throwing, and does nothing else, is called. */
const ASSERTING = /^(?:assert|invariant)(?![a-z])/;
const LOGGERS = /^(?:console|log|logger)$/;

/** The last name of what is called; empty where it has none. */
export function calledName({ expression }: ts.CallExpression): string {
  return lastName(expression) ?? '';
}

/** `this.loans.remove` → `remove` */
export function lastName(expression: ts.Expression): string | undefined {
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
  return ts.isIdentifier(expression) ? expression.text : undefined;
}

export function receiverOf({ expression }: ts.CallExpression): ts.Expression | undefined {
  return ts.isPropertyAccessExpression(expression) ? expression.expression : undefined;
}

export function isLogger(node: ts.Expression): boolean {
  return LOGGERS.test(lastName(node) ?? '');
}

/** `assert(…)`, `invariant(…)`, `schema.parse(body)`. */
export function isAsserting(call: ts.CallExpression, checker: ts.TypeChecker): boolean {
  const name = calledName(call);
  const receiver = receiverOf(call);
  if (ASSERTING.test(name)) return receiver === undefined || !isLogger(receiver);
  return (
    /^parse(?:Async)?$/.test(name) &&
    receiver !== undefined &&
    checker.getTypeAtLocation(receiver).getProperty('safeParse') !== undefined
  );
}
