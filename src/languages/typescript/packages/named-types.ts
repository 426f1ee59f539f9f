import ts from 'typescript';
import type { PackageDeclarations } from '../../../protocol/package-declarations.js';
import { declaredHead, textOfAll } from './declared-text.js';
import { meantBy, type Reading } from './reading.js';

/** Types that are shown beside what they are named in. */
const TYPES = 6;

function isType(
  node: ts.Declaration,
): node is ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.EnumDeclaration | ts.ClassDeclaration {
  return (
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isClassDeclaration(node)
  );
}

/** A type that a package declares: whole where it is short, else without what it is made of. */
export function typeOf({ origins }: Reading, symbol: ts.Symbol): PackageDeclarations | undefined {
  const types = origins.installed(symbol).filter(isType);
  const [first] = types;
  if (first === undefined) return undefined;
  const head =
    ts.isInterfaceDeclaration(first) || ts.isClassDeclaration(first) ? declaredHead(first) : undefined;
  const text = textOfAll(types) ?? head;
  const from = origins.packageOf(first);
  if (text === undefined || from === undefined) return undefined;
  return { from, shows: 'type', of: symbol.name, declarations: [text], names: [], more: 0 };
}

/** What a function takes says more of how to call it than what it gives back and what its types are bound to. */
function namesIn(declarations: readonly ts.Declaration[]): readonly ts.EntityName[] {
  const names: ts.EntityName[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeReferenceNode(node)) names.push(node.typeName);
    ts.forEachChild(node, visit);
  };
  for (const each of declarations) {
    if (ts.isFunctionLike(each)) each.parameters.forEach(visit);
    else visit(each);
  }
  return names;
}

/** The types that declarations of packages name and packages declare, each once. */
export function typesNamedIn(
  declarations: readonly ts.Declaration[],
  reading: Reading,
): readonly PackageDeclarations[] {
  const found = new Map<ts.Symbol, PackageDeclarations>();
  for (const name of namesIn(declarations)) {
    const symbol = reading.checker.getSymbolAtLocation(name);
    const meant = symbol === undefined ? undefined : meantBy(reading.checker, symbol);
    const type = meant === undefined || found.has(meant) ? undefined : typeOf(reading, meant);
    if (meant !== undefined && type !== undefined) found.set(meant, type);
    if (found.size === TYPES) break;
  }
  return [...found.values()];
}
