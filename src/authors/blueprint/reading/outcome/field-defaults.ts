import type { Field, FieldType } from '../../domain/field.js';
import { DEFAULT_TEXT_LIMIT } from '../../rendering/field-code.js';
import { numberOf } from '../numbers.js';
import type { Restrictions } from '../restriction.js';
import type { EntityNotes, FieldNotes, Understanding } from '../understanding.js';

/** The default of a field as its type takes it; undefined when it does not. */
function defaultOf(type: FieldType, said: string): Exclude<Field['default'], null> | undefined {
  switch (type.kind) {
    case 'date':
    case 'datetime':
      return /^(?:today|now|the current (?:date|day|time|moment)|the (?:day|date|time|moment) (?:of|on which|when) .*|current (?:date|time)|today's date|the present (?:day|moment))$/.test(
        said,
      )
        ? { moment: 'now' }
        : undefined;
    case 'enum':
      return type.values.find((value) => value.toLowerCase() === said);
    case 'boolean':
      return /^(?:true|yes|on)$/.test(said) ? true : /^(?:false|no|off)$/.test(said) ? false : undefined;
    case 'integer':
    case 'number':
    case 'money': {
      const value = numberOf(said);
      const fits =
        value !== undefined &&
        (type.min === null || value >= type.min) &&
        (type.max === null || value <= type.max);
      return fits && (type.kind !== 'integer' || Number.isInteger(value)) ? value : undefined;
    }
    case 'text':
      return said.length >= (type.min ?? 1) && said.length <= (type.max ?? DEFAULT_TEXT_LIMIT)
        ? said
        : undefined;
    default:
      return undefined;
  }
}

export function defaultFor(
  entity: EntityNotes,
  field: FieldNotes,
  type: FieldType,
  said: Restrictions,
  understanding: Understanding,
): Field['default'] {
  const what = `the ${field.words} of ${entity.plural}`;
  if (said.default !== undefined) {
    const value = defaultOf(type, said.default);
    const source =
      field.said.find(({ restriction }) => restriction.default !== undefined)?.source ?? field.source;
    if (value === undefined) {
      understanding.open(
        `${what} is ${said.default} by default`,
        source,
        'this default does not fit the field',
      );
      return null;
    }
    const shown =
      typeof value === 'object' ? (type.kind === 'date' ? 'today' : 'this moment') : String(value);
    understanding.met(`${what} is ${shown} by default`, source, [
      { kind: 'default', entity: entity.singular, field: field.words },
    ]);
    return value;
  }
  if (said.required === true) return null;
  if (type.kind === 'boolean') {
    understanding.assume(`${sentence(what)} is false unless a request says otherwise.`);
    return false;
  }
  if (type.kind === 'enum' && /(?:^| )(?:status|state)$/.test(field.words) && said.optional !== true) {
    const [first] = type.values;
    if (first === undefined) return null;
    understanding.assume(
      `${sentence(what)} is "${first}" unless a request says otherwise: the first that the brief names.`,
    );
    return first;
  }
  return null;
}

export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
