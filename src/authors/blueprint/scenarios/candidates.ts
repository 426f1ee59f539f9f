import type { Domain, Entity } from '../domain/domain.js';
import type { Field } from '../domain/field.js';
import type { Condition, Rule, State } from '../domain/rule.js';
import { DEFAULT_TEXT_LIMIT } from '../rendering/field-code.js';
import { Samples } from '../rendering/samples.js';
import { limitOf, momentBound, moveBy, totalWith } from './rule-terms.js';
import { asType, isFresh, later, moved, PRESENT, rounded, TODAY, type Value } from './values.js';
import { entityIn, fieldIn, subjectOf, valueOf, type Rec, type World } from './world.js';

/** A field of a record, or of the one that its reference `via` names. */
export interface Place {
  readonly via: string | null;
  readonly field: string;
}

const ORDERED = ['date', 'datetime', 'time', 'integer', 'number', 'money'];

function within(min: number | null, max: number | null, size: number): boolean {
  return size >= (min ?? -Infinity) && size <= (max ?? Infinity);
}

/** Whether a field can hold `value` at all. */
export function fits(field: Field, value: Value): boolean {
  const { type } = field;
  if (value === null) return field.optional;
  switch (type.kind) {
    case 'integer':
    case 'number':
    case 'money':
      return typeof value === 'number' && within(type.min, type.max, value);
    case 'text':
      return typeof value === 'string' && within(type.min ?? 1, type.max ?? DEFAULT_TEXT_LIMIT, value.length);
    case 'enum':
      return typeof value === 'string' && type.values.includes(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'time':
      return typeof value === 'string' && value >= '00:00' && value <= '23:59';
    default:
      return true;
  }
}

function typical(domain: Domain, entity: Entity, field: Field): readonly Value[] {
  const { type } = field;
  const samples = new Samples(entity, domain.rules);
  switch (type.kind) {
    case 'boolean':
      return [false, true];
    case 'enum':
      return type.values;
    case 'date':
      return [
        samples.value(field),
        TODAY,
        ...[-30, -2, -1, 1, 2, 30].map((days) => moved(type, TODAY, days)),
      ];
    case 'datetime':
      return [
        samples.value(field),
        PRESENT,
        ...[-48, -2, 2, 48].map((hours) =>
          later(PRESENT, { count: Math.abs(hours), unit: 'hours' }, hours < 0 ? -1 : 1),
        ),
      ];
    case 'time':
      return [samples.value(field), '08:00', '12:00', '18:00'];
    case 'integer':
    case 'number':
    case 'money':
      return [
        samples.value(field),
        samples.value(field, 1),
        ...[type.min, type.max].filter((bound) => bound !== null),
      ];
    case 'reference':
    case 'references':
      return [];
    default:
      return [0, 1, 2, 3].map((variant) => samples.value(field, variant));
  }
}

function stateValues(field: Field, state: State): readonly Value[] {
  switch (state.is.kind) {
    case 'equals':
      return [state.is.value];
    case 'one-of':
      return state.is.values;
    default:
      return field.words === state.field ? [null] : [];
  }
}

function conditionValues(condition: Condition, place: Place): readonly Value[] {
  if (condition.kind === 'count' || condition.field !== place.field || condition.via !== place.via) return [];
  return condition.kind === 'value' ? condition.values : [null];
}

/** Values of other places that a rule sets `place` against, moved by what the rule says. */
function anchors(domain: Domain, world: World, record: Rec, rule: Rule, place: Place): readonly Value[] {
  const entity = entityIn(domain, record.entity);
  const own = place.via === null ? place.field : undefined;
  const value = (words: string): Value => valueOf(record, words);
  switch (rule.kind) {
    case 'order':
      return own === rule.earlier ? [value(rule.later)] : own === rule.later ? [value(rule.earlier)] : [];
    case 'differ':
      return rule.fields.filter((words) => words !== own).map(value);
    case 'span': {
      if (own === rule.later) return [moveBy(value(rule.earlier), rule.amount), value(rule.earlier)];
      const end = value(rule.later);
      if (own !== rule.earlier) return [];
      if (typeof rule.amount === 'number') return typeof end === 'number' ? [rounded(end - rule.amount)] : [];
      return typeof end === 'string' ? [later(end, rule.amount, -1)] : [];
    }
    case 'moment':
      return own === rule.field ? [momentBound(entity, rule)] : [];
    case 'compare': {
      const other = subjectOf(world, record, rule.via);
      if (own === rule.field && other !== undefined) return [valueOf(other, rule.other)];
      return place.via === rule.via && place.field === rule.other ? [value(rule.field)] : [];
    }
    case 'required-when':
      return [...conditionValues(rule.when, place), ...(own === rule.field ? [null] : [])];
    case 'guard':
      return [
        ...rule.conditions.flatMap((condition) => conditionValues(condition, place)),
        ...(rule.on.action === 'enter' && own === rule.on.state.field
          ? stateValues(fieldIn(entity, own), rule.on.state)
          : []),
      ];
    case 'transitions':
      return own === rule.field && rule.initial !== null ? [rule.initial] : [];
    case 'at-most':
    case 'unique':
      return rule.state !== null && own === rule.state.field
        ? stateValues(fieldIn(entity, own), rule.state)
        : [];
    case 'no-overlap': {
      if (own !== rule.from && own !== rule.to) return [];
      const others = world.filter((each) => each.entity === record.entity && each.id !== record.id);
      return [
        ...others.flatMap((other) => [valueOf(other, rule.to), valueOf(other, rule.from)]),
        value(rule.from),
        value(rule.to),
      ];
    }
    case 'total': {
      const limit = limitOf(world, record, rule);
      if (own === rule.sum && limit !== undefined) {
        const own = value(rule.sum);
        return [rounded(limit - totalWith({ world, record }, rule) + (typeof own === 'number' ? own : 0))];
      }
      const isLimit =
        typeof rule.limit === 'object' && place.via === rule.per && place.field === rule.limit.field;
      return isLimit ? [totalWith({ world, record }, rule)] : [];
    }
    case 'effect':
      return [];
  }
}

/** Values worth trying at `place`, the likeliest first. */
export function candidates(
  domain: Domain,
  world: World,
  record: Rec,
  rules: readonly Rule[],
  place: Place,
): readonly Value[] {
  const subject = subjectOf(world, record, place.via);
  if (subject === undefined) return [];
  const entity = entityIn(domain, subject.entity);
  const field = fieldIn(entity, place.field);
  const near = rules
    .flatMap((rule) => anchors(domain, world, record, rule, place))
    .filter((value) => value !== null && !isFresh(value))
    .map((value) => asType(field.type, value));
  const around = ORDERED.includes(field.type.kind)
    ? near.flatMap((value) => [0, 1, -1, 2, -2].map((steps) => moved(field.type, value, steps)))
    : near;
  const current = valueOf(subject, place.field);
  const found = [...around, ...typical(domain, entity, field), ...(field.optional ? [null] : [])];
  return found.filter(
    (value, index) => value !== current && found.indexOf(value) === index && fits(field, value),
  );
}

/** The places that decide whether `rule` holds of a record. */
export function placesOf(rule: Rule): readonly Place[] {
  const own = (...words: readonly (string | null)[]): Place[] =>
    words.flatMap((field) => (field === null ? [] : [{ via: null, field }]));
  const of = (condition: Condition): Place[] =>
    condition.kind === 'count' ? own(condition.via) : [{ via: condition.via, field: condition.field }];
  switch (rule.kind) {
    case 'order':
    case 'span':
      return own(rule.later, rule.earlier);
    case 'differ':
      return own(...rule.fields);
    case 'moment':
      return own(rule.field);
    case 'compare':
      return [...own(rule.field), { via: rule.via, field: rule.other }];
    case 'required-when':
      return [...own(rule.field), ...of(rule.when)];
    case 'transitions':
      return own(rule.field);
    case 'guard':
      return [
        ...rule.conditions.flatMap(of),
        ...(rule.on.action === 'enter' ? own(rule.on.state.field) : []),
      ];
    case 'unique':
      return own(rule.field, rule.per, ...rule.also, rule.state?.field ?? null);
    case 'at-most':
      return [
        ...own(rule.per, ...rule.also, rule.state?.field ?? null),
        ...(typeof rule.limit === 'object' ? [{ via: rule.per, field: rule.limit.field }] : []),
      ];
    case 'no-overlap':
      return own(rule.from, rule.to, rule.per, rule.state?.field ?? null);
    case 'total':
      return [
        ...own(rule.sum, rule.per, rule.state?.field ?? null),
        ...(typeof rule.limit === 'object' ? [{ via: rule.per, field: rule.limit.field }] : []),
      ];
    case 'effect':
      return [
        ...own(rule.on.action === 'enter' ? rule.on.state.field : null),
        ...(rule.via === null ? [] : [{ via: rule.via, field: rule.field }]),
      ];
  }
}
