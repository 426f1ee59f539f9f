import { dirname, posix } from 'node:path';
import ts from 'typescript';
import { isTypeScript } from '../file-kind.js';
import type { Diagnostic } from '../../../protocol/diagnostic.js';
import { readCompilerSettings, type CompilerSettings } from './compiler-settings.js';
import { Grounds, type Ground } from './grounds.js';
import { InstalledFiles } from './installed-files.js';
import { matchesPattern, ModuleResolver } from './module-resolver.js';
import { moduleSpecifiers } from './module-specifiers.js';
import { Overlay } from './overlay.js';
import { RememberedFindings } from './remembered-findings.js';
import { typesPackageOf } from './types-package.js';

/**
 * One incremental compiler: a project in memory laid over the real packages of one environment. Paths are relative to
 * the project. What did not change since the last question is neither parsed nor resolved nor bound again.
 */
export class ProjectCompiler {
  readonly settings: CompilerSettings;
  readonly #overlay = new Overlay();
  readonly #installed: InstalledFiles;
  readonly #resolver: ModuleResolver;
  readonly #host: ts.CompilerHost;
  readonly #specifiers = new WeakMap<ts.SourceFile, readonly string[]>();
  readonly #imports = new WeakMap<ts.SourceFile, readonly string[]>();
  readonly #remembered = new RememberedFindings();
  #program: ts.Program | undefined;
  #current = false;
  #grounds: { readonly program: ts.Program; readonly grounds: Grounds } | undefined;

  /** `folder` is the environment's, absolute; `tsconfig` is the text of the compiler settings, `tsconfigOfBuild` of the build's. */
  constructor(
    private readonly folder: string,
    tsconfig: string | undefined,
    tsconfigOfBuild?: string,
  ) {
    this.settings = readCompilerSettings(folder, tsconfig, tsconfigOfBuild);
    this.#installed = new InstalledFiles(folder);
    this.#host = this.#createHost();
    this.#resolver = new ModuleResolver(folder, this.settings.options, this.#host, (path) =>
      this.#installed.owns(path),
    );
  }

  put(path: string, text: string): void {
    if (this.#overlay.put(this.#absolute(path), text)) this.#current = false;
  }

  remove(path: string): void {
    if (this.#overlay.remove(this.#absolute(path))) this.#current = false;
  }

  has(path: string): boolean {
    return this.#overlay.has(this.#absolute(path));
  }

  /** The program over everything that was put. */
  program(): ts.Program {
    if (this.#program !== undefined && this.#current) return this.#program;
    const rootNames = [...this.#overlay.paths()].filter(isTypeScript);
    this.#program = ts.createProgram({
      rootNames,
      options: this.settings.options,
      host: this.#host,
      ...(this.#program === undefined ? {} : { oldProgram: this.#program }),
    });
    this.#current = true;
    return this.#program;
  }

  sourceFile(path: string): ts.SourceFile | undefined {
    return this.program().getSourceFile(this.#absolute(path));
  }

  /**
   * What `find` finds in a file of the program by types, or what it found when the file, all that it imports, and what is declared
   * for everybody were the same. `what` names the check, and all that it goes by besides those.
   */
  remembered(what: string, source: ts.SourceFile, find: () => readonly Diagnostic[]): readonly Diagnostic[] {
    return this.#remembered.recall(`${what}\0${source.fileName}`, this.#groundsOf(source), find);
  }

  /** The project's files that decide the types of the one at `path`, itself among them. */
  reachedBy(path: string): readonly string[] {
    const source = this.sourceFile(path);
    const grounds = source === undefined ? [] : this.#groundsOf(source);
    return grounds.flatMap((ground) =>
      typeof ground === 'string' ? [ground] : (this.projectPath(ground.fileName) ?? []),
    );
  }

  #groundsOf(source: ts.SourceFile): readonly Ground[] {
    const program = this.program();
    if (this.#grounds?.program !== program)
      this.#grounds = { program, grounds: new Grounds(program, (file) => this.#importedBy(file)) };
    return this.#grounds.grounds.of(source);
  }

  /** The project's files that one of them imports. */
  #importedBy(source: ts.SourceFile): readonly Ground[] {
    const from = this.projectPath(source.fileName);
    if (from === undefined) return [];
    const paths = [
      ...source.referencedFiles.map(({ fileName }) => posix.join(dirname(from), fileName)),
      ...this.#specifiersOf(source).flatMap((text) => {
        const target = this.resolve(text, from);
        return typeof target === 'object' ? [target.path] : [];
      }),
    ];
    return paths.map((path) => this.sourceFile(path) ?? path);
  }

  /** Path of a source file relative to the project; undefined for an installed one. */
  projectPath(fileName: string): string | undefined {
    return fileName.startsWith(`${this.folder}/`) && !this.#installed.owns(fileName)
      ? fileName.slice(this.folder.length + 1)
      : undefined;
  }

  /** Whether a source file is one of the compiler's own library, which declares the language. */
  isOfLanguage(fileName: string): boolean {
    return fileName.startsWith(`${this.#installed.libraryFolder}/`);
  }

  /** Where an import of `path` leads: a file of the project, an installed one, or nowhere. */
  resolve(specifier: string, path: string): 'installed' | { readonly path: string } | undefined {
    const file = this.#absolute(path);
    const mode = ts.getImpliedNodeFormatForFile(
      file,
      this.#resolver.cache.getPackageJsonInfoCache(),
      this.#host,
      this.settings.options,
    );
    const resolved = this.#resolver.resolve(specifier, file, mode).resolvedModule?.resolvedFileName;
    if (resolved === undefined) return undefined;
    const project = this.projectPath(resolved);
    return project === undefined ? 'installed' : { path: project };
  }

  /** Whether the settings (`paths`) or the manifest (`#…`) map the specifier. */
  isAlias(specifier: string): boolean {
    return this.#resolver.isAlias(specifier);
  }

  /** Whether a declaration of the program tells of such a module (`declare module '*.svg'`), wherever it is. */
  declaresModule(specifier: string): boolean {
    return this.program()
      .getTypeChecker()
      .getAmbientModules()
      .some(({ name }) => matchesPattern(name.replaceAll('"', ''), specifier));
  }

  /** Whether a package of that name is installed, with types of its own or apart. */
  isInstalled(packageName: string): boolean {
    return [packageName, typesPackageOf(packageName)].some((name) =>
      this.#installed.folderExists(`${this.folder}/node_modules/${name}`),
    );
  }

  /** Those of `paths` that import the file at `path` directly. */
  importersOf(path: string, paths: Iterable<string>): readonly string[] {
    const importers: string[] = [];
    for (const candidate of paths) {
      if (candidate === path) continue;
      const source = this.sourceFile(candidate);
      if (
        source !== undefined &&
        this.#importsOf(candidate, source).some((name) => this.#leadsTo(name, candidate, path))
      )
        importers.push(candidate);
    }
    return importers;
  }

  #importsOf(path: string, source: ts.SourceFile): readonly string[] {
    let names = this.#imports.get(source);
    if (names === undefined) {
      names = this.#specifiersOf(source)
        .filter((name) => name.startsWith('.') || this.isAlias(name))
        // Joined once: most candidates are told apart without asking the resolver.
        .map((name) => (name.startsWith('.') ? posix.join(dirname(path), name) : name));
      this.#imports.set(source, names);
    }
    return names;
  }

  #specifiersOf(source: ts.SourceFile): readonly string[] {
    let texts = this.#specifiers.get(source);
    if (texts === undefined) {
      texts = moduleSpecifiers(source).map(({ text }) => text);
      this.#specifiers.set(source, texts);
    }
    return texts;
  }

  #leadsTo(name: string, from: string, path: string): boolean {
    if (!this.isAlias(name))
      return withoutEnding(name) === withoutEnding(path) || `${name}/index` === withoutEnding(path);
    const resolved = this.resolve(name, from);
    return typeof resolved === 'object' && resolved.path === path;
  }

  /** Of a package that is a link (as in pnpm's installations) where it lies, as long as that is to be seen from here. */
  #realPath(path: string): string {
    if (!this.#installed.owns(path)) return path;
    const real = this.#installed.realPath(path);
    return this.#installed.owns(real) || this.#overlay.has(real) ? real : path;
  }

  #absolute(path: string): string {
    return `${this.folder}/${path}`;
  }

  #createHost(): ts.CompilerHost {
    const installed = this.#installed;
    const overlay = this.#overlay;
    return {
      getSourceFile: (path, options) =>
        installed.owns(path) ? installed.source(path, options) : overlay.source(path, options),
      fileExists: (path) => (installed.owns(path) ? installed.fileExists(path) : overlay.has(path)),
      readFile: (path) => (installed.owns(path) ? installed.read(path) : overlay.read(path)),
      directoryExists: (path) =>
        installed.owns(path)
          ? installed.folderExists(path)
          : path === this.folder || path.startsWith(`${this.folder}/`),
      realpath: (path) => this.#realPath(path),
      getDirectories: (path) => (installed.owns(path) ? installed.folders(path) : []),
      getDefaultLibFileName: (options) => `${installed.libraryFolder}/${ts.getDefaultLibFileName(options)}`,
      getDefaultLibLocation: () => installed.libraryFolder,
      getCurrentDirectory: () => this.folder,
      getCanonicalFileName: (path) => path,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => '\n',
      // Declarations are taken from `emit` itself; a check writes nowhere.
      writeFile: () => undefined,
      getModuleResolutionCache: () => this.#resolver.cache,
      resolveModuleNameLiterals: (literals, containingFile, _redirected, options, containingSource) =>
        literals.map((literal) =>
          this.#resolver.resolve(
            literal.text,
            containingFile,
            ts.getModeForUsageLocation(containingSource, literal, options),
          ),
        ),
    };
  }
}

function withoutEnding(path: string): string {
  return path.replace(/(\.d)?\.([cm]?[jt]sx?|json)$/, '');
}
