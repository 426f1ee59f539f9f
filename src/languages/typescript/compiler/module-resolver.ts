import { dirname } from 'node:path';
import ts from 'typescript';

type Resolved = ts.ResolvedModuleWithFailedLookupLocations;

/**
 * Resolves imports as the compiler would, and remembers what cannot change: a package from the project, and everything
 * between installed files. Relative imports of the project are looked up each time, in memory.
 */
export class ModuleResolver {
  readonly cache: ts.ModuleResolutionCache;
  readonly #known = new Map<string, Resolved>();

  constructor(
    private readonly folder: string,
    private readonly options: ts.CompilerOptions,
    private readonly host: ts.ModuleResolutionHost,
    private readonly isInstalled: (path: string) => boolean,
  ) {
    this.cache = ts.createModuleResolutionCache(folder, (name) => name, options);
  }

  resolve(specifier: string, containingFile: string, mode: ts.ResolutionMode): Resolved {
    const installed = this.isInstalled(containingFile);
    if (!installed && (isRelative(specifier) || this.isAlias(specifier)))
      return ts.resolveModuleName(
        specifier,
        containingFile,
        this.options,
        this.host,
        undefined,
        undefined,
        mode,
      );
    const from = installed ? dirname(containingFile) : this.folder;
    const key = `${from}\0${specifier}\0${String(mode)}`;
    let resolved = this.#known.get(key);
    if (resolved === undefined) {
      resolved = ts.resolveModuleName(
        specifier,
        containingFile,
        this.options,
        this.host,
        this.cache,
        undefined,
        mode,
      );
      this.#known.set(key, resolved);
    }
    return resolved;
  }

  /** Whether the compiler settings (`paths`) or the manifest (`#…`) map the specifier. */
  isAlias(specifier: string): boolean {
    if (specifier.startsWith('#')) return true;
    return Object.keys(this.options.paths ?? {}).some((pattern) => matchesPattern(pattern, specifier));
  }
}

/** Of a pattern with at most one `*`, as the compiler has them. */
export function matchesPattern(pattern: string, specifier: string): boolean {
  const star = pattern.indexOf('*');
  return star === -1
    ? pattern === specifier
    : specifier.startsWith(pattern.slice(0, star)) && specifier.endsWith(pattern.slice(star + 1));
}

export function isRelative(specifier: string): boolean {
  return /^\.\.?(\/|$)/.test(specifier);
}
