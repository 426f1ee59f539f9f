import type ts from 'typescript';
import type { Diagnostic } from '../../../protocol/diagnostic.js';
import { checkTypes, typeDiagnostic } from '../compiler/type-diagnostics.js';
import { fileKind } from '../file-kind.js';
import type { ProjectSession } from '../threads/project-session.js';
import { checkImports } from './check-imports.js';
import { knownPackages } from './check-package.js';
import { parseFile, scriptSource } from './parse-file.js';
import { checkPlaceholders, checkTextPlaceholders } from './placeholders/check-placeholders.js';

/** The compiler's own words for a module that is not there: of an import with names, and of one without. */
const UNRESOLVED: ReadonlySet<string> = new Set(['TS2307', 'TS2882']);

/** Every static check of a project that no plan is known of: its manifest says which packages it may use. */
export function checkProject(
  session: ProjectSession,
  cancellation: ts.CancellationToken,
): readonly Diagnostic[] {
  const compiler = session.compiler();
  const accepted = new Set(session.files.keys());
  const packages = knownPackages([], session.files.get('package.json'), (name) => compiler.isInstalled(name));
  const found: Diagnostic[] = compiler.settings.problems.map((problem) =>
    typeDiagnostic(problem, 'tsconfig.json'),
  );
  for (const [path, content] of session.files) {
    cancellation.throwIfCancellationRequested();
    const parsed = parseFile(path, content);
    const kind = fileKind(path);
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
      packages,
      resolve: (specifier) => compiler.resolve(specifier, path),
      isAlias: (specifier) => compiler.isAlias(specifier),
      verbatim: compiler.settings.options.verbatimModuleSyntax === true,
      builtFolder: compiler.settings.builtFolder,
    });
    found.push(...checkPlaceholders(path, sourceFile, undefined), ...imports);
    if (kind !== 'typescript') continue;
    // What cannot be imported is named once, in words that say what to do, and not again as a type that is missing.
    const named = new Set(imports.map(({ line }) => line));
    const types = checkTypes(compiler, path, cancellation);
    found.push(...types.filter(({ code, line }) => !(UNRESOLVED.has(code) && named.has(line))));
  }
  return found;
}
