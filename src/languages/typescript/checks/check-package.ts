import { z } from 'zod';
import type { Diagnostic } from '../../../protocol/diagnostic.js';
import type { PlannedPackage } from '../../../protocol/plan.js';
import type { ModuleSpecifier } from '../compiler/module-specifiers.js';
import { typesPackageOf } from '../compiler/types-package.js';
import { isTestPath } from '../../../protocol/test-path.js';
import { finding, type Place } from '../finding.js';

/** The packages that a project may use. */
export interface KnownPackages {
  /** By name; `dev`: not there when the project is installed for use. */
  readonly allowed: ReadonlyMap<string, { readonly dev: boolean }>;
  /** The project's own name: it may import itself through its `exports`. */
  readonly self: string | undefined;
  readonly isInstalled: (name: string) => boolean;
}

const versions = z.record(z.string(), z.string()).optional();
const manifestSchema = z.object({
  name: z.string().optional(),
  dependencies: versions,
  devDependencies: versions,
  peerDependencies: versions,
  optionalDependencies: versions,
});

/**
 * The packages of a plan and of the project's manifests (texts of `package.json`, the nearest to the file last; its name is
 * what the file may import itself by).
 */
export function knownPackages(
  planned: readonly PlannedPackage[],
  manifestTexts: readonly string[],
  isInstalled: (name: string) => boolean,
): KnownPackages {
  const manifests = manifestTexts.map(readManifest);
  const allowed = new Map<string, { readonly dev: boolean }>();
  for (const { devDependencies } of manifests)
    for (const name of Object.keys(devDependencies ?? {})) allowed.set(name, { dev: true });
  for (const { name, dev } of planned) allowed.set(name, { dev });
  for (const { dependencies, peerDependencies, optionalDependencies } of manifests)
    for (const group of [dependencies, peerDependencies, optionalDependencies])
      for (const name of Object.keys(group ?? {})) allowed.set(name, { dev: false });
  return { allowed, self: manifests.findLast(({ name }) => name !== undefined)?.name, isInstalled };
}

/** The manifests of the folders that a file is in, the project's own first. */
export function manifestsAbove(path: string, files: ReadonlyMap<string, string>): readonly string[] {
  const folders = path.split('/').slice(0, -1);
  return ['', ...folders.map((_, index) => `${folders.slice(0, index + 1).join('/')}/`)].flatMap((folder) => {
    const text = files.get(`${folder}package.json`);
    return text === undefined ? [] : [text];
  });
}

function readManifest(text: string): z.infer<typeof manifestSchema> {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch {
    // A manifest that cannot be read is a finding of its own, of the parse check.
    return {};
  }
}

/** `@scope/name/entry` → `@scope/name`. */
export function packageNameOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

export function checkPackage(
  path: string,
  specifier: ModuleSpecifier,
  place: Place,
  packages: KnownPackages,
  resolve: (specifier: string) => unknown,
): Diagnostic | undefined {
  const name = packageNameOf(specifier.text);
  if (name === packages.self) return undefined;
  const known = packages.allowed.get(name);
  if (known === undefined) {
    if (!packages.allowed.has(typesPackageOf(name))) return unplanned(name, place, packages);
    if (!specifier.typeOnly) return onlyTypes(name, place);
  }
  if (known?.dev === true && !specifier.typeOnly && path.startsWith('src/') && !isTestPath(path))
    return finding(
      'MW3103',
      place,
      `"${name}" is a development package: it is not there when the project runs.`,
      'Import it from tests and settings only, or ask for it as a dependency.',
    );
  if (!packages.isInstalled(name))
    return finding(
      'MW3104',
      place,
      `"${name}" is planned, but it is not installed.`,
      'Resolve the packages anew.',
    );
  if (resolve(specifier.text) === undefined)
    return finding(
      'MW3102',
      place,
      `The package "${name}" has no entry "${specifier.text}".`,
      `Import what "${name}" exports.`,
    );
  return undefined;
}

function onlyTypes(name: string, place: Place): Diagnostic {
  return finding(
    'MW3103',
    place,
    `Of "${name}" the project has the types alone: nothing of it is there when the project runs.`,
    `Write "import type", or ask for "${name}" as a package.`,
  );
}

function unplanned(name: string, place: Place, packages: KnownPackages): Diagnostic {
  const names = [...packages.allowed.keys()].sort();
  return finding(
    'MW3101',
    place,
    `The package "${name}" is not one of the project's.`,
    names.length === 0 ? 'The project has no packages.' : `Use one of ${names.join(', ')}, or ask for it.`,
  );
}
