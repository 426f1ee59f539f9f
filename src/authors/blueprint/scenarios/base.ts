import type { Domain, Entity } from '../domain/domain.js';
import { addPlain, plainValue, type PlainValue } from './records.js';
import { solve, type Situation } from './solve.js';
import { isFresh, type Value } from './values.js';
import { entityIn, fieldIn, type World } from './world.js';

/** For each entity a record that can be created, and the records that it needs. */
export class BaseRecords {
  private readonly known = new Map<string, Situation>();
  /** Entities whose base is being looked for: what they refer to themselves with stays plain. */
  private readonly open = new Set<string>();
  private readonly raw: PlainValue;

  constructor(readonly domain: Domain) {
    this.raw = plainValue(domain);
  }

  /** The value of a field in the entity's base record. */
  readonly plain: PlainValue = (entity, field) => {
    const isKept = entity.fields.some(({ words }) => words === field.words);
    if (!isKept || this.open.has(entity.singular) || field.type.kind === 'reference')
      return this.raw(entity, field);
    const value = this.of(entity).record.values[field.words];
    return value === undefined || isFresh(value) ? this.raw(entity, field) : value;
  };

  of(entity: Entity): Situation {
    const kept = this.known.get(entity.singular);
    if (kept !== undefined) return kept;
    this.open.add(entity.singular);
    const start = this.start([], entity);
    const found = solve({
      domain: this.domain,
      plain: this.plain,
      kind: 'create',
      start,
      fixed: new Set(),
      settled: new Set(),
      target: undefined,
      goal: () => true,
    });
    this.open.delete(entity.singular);
    const base = found ?? start;
    this.known.set(entity.singular, base);
    return base;
  }

  /** A new record of the entity beside what is there, about to be created; its values are those of the base. */
  start(world: World, entity: Entity, given: Readonly<Record<string, Value>> = {}): Situation {
    const added = addPlain(this.domain, world, entity, this.plain, given);
    return {
      world: added.world.filter((record) => record.id !== added.record.id),
      record: added.record,
      changes: null,
    };
  }

  /** The value of a field in the base record of `singular`. */
  valueOf(singular: string, words: string): Value {
    const entity = entityIn(this.domain, singular);
    return this.of(entity).record.values[fieldIn(entity, words).words] ?? null;
  }
}

const kept = new WeakMap<Domain, BaseRecords>();

export function baseRecordsOf(domain: Domain): BaseRecords {
  const known = kept.get(domain) ?? new BaseRecords(domain);
  kept.set(domain, known);
  return known;
}
