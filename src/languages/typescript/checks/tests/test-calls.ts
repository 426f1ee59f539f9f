import ts from 'typescript';
import { importedFrom, nodesIn, type FunctionWithBody } from '../../review/syntax.js';
import { chainOf } from './call-chain.js';

/** A call that declares a test or a suite, in the words of node:test, vitest, jest and their like. */
export interface TestCall {
  readonly kind: 'test' | 'suite';
  readonly node: ts.CallExpression;
  /** What stands between the word and the call: `skip`, `each` …; `xit` is `skip`, `fit` is `only`. */
  readonly modifiers: readonly string[];
  /** As it is written; undefined when it is put together from values. */
  readonly title: string | undefined;
  readonly body: FunctionWithBody | undefined;
  readonly options: readonly ts.ObjectLiteralExpression[];
  /** Named by a variable of the file (`const onLinux = linux ? it : it.skip`), which decides what it does. */
  readonly isAlias: boolean;
}

interface Word {
  readonly kind: TestCall['kind'];
  readonly modifiers: readonly string[];
}

const WORDS: ReadonlyMap<string, Word> = new Map(
  (['test', 'suite'] as const).flatMap((kind) =>
    (kind === 'test' ? ['it', 'test', 'specify'] : ['describe', 'suite', 'context']).flatMap((word) => [
      [word, { kind, modifiers: [] }],
      [`x${word}`, { kind, modifiers: ['skip'] }],
      [`f${word}`, { kind, modifiers: ['only'] }],
    ]),
  ),
);

const RUNNERS = /^(?:vitest|@jest\/globals|(?:node|bun):test|mocha|@playwright\/test)$/;

/** A member of the word that is none of these is something else: a hook (`test.beforeEach`), a set-up (`test.use`). */
const MODIFIERS: ReadonlySet<string> = new Set([
  ...['skip', 'todo', 'only', 'fails', 'failing', 'fixme', 'each', 'for', 'concurrent', 'sequential'],
  ...['parallel', 'serial', 'shuffle', 'skipIf', 'runIf', 'if', 'describe'],
]);

/** What the names of a file mean to its runner; without an import of one they are global. */
function wordsOf(sourceFile: ts.SourceFile): ReadonlyMap<string, Word> {
  const imported = importedFrom(sourceFile, RUNNERS);
  if (imported.size === 0) return WORDS;
  return new Map(
    [...imported].flatMap(([local, name]) => {
      const word = WORDS.get(name === 'default' ? 'test' : name);
      return word === undefined ? [] : [[local, word] as const];
    }),
  );
}

/** Variables that hold such a word: `const onLinux = linux ? it : it.skip`. */
function aliasesOf(sourceFile: ts.SourceFile, words: ReadonlyMap<string, Word>): ReadonlyMap<string, Word> {
  const wordIn = (node: ts.Expression): Word | undefined =>
    ts.isConditionalExpression(node)
      ? (wordIn(node.whenTrue) ?? wordIn(node.whenFalse))
      : words.get(chainOf(node)?.root.text ?? '');
  return new Map(
    nodesIn(sourceFile, ts.isVariableDeclaration).flatMap(({ name, initializer }) => {
      const word = initializer === undefined ? undefined : wordIn(initializer);
      return word === undefined || !ts.isIdentifier(name) ? [] : [[name.text, { ...word, modifiers: [] }]];
    }),
  );
}

/** Every test and suite of a file, in the order of the text. */
export function testCallsIn(sourceFile: ts.SourceFile): readonly TestCall[] {
  const words = wordsOf(sourceFile);
  const aliases = aliasesOf(sourceFile, words);
  return nodesIn(sourceFile, ts.isCallExpression).flatMap((node) => {
    const chain = chainOf(node.expression);
    const isCalledAgain = ts.isCallExpression(node.parent) && node.parent.expression === node;
    if (chain === undefined || isCalledAgain) return [];
    const word = words.get(chain.root.text) ?? aliases.get(chain.root.text);
    if (word === undefined || !chain.names.every((name) => MODIFIERS.has(name))) return [];
    const [title, ...rest] = node.arguments;
    const body = rest.find((argument) => ts.isArrowFunction(argument) || ts.isFunctionExpression(argument));
    const modifiers = [...word.modifiers, ...chain.names];
    // Anything else is another word of the same name.
    const isTitled = title !== undefined && (ts.isStringLiteralLike(title) || body !== undefined);
    if (!isTitled) return [];
    return [
      {
        kind: chain.names.includes('describe') ? 'suite' : word.kind,
        node,
        modifiers,
        title: ts.isStringLiteralLike(title) ? title.text : undefined,
        body,
        options: rest.filter(ts.isObjectLiteralExpression),
        isAlias: !words.has(chain.root.text),
      },
    ];
  });
}

/** The suites around a test, the outermost first. */
export function suitesAround(test: TestCall, calls: readonly TestCall[]): readonly TestCall[] {
  return calls.filter(
    ({ kind, node }) =>
      kind === 'suite' && node !== test.node && node.pos <= test.node.pos && node.end >= test.node.end,
  );
}

/** The names that a function's parameters bring. */
export function parameterNames(node: FunctionWithBody): ReadonlySet<string> {
  const names = (name: ts.BindingName): readonly string[] =>
    ts.isIdentifier(name)
      ? [name.text]
      : name.elements.flatMap((element) => (ts.isBindingElement(element) ? names(element.name) : []));
  return new Set(node.parameters.flatMap(({ name }) => names(name)));
}
