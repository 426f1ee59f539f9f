import ts from 'typescript';
import { importedFrom } from '../../review/syntax.js';
import { bare, chainOf } from './call-chain.js';

/** Something that makes a test fail. */
export interface Assertion {
  readonly node: ts.Node;
  /**
   * `compares` something (`expect(a).toBe(b)`, `assert.equal(a, b)`); `fails` whenever it is reached (`expect.unreachable()`, a `throw`);
   * `helper`: a function whose name says that it checks, or that is known to.
   */
  readonly how: 'compares' | 'fails' | 'helper';
  /** `toBe`, `equal` … and '' where there is none. */
  readonly matcher: string;
  readonly isNegated: boolean;
  readonly actual: ts.Expression | undefined;
  readonly expected: readonly ts.Expression[];
  /** It is a promise, and shows nothing before that is settled. */
  readonly isPromise: boolean;
}

const EXPECT_CALLS: ReadonlySet<string> = new Set(['soft', 'poll', 'element']);
const FAILS: ReadonlySet<string> = new Set(['fail', 'unreachable']);
const ASSERT_MODULES = /^(?:(?:node:)?assert(?:\/strict)?|power-assert)$/;
const PROMISED: ReadonlySet<string> = new Set(['rejects', 'doesNotReject', 'isRejected', 'isFulfilled']);
const SAYS_THAT_IT_CHECKS =
  /^(?:assert|expect|should|must|verify|ensure|fail|until|eventually|wait(?:For|Until)|(?:get|find)(?:All)?By(?:Role|Text|LabelText|PlaceholderText|TestId|Title|AltText|DisplayValue)$)/i;

/** `expect(value)` itself, without what is expected of it. */
export function isExpectCall(node: ts.Node): node is ts.CallExpression {
  if (!ts.isCallExpression(node)) return false;
  const { expression } = node;
  if (ts.isIdentifier(expression)) return expression.text === 'expect';
  return (
    ts.isPropertyAccessExpression(expression) &&
    ts.isIdentifier(expression.expression) &&
    expression.expression.text === 'expect' &&
    EXPECT_CALLS.has(expression.name.text)
  );
}

function compares(node: ts.Node, matcher: string, parts: Partial<Assertion> = {}): Assertion {
  return {
    node,
    how: 'compares',
    matcher,
    isNegated: false,
    actual: undefined,
    expected: [],
    isPromise: false,
    ...parts,
  };
}

function expectation(call: ts.CallExpression): Assertion | undefined {
  if (!ts.isPropertyAccessExpression(call.expression)) return undefined;
  const chain = chainOf(call);
  if (chain?.root.text !== 'expect') return undefined;
  const matcher = call.expression.name.text;
  if (chain.names.length === 1 && ts.isIdentifier(call.expression.expression))
    return FAILS.has(matcher) ? compares(call, matcher, { how: 'fails' }) : undefined;
  const words: string[] = [];
  let at: ts.Expression = call.expression.expression;
  for (; ts.isPropertyAccessExpression(at); at = at.expression) words.push(at.name.text);
  // Below a chain of chai's the value is not this one's.
  const value = isExpectCall(at) ? at.arguments[0] : undefined;
  return compares(call, matcher, {
    isNegated: words.includes('not'),
    actual: value,
    expected: call.arguments,
    isPromise: words.includes('resolves') || words.includes('rejects') || chain.names.includes('poll'),
  });
}

/** A matcher that is read and not called, as chai's are: `expect(x).to.be.true;`. */
export function readMatcher(node: ts.Expression): ts.PropertyAccessExpression | undefined {
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  let at: ts.Expression = node;
  while (ts.isPropertyAccessExpression(at)) at = at.expression;
  return isExpectCall(at) ? node : undefined;
}

/** Recognises the assertions of one file. */
export class AssertionReader {
  /** Functions of assert modules by their local name; the module itself is `ok`. */
  readonly #asserts: ReadonlyMap<string, string>;

  constructor(
    sourceFile: ts.SourceFile,
    /** Names that the file imports from the code under test: they check nothing, whatever they are called. */
    private readonly isSubject: (name: string) => boolean,
  ) {
    const modules: ReadonlySet<string> = new Set(['default', '*', 'assert', 'strict']);
    this.#asserts = new Map([
      ['assert', 'ok'],
      ...[...importedFrom(sourceFile, ASSERT_MODULES)].map(
        ([local, name]) => [local, modules.has(name) ? 'ok' : name] as const,
      ),
      ...[...importedFrom(sourceFile, /^(?:vitest|chai)$/)]
        .filter(([, name]) => name === 'assert')
        .map(([local]) => [local, 'ok'] as const),
    ]);
  }

  /** The assertion that a node is; undefined when it is none. */
  read(node: ts.Node): Assertion | undefined {
    if (ts.isThrowStatement(node)) return compares(node, 'throw', { how: 'fails' });
    if (ts.isExpressionStatement(node)) return this.#property(node);
    if (!ts.isCallExpression(node)) return undefined;
    return expectation(node) ?? this.#assert(node) ?? this.#helper(node);
  }

  /** `expect(x).to.be.true;`, in chai's words; a matcher of jest's kind that is not called is none. */
  #property(node: ts.ExpressionStatement): Assertion | undefined {
    const matcher = readMatcher(node.expression)?.name.text;
    return matcher === undefined || /^to[A-Z]/.test(matcher) ? undefined : compares(node, matcher);
  }

  #assert(call: ts.CallExpression): Assertion | undefined {
    const chain = chainOf(call.expression);
    if (chain === undefined) return undefined;
    const { root, names } = chain;
    const own = this.#asserts.get(root.text);
    const isContext = names.at(-2) === 'assert';
    if (own === undefined && !isContext) return undefined;
    if (own !== undefined && own !== 'ok' && names.length > 0) return undefined;
    const matcher = names.at(-1) ?? own ?? 'ok';
    const [actual, ...expected] = call.arguments;
    return compares(call, matcher, {
      how: FAILS.has(matcher) ? 'fails' : 'compares',
      isNegated: /^not[A-Z]/.test(matcher),
      actual,
      expected,
      isPromise: PROMISED.has(matcher),
    });
  }

  #helper(call: ts.CallExpression): Assertion | undefined {
    const chain = chainOf(call.expression);
    if (chain === undefined || isExpectCall(call) || this.isSubject(chain.root.text)) return undefined;
    // `expect.assertions(2)`, `expect.objectContaining(…)` compare nothing.
    if (chain.root.text === 'expect' && chain.names.length <= 1) return undefined;
    const saysSo = [chain.root.text, ...chain.names].some((name) => SAYS_THAT_IT_CHECKS.test(name));
    return saysSo ? compares(call, '', { how: 'helper' }) : undefined;
  }
}

/** The value that an expectation is about, brackets and casts left out. */
export function actualOf({ actual }: Assertion): ts.Expression | undefined {
  return actual === undefined ? undefined : bare(actual);
}
