import type { Domain, Entity } from '../domain/domain.js';
import type { Field } from '../domain/field.js';
import { fieldName } from './field-code.js';
import { fieldProse } from './field-prose.js';
import { listed } from './words.js';

/** A value that an option of a command carries, as the delivered program declares it. */
export interface OptionView {
  readonly name: string;
  readonly holds: string;
  readonly takes: 'text' | 'texts' | 'number' | 'boolean';
  readonly clearable: boolean;
}

function takes({ type }: Field): OptionView['takes'] {
  switch (type.kind) {
    case 'integer':
    case 'number':
    case 'money':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'choices':
    case 'references':
      return 'texts';
    default:
      return 'text';
  }
}

/** The option that gives a field its value. */
export function fieldOption(domain: Domain, entity: Entity, field: Field): OptionView {
  const kind = takes(field);
  return {
    name: fieldName(field),
    holds: fieldProse(domain, entity, field).replaceAll('`', ''),
    takes: kind,
    clearable: field.optional || kind === 'texts',
  };
}

interface ListView {
  readonly filters: readonly {
    readonly name: string;
    readonly words: string;
    readonly match: string;
    readonly tsType: string;
  }[];
  readonly search: { readonly prose: string } | undefined;
  readonly sort: { readonly tests: readonly { readonly field: string }[] } | undefined;
}

const BOUNDS: Readonly<Record<string, string>> = { 'at-least': 'at least this', 'at-most': 'at most this' };
const TAKES: Readonly<Record<string, OptionView['takes']>> = { number: 'number', boolean: 'boolean' };

/** The options that narrow and sort a list, and those that say which page of it. */
export function queryOptions(
  { plural, page }: Entity,
  { filters, search, sort }: ListView,
): readonly OptionView[] {
  const option = (name: string, holds: string, kind: OptionView['takes']): OptionView => ({
    name,
    holds,
    takes: kind,
    clearable: false,
  });
  const sorts = sort?.tests.map(({ field }) => field) ?? [];
  return [
    ...(search === undefined ? [] : [option('q', `those with this text in ${search.prose}`, 'text')]),
    ...filters.map(({ name, words, match, tsType }) => {
      const bound = BOUNDS[match];
      return option(
        name,
        bound === undefined ? `those that have ${words}` : `those with ${words}: ${bound}`,
        TAKES[tsType] ?? 'text',
      );
    }),
    ...(sort === undefined
      ? []
      : [option('sort', `by ${listed(sorts, 'or')}; with "-" before it the other way round`, 'text')]),
    option(
      'limit',
      `how many ${plural} at most, 1 to ${String(page.most)}; ${String(page.size)} when it is left out`,
      'number',
    ),
    option('offset', `how many ${plural} to leave out at the start`, 'number'),
  ];
}
