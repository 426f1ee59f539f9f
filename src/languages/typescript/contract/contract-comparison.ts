import type { Contract, ContractExport } from '../../../protocol/plan.js';
import { ambientDeclaration, type AmbientDeclaration, type PassedOn } from './ambient-declaration.js';
import { TextBuilder, type GeneratedText } from './generated-text.js';
import { publicSide } from './public-side.js';

/** What the generated file calls the module that is compared with its plan. */
const REAL = 'MillwrightReal';

/** What goes before the name of a planned class there. */
const PLANNED = 'MillwrightPlanned';

/** Where the comparison of a file stands: beside it, so that the contract's relative imports mean the same. */
export function comparisonPath(path: string): string {
  return path.replace(
    /(\.[cm]?ts|\.tsx)$/,
    (ending) => `.millwright-contract${ending === '.tsx' ? '.ts' : ending}`,
  );
}

/**
 * A module that compiles when the file at `path` keeps its contract: each planned export is declared in a namespace of its
 * own, where all other planned names stand for the real ones (as does that of a class, see `publicSide`), and the real export
 * is assigned to the planned declaration.
 * Lines that hold such an assignment are about the name of the export; a type error there is a breach. What another module
 * declares is exported from it as `passedOnName` says.
 */
export function renderComparison(path: string, contract: Contract): GeneratedText<string> {
  const builder = new TextBuilder<string>();
  builder.add(`import * as ${REAL} from '${moduleNameOf(path)}';`);
  for (const statement of contract.imports) builder.add(statement);
  const names = plannedNames(contract);
  for (const [index, contractExport] of contract.exports.entries()) {
    const { passedOn } = ambientDeclaration(contractExport.export, contractExport.declaration);
    if (passedOn !== undefined) addPassedOn(builder, contractExport, passedOn, index);
  }
  for (const [index, name] of names.entries()) {
    const planned = contract.exports.filter(
      ({ export: own, declaration }) =>
        own === name && ambientDeclaration(own, declaration).passedOn === undefined,
    );
    if (planned.length === 0) continue;
    const declarations = plannedDeclarations(name, planned);
    const declaredHere = new Set(declarations.flatMap((declaration) => declaration.names));
    builder.add(`export namespace ${plannedScope(index)} {`);
    for (const other of names) {
      if (other !== 'default' && !declaredHere.has(other)) builder.add(`import ${other} = ${REAL}.${other};`);
    }
    for (const declaration of declarations) builder.add(declaration.text);
    for (const [at, contractExport] of planned.entries()) {
      const declaration = declarations[at];
      if (declaration !== undefined)
        for (const line of assignments(contractExport, declaration, at)) builder.add(line, name);
    }
    builder.add('}');
  }
  return builder.build();
}

/** The names that a contract exports, each once. */
export function plannedNames({ exports }: Contract): readonly string[] {
  return [...new Set(exports.map((planned) => planned.export))];
}

/** What the compiler says of the generated file, without the names that only that has. */
export function inWordsOfContract(message: string): string {
  return message
    .replaceAll(new RegExp(`${REAL}\\.`, 'g'), '')
    .replaceAll(new RegExp(`(?:Planned\\d+\\.)?${PLANNED}|Planned\\d+\\.`, 'g'), 'planned ');
}

/** What the generated file calls the namespace of the name at `index` of `plannedNames`. */
export function plannedScope(index: number): string {
  return `Planned${String(index)}`;
}

/** All that is planned under one name; a default export has a name that only its own module knows, and keeps it. */
function plannedDeclarations(
  name: string,
  planned: readonly ContractExport[],
): readonly AmbientDeclaration[] {
  const declarations = planned.map(({ declaration }) => ambientDeclaration(name, declaration));
  if (!planned.some(({ kind }) => kind === 'class')) return declarations;
  return declarations.map((declaration) =>
    publicSide(declaration, name === 'default' ? declaration.localName : `${PLANNED}${name}`),
  );
}

/** What the generated file calls the planned export at `index` of the contract when another module declares it. */
export function passedOnName(index: number): string {
  return `MillwrightPassedOn${String(index)}`;
}

/** Values are compared by the compiler; what types are named by is compared by `checkContract`: another module's have no shape here. */
function addPassedOn(
  builder: TextBuilder<string>,
  { export: name, kind }: ContractExport,
  { name: own, from }: PassedOn,
  index: number,
): void {
  const isType = kind === 'interface' || kind === 'type';
  const module = from === null ? '' : ` from '${from}'`;
  builder.add(`export ${isType ? 'type ' : ''}{ ${own} as ${passedOnName(index)} }${module};`);
  if (isType) return;
  const planned = from === null ? own : `import('${from}').${own}`;
  builder.add(`export const millwrightValue${String(index)}: typeof ${planned} = ${REAL}.${name};`, name);
}

function assignments(
  planned: ContractExport,
  declaration: AmbientDeclaration,
  at: number,
): readonly string[] {
  const { localName: name, typeParameters, typeArguments } = declaration;
  const plannedType = `${name}${typeArguments}`;
  const realType = `${REAL}.${planned.export}${typeArguments}`;
  const suffix = String(at);
  const accepts = (label: string, from: string, to: string): string =>
    `export function millwright${label}${suffix}${typeParameters}(value: ${from}): ${to} { return value; }`;
  const holds = (label: string, type: string): string =>
    `export const millwright${label}${suffix}: ${type} = ${REAL}.${planned.export};`;
  switch (planned.kind) {
    case 'function':
    case 'const':
      return [holds('Value', `typeof ${name}`)];
    case 'interface':
    case 'type':
      return [
        accepts('Reads', realType, plannedType),
        accepts('Writes', plannedType, realType),
        ...(declaration.hasMembers ? [accepts('Members', `keyof ${plannedType}`, `keyof ${realType}`)] : []),
      ];
    case 'enum':
      return [
        holds('Value', `typeof ${name}`),
        accepts('Reads', realType, plannedType),
        accepts('Writes', plannedType, realType),
      ];
    case 'class':
      return [
        accepts('Instance', realType, `Pick<${plannedType}, keyof ${plannedType}>`),
        holds('Statics', `Pick<typeof ${name}, Exclude<keyof typeof ${name}, 'prototype'>>`),
        ...(declaration.construction === 'hidden'
          ? []
          : [
              holds(
                'Construction',
                `${declaration.construction === 'abstract' ? 'abstract ' : ''}new (...values: ConstructorParameters<typeof ${name}>) => unknown`,
              ),
            ]),
      ];
  }
}

function moduleNameOf(path: string): string {
  const file = path.slice(path.lastIndexOf('/') + 1);
  return `./${file.replace(/\.([cm]?)tsx?$/, '.$1js')}`;
}
