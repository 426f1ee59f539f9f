import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import type ts from 'typescript';
import type { Diagnostic } from '../../../protocol/diagnostic.js';
import type { Dependency } from '../../../protocol/plan.js';
import { isRelative } from '../compiler/module-resolver.js';
import { moduleSpecifiers, type ModuleSpecifier } from '../compiler/module-specifiers.js';
import { isTestPath } from '../../../protocol/test-path.js';
import { isTypeScript } from '../file-kind.js';
import { finding, placeOfNode, type Place } from '../finding.js';
import { closestPath } from './closest-path.js';
import { checkPackage, packageNameOf, type KnownPackages } from './check-package.js';
import { sourceCandidates } from './source-candidates.js';

/** Where the imports of one file may lead. */
export interface ImportScope {
  readonly accepted: ReadonlySet<string>;
  /** Planned files, accepted or not. */
  readonly planned: ReadonlySet<string>;
  readonly dependencies: readonly Dependency[];
  readonly packages: KnownPackages;
  /** What the compiler makes of a specifier, settings and manifest taken into account. */
  readonly resolve: (specifier: string) => 'installed' | { readonly path: string } | undefined;
  readonly isAlias: (specifier: string) => boolean;
  /** The compiler leaves imports as they are (`verbatimModuleSyntax`). */
  readonly verbatim: boolean;
  /**
   * Whether an import that leads to no source and to no package leads to something all the same, such as what is built or served.
   * `target`: the path that a relative one names.
   */
  readonly isElsewhere: (specifier: string, target: string) => boolean;
  /** The folder that the build takes sources from, and no others; undefined: it takes them from anywhere. */
  readonly builtFolder: string | undefined;
}

/** Every module that a file names: does it exist, and may this file use it? */
export function checkImports(
  path: string,
  sourceFile: ts.SourceFile,
  scope: ImportScope,
): readonly Diagnostic[] {
  return moduleSpecifiers(sourceFile, scope.verbatim || !isTypeScript(path)).flatMap((specifier) => {
    const place = placeOfNode(path, sourceFile, specifier.literal);
    const problem = isRelative(specifier.text)
      ? checkRelative(path, specifier.text, place, scope)
      : checkBare(path, specifier, place, scope);
    return problem === undefined ? [] : [problem];
  });
}

function checkRelative(
  path: string,
  specifier: string,
  place: Place,
  scope: ImportScope,
): Diagnostic | undefined {
  const target = posix.join(posix.dirname(path), specifier);
  if (target.startsWith('..'))
    return finding(
      'MW3002',
      place,
      `"${specifier}" leads out of the project.`,
      'Import a file of the project.',
    );
  const found = fileMeant(path, specifier, target, scope);
  if (found === undefined)
    return scope.isElsewhere(specifier, target)
      ? undefined
      : missingFile(path, specifier, target, place, scope);
  const unbuilt = leavesTheBuild(path, specifier, found, place, scope);
  if (unbuilt !== undefined || found === path || scope.accepted.has(found)) return unbuilt;
  if (scope.dependencies.some((dependency) => dependency.path === found)) return undefined;
  return finding(
    'MW3003',
    place,
    `"${specifier}" is ${found}, which is planned but not written yet, and no dependency of this file.`,
    `Use what the dependencies of this file export${
      scope.dependencies.length === 0
        ? ' (it has none)'
        : `: ${scope.dependencies.map(({ path: name }) => name).join(', ')}`
    }.`,
  );
}

/** The source that is imported, accepted or planned; where its name alone does not tell, the compiler is asked. */
function fileMeant(path: string, specifier: string, target: string, scope: ImportScope): string | undefined {
  const candidates = sourceCandidates(target);
  const named =
    candidates.find((candidate) => candidate === path || scope.accepted.has(candidate)) ??
    candidates.find((candidate) => scope.planned.has(candidate));
  if (named !== undefined) return named;
  const resolved = scope.resolve(specifier);
  return typeof resolved === 'object' ? resolved.path : undefined;
}

/** A source that is built may import no source that is not: the compiler then refuses the build as a whole. */
function leavesTheBuild(
  path: string,
  specifier: string,
  target: string,
  place: Place,
  { builtFolder }: ImportScope,
): Diagnostic | undefined {
  if (builtFolder === undefined || isTestPath(path) || !path.startsWith(`${builtFolder}/`)) return undefined;
  if (target.startsWith(`${builtFolder}/`) || !isTypeScript(target) || /\.d\.[cm]?ts$/.test(target))
    return undefined;
  return finding(
    'MW3006',
    place,
    `"${specifier}" is ${target}, and the build takes sources from ${builtFolder}/ alone.`,
    `Import a file of ${builtFolder}/.`,
  );
}

function missingFile(
  path: string,
  specifier: string,
  target: string,
  place: Place,
  scope: ImportScope,
): Diagnostic {
  const closest = closestPath(
    target,
    [...new Set([...scope.accepted, ...scope.planned])].filter((known) => known !== path),
  );
  const hint =
    closest === undefined ? undefined : `Did you mean "${specifierTo(path, closest)}" (${closest})?`;
  return finding('MW3001', place, `There is no file for "${specifier}".`, hint);
}

/** How `path` would import the file at `target`. */
function specifierTo(path: string, target: string): string {
  const relative = posix.relative(posix.dirname(path), target.replace(/\.([cm]?)tsx?$/, '.$1js'));
  return relative.startsWith('.') ? relative : `./${relative}`;
}

function checkBare(
  path: string,
  specifier: ModuleSpecifier,
  place: Place,
  scope: ImportScope,
): Diagnostic | undefined {
  const name = specifier.text;
  if (name.startsWith('node:'))
    return isBuiltin(name) ? undefined : finding('MW3004', place, `Node.js has no module "${name}".`);
  const resolved = scope.resolve(name);
  if (typeof resolved === 'object') return leavesTheBuild(path, name, resolved.path, place, scope);
  // An alias may stand for every name (`*`), those of packages included.
  const isOther = isBuiltin(name) || scope.packages.allowed.has(packageNameOf(name));
  if (scope.isAlias(name) && (resolved !== undefined || !isOther))
    return resolved !== undefined || scope.isElsewhere(name, name)
      ? undefined
      : finding('MW3001', place, `The alias "${name}" leads to no file.`);
  if (isBuiltin(name))
    return finding('MW3005', place, `"${name}" is a Node.js module.`, `Write "node:${name}".`);
  const problem = checkPackage(path, specifier, place, scope.packages, scope.resolve);
  const isUnknown = problem !== undefined && resolved === undefined;
  return isUnknown && scope.isElsewhere(name, name) ? undefined : problem;
}
