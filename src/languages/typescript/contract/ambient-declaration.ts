import ts from 'typescript';
import { declaredNames, isNamedDeclaration, type NamedDeclaration } from '../declared-names.js';

/** An export that another module declares: `export { <name> as … } from '<from>'`. */
export interface PassedOn {
  /** Its name in that module, or, without one, among the contract's imports. */
  readonly name: string;
  /** The module as it is written; null: what the contract imports is passed on. */
  readonly from: string | null;
}

/** One exported declaration as it stands in generated files. */
export interface AmbientDeclaration {
  /** Every statement with its `export`, and `declare` where a value is declared. */
  readonly text: string;
  /** Name that it goes by in its own file; for a default export the name of what is exported. */
  readonly localName: string;
  /** Names that its statements declare. */
  readonly names: readonly string[];
  /** Type parameters as written (`<T extends string>`), '' without. */
  readonly typeParameters: string;
  /** How to name the type with those parameters (`<T>`), '' without. */
  readonly typeArguments: string;
  /** The value part of a class can be made with `new`. */
  readonly construction: 'public' | 'abstract' | 'hidden';
  /** Its members have names of their own that a caller may count on one by one. */
  readonly hasMembers: boolean;
  /** Where it is declared, when that is not here. */
  readonly passedOn: PassedOn | undefined;
}

type Declaration = NamedDeclaration | ts.VariableStatement;

/**
 * Reads a planned declaration. `export` and `declare` may be left out in a plan (as in a `.d.ts`); here they are put in,
 * so that the text stands in a module as it stands in a declaration file.
 */
export function ambientDeclaration(name: string, declaration: string): AmbientDeclaration {
  const source = ts.createSourceFile('planned.ts', declaration, ts.ScriptTarget.ESNext, true);
  const passedOn = passedOnAs(name, source);
  if (passedOn !== undefined) return passedOn;
  const declared = source.statements.filter(isDeclaration);
  const localName = name === 'default' ? (defaultName(source) ?? 'default') : name;
  const own = declared.find(
    (statement) => declaredNames(statement).includes(localName) && hasTypeParameters(statement),
  );
  const parameters = own === undefined || !hasTypeParameters(own) ? undefined : own.typeParameters;
  const ownClass = declared.filter(ts.isClassDeclaration).find((node) => node.name?.text === localName);
  return {
    text: declared.map((statement) => exported(statement, source)).join('\n'),
    localName,
    names: [
      ...declared.flatMap(declaredNames),
      ...passedOnIn(source).map(({ element }) => element.name.text),
    ],
    typeParameters:
      parameters === undefined
        ? ''
        : `<${parameters.map((parameter) => parameter.getText(source)).join(', ')}>`,
    typeArguments:
      parameters === undefined ? '' : `<${parameters.map((parameter) => parameter.name.text).join(', ')}>`,
    construction: ownClass === undefined ? 'public' : constructionOf(ownClass),
    hasMembers: declared.some(
      (statement) =>
        ts.isInterfaceDeclaration(statement) ||
        (ts.isTypeAliasDeclaration(statement) && ts.isTypeLiteralNode(statement.type)),
    ),
    passedOn: undefined,
  };
}

/** `export { name } from './other.js'`, of all that it passes on only what is asked for. */
function passedOnAs(name: string, source: ts.SourceFile): AmbientDeclaration | undefined {
  for (const { statement, element } of passedOnIn(source)) {
    if (element.name.text !== name) continue;
    const { moduleSpecifier } = statement;
    const from =
      moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : null;
    const own = (element.propertyName ?? element.name).text;
    const isType = statement.isTypeOnly || element.isTypeOnly;
    return {
      text: `export ${isType ? 'type ' : ''}{ ${own === name ? name : `${own} as ${name}`} }${from === null ? '' : ` from '${from}'`};`,
      localName: name,
      names: [name],
      typeParameters: '',
      typeArguments: '',
      construction: 'public',
      hasMembers: false,
      passedOn: { name: own, from },
    };
  }
  return undefined;
}

function passedOnIn(
  source: ts.SourceFile,
): readonly { readonly statement: ts.ExportDeclaration; readonly element: ts.ExportSpecifier }[] {
  return source.statements.filter(ts.isExportDeclaration).flatMap((statement) => {
    const { exportClause: clause } = statement;
    return clause !== undefined && ts.isNamedExports(clause)
      ? clause.elements.map((element) => ({ statement, element }))
      : [];
  });
}

function isDeclaration(statement: ts.Statement): statement is Declaration {
  return isNamedDeclaration(statement) || ts.isVariableStatement(statement);
}

function hasTypeParameters(
  statement: Declaration,
): statement is ts.ClassDeclaration | ts.InterfaceDeclaration | ts.TypeAliasDeclaration {
  return (
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  );
}

/** The name behind `export default`, written as a modifier or as a statement of its own. */
function defaultName(source: ts.SourceFile): string | undefined {
  for (const statement of source.statements) {
    if (ts.isExportAssignment(statement) && ts.isIdentifier(statement.expression))
      return statement.expression.text;
    if (isDeclaration(statement) && has(statement, ts.SyntaxKind.DefaultKeyword))
      return declaredNames(statement)[0];
  }
  return undefined;
}

function has(statement: Declaration, kind: ts.SyntaxKind): boolean {
  return statement.modifiers?.some((modifier) => modifier.kind === kind) === true;
}

function exported(statement: Declaration, source: ts.SourceFile): string {
  const prefixes = [ts.SyntaxKind.ExportKeyword, ts.SyntaxKind.DefaultKeyword, ts.SyntaxKind.DeclareKeyword];
  // What only declares a constant enum may not be used where each file is compiled by itself.
  if (ts.isEnumDeclaration(statement)) prefixes.push(ts.SyntaxKind.ConstKeyword);
  let bare = statement.getText(source);
  for (const modifier of statement.modifiers ?? []) {
    if (!prefixes.includes(modifier.kind)) break;
    bare = source.text.slice(modifier.end, statement.end).trimStart();
  }
  const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
  return `export ${isType ? '' : 'declare '}${bare}`;
}

function constructionOf(node: ts.ClassDeclaration): AmbientDeclaration['construction'] {
  const isHidden = node.members.some(
    (member) =>
      ts.isConstructorDeclaration(member) &&
      member.modifiers?.some(
        ({ kind }) => kind === ts.SyntaxKind.PrivateKeyword || kind === ts.SyntaxKind.ProtectedKeyword,
      ) === true,
  );
  if (isHidden) return 'hidden';
  return has(node, ts.SyntaxKind.AbstractKeyword) ? 'abstract' : 'public';
}
