import ts from 'typescript';
import type { Diagnostic } from '../../../protocol/diagnostic.js';
import type { Contract, ContractExport } from '../../../protocol/plan.js';
import { declarationsOf } from '../compiler/declarations.js';
import { compilerMessage } from '../compiler/type-diagnostics.js';
import type { ProjectCompiler } from '../compiler/project-compiler.js';
import { finding, placeOfNode, type Place } from '../finding.js';
import { ambientDeclaration } from './ambient-declaration.js';
import {
  comparisonPath,
  inWordsOfContract,
  passedOnName,
  plannedNames,
  plannedScope,
  renderComparison,
} from './contract-comparison.js';
import { declarationIn } from './declaration-in.js';
import { isDeclaredAsPlanned } from './declared-as-planned.js';

/**
 * Whether the file at `path` keeps its contract: every planned export is there, and each can be used wherever the
 * planned one can.
 */
export function checkContract(
  compiler: ProjectCompiler,
  path: string,
  contract: Contract,
  cancellation: ts.CancellationToken,
): readonly Diagnostic[] {
  const source = compiler.sourceFile(path);
  if (source === undefined || contract.exports.length === 0) return [];
  // The comparison imports the file, and all that the contract names.
  const compared = compiler.sourceFile(comparisonPath(path)) ?? source;
  return compiler.remembered(`contract ${JSON.stringify(contract)}`, compared, () =>
    findBreaches(compiler, path, source, contract, cancellation),
  );
}

function findBreaches(
  compiler: ProjectCompiler,
  path: string,
  source: ts.SourceFile,
  contract: Contract,
  cancellation: ts.CancellationToken,
): readonly Diagnostic[] {
  const exports = exportsOf(compiler, source);
  const missing = contract.exports.filter((planned) => !provides(exports.get(planned.export), planned));
  const missingNames = new Set(missing.map((planned) => planned.export));
  const broken = new Map(
    [
      ...declaredAnew(compiler, path, contract, exports),
      ...breaches(compiler, path, contract, exports, cancellation),
    ].map((breach) => [breach.name, breach]),
  );
  // The file's own, to show what it has instead.
  const declarations = broken.size === 0 ? '' : declarationsOf(compiler, path, cancellation);
  return [
    ...missing.map((planned) => missingExport(path, source, planned, exports.get(planned.export))),
    ...[...broken.values()]
      .filter(({ name }) => !missingNames.has(name))
      .map(({ name, reason }) => {
        const planned = contract.exports.filter((candidate) => candidate.export === name);
        return narrower(placeOfExport(path, source, exports.get(name)), name, planned, declarations, reason);
      }),
  ];
}

/** What a module exports, aliases followed, by name. */
function exportsOf(compiler: ProjectCompiler, source: ts.SourceFile): ReadonlyMap<string, ts.Symbol> {
  const checker = compiler.program().getTypeChecker();
  const module = checker.getSymbolAtLocation(source);
  if (module === undefined) return new Map();
  return new Map(
    checker
      .getExportsOfModule(module)
      .map((symbol) => [
        symbol.name,
        symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
      ]),
  );
}

function provides(symbol: ts.Symbol | undefined, planned: ContractExport): boolean {
  if (symbol === undefined) return false;
  const wantsValue = planned.kind !== 'interface' && planned.kind !== 'type';
  const wantsType = planned.kind !== 'function' && planned.kind !== 'const';
  return (
    (!wantsValue || (symbol.flags & ts.SymbolFlags.Value) !== 0) &&
    (!wantsType || (symbol.flags & ts.SymbolFlags.Type) !== 0)
  );
}

interface Breach {
  readonly name: string;
  readonly reason: string;
}

/** The first type error of each export in the generated comparison, but of those that are declared as planned all the same. */
function breaches(
  compiler: ProjectCompiler,
  path: string,
  contract: Contract,
  exports: ReadonlyMap<string, ts.Symbol>,
  cancellation: ts.CancellationToken,
): readonly Breach[] {
  const comparison = compiler.sourceFile(comparisonPath(path));
  if (comparison === undefined) return [];
  const { about } = renderComparison(path, contract);
  const found = new Map<string, Breach>();
  for (const problem of compiler.program().getSemanticDiagnostics(comparison, cancellation)) {
    const name = about[comparison.getLineAndCharacterOfPosition(problem.start ?? 0).line];
    if (name !== undefined && !found.has(name)) found.set(name, { name, reason: compilerMessage(problem) });
  }
  if (found.size === 0) return [];
  const checker = compiler.program().getTypeChecker();
  const scopes = exportsOf(compiler, comparison);
  return [...found.values()].filter(({ name }) => {
    const planned = plannedSymbol(checker, scopes, contract, name);
    const real = exports.get(name);
    return planned === undefined || real === undefined || !isDeclaredAsPlanned(checker, planned, real);
  });
}

/** What the comparison declares for a name that is planned once. */
function plannedSymbol(
  checker: ts.TypeChecker,
  scopes: ReadonlyMap<string, ts.Symbol>,
  contract: Contract,
  name: string,
): ts.Symbol | undefined {
  const [planned, another] = contract.exports.filter((each) => each.export === name);
  const scope = scopes.get(plannedScope(plannedNames(contract).indexOf(name)));
  if (planned === undefined || another !== undefined || scope === undefined) return undefined;
  const { localName } = ambientDeclaration(name, planned.declaration);
  return checker.getExportsOfModule(scope).find((symbol) => symbol.name === localName);
}

/** Types and classes that the plan wants passed on from another module, and that are not that module's. */
function declaredAnew(
  compiler: ProjectCompiler,
  path: string,
  contract: Contract,
  exports: ReadonlyMap<string, ts.Symbol>,
): readonly Breach[] {
  const comparison = compiler.sourceFile(comparisonPath(path));
  if (comparison === undefined) return [];
  const planned = exportsOf(compiler, comparison);
  const checker = compiler.program().getTypeChecker();
  return contract.exports.flatMap(({ export: name, kind, declaration }, index): readonly Breach[] => {
    const { passedOn } = ambientDeclaration(name, declaration);
    if (passedOn === undefined || kind === 'function' || kind === 'const') return [];
    const wanted = planned.get(passedOnName(index));
    const real = exports.get(name);
    const isSame =
      wanted !== undefined &&
      real !== undefined &&
      (wanted === real ||
        // `export type Rule = import('./rule.js').Rule` is the same, by another name.
        ((kind === 'interface' || kind === 'type') &&
          checker.getDeclaredTypeOfSymbol(wanted) === checker.getDeclaredTypeOfSymbol(real)));
    const where = passedOn.from ?? 'the module that it is imported from';
    return isSame
      ? []
      : [{ name, reason: `It is not what ${where} declares as "${passedOn.name}": pass that on.` }];
  });
}

function missingExport(
  path: string,
  source: ts.SourceFile,
  planned: ContractExport,
  found: ts.Symbol | undefined,
): Diagnostic {
  const instead = found === undefined ? '' : `, and what it exports under that name is no ${planned.kind}`;
  return finding(
    'MW4001',
    placeOfExport(path, source, found),
    `The planned ${planned.kind} "${planned.export}" is not exported${instead}. Planned: ${planned.declaration}`,
    `Export it under that name: other files are written against it.`,
  );
}

function narrower(
  place: Place,
  name: string,
  planned: readonly ContractExport[],
  declarations: string,
  reason: string,
): Diagnostic {
  const found = declarationIn(declarations, name) ?? 'not told';
  return finding(
    'MW4002',
    place,
    [
      `"${name}" cannot be used as planned.`,
      `Planned: ${planned.map(({ declaration }) => declaration).join(' ')}`,
      `Found: ${found}`,
      `Because: ${inWordsOfContract(reason)}`,
    ].join('\n'),
    'Make it do at least what is planned; more is fine.',
  );
}

function placeOfExport(path: string, source: ts.SourceFile, symbol: ts.Symbol | undefined): Place {
  const declaration = symbol?.declarations?.find((node) => node.getSourceFile() === source);
  return declaration === undefined ? { path, line: 1 } : placeOfNode(path, source, declaration);
}
