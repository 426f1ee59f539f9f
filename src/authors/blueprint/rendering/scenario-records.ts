import type { Domain, Entity } from '../domain/domain.js';
import { baseRecordsOf } from '../scenarios/base.js';
import type { Scenario } from '../scenarios/story.js';
import { isFresh, same, type Value } from '../scenarios/values.js';
import { entityIn, fieldIn, recordIn, valueOf, type Rec } from '../scenarios/world.js';
import { namesIn } from './domain-names.js';
import { isTakenVariable } from './words.js';

const ORDINALS = ['', 'second', 'third', 'fourth', 'fifth', 'sixth'];

/** A record that refers to another, and the field by which it does. */
interface Referring {
  readonly record: Rec;
  readonly words: string;
}

/** The records of a scenario as its test knows them: which come with another, which it speaks of again, and under what names. */
export class ScenarioRecords {
  /** In the order in which they come to be. */
  readonly all: readonly Rec[];
  private readonly variables = new Map<string, string>();
  private readonly references: ReadonlyMap<string, readonly Referring[]>;
  private readonly implied: ReadonlySet<string>;
  private readonly named: ReadonlySet<string>;

  constructor(
    private readonly domain: Domain,
    private readonly scenario: Scenario,
  ) {
    this.all = scenario.steps.flatMap(({ seeds, record }) => [...seeds, record]);
    this.references = this.allReferences();
    this.implied = new Set(this.all.filter((record) => this.comesWithItsUser(record)).map(({ id }) => id));
    this.named = new Set(this.all.filter((record) => this.isSpokenOf(record)).map(({ id }) => id));
  }

  /** Is it made by the record that needs it, and spoken of by nothing else? */
  isImplied(id: string): boolean {
    return this.implied.has(id);
  }

  /** Is it spoken of after it was made, so that it needs a variable? */
  isNamed(id: string): boolean {
    return this.named.has(id);
  }

  /** Was its variable asked for already, so that statements may use it? */
  hasVariable(id: string): boolean {
    return this.variables.has(id);
  }

  /** The variable of a record; of several of one kind they are numbered as they are asked for. */
  variableOf(record: Rec): string {
    const known = this.variables.get(record.id);
    if (known !== undefined) return known;
    const { variable, type } = namesIn(this.domain, record.entity);
    const before = [...this.variables.keys()].filter((id) => id.startsWith(`${record.entity}#`)).length;
    const ordinal = ORDINALS[before];
    const wanted =
      before === 0
        ? variable
        : ordinal === undefined
          ? `${variable}${String(before + 1)}`
          : `${ordinal}${type}`;
    const name = isTakenVariable(wanted) ? `${wanted}Record` : wanted;
    this.variables.set(record.id, name);
    return name;
  }

  /** The record that a new one of `entity` makes for its reference by itself. */
  private madeBy(entity: Entity, words: string): Rec | undefined {
    const base = baseRecordsOf(this.domain).of(entity);
    return recordIn(base.world, valueOf(base.record, words));
  }

  private referring(id: string): readonly Referring[] {
    return this.references.get(id) ?? [];
  }

  /** Who refers to a record, by its id. */
  private allReferences(): ReadonlyMap<string, readonly Referring[]> {
    const all = this.scenario.steps.flatMap((step) => [
      ...step.seeds,
      step.record,
      ...(step.changes === null ? [] : [{ ...step.record, values: step.changes }]),
    ]);
    const found = new Map<string, Referring[]>();
    for (const record of all) {
      for (const { type, words } of entityIn(this.domain, record.entity).fields) {
        const id = type.kind === 'reference' ? valueOf(record, words) : null;
        if (typeof id !== 'string') continue;
        const before = found.get(id) ?? [];
        if (before.some((each) => each.record.id === record.id && each.words === words)) continue;
        found.set(id, [...before, { record, words }]);
      }
    }
    return found;
  }

  private comesWithItsUser(record: Rec): boolean {
    if (this.scenario.steps.some((step) => step.record.id === record.id)) return false;
    if (this.scenario.steps.some((step) => step.follows.some((each) => each.record.id === record.id)))
      return false;
    const isMovedTo = this.scenario.steps.some(({ changes }) =>
      Object.values(changes ?? {}).some((value) => value === record.id),
    );
    if (isMovedTo) return false;
    const [only, ...more] = this.referring(record.id);
    if (only === undefined || more.length > 0) return false;
    const owner = entityIn(this.domain, only.record.entity);
    if (fieldIn(owner, only.words).optional) return false;
    const made = this.madeBy(owner, only.words);
    return (
      made !== undefined &&
      this.supportFree(owner, only.words) &&
      entityIn(this.domain, record.entity).fields.every((field) => {
        const [a, b] = [valueOf(record, field.words), valueOf(made, field.words)];
        return field.type.kind === 'reference' || (isFresh(a) && isFresh(b)) || same(a, b);
      })
    );
  }

  /** Whether what a new record makes for the reference is one record, with nothing that refers to it. */
  private supportFree(owner: Entity, words: string): boolean {
    const base = baseRecordsOf(this.domain).of(owner);
    const made = valueOf(base.record, words);
    return !base.world.some((record) => Object.values(record.values).some((value) => same(value, made)));
  }

  private isSpokenOf(record: Rec): boolean {
    const refers = this.referring(record.id).length > 0;
    // A value that is left to its record is borrowed from the first that has it.
    const isLent = this.all.some(
      (other, index) =>
        index > this.all.indexOf(record) &&
        other.id !== record.id &&
        other.entity === record.entity &&
        this.lent(record).some(
          (value) => this.lent(other).some((own) => same(own, value)) && this.isFirstWith(record, value),
        ),
    );
    const isAsked = this.scenario.steps.some(
      (step) =>
        (step.record.id === record.id && step.kind !== 'create') ||
        step.follows.some((each) => each.record.id === record.id),
    );
    return refers || isLent || isAsked;
  }

  private lent(record: Rec): readonly Value[] {
    return Object.values(record.values).filter((value) => isFresh(value));
  }

  private isFirstWith(record: Rec, value: Value): boolean {
    const first = this.all.find(
      (other) => other.entity === record.entity && this.lent(other).some((own) => same(own, value)),
    );
    return first?.id === record.id;
  }
}
