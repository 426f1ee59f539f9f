import ts from 'typescript';
import { textOfAll } from './declared-text.js';
import { chooseNearest } from './nearest-names.js';
import type { Origins } from './origin.js';
import type { Question } from './question.js';
import { isPlainName, meantBy, shortName, type Answer, type Reading } from './reading.js';

interface Exported {
  readonly name: string;
  /** What it stands for, which may have another name where it is declared. */
  readonly meant: ts.Symbol;
}

function exportText(origins: Origins, { name, meant }: Exported): string | undefined {
  const text = textOfAll(origins.installed(meant));
  if (text === undefined || meant.name === name || !isPlainName(meant.name)) return text;
  return `${text}\nexport { ${meant.name} as ${name} };`;
}

/** What a module of a package exports; `type` stands before what is nothing at run time. */
export function exportsOf(
  { checker, origins }: Reading,
  { module, as, wanted }: Extract<Question, { about: 'exports' }>,
): Answer | undefined {
  const from = origins.packageOfSymbol(module);
  if (from === undefined) return undefined;
  const exported = checker
    .getExportsOfModule(module)
    .filter(({ name }) => isPlainName(name))
    .map((symbol) => {
      const meant = meantBy(checker, symbol);
      const isValue = (meant.flags & ts.SymbolFlags.Value) !== 0;
      return { name: symbol.name, meant, isValue, shown: isValue ? symbol.name : `type ${symbol.name}` };
    });
  // What a module is as a whole (`export =`) is imported in the same way as a default.
  const hasDefault =
    exported.some(({ name }) => name === 'default') ||
    module.exports?.has(ts.InternalSymbolName.ExportEquals) === true;
  const byName = exported.filter(({ name }) => name !== 'default');
  // What can be used comes before what only describes it.
  const inOrder = [...byName.filter(({ isValue }) => isValue), ...byName.filter(({ isValue }) => !isValue)];
  const { declared, named } = chooseNearest(inOrder, wanted);
  const told = declared.map((each) => ({ each, text: exportText(origins, each) }));
  const silent = told.filter(({ text }) => text === undefined).map(({ each }) => each);
  const others = [...silent, ...named].map(({ shown }) => shown);
  const declarations = told.flatMap(({ text }) => text ?? []);
  return {
    found: {
      from,
      shows: 'exports',
      of: shortName(as),
      declarations,
      names: [...(hasDefault ? ['default'] : []), ...others],
      more: byName.length - declarations.length - others.length,
    },
    told: [],
  };
}
