import ts from 'typescript';
import { textOfAll } from './declared-text.js';
import { chooseNearest, FEW } from './nearest-names.js';
import type { Question } from './question.js';
import { isPlainName, shortName, type Answer, type Reading } from './reading.js';

/** Characters of the longest member that is shown as the compiler sees it. */
const LONGEST_SEEN = 160;

interface Member {
  readonly name: string;
  readonly symbol: ts.Symbol;
}

interface Owner {
  readonly type: ts.Type;
  readonly from: string;
  /** Undefined for a type that is written where it is used. */
  readonly name: string | undefined;
}

/** Of a union or an intersection the part that a package declares, under the name that it has there. */
function ownerIn({ checker, origins }: Reading, type: ts.Type): Owner | undefined {
  for (const symbol of [type.aliasSymbol, type.getSymbol()]) {
    const from = symbol === undefined ? undefined : origins.packageOfSymbol(symbol);
    if (symbol === undefined || from === undefined) continue;
    // A module is called by its path on this machine.
    const name = symbol.name.startsWith('__') || !isPlainName(symbol.name) ? undefined : symbol.name;
    return { type: checker.getApparentType(type), from, name };
  }
  if (!type.isUnionOrIntersection()) return undefined;
  for (const part of type.types) {
    const found = ownerIn({ checker, origins }, part);
    // An intersection has what all of its parts have.
    if (found !== undefined) return type.isIntersection() ? { ...found, type } : found;
  }
  return undefined;
}

/** What can be used of a type from outside. Of a union: of the first part that has any, functions and lists left out. */
function membersIn(checker: ts.TypeChecker, type: ts.Type): readonly Member[] {
  const isHidden = ({ valueDeclaration: each }: ts.Symbol): boolean =>
    each !== undefined &&
    (ts.getCombinedModifierFlags(each) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0;
  const own = checker
    .getPropertiesOfType(type)
    .filter((symbol) => isPlainName(symbol.name) && !isHidden(symbol))
    .map((symbol) => ({ name: symbol.name, symbol }));
  if (own.length > 0 || !type.isUnion()) return own;
  const objects = type.types.filter(
    (part) => part.getCallSignatures().length === 0 && !checker.isArrayLikeType(part),
  );
  return objects.map((part) => membersIn(checker, part)).find(({ length }) => length > 0) ?? [];
}

/** What only the project declares, such as the columns of a table, is shown as the compiler sees it. */
function memberText({ checker, origins }: Reading, symbol: ts.Symbol): string | undefined {
  const installed = origins.installed(symbol);
  if (installed.length > 0) return textOfAll(installed);
  const seen = `${symbol.name}: ${checker.typeToString(checker.getTypeOfSymbol(symbol))};`;
  // Where a file lies on this machine is of no use to anybody.
  return seen.length <= LONGEST_SEEN && !seen.includes('import("') ? seen : undefined;
}

/** What a type of a package has: the one that was meant alone where there is one of that name. */
export function membersOf(
  reading: Reading,
  { type, as, wanted }: Extract<Question, { about: 'members' }>,
): Answer | undefined {
  const { checker, origins } = reading;
  const owner = ownerIn(reading, checker.getNonNullableType(type));
  if (owner === undefined) return undefined;
  const members = membersIn(checker, owner.type);
  // That is what the project has put into it, and the compiler's own words show it.
  if (owner.name === undefined && members.every(({ symbol }) => origins.installed(symbol).length === 0))
    return undefined;
  // Nothing tells which of many would help.
  if (wanted === undefined && members.length > FEW) return undefined;
  const exact = members.filter(({ name }) => name === wanted);
  const isOptional = ({ symbol }: Member): boolean => (symbol.flags & ts.SymbolFlags.Optional) !== 0;
  const inOrder = [...members.filter((each) => !isOptional(each)), ...members.filter(isOptional)];
  const { declared, named } =
    exact.length > 0 ? { declared: exact, named: [] } : chooseNearest(inOrder, wanted);
  const shown = declared.map((each) => ({ each, text: memberText(reading, each.symbol) }));
  const silent = shown.filter(({ text }) => text === undefined).map(({ each }) => each);
  const names = [...silent, ...named].map(({ name }) => name);
  const declarations = shown.flatMap(({ text }) => text ?? []);
  return {
    found: {
      from: owner.from,
      shows: 'members',
      of: owner.name ?? shortName(as),
      declarations,
      names,
      more: members.length - declarations.length - names.length,
    },
    told: exact.flatMap(({ symbol }) => origins.installed(symbol)),
  };
}
