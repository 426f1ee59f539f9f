import type { Entity } from '../domain/domain.js';
import type { Field } from '../domain/field.js';
import { DEFAULT_TEXT_LIMIT, fieldName } from './field-code.js';
import { literal } from './literal.js';
import { listed, proseWords, sentenceCase, type EntityNames } from './words.js';

const TOKENS = ['zebra', 'quokka', 'wombat', 'lynx', 'ibex', 'okapi'];

/** How a text is searched for, if it can be. */
export function searchView(entity: Entity, names: EntityNames) {
  const fields = entity.searchable.flatMap((words) => entity.fields.filter((field) => field.words === words));
  if (fields.length === 0) return undefined;
  return {
    prose: listed(
      fields.map((field) => `the ${proseWords(field.words)}`),
      'or',
    ),
    fields: fields.map((field) => ({ name: fieldName(field) })),
    accesses: fields.map((field) => `${names.variable}.${fieldName(field)}`).join(', '),
    probes: fields.slice(0, TOKENS.length).map((field, index) => {
      const token = TOKENS[index] ?? 'zebra';
      return { variable: token, field: fieldName(field), ...searchProbe(field, token) };
    }),
  };
}

function searchProbe(field: Field, token: string): { value: string; query: string } {
  const { type } = field;
  if (type.kind === 'email') return { value: `'${token}@example.org'`, query: token.toUpperCase() };
  if (type.kind === 'url') return { value: `'https://example.org/${token}'`, query: token.toUpperCase() };
  const max = type.kind === 'text' ? (type.max ?? DEFAULT_TEXT_LIMIT) : DEFAULT_TEXT_LIMIT;
  const min = type.kind === 'text' ? (type.min ?? 1) : 1;
  const text = sentenceCase(token).slice(0, max).padEnd(min, 'x');
  return { value: literal(text), query: token.slice(0, Math.min(max, 4)).toUpperCase() };
}
