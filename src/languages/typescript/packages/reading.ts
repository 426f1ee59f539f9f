import ts from 'typescript';
import type { PackageDeclarations } from '../../../protocol/package-declarations.js';
import type { Origins } from './origin.js';

/** What packages declare is read with these. */
export interface Reading {
  readonly checker: ts.TypeChecker;
  readonly origins: Origins;
}

/** What was found for a question, and the declarations that it is told in: they may name types that help to read it. */
export interface Answer {
  readonly found: PackageDeclarations;
  readonly told: readonly ts.Declaration[];
}

/** Characters of the longest name of a type or function. */
const LONGEST_NAME = 80;

export function shortName(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= LONGEST_NAME ? line : `${line.slice(0, LONGEST_NAME)}…`;
}

/** Names that can be written as they are. Others are of no use to who writes code, and could say anything. */
export function isPlainName(name: string): boolean {
  return /^[A-Za-z$][\w$]*$/.test(name);
}

/** What a name stands for, wherever it was imported from. */
export function meantBy(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}
