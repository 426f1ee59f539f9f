import ts from 'typescript';
import { functionAround, importedFrom, nodesIn, type FunctionWithBody } from '../../review/syntax.js';
import { chainOf } from './call-chain.js';
import { importsSupport } from './test-support.js';

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
  /** Named by a word of the project's own (`const onLinux = linux ? it : it.skip`), which decides what it does. */
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

/** Words among the names that a file imports from such modules. */
function importedWords(sourceFile: ts.SourceFile, module: Pick<RegExp, 'test'>): ReadonlyMap<string, Word> {
  return new Map(
    [...importedFrom(sourceFile, module)].flatMap(([local, name]) => {
      const word = WORDS.get(name === 'default' ? 'test' : name);
      return word === undefined ? [] : [[local, word] as const];
    }),
  );
}

/** What the names of a file mean to its runner: the global ones mean it as long as they mean nothing else there. */
function wordsOf(sourceFile: ts.SourceFile): ReadonlyMap<string, Word> {
  const bound = boundNames(sourceFile);
  const globals = [...WORDS].filter(([word]) => !bound.has(word));
  return new Map([...globals, ...importedWords(sourceFile, RUNNERS)]);
}

/** Every name that the file gives to something, wherever that holds. */
function boundNames(sourceFile: ts.SourceFile): ReadonlySet<string> {
  return new Set(
    nodesIn(sourceFile, ts.isIdentifier).flatMap((name) => {
      const { parent } = name;
      const isNamed =
        ts.isVariableDeclaration(parent) ||
        ts.isParameter(parent) ||
        ts.isBindingElement(parent) ||
        ts.isFunctionDeclaration(parent) ||
        ts.isImportSpecifier(parent) ||
        ts.isImportClause(parent) ||
        ts.isNamespaceImport(parent);
      return isNamed && parent.name === name ? [name.text] : [];
    }),
  );
}

/**
 * Words of the project's own making: variables that hold one of the runner's (`const onLinux = linux ? it : it.skip`) or are
 * called like one (`const it = openShop()`), and imports from files that support tests.
 */
function aliasesOf(sourceFile: ts.SourceFile, words: ReadonlyMap<string, Word>): ReadonlyMap<string, Word> {
  const imported = importedWords(sourceFile, {
    test: (specifier) => importsSupport(sourceFile.fileName, specifier),
  });
  const wordIn = (node: ts.Expression): Word | undefined => {
    if (ts.isConditionalExpression(node)) return wordIn(node.whenTrue) ?? wordIn(node.whenFalse);
    const name = chainOf(node)?.root.text ?? '';
    return words.get(name) ?? imported.get(name);
  };
  const held = nodesIn(sourceFile, ts.isVariableDeclaration).flatMap((declaration) => {
    const { name, initializer } = declaration;
    if (initializer === undefined || !ts.isIdentifier(name)) return [];
    const isMade = ts.isCallExpression(initializer) && functionAround(declaration) === undefined;
    const word = wordIn(initializer) ?? (isMade ? WORDS.get(name.text) : undefined);
    return word === undefined ? [] : [[name.text, { ...word, modifiers: [] }] as const];
  });
  return new Map([...imported, ...held]);
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
