import ts from 'typescript';
import { packageNameOf } from '../checks/check-package.js';
import type { ProjectCompiler } from '../compiler/project-compiler.js';

/** The name that a package of types stands for: `@types/node` → `node`, `@types/a__b` → `@a/b`. */
function typedPackage(name: string): string {
  const typed = /^@types\/(.+)$/.exec(name)?.[1];
  if (typed === undefined) return name;
  return typed.includes('__') ? `@${typed.replace('__', '/')}` : typed;
}

function ambientModule(node: ts.Node): string | undefined {
  for (let each: ts.Node = node; !ts.isSourceFile(each); each = each.parent)
    if (ts.isModuleDeclaration(each) && ts.isStringLiteral(each.name)) return each.name.text;
  return undefined;
}

/** Tells what installed packages declare from what the project does, and from the language itself, which nobody has to be shown. */
export class Origins {
  constructor(private readonly compiler: ProjectCompiler) {}

  /** The package that a declaration is from, or the module that it declares; undefined when it is not from any. */
  packageOf(declaration: ts.Node): string | undefined {
    const { fileName } = declaration.getSourceFile();
    if (this.compiler.projectPath(fileName) !== undefined || this.compiler.isOfLanguage(fileName))
      return undefined;
    const [, inside] = /^.*\/node_modules\/(.+)$/.exec(fileName) ?? [];
    if (inside === undefined) return undefined;
    return ambientModule(declaration) ?? typedPackage(packageNameOf(inside));
  }

  /** What the language declares stays the language's, though a package may add to it. */
  #isOfLanguage({ declarations = [] }: ts.Symbol): boolean {
    return declarations.some((each) => this.compiler.isOfLanguage(each.getSourceFile().fileName));
  }

  packageOfSymbol(symbol: ts.Symbol): string | undefined {
    const [first] = this.installed(symbol);
    return first === undefined ? undefined : this.packageOf(first);
  }

  /** Those of a symbol's declarations that installed packages make. */
  installed(symbol: ts.Symbol | undefined): readonly ts.Declaration[] {
    if (symbol === undefined || this.#isOfLanguage(symbol)) return [];
    return (symbol.declarations ?? []).filter((each) => this.packageOf(each) !== undefined);
  }
}
