import { DEFAULT_PAGE, type Entity } from '../../../../src/authors/blueprint/domain/domain.js';
import type { Field, FieldType } from '../../../../src/authors/blueprint/domain/field.js';
import type { Condition, Rule, State } from '../../../../src/authors/blueprint/domain/rule.js';

export const boolean: FieldType = { kind: 'boolean' };
export const date: FieldType = { kind: 'date' };
export const datetime: FieldType = { kind: 'datetime' };

export function text(min: number | null = null, max: number | null = null): FieldType {
  return { kind: 'text', min, max };
}

export function integer(min: number | null = null, max: number | null = null): FieldType {
  return { kind: 'integer', min, max };
}

export function oneOf(...values: string[]): FieldType {
  return { kind: 'enum', values };
}

export function reference(entity: string, onDelete: 'refuse' | 'cascade' | 'clear' = 'refuse'): FieldType {
  return { kind: 'reference', entity, onDelete };
}

export function field(words: string, type: FieldType, more: Partial<Field> = {}): Field {
  return { words, type, optional: false, default: null, set: 'client', ...more };
}

export function entity(singular: string, plural: string, fields: Field[]): Entity {
  return {
    singular,
    plural,
    fields,
    searchable: [],
    ranged: [],
    sortable: [],
    sortedBy: null,
    page: { ...DEFAULT_PAGE },
  };
}

export function value(
  via: string | null,
  words: string,
  values: (string | number | boolean)[],
  not = false,
): Condition {
  return { kind: 'value', via, field: words, values, not };
}

export function whenIs(word: string, words: string, is: State['is']): State {
  return { word, field: words, is };
}

/** Moves from the first of each pair to the second. */
export function steps(pairs: [string, string][]): { from: string; to: string }[] {
  return pairs.map(([from, to]) => ({ from, to }));
}

type Unnumbered<Each> = Each extends Rule ? Omit<Each, 'id'> : never;

export function numbered(rules: Unnumbered<Rule>[]): Rule[] {
  return rules.map((rule, index): Rule => ({ id: `rule-${String(index + 1)}`, ...rule }));
}
