import ts from 'typescript';

/** Whether a file declares things for files that do not import it, by syntax alone. Remembered, for a parsed file never changes. */
const reachesOut = new WeakMap<ts.SourceFile, boolean>();

/** A parsed file, or the path of one that the program has not parsed: that it is there decides something too. */
export type Ground = ts.SourceFile | string;

/**
 * What decides the types of each file of a program: the file, what declares something for everybody, and the project's files that
 * these reach by imports. Packages beyond that are as they are installed.
 */
export class Grounds {
  readonly #forAll: readonly ts.SourceFile[];
  readonly #imported = new Map<ts.SourceFile, readonly Ground[]>();

  /** @param importsOf what a file imports of the project; nothing for a package's. */
  constructor(
    program: ts.Program,
    private readonly importsOf: (file: ts.SourceFile) => readonly Ground[],
  ) {
    this.#forAll = program.getSourceFiles().filter(declaresForAll);
  }

  of(file: ts.SourceFile): readonly Ground[] {
    const reached = new Set<Ground>([file, ...this.#forAll]);
    for (const each of reached)
      if (typeof each !== 'string') for (const imported of this.#importsOf(each)) reached.add(imported);
    return [...reached];
  }

  #importsOf(file: ts.SourceFile): readonly Ground[] {
    let imported = this.#imported.get(file);
    if (imported === undefined) {
      imported = this.importsOf(file);
      this.#imported.set(file, imported);
    }
    return imported;
  }
}

/** A script, whose names are global, or a module that adds to other modules or to what is global. */
function declaresForAll(file: ts.SourceFile): boolean {
  let known = reachesOut.get(file);
  if (known === undefined) {
    known =
      !ts.isExternalModule(file) ||
      file.statements.some(
        (statement) =>
          (ts.isModuleDeclaration(statement) &&
            (ts.isStringLiteral(statement.name) ||
              (statement.flags & ts.NodeFlags.GlobalAugmentation) !== 0)) ||
          ts.isNamespaceExportDeclaration(statement),
      );
    reachesOut.set(file, known);
  }
  return known;
}
