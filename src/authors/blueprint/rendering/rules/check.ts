import type { Domain, Entity } from '../../domain/domain.js';
import type { Field } from '../../domain/field.js';
import type { Rule } from '../../domain/rule.js';
import { fieldName, isNullable } from '../field-code.js';
import { camelCase, entityNames, isTakenVariable, type EntityNames } from '../words.js';

export type OfKind<Kind extends Rule['kind']> = Extract<Rule, { kind: Kind }>;

/** A number that a rule names. */
export interface ConstantView {
  readonly name: string;
  readonly doc: string;
  readonly value: string;
}

/** A function that one rules file takes from another. */
export interface RuleImport {
  readonly name: string;
  /** What it is called where it is imported; left out: the same. */
  readonly as?: string;
  readonly of: EntityNames;
}

/** One function of a rules file: what has to hold before a record is written or deleted, or what follows from it. */
export interface CheckView {
  /** The rule that it implements; null for what every reference needs. */
  readonly rule: string | null;
  /** The reference field that it implements. */
  readonly reference: string | null;
  readonly function: string;
  readonly doc: string;
  /** The sentence that documentation has for it; empty: none. */
  readonly prose: string;
  readonly awaits: boolean;
  readonly constants: readonly ConstantView[];
  /** What it takes of the write or deletion. */
  readonly parameters: string;
  /** Its statements. */
  readonly lines: readonly string[];
  /** What they take from the rules of other records. */
  readonly imports: readonly RuleImport[];
}

/** Everything that views of one entity's rules need. */
export interface RuleScope {
  readonly domain: Domain;
  readonly entity: Entity;
  readonly names: EntityNames;
}

export function scopeOf(domain: Domain, entity: Entity): RuleScope {
  return { domain, entity, names: entityNames(entity.singular, entity.plural) };
}

export function fieldOf(entity: Entity, words: string): Field {
  const field = entity.fields.find((candidate) => candidate.words === words);
  if (field === undefined) throw new Error(`${entity.singular} has no field "${words}"`);
  return field;
}

export function entityOf(domain: Domain, singular: string): Entity {
  const entity = domain.entities.find((candidate) => candidate.singular === singular);
  if (entity === undefined) throw new Error(`there is no entity "${singular}"`);
  return entity;
}

/** The entity that a reference field names. */
export function targetOf(domain: Domain, entity: Entity, words: string): Entity {
  const { type } = fieldOf(entity, words);
  if (type.kind !== 'reference') throw new Error(`"${words}" of ${entity.singular} is no reference`);
  return entityOf(domain, type.entity);
}

/** `loan.dueDate`. */
export function access(variable: string, field: Field): string {
  return `${variable}.${fieldName(field)}`;
}

/** `loan.dueDate === null`, for those of the fields that may be. */
export function nullTests(variable: string, fields: readonly Field[]): readonly string[] {
  return fields.filter(isNullable).map((field) => `${access(variable, field)} === null`);
}

/** What the record that a reference names is called in code. */
export function parentVariable({ names }: RuleScope, via: string): string {
  const variable = camelCase(via);
  return isTakenVariable(variable) || variable === names.variable ? `${variable}Record` : variable;
}

/** The code in `lines`, without the texts that it holds. */
function withoutTexts(lines: readonly string[]): string {
  return lines
    .join('\n')
    .replace(/'(?:[^'\\]|\\.)*'/g, "''")
    .replace(/`[^`]*`/g, (text) =>
      [...text.matchAll(/\$\{([^}]*)\}/g)].map(([, code = '']) => code).join(';'),
    );
}

/** Which of `names` the statements use, as a pattern of parameters. */
export function parametersOf(lines: readonly string[], names: readonly string[]): string {
  const code = withoutTexts(lines);
  return names
    .filter((name) => new RegExp(`(?<![.\\w])${name}\\b(?!:)|\\.\\.\\.${name}\\b`).test(code))
    .join(', ');
}

/** Optional chains, as the linter asks for them. */
function chained(line: string): string {
  return line
    .replace(/\b(\w+) !== undefined && \1\.(\w+) === /g, '$1?.$2 === ')
    .replace(/\b(\w+) !== undefined && \1\.(\w+)(?=\)| &&)/g, '$1?.$2');
}

/** A view with what most do not need left out. */
export function check(view: Pick<CheckView, 'function' | 'doc' | 'lines'> & Partial<CheckView>): CheckView {
  return {
    rule: null,
    reference: null,
    prose: view.doc,
    awaits: view.lines.some((line) => line.includes('await ')),
    constants: [],
    parameters: '',
    imports: [],
    ...view,
    lines: view.lines.map(chained),
  };
}
