import ts from 'typescript';
import { nodesIn } from '../review/syntax.js';

/**
 * Whether what a file exports is declared as it is planned, word for word, and every name in it means the same; of unique
 * symbols, whether both are one. The compiler tells unique symbols and constant enums apart by where they are declared, so that
 * it calls such twins strangers.
 */
export function isDeclaredAsPlanned(checker: ts.TypeChecker, planned: ts.Symbol, real: ts.Symbol): boolean {
  if (isUniqueSymbol(checker, planned)) return isUniqueSymbol(checker, real);
  const wanted = planned.declarations ?? [];
  const found = real.declarations ?? [];
  return (
    wanted.length === found.length &&
    wanted.every((declaration, index) => {
      const other = found[index];
      return other !== undefined && isSame(checker, declaration, other);
    })
  );
}

function isUniqueSymbol(checker: ts.TypeChecker, symbol: ts.Symbol | undefined): boolean {
  return (
    symbol !== undefined &&
    (symbol.flags & ts.SymbolFlags.Variable) !== 0 &&
    (checker.getTypeOfSymbol(symbol).flags & ts.TypeFlags.UniqueESSymbol) !== 0
  );
}

/** Of a declaration without code: of others the words say more than what they declare. */
function isSame(checker: ts.TypeChecker, planned: ts.Declaration, real: ts.Declaration): boolean {
  if (!(
    (ts.isTypeAliasDeclaration(planned) && ts.isTypeAliasDeclaration(real)) ||
    (ts.isInterfaceDeclaration(planned) && ts.isInterfaceDeclaration(real)) ||
    (ts.isEnumDeclaration(planned) && ts.isEnumDeclaration(real))
  ))
    return false;
  if (wordsOf(planned).join(' ') !== wordsOf(real).join(' ')) return false;
  const names = nodesIn(real, ts.isIdentifier);
  return nodesIn(planned, ts.isIdentifier).every((name, index) => {
    const other = names[index];
    return other !== undefined && meanTheSame(checker, { name, of: planned }, { name: other, of: real });
  });
}

/** From its name on, without what only parts or ends: the compiler writes that in its own way. */
function wordsOf(
  node: ts.TypeAliasDeclaration | ts.InterfaceDeclaration | ts.EnumDeclaration,
): readonly string[] {
  const text = node.getSourceFile().text.slice(node.name.getStart(), node.end);
  const scanner = ts.createScanner(ts.ScriptTarget.ESNext, true, ts.LanguageVariant.Standard, text);
  const words: string[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan())
    if (kind !== ts.SyntaxKind.SemicolonToken && kind !== ts.SyntaxKind.CommaToken)
      words.push(
        kind === ts.SyntaxKind.StringLiteral
          ? JSON.stringify(scanner.getTokenValue())
          : scanner.getTokenText(),
      );
  return words;
}

interface NameIn {
  readonly name: ts.Identifier;
  readonly of: ts.Declaration;
}

/** The same thing, a part of each declaration itself, or a unique symbol of each file. */
function meanTheSame(checker: ts.TypeChecker, one: NameIn, other: NameIn): boolean {
  const [planned, real] = [meaningOf(checker, one.name), meaningOf(checker, other.name)];
  return (
    planned === real ||
    (isPartOf(planned, one.of) && isPartOf(real, other.of)) ||
    (isUniqueSymbol(checker, planned) && isUniqueSymbol(checker, real))
  );
}

function meaningOf(checker: ts.TypeChecker, name: ts.Identifier): ts.Symbol | undefined {
  const symbol = checker.getSymbolAtLocation(name);
  return symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias
    ? checker.getAliasedSymbol(symbol)
    : symbol;
}

function isPartOf(symbol: ts.Symbol | undefined, declaration: ts.Declaration): boolean {
  return (
    symbol?.declarations?.some(
      (each) =>
        each.getSourceFile() === declaration.getSourceFile() &&
        each.pos >= declaration.pos &&
        each.end <= declaration.end,
    ) === true
  );
}
