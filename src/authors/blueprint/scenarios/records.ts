import type { Domain, Entity } from '../domain/domain.js';
import type { Field } from '../domain/field.js';
import type { Rule } from '../domain/rule.js';
import { patternRoom } from '../rendering/pattern.js';
import { Samples } from '../rendering/samples.js';
import type { Value } from './values.js';
import { entityIn, ownValue, recordIn, valueOf, type Rec, type World } from './world.js';

/** Values that are enough for every record of a test to have its own. */
const ROOMY = 50;

function room({ type }: Field): number {
  switch (type.kind) {
    case 'text':
    case 'email':
    case 'url':
      return Infinity;
    case 'code':
      return patternRoom(type.pieces);
    case 'integer':
    case 'number':
    case 'money':
      return (type.max ?? Infinity) - (type.min ?? 0) + 1;
    default:
      return 0;
  }
}

/** Whether a rule sets the field against another, so that its value is no matter of course. */
function isBound(rule: Rule, words: string): boolean {
  switch (rule.kind) {
    case 'order':
    case 'span':
      return rule.earlier === words || rule.later === words;
    case 'compare':
    case 'moment':
      return rule.field === words;
    case 'total':
      return rule.sum === words;
    default:
      return false;
  }
}

/** Fields whose samples are new each time: unique, and of a type that has values enough. */
export function isSerial(domain: Domain, entity: Entity, field: Field): boolean {
  const own = domain.rules.filter((rule) => rule.entity === entity.singular);
  const unique = own.flatMap((rule) => (rule.kind === 'unique' && rule.field === field.words ? [rule] : []));
  const isEverywhere = unique.some(({ per, also }) => per === null && also.length === 0);
  // Of a day that no rule but this one names there are enough.
  const isDay = field.type.kind === 'date' || field.type.kind === 'datetime';
  if (isDay)
    return (
      isEverywhere && own.filter((rule) => JSON.stringify(rule).includes(`"${field.words}"`)).length === 1
    );
  return (
    unique.length > 0 &&
    room(field) >= (isEverywhere ? 1 : ROOMY) &&
    !own.some((rule) => isBound(rule, field.words))
  );
}

/** What a field holds before any rule is looked at. */
export type PlainValue = (entity: Entity, field: Field) => Value;

export function plainValue(domain: Domain): PlainValue {
  return (entity, field) => {
    if (field.type.kind === 'reference' || field.type.kind === 'references')
      return field.type.kind === 'reference' ? null : [];
    const initial = domain.rules.find(
      (rule) => rule.kind === 'transitions' && rule.entity === entity.singular && rule.field === field.words,
    );
    if (initial?.kind === 'transitions' && initial.initial !== null) return initial.initial;
    if (field.default !== null && typeof field.default !== 'object') return field.default;
    const isCounted = domain.rules.some(
      (rule) =>
        rule.entity === entity.singular &&
        'state' in rule &&
        rule.state?.field === field.words &&
        rule.state.is.kind === 'unset',
    );
    return field.optional && isCounted ? null : new Samples(entity, domain.rules).value(field);
  };
}

/** A record with plain values, and those that it needs to refer to, added to the world. */
export function addPlain(
  domain: Domain,
  world: World,
  entity: Entity,
  plain: PlainValue,
  given: Readonly<Record<string, Value>> = {},
): { readonly world: World; readonly record: Rec } {
  let current = world;
  const values: Record<string, Value> = {};
  for (const [place, field] of entity.fields.entries()) {
    const pinned = ownValue(given, field.words);
    if (pinned !== undefined) values[field.words] = pinned;
    else if (field.type.kind === 'reference' && !field.optional && field.type.entity !== entity.singular) {
      const parent = addPlain(domain, current, entityIn(domain, field.type.entity), plain);
      current = parent.world;
      values[field.words] = parent.record.id;
    } else if (isSerial(domain, entity, field)) values[field.words] = { fresh: current.length * 100 + place };
    else values[field.words] = plain(entity, field);
  }
  const taken = current.filter(({ id }) => id.startsWith(`${entity.singular}#`)).length;
  const record = { id: `${entity.singular}#${String(taken + 1)}`, entity: entity.singular, values };
  return { world: [...current, record], record };
}

/** The record and all that it refers to, directly or not. */
export function lineage(domain: Domain, world: World, record: Rec): readonly Rec[] {
  const parents = entityIn(domain, record.entity).fields.flatMap((field) => {
    const parent =
      field.type.kind === 'reference' ? recordIn(world, valueOf(record, field.words)) : undefined;
    return parent === undefined || parent.id === record.id ? [] : [parent];
  });
  return [...parents.flatMap((parent) => lineage(domain, world, parent)), record];
}
