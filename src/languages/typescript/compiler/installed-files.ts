import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import ts from 'typescript';

/**
 * The files on disk that a compiler may see: the installed packages of one environment and the compiler's own library.
 * They do not change while an environment lives, so what was looked up once is remembered.
 */
export class InstalledFiles {
  readonly libraryFolder = dirname(ts.getDefaultLibFilePath({}));
  readonly #packages: string;
  readonly #files = new Map<string, { readonly value: boolean }>();
  readonly #folders = new Map<string, { readonly value: boolean }>();
  readonly #realPaths = new Map<string, { readonly value: string }>();
  readonly #sources = new Map<string, { readonly value: ts.SourceFile | undefined }>();

  /** `folder` is the absolute folder that holds `node_modules`. */
  constructor(folder: string) {
    this.#packages = `${folder}/node_modules`;
  }

  /** Whether a path is one of these files, existing or not. Packages of folders above the environment are none. */
  owns(path: string): boolean {
    return (
      path === this.#packages ||
      path.startsWith(`${this.#packages}/`) ||
      path.startsWith(`${this.libraryFolder}/`)
    );
  }

  fileExists(path: string): boolean {
    return remembered(this.#files, path, () => statSync(path, { throwIfNoEntry: false })?.isFile() === true);
  }

  folderExists(path: string): boolean {
    return remembered(
      this.#folders,
      path,
      () => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true,
    );
  }

  /** Names of the folders in `path`, links to folders included. */
  folders(path: string): string[] {
    if (!existsSync(path)) return [];
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map((entry) => entry.name);
  }

  /** Where a path leads that has links in it; a path that leads nowhere stays as it is. */
  realPath(path: string): string {
    return remembered(this.#realPaths, path, () => {
      try {
        return realpathSync(path);
      } catch {
        return path;
      }
    });
  }

  read(path: string): string | undefined {
    return this.fileExists(path) ? readFileSync(path, 'utf8') : undefined;
  }

  source(path: string, options: ts.ScriptTarget | ts.CreateSourceFileOptions): ts.SourceFile | undefined {
    return remembered(this.#sources, path, () => {
      const text = this.read(path);
      return text === undefined ? undefined : ts.createSourceFile(path, text, options, false);
    });
  }
}

function remembered<Value>(
  memory: Map<string, { readonly value: Value }>,
  key: string,
  find: () => Value,
): Value {
  let known = memory.get(key);
  if (known === undefined) {
    known = { value: find() };
    memory.set(key, known);
  }
  return known.value;
}
