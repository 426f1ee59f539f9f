import ts from 'typescript';

/** Whether a file declares things for files that do not import it, by syntax alone. Remembered, for a parsed file never changes. */
const reachesOut = new WeakMap<ts.SourceFile, boolean>();

/**
 * What decides the types of each file of a program: the file, the project's files that it reaches by imports, and what declares
 * something for everybody. Packages beyond that are as they are installed.
 */
export class Grounds {
  readonly #forAll: readonly ts.SourceFile[];
  readonly #imported = new Map<ts.SourceFile, readonly ts.SourceFile[]>();

  /** @param importsOf the project's files that one of them imports. */
  constructor(
    program: ts.Program,
    private readonly importsOf: (file: ts.SourceFile) => readonly ts.SourceFile[],
  ) {
    this.#forAll = program.getSourceFiles().filter(declaresForAll);
  }

  of(file: ts.SourceFile): readonly ts.SourceFile[] {
    const reached = new Set([file]);
    for (const each of reached) for (const imported of this.#importsOf(each)) reached.add(imported);
    return [...reached, ...this.#forAll];
  }

  #importsOf(file: ts.SourceFile): readonly ts.SourceFile[] {
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
