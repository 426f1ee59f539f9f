import { posix } from 'node:path';
import type ts from 'typescript';
import type { Diagnostic } from '../../../protocol/diagnostic.js';
import { checkTypes, typeDiagnostic } from '../compiler/type-diagnostics.js';
import { isRelative } from '../compiler/module-resolver.js';
import { moduleSpecifiers } from '../compiler/module-specifiers.js';
import { fileKind, type FileKind } from '../file-kind.js';
import { placeOfNode } from '../finding.js';
import type { ProjectSession } from '../threads/project-session.js';
import { checkImports, type ImportScope } from './check-imports.js';
import { knownPackages, manifestsAbove } from './check-package.js';
import { elsewhereIn } from './elsewhere.js';
import { parseFile, scriptSource } from './parse-file.js';
import { checkPlaceholders, checkTextPlaceholders } from './placeholders/check-placeholders.js';

/** The compiler's own words for a module that is not there: of an import with names, and of one without. */
const UNRESOLVED: ReadonlySet<string> = new Set(['TS2307', 'TS2882']);

const CODE: ReadonlySet<FileKind> = new Set(['typescript', 'javascript', 'json']);

/** Every static check of a project that no plan is known of: its manifest says which packages it may use. */
export function checkProject(
  session: ProjectSession,
  cancellation: ts.CancellationToken,
): readonly Diagnostic[] {
  const compiler = session.compiler();
  const accepted = new Set(session.files.keys());
  const isElsewhere = elsewhereIn(session);
  const found: Diagnostic[] = compiler.settings.problems.map((problem) =>
    typeDiagnostic(problem, 'tsconfig.json'),
  );
  for (const [path, content] of session.files) {
    cancellation.throwIfCancellationRequested();
    const kind = fileKind(path);
    // Of what is no source some is empty for good reason (`.nojekyll`, `py.typed`, a fixture).
    const parsed = content.trim() === '' && kind === 'text' ? [] : parseFile(path, content);
    found.push(...parsed);
    if (parsed.some(({ blocking }) => blocking)) continue;
    if (kind !== 'typescript' && kind !== 'javascript') {
      found.push(...checkTextPlaceholders(path, content));
      continue;
    }
    const sourceFile = scriptSource(path, content);
    const imports = checkImports(path, sourceFile, {
      accepted,
      planned: new Set(),
      dependencies: [],
      packages: knownPackages([], manifestsAbove(path, session.files), (name) => compiler.isInstalled(name)),
      resolve: (specifier) => compiler.resolve(specifier, path),
      isAlias: (specifier) => compiler.isAlias(specifier),
      verbatim: compiler.settings.options.verbatimModuleSyntax === true,
      isElsewhere,
      // Its own build knows what it leaves out.
      builtFolder: undefined,
    });
    found.push(...checkPlaceholders(path, sourceFile, undefined), ...imports);
    if (kind !== 'typescript') continue;
    // What cannot be imported is named once, in words that say what to do, and not again as a type that is missing.
    const known = new Set([
      ...imports.map(({ line }) => line),
      ...unseenLines(path, sourceFile, isElsewhere),
    ]);
    const types = checkTypes(compiler, path, cancellation);
    found.push(...types.filter(({ code, line }) => !(UNRESOLVED.has(code) && known.has(line))));
  }
  return found;
}

/** Lines with an import of code that is none of the sources: the project's own compiler sees it, or will. */
function unseenLines(
  path: string,
  sourceFile: ts.SourceFile,
  isElsewhere: ImportScope['isElsewhere'],
): readonly (number | undefined)[] {
  return moduleSpecifiers(sourceFile)
    .filter(({ text }) => isRelative(text) && (posix.extname(text) === '' || CODE.has(fileKind(text))))
    .filter(({ text }) => isElsewhere(text, posix.join(posix.dirname(path), text)))
    .map(({ literal }) => placeOfNode(path, sourceFile, literal).line);
}
