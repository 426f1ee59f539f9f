import type { Domain, Entity } from '../domain/domain.js';
import type { Rule } from '../domain/rule.js';
import type { BaseRecords } from './base.js';
import { actionOf, solve, type Situation } from './solve.js';
import { same, type Value } from './values.js';
import { after } from './consequences.js';
import type { Action } from './rule-terms.js';
import { violationsOf, type Violation } from './violations.js';
import { having, withValues, type Rec, type World } from './world.js';

/** One thing that is asked for, and what comes of it. */
export interface Step {
  /** Records that are put there first. */
  readonly seeds: readonly Rec[];
  readonly kind: Action['kind'];
  readonly record: Rec;
  readonly changes: Readonly<Record<string, Value>> | null;
  /** Fields of the record that follow from its being written. */
  readonly settled: Readonly<Record<string, Value>>;
  /** Null: it is done. */
  readonly refusal: Violation | null;
  /** Records that are different afterwards, beside the one that was asked for; undefined: gone. */
  readonly follows: readonly { readonly record: Rec; readonly after: Rec | undefined }[];
}

/** A test: some steps, one after the other, over what is empty at first. */
export interface Scenario {
  readonly title: string;
  readonly steps: readonly Step[];
}

export interface Wanted {
  readonly kind: Action['kind'];
  readonly entity: Entity;
  /** Values of the record, as it is before. */
  readonly given?: Readonly<Record<string, Value>>;
  readonly changes?: Readonly<Record<string, Value>>;
  /** The rule that refuses it; undefined: nothing does. */
  readonly refusedBy?: string;
  /** What else has to be so; a rule whose places may be changed for it. */
  readonly about?: Rule;
  readonly when?: (situation: Situation) => boolean;
}

/** Steps that were found to come out as they are wanted. */
export class Story {
  private world: World = [];
  private readonly steps: Step[] = [];
  /** Records that are there, and that no step has named yet. */
  private readonly pending: Rec[] = [];

  constructor(
    private readonly domain: Domain,
    private readonly bases: BaseRecords,
  ) {}

  /** Looks for records for which `wanted` comes about, and makes it the next step. Undefined: there are none. */
  next(wanted: Wanted): Situation | undefined {
    const { kind, given = {}, refusedBy } = wanted;
    const begun = this.bases.start(this.world, wanted.entity, given);
    const start: Situation = {
      world: kind === 'create' ? begun.world : having(begun.world, begun.record),
      record: begun.record,
      changes: wanted.changes ?? null,
    };
    const isRefusedOnly = (violations: readonly Violation[]): boolean =>
      refusedBy === undefined
        ? violations.length === 0
        : violations.length > 0 && violations.every(({ rule }) => rule === refusedBy);
    const found = solve({
      domain: this.domain,
      plain: this.bases.plain,
      kind,
      start,
      fixed: new Set(Object.keys(given)),
      settled: new Set(this.world.map(({ id }) => id)),
      target: wanted.about,
      goal: (situation, violations) => isRefusedOnly(violations) && (wanted.when?.(situation) ?? true),
    });
    if (found !== undefined) this.add(kind, found);
    return found;
  }

  /** Puts a record there that may not have come to be by the rules. */
  seed(entity: Entity, given: Readonly<Record<string, Value>>): Rec {
    const { world, record } = this.bases.start(this.world, entity, given);
    this.pending.push(...world.filter((each) => !this.world.includes(each)), record);
    this.world = having(world, record);
    return record;
  }

  /** Makes deleting a record that is there the next step, whatever comes of it. */
  remove(record: Rec): void {
    this.add('delete', { world: this.world, record, changes: null });
  }

  /** Makes writing a record that is there the next step, where nothing but `refusedBy` refuses it. */
  rewrite(record: Rec, changes: Readonly<Record<string, Value>>, refusedBy?: string): void {
    const situation = { world: this.world, record: this.now(record) ?? record, changes };
    const refused = violationsOf(this.domain, situation.world, actionOf('change', situation));
    const isWanted = refused.length > 0 === (refusedBy !== undefined);
    if (isWanted && refused.every(({ rule }) => rule === refusedBy)) this.add('change', situation);
  }

  private add(kind: Action['kind'], situation: Situation): void {
    const action = actionOf(kind, situation);
    const [refusal = null] = violationsOf(this.domain, situation.world, action);
    const known = new Set(this.world.map(({ id }) => id));
    const seeds = [...this.pending.splice(0), ...situation.world.filter(({ id }) => !known.has(id))];
    const then = refusal === null ? after(this.domain, situation.world, action) : situation.world;
    const follows = situation.world.flatMap((record) => {
      const now = then.find(({ id }) => id === record.id);
      const isSame =
        now !== undefined &&
        Object.entries(record.values).every(([words, value]) => same(now.values[words], value));
      return isSame || record.id === situation.record.id ? [] : [{ record, after: now }];
    });
    const written = withValues(situation.record, situation.changes ?? {});
    const kept = then.find(({ id }) => id === situation.record.id);
    const settled = Object.fromEntries(
      Object.entries(refusal === null ? (kept?.values ?? {}) : {}).filter(
        ([words, value]) => !same(written.values[words], value),
      ),
    );
    this.steps.push({
      seeds,
      kind,
      record: situation.record,
      changes: situation.changes,
      settled,
      refusal,
      follows,
    });
    // What is gone keeps its id: no other gets it.
    const gone = situation.world.filter(
      ({ id }) => then.every((each) => each.id !== id) && id !== situation.record.id,
    );
    const removed = kind === 'delete' && refusal === null ? [...gone, situation.record] : [];
    this.world = [...then, ...removed.map(({ id }) => ({ id, entity: '', values: {} }))];
  }

  /** The record as it is by now. */
  now(record: Rec): Rec | undefined {
    return this.world.find(({ id }) => id === record.id);
  }

  scenario(title: string): Scenario[] {
    return this.steps.length === 0 ? [] : [{ title, steps: [...this.steps] }];
  }
}

/** The record as the step leaves it. */
export function resultOf({ record, changes }: Pick<Step, 'record' | 'changes'>): Rec {
  return withValues(record, changes ?? {});
}
