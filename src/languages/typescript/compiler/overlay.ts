import ts from 'typescript';

interface OverlayFile {
  readonly text: string;
  source: ts.SourceFile | undefined;
  /** What stood in its place: a draft and what it is laid over take turns. */
  readonly before: Pick<OverlayFile, 'text' | 'source'> | undefined;
}

/** The project's files in memory, by absolute path. A text that is put again, or that was there last, need not be parsed again. */
export class Overlay {
  readonly #files = new Map<string, OverlayFile>();

  put(path: string, text: string): boolean {
    const last = this.#files.get(path);
    if (last?.text === text) return false;
    const source = last?.before?.text === text ? last.before.source : undefined;
    const before = last === undefined ? undefined : { text: last.text, source: last.source };
    this.#files.set(path, { text, source, before });
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
