import ts from 'typescript';

interface OverlayFile {
  readonly text: string;
  source: ts.SourceFile | undefined;
}

/** The project's files in memory, by absolute path. A file that is put again with equal text stays as it is. */
export class Overlay {
  readonly #files = new Map<string, OverlayFile>();

  put(path: string, text: string): boolean {
    if (this.#files.get(path)?.text === text) return false;
    this.#files.set(path, { text, source: undefined });
    return true;
  }

  remove(path: string): boolean {
    return this.#files.delete(path);
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  read(path: string): string | undefined {
    return this.#files.get(path)?.text;
  }

  paths(): IterableIterator<string> {
    return this.#files.keys();
  }

  /** The parsed file; the same object until its text changes, which is how the compiler knows what to keep. */
  source(path: string, options: ts.ScriptTarget | ts.CreateSourceFileOptions): ts.SourceFile | undefined {
    const file = this.#files.get(path);
    if (file === undefined) return undefined;
    file.source ??= ts.createSourceFile(path, file.text, options, true);
    return file.source;
  }
}
