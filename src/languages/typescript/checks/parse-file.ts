import ts from 'typescript';
import { LineCounter, parseAllDocuments } from 'yaml';
import type { Diagnostic } from '../../../protocol/diagnostic.js';
import { messageOf } from '../../../protocol/errors.js';
import { fileKind } from '../file-kind.js';
import { finding, placeOf } from '../finding.js';
import { compilerMessage } from '../compiler/type-diagnostics.js';

/** Files that may be empty by custom. */
const EMPTY_BY_CUSTOM = /(^|\/)\.(gitkeep|npmignore)$/;

/** JSON files whose readers take comments and trailing commas. */
const JSON_WITH_COMMENTS =
  /(^|\/)((ts|js)config[^/]*\.json|[^/]+\.jsonc|\.(vscode|devcontainer)\/([^/]+\/)?[^/]+\.json|\.devcontainer\.json|\.eslintrc\.json|(api-extractor|tslint|typedoc|tsdoc|turbo|nx|deno|biome)\.json)$/;

/** Whether a file is what its name says it is, as far as that can be told from the file alone. */
export function parseFile(path: string, content: string): readonly Diagnostic[] {
  if (content.trim() === '') {
    return EMPTY_BY_CUSTOM.test(path) ? [] : [finding('MW1004', { path }, 'The file is empty.')];
  }
  const binary = content.search(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]|\ufffd/);
  if (binary !== -1) {
    const line = content.slice(0, binary).split('\n').length;
    return [finding('MW1005', { path, line }, 'The file holds characters that no text has.')];
  }
  switch (fileKind(path)) {
    case 'typescript':
    case 'javascript':
      return wrapped(path, content) ?? syntaxErrors(path, content);
    case 'json':
      return wrapped(path, content) ?? parseJson(path, content);
    case 'yaml':
      return wrapped(path, content) ?? parseYaml(path, content);
    case 'dockerfile':
      return wrapped(path, content) ?? parseDockerfile(path, content);
    case 'text':
      return [];
  }
}

/** A TypeScript or JavaScript file by itself. */
export function scriptSource(path: string, content: string): ts.SourceFile {
  return ts.createSourceFile(path, content, ts.ScriptTarget.ESNext, true);
}

/** The syntax errors of a TypeScript or JavaScript file. */
export function syntaxErrors(path: string, content: string): readonly Diagnostic[] {
  const sourceFile = scriptSource(path, content);
  // Only a program tells syntax errors, and it tells those of JavaScript (types in it) as well.
  const program = ts.createProgram({
    rootNames: [path],
    options: { noResolve: true, noLib: true, allowJs: true, types: [], target: ts.ScriptTarget.ESNext },
    host: {
      getSourceFile: (name) => (name === path ? sourceFile : undefined),
      fileExists: (name) => name === path,
      readFile: (name) => (name === path ? content : undefined),
      getDefaultLibFileName: () => 'lib.d.ts',
      getCurrentDirectory: () => '',
      getCanonicalFileName: (name) => name,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => '\n',
      writeFile: () => undefined,
    },
  });
  return program
    .getSyntacticDiagnostics(sourceFile)
    .map((problem) => finding('MW1001', placeOf(path, sourceFile, problem.start), compilerMessage(problem)));
}

function wrapped(path: string, content: string): readonly Diagnostic[] | undefined {
  if (!/^\s*```/.test(content)) return undefined;
  return [
    finding(
      'MW1007',
      { path, line: 1 },
      'The file starts with a Markdown fence (```).',
      'Give the content of the file alone.',
    ),
  ];
}

function parseJson(path: string, content: string): readonly Diagnostic[] {
  return JSON_WITH_COMMENTS.test(path) ? parseJsonWithComments(path, content) : parsePlainJson(path, content);
}

/** The compiler's reader takes an object alone; other values are fine for other readers. */
const ROOT_IS_NO_OBJECT = 5092;

function parseJsonWithComments(path: string, content: string): readonly Diagnostic[] {
  const { error } = ts.parseConfigFileTextToJson(path, content);
  if (error === undefined || error.code === ROOT_IS_NO_OBJECT) return [];
  const place = error.file === undefined ? { path } : placeOf(path, error.file, error.start ?? 0);
  return [finding('MW1002', place, compilerMessage(error))];
}

function parsePlainJson(path: string, content: string): readonly Diagnostic[] {
  try {
    JSON.parse(content);
    return [];
  } catch (problem) {
    const message = messageOf(problem);
    // Where it ends too early, the message names no position.
    const position = Number(/at position (\d+)/.exec(message)?.[1] ?? content.length);
    const line = content.slice(0, position).split('\n').length;
    return [finding('MW1002', { path, line }, message, 'JSON takes no comments and no trailing commas.')];
  }
}

function parseYaml(path: string, content: string): readonly Diagnostic[] {
  const lineCounter = new LineCounter();
  const documents = parseAllDocuments(content, { lineCounter, prettyErrors: false });
  return [...documents]
    .flatMap((document) => document.errors)
    .map((error) => {
      const { line, col } = lineCounter.linePos(error.pos[0]);
      return finding('MW1003', { path, line, column: col }, error.message);
    });
}

function parseDockerfile(path: string, content: string): readonly Diagnostic[] {
  if (/^\s*FROM\s+\S+/im.test(content)) return [];
  return [finding('MW1006', { path }, 'The Dockerfile has no FROM instruction.')];
}
