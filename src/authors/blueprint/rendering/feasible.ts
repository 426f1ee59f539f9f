import type { Domain, Entity } from '../domain/domain.js';
import { namesRecords, type Field } from '../domain/field.js';
import { baseRecordsOf } from '../scenarios/base.js';
import { candidates } from '../scenarios/candidates.js';
import { Story, type Scenario, type Wanted } from '../scenarios/story.js';
import { isFresh, same, type Fresh, type Value } from '../scenarios/values.js';
import { violationsOf } from '../scenarios/violations.js';
import { having, recordIn, valueOf, withValues, type Rec, type World } from '../scenarios/world.js';
import { namesIn } from './domain-names.js';
import { fieldName, isNullable } from './field-code.js';
import { literal } from './literal.js';
import { givenOf } from './parents.js';

/** A value as source has it: one that tests make up is none. */
type Known = Exclude<Value, Fresh>;

function isSource(value: Value): value is string | number | boolean | null {
  return value === null || typeof value !== 'object';
}

/** A record that rules let be created with the given values; undefined: there is none. */
export function createdWith(
  domain: Domain,
  entity: Entity,
  given: Readonly<Record<string, Value>>,
): Rec | undefined {
  return new Story(domain, baseRecordsOf(domain)).next({ kind: 'create', entity, given })?.record;
}

/**
 * What a test gives beside `given`, so that every rule lets the record be created: `, end: '…'`, or nothing. Undefined:
 * no record can be created so.
 */
export function besideMembers(
  domain: Domain,
  entity: Entity,
  given: Readonly<Record<string, Value>>,
): string | undefined {
  const found = new Story(domain, baseRecordsOf(domain)).next({ kind: 'create', entity, given });
  if (found === undefined) return undefined;
  const base = baseRecordsOf(domain).of(entity);
  const members: string[] = [];
  for (const field of entity.fields) {
    const [value, usual] = [valueOf(found.record, field.words), valueOf(base.record, field.words)];
    if (field.type.kind === 'reference') {
      const parent = otherParent(domain, found.world, value, base.world, usual);
      if (parent === 'impossible') return undefined;
      if (parent !== undefined) members.push(`${fieldName(field)}: ${parent}`);
    } else if (
      !Object.hasOwn(given, field.words) &&
      !isFresh(value) &&
      !same(value, usual) &&
      isSource(value)
    ) {
      members.push(`${fieldName(field)}: ${literal(value)}`);
    }
  }
  return members.map((member) => `, ${member}`).join('');
}

/** The parent as source, where it is not the one that samples create by themselves. */
function otherParent(
  domain: Domain,
  world: World,
  id: Value,
  usualWorld: World,
  usualId: Value,
): string | undefined {
  const [parent, usual] = [recordIn(world, id), recordIn(usualWorld, usualId)];
  if (parent === undefined) return usual === undefined ? undefined : 'impossible';
  const isUsual =
    usual !== undefined &&
    Object.entries(parent.values).every(
      ([words, value]) =>
        isFresh(value) || same(value, usual.values[words]) || recordIn(world, value) !== undefined,
    );
  if (isUsual) return undefined;
  const isBound = world.some((record) =>
    Object.values(record.values).some((value) => same(value, parent.id)),
  );
  const { type } = namesIn(domain, parent.entity);
  return isBound ? 'impossible' : `(await create${type}(harness${givenOf(domain, parent, new Map())})).id`;
}

/** The value that a piece of source stands for; undefined: that is not known. */
export function sourceValue(source: string): Value | undefined {
  const repeated = /^'(.)'\.repeat\((\d+)\)$/.exec(source);
  if (repeated !== null) return (repeated[1] ?? '').repeat(Number(repeated[2]));
  if (/^'(?:[^'\\]|\\.)*'$/.test(source)) return source.slice(1, -1).replace(/\\(.)/g, '$1');
  if (/^-?\d+(?:\.\d+)?$/.test(source)) return Number(source);
  return { true: true, false: false, null: null }[source];
}

/** What the field holds where a request leaves it out; undefined: that is not known. */
function leftOut(field: Field): Value | undefined {
  if (typeof field.default === 'object' && field.default !== null) return undefined;
  return isNullable(field) ? field.default : undefined;
}

/** The members of a record that is created with `source` as the field's value; undefined: no rule lets it. */
export function membersWith(
  domain: Domain,
  entity: Entity,
  field: Field,
  source: string,
): string | undefined {
  const own = `${fieldName(field)}: ${source}`;
  const value = source === 'undefined' ? leftOut(field) : sourceValue(source);
  if (value === undefined) return own;
  const beside = besideMembers(domain, entity, { [field.words]: value });
  return beside === undefined ? undefined : `${own}${beside}`;
}

/** The first of the values, or else another, to which every rule lets the field of a plain record be changed. */
export function changeableTo(
  domain: Domain,
  entity: Entity,
  field: Field,
  values: readonly Known[],
  given: Readonly<Record<string, Value>> = {},
): Known | undefined {
  const { world, record } = baseRecordsOf(domain).start([], entity, given);
  const place = { via: null, field: field.words };
  const rules = domain.rules.filter((rule) => rule.entity === entity.singular);
  const others = candidates(domain, world, record, rules, place).filter(isSource);
  return [...values, ...others].find((value) => {
    const change = {
      kind: 'change',
      before: record,
      record: withValues(record, { [field.words]: value }),
    } as const;
    return (
      !same(valueOf(record, field.words), value) &&
      violationsOf(domain, having(world, record), change).length === 0
    );
  });
}

/** A record that rules let be changed so, as a scenario; a field that no rule is about where there is one. */
export function changeScenario(
  domain: Domain,
  entity: Entity,
  other: (field: Field) => Known,
): Scenario | undefined {
  const about = new Set(
    domain.rules.flatMap((rule) =>
      rule.entity === entity.singular ? (JSON.stringify(rule).match(/"[^"]+"/g) ?? []) : [],
    ),
  );
  const isFree = (field: Field): boolean => !about.has(JSON.stringify(field.words));
  const changeable = entity.fields.filter(({ set, type }) => set === 'client' && !namesRecords(type));
  const ordered = [...changeable.filter(isFree), ...changeable.filter((field) => !isFree(field))];
  for (const field of ordered) {
    const value = changeableTo(domain, entity, field, [other(field)]) ?? other(field);
    const wanted: Wanted = { kind: 'change', entity, changes: { [field.words]: value } };
    const story = new Story(domain, baseRecordsOf(domain));
    const differs = story.next({
      ...wanted,
      when: ({ record }) => !same(valueOf(record, field.words), value),
    });
    const [scenario] = differs === undefined ? [] : story.scenario('');
    // What follows from the change would be in the record too.
    if (
      scenario !== undefined &&
      !domain.rules.some(
        (rule) => rule.kind === 'effect' && rule.entity === entity.singular && !isFree(field),
      )
    ) {
      return scenario;
    }
  }
  return undefined;
}

/** A record that rules let be deleted, as a scenario. */
export function removalScenario(domain: Domain, entity: Entity): Scenario | undefined {
  const story = new Story(domain, baseRecordsOf(domain));
  const guard = domain.rules.find(
    (rule) => rule.kind === 'guard' && rule.entity === entity.singular && rule.on.action === 'delete',
  );
  const found = story.next({ kind: 'delete', entity, ...(guard === undefined ? {} : { about: guard }) });
  return found === undefined ? undefined : story.scenario('')[0];
}
