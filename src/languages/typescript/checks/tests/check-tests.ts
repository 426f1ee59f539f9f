import ts from 'typescript';
import type { Diagnostic } from '../../../../protocol/diagnostic.js';
import { isFunctionWithBody, nodesIn, type FunctionWithBody } from '../../review/syntax.js';
import type { DiagnosticCode } from '../../diagnostic-codes.js';
import { finding, placeOfNode } from '../../finding.js';
import { whyAlwaysTrue } from './always-true.js';
import { AssertingNames, type ReadSource } from './asserting-names.js';
import { isExpectCall, readMatcher, type Assertion } from './assertions.js';
import { chainOf } from './call-chain.js';
import { whyLeftOut } from './left-out.js';
import { mockedSubjects } from './mocked-subjects.js';
import { countsAssertions, isFloating, whyUnheard, type TestGround, type Unheard } from './reach.js';
import { suitesAround, testCallsIn, type TestCall } from './test-calls.js';
import type { TestDuty } from './test-duty.js';
import { checkTitles } from './test-titles.js';

/** The tests of a file that cannot fail, or that show none of what they are to show. In doubt a test is let through: mutants find the rest. */
export function checkTests(
  path: string,
  sourceFile: ts.SourceFile,
  duty: TestDuty,
  readSource: ReadSource,
): readonly Diagnostic[] {
  const calls = testCallsIn(sourceFile);
  const names = new AssertingNames(sourceFile, path, readSource);
  for (const call of calls) names.learnParameters(call);
  const say = (code: DiagnosticCode, node: ts.Node, message: string, hint: string): Diagnostic =>
    finding(code, placeOfNode(path, sourceFile, node), message, hint);
  return [
    ...mockedSubjects(path, sourceFile, duty.subjects).map(({ node, subject }) =>
      say(
        'MW5008',
        node,
        `${subject} is what these tests are about, and it is mocked here: they would pass without it.`,
        'Call the real thing; mock at most what it talks to.',
      ),
    ),
    ...calls.flatMap((call) => {
      const why = whyLeftOut(call);
      if (why !== undefined)
        return [
          say(
            'MW5007',
            call.node,
            `${named(call)} ${why}: it shows nothing.`,
            'Write it so that it runs and passes once the code is right, or leave it out.',
          ),
        ];
      if (call.kind === 'suite' || suitesAround(call, calls).some((suite) => whyLeftOut(suite) !== undefined))
        return [];
      const { body } = call;
      return body === undefined || holdsTests(body, calls) ? [] : judge(call, body, names, say);
    }),
    ...checkTitles(path, sourceFile, calls, duty),
  ];
}

type Say = (code: DiagnosticCode, node: ts.Node, message: string, hint: string) => Diagnostic;

function named({ title, kind }: TestCall): string {
  const what = kind === 'test' ? 'The test' : 'The suite';
  return title === undefined ? what : `${what} "${title}"`;
}

/** Tests within a test (node:test): each is judged by itself. */
function holdsTests(body: FunctionWithBody, calls: readonly TestCall[]): boolean {
  return calls.some(({ node }) => node.pos >= body.pos && node.end <= body.end);
}

const COMPARE = 'Compare what the code gives back with values that are written out.';

function judge(
  call: TestCall,
  body: FunctionWithBody,
  names: AssertingNames,
  say: Say,
): readonly Diagnostic[] {
  const ground: TestGround = { body, names, counts: countsAssertions(body) };
  const assertions = assertionsIn(body, names);
  const own = [
    ...unfinished(body).map((node) =>
      say(
        'MW5003',
        node,
        `\`${node.getText()}\` compares nothing.`,
        'Call a matcher with the value that is expected: expect(value).toBe(201).',
      ),
    ),
    ...assertions.flatMap((assertion) => wrongByItself(assertion, ground, say)),
  ];
  if (own.length > 0) return own.filter(isFirstOfItsLine);
  const heard = assertions.filter((assertion) => whyUnheard(assertion, ground) === undefined);
  if (heard.length > 0) return onlySnapshots(heard) ? [snapshotsAlone(call, say)] : [];
  const [first] = assertions;
  if (first === undefined && mayAssertItself(call, names)) return [];
  if (first === undefined)
    return [
      say(
        'MW5001',
        call.node,
        `${named(call)} asserts nothing: it passes whatever the code gives back.`,
        COMPARE,
      ),
    ];
  const why = whyUnheard(first, ground) ?? 'never';
  return [
    say(
      'MW5006',
      first.node,
      `${UNHEARD[why].says} Nothing else in ${lower(named(call))} can fail.`,
      UNHEARD[why].hint,
    ),
  ];
}

/** A word of the project's own may check what the test leaves behind. */
function mayAssertItself({ isAlias, node }: TestCall, names: AssertingNames): boolean {
  const word = isAlias ? chainOf(node.expression)?.root : undefined;
  return word !== undefined && names.mayAssertBy(word);
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function isFirstOfItsLine(one: Diagnostic, index: number, all: readonly Diagnostic[]): boolean {
  return all.findIndex(({ line }) => line === one.line) === index;
}

const UNHEARD: Readonly<Record<Unheard, { readonly says: string; readonly hint: string }>> = {
  swallowed: {
    says: 'What fails here is caught, and nothing comes of it.',
    hint: 'Drop the catch; for what must be refused write expect(() => …).toThrow(…) or await expect(…).rejects.toThrow(…).',
  },
  catch: {
    says: 'This is reached only when something is thrown.',
    hint: 'Write expect(() => …).toThrow(…), or await expect(…).rejects.toThrow(…), which fails when nothing is thrown.',
  },
  condition: {
    says: 'This is reached under a condition only, which the code may never meet.',
    hint: 'Assert the condition itself first: expect(reply).toMatchObject({ … }), without an if.',
  },
  never: {
    says: 'Nothing ever comes here: the function is not called, or the loop has no round.',
    hint: 'Assert in the body of the test.',
  },
  late: {
    says: 'This may come after the end of the test: nobody waits for it.',
    hint: 'Make the test async and await what it asserts about.',
  },
};

/** What can never fail, whatever stands beside it. */
function wrongByItself(assertion: Assertion, ground: TestGround, say: Say): readonly Diagnostic[] {
  const { node } = assertion;
  const always = whyAlwaysTrue(assertion);
  if (always !== undefined)
    return [say('MW5002', node, `\`${node.getText()}\` ${always}, and always holds.`, COMPARE)];
  if (assertion.isPromise && assertion.how === 'compares' && isFloating(node))
    return [
      say('MW5004', node, `Nobody awaits \`${short(node)}\`.`, 'Put await in front of it, in an async test.'),
    ];
  if (assertion.how === 'compares' && whyUnheard(assertion, ground) === 'swallowed')
    return [say('MW5005', node, UNHEARD.swallowed.says, UNHEARD.swallowed.hint)];
  return [];
}

const LONGEST_QUOTE = 80;

function short(node: ts.Node): string {
  const text = node.getText().replace(/\s+/g, ' ');
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
}

/** Everything in a test that may make it fail; a function of its own is looked into where it stands. */
function assertionsIn(body: FunctionWithBody, names: AssertingNames): readonly Assertion[] {
  const own = new Set(
    nodesIn(body, isFunctionWithBody).flatMap((inner) => {
      const holder = ts.isFunctionDeclaration(inner) ? inner.name : inner.parent;
      if (holder === undefined) return [];
      if (ts.isIdentifier(holder)) return [holder.text];
      return ts.isVariableDeclaration(holder) && ts.isIdentifier(holder.name) ? [holder.name.text] : [];
    }),
  );
  const found: Assertion[] = [];
  const visit = (node: ts.Node): void => {
    const read = names.assertions.read(node);
    if (read !== undefined) found.push(read);
    else if (ts.isIdentifier(node) && !own.has(node.text) && names.mayAssertBy(node))
      found.push({
        node,
        how: 'helper',
        matcher: '',
        isNegated: false,
        actual: undefined,
        expected: [],
        isPromise: false,
      });
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
  return found;
}

/** `expect(x);`, and a matcher that is not called: `expect(x).toBeTruthy;`. */
function unfinished(body: FunctionWithBody): readonly ts.Expression[] {
  return nodesIn(body, ts.isExpressionStatement).flatMap(({ expression }) => {
    const node =
      ts.isAwaitExpression(expression) || ts.isVoidExpression(expression)
        ? expression.expression
        : expression;
    const matcher = readMatcher(node)?.name.text;
    const isUncalled = matcher !== undefined && (/^to[A-Z]/.test(matcher) || matcher === 'not');
    return isExpectCall(node) || isUncalled ? [node] : [];
  });
}

function onlySnapshots(assertions: readonly Assertion[]): boolean {
  return assertions.every(({ matcher }) => /snapshot$/i.test(matcher));
}

function snapshotsAlone(call: TestCall, say: Say): Diagnostic {
  return say(
    'MW5009',
    call.node,
    `${named(call)} compares with a snapshot only, which is taken from what the code does.`,
    'Compare with the values that the requirement names: toEqual({ … }).',
  );
}
