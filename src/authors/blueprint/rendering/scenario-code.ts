import type { Domain, Entity } from '../domain/domain.js';
import { baseRecordsOf } from '../scenarios/base.js';
import { isSerial } from '../scenarios/records.js';
import type { Scenario, Step } from '../scenarios/story.js';
import { isFresh, same, type Value } from '../scenarios/values.js';
import { entityIn, fieldIn, recordIn, valueOf, type Rec } from '../scenarios/world.js';
import { namesIn } from './domain-names.js';
import { fieldName } from './field-code.js';
import { literal } from './literal.js';
import { isTakenVariable } from './words.js';

const ORDINALS = ['', 'second', 'third', 'fourth', 'fifth', 'sixth'];

/** A record that refers to another, and the field by which it does. */
interface Referring {
  readonly record: Rec;
  readonly words: string;
}

/** A scenario as statements of a test. */
class Writer {
  readonly lines: string[] = [];
  private readonly variables = new Map<string, string>();
  private readonly records: readonly Rec[];
  private readonly references: ReadonlyMap<string, readonly Referring[]>;
  /** What is made by the record that needs it, and by nothing else. */
  private readonly implied: ReadonlySet<string>;
  private readonly named: ReadonlySet<string>;
  private attempts = 0;

  constructor(
    private readonly domain: Domain,
    private readonly scenario: Scenario,
  ) {
    this.records = scenario.steps.flatMap(({ seeds, record }) => [...seeds, record]);
    this.references = this.allReferences();
    this.implied = new Set(this.records.filter((record) => this.isImplied(record)).map(({ id }) => id));
    this.named = new Set(this.records.filter((record) => this.isNamed(record)).map(({ id }) => id));
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

  private isImplied(record: Rec): boolean {
    if (this.scenario.steps.some((step) => step.record.id === record.id)) return false;
    if (this.scenario.steps.some((step) => step.follows.some((each) => each.record.id === record.id)))
      return false;
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

  private isNamed(record: Rec): boolean {
    const refers = this.referring(record.id).length > 0;
    // A value that is left to its record is borrowed from the first that has it.
    const isLent = this.records.some(
      (other, index) =>
        index > this.records.indexOf(record) &&
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
    const first = this.records.find(
      (other) => other.entity === record.entity && this.lent(other).some((own) => same(own, value)),
    );
    return first?.id === record.id;
  }

  private variableOf(record: Rec): string {
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

  private source(record: Rec, words: string, value: Value): string | undefined {
    if (isFresh(value)) {
      const owner = this.records.find(
        (other) =>
          other.id !== record.id && this.variables.has(other.id) && same(valueOf(other, words), value),
      );
      return owner === undefined
        ? undefined
        : `${this.variableOf(owner)}.${fieldName(fieldIn(entityIn(this.domain, owner.entity), words))}`;
    }
    const { type } = fieldIn(entityIn(this.domain, record.entity), words);
    if (type.kind === 'reference' && typeof value === 'string') {
      if (this.implied.has(value)) return undefined;
      const target = recordIn(this.records, value);
      return target === undefined ? undefined : `${this.variableOf(target)}.id`;
    }
    return literal(typeof value === 'object' && value !== null ? [...value] : value);
  }

  /** `{ amount: 3 }`: what differs from a plain new record; empty: nothing. */
  private given(record: Rec, isCreated: boolean): string {
    const entity = entityIn(this.domain, record.entity);
    const base = baseRecordsOf(this.domain).of(entity).record;
    const members = entity.fields.flatMap((field) => {
      const value = valueOf(record, field.words);
      if (isCreated && field.set === 'system') return [];
      const isOwn =
        field.type.kind === 'reference'
          ? value === null && valueOf(base, field.words) === null
          : same(value, valueOf(base, field.words));
      if (isOwn && !isSerial(this.domain, entity, field)) return [];
      const source = this.source(record, field.words, value);
      return source === undefined ? [] : [`${fieldName(field)}: ${source}`];
    });
    return members.length === 0 ? '' : `{ ${members.join(', ')} }`;
  }

  private changes(step: Step): string {
    const entity = entityIn(this.domain, step.record.entity);
    const members = Object.entries(step.changes ?? {}).flatMap(([words, value]) => {
      const source = this.source(step.record, words, value);
      return source === undefined ? [] : [`${fieldName(fieldIn(entity, words))}: ${source}`];
    });
    return `{ ${members.join(', ')} }`;
  }

  private seed(record: Rec): string {
    const { type } = namesIn(this.domain, record.entity);
    const given = this.given(record, false);
    return `await create${type}(harness${given === '' ? '' : `, ${given}`});`;
  }

  private seeds(step: Step): void {
    const statements = step.seeds
      .filter(({ id }) => !this.implied.has(id))
      .map((record) => {
        const made = this.seed(record);
        return this.named.has(record.id) ? `const ${this.variableOf(record)} = ${made}` : made;
      });
    for (let first = 0; first < statements.length;) {
      const statement = statements[first] ?? '';
      let last = first;
      while (statements[last + 1] === statement) last += 1;
      const count = last - first + 1;
      if (count > 2) {
        this.lines.push(
          `for (let count = 1; count <= ${String(count)}; count += 1) {`,
          `  ${statement}`,
          '}',
        );
      } else this.lines.push(...statements.slice(first, last + 1));
      first = last + 1;
    }
  }

  private hasNeeds(entity: Entity): boolean {
    return entity.fields.some((field) => field.type.kind === 'reference' && !field.optional);
  }

  private attempt(step: Step): void {
    const { record, refusal } = step;
    const entity = entityIn(this.domain, record.entity);
    const names = namesIn(this.domain, record.entity);
    const kind = `'${names.variables}'`;
    if (step.kind === 'create') {
      const given = this.given(record, true);
      const call = this.hasNeeds(entity)
        ? `await ${names.variable}Fields(harness${given === '' ? '' : `, ${given}`})`
        : `${names.variable}Fields(${given})`;
      if (refusal === null) {
        const ask = `await harness.create(${kind}, ${call})`;
        if (Object.keys(step.settled).length > 0) {
          this.done(step, ask);
          return;
        }
        if (this.named.has(record.id)) {
          this.lines.push(
            `const ${this.variableOf(record)} = ${names.variable}Schema.parse((${ask}).value);`,
          );
        } else this.lines.push(`expect((${ask}).outcome).toBe('done');`);
        return;
      }
      this.attempts += 1;
      const fields = this.attempts === 1 ? 'fields' : `fields${String(this.attempts)}`;
      this.lines.push(`const ${fields} = ${call};`);
      this.refused(entity, `harness.create(${kind}, ${fields})`, refusal);
      return;
    }
    const id = `${this.variableOf(record)}.id`;
    const ask =
      step.kind === 'delete'
        ? `harness.remove(${kind}, ${id})`
        : `harness.change(${kind}, ${id}, ${this.changes(step)})`;
    if (refusal === null) this.done(step, `await ${ask}`);
    else this.refused(entity, ask, refusal);
  }

  private done(step: Step, ask: string): void {
    const entity = entityIn(this.domain, step.record.entity);
    const settled = Object.entries(step.settled).map(
      ([words, value]) =>
        `${fieldName(fieldIn(entity, words))}: ${this.source(step.record, words, value) ?? 'null'}`,
    );
    if (settled.length === 0) this.lines.push(`expect((${ask}).outcome).toBe('done');`);
    else
      this.lines.push(`expect(${ask}).toMatchObject({ outcome: 'done', value: { ${settled.join(', ')} } });`);
  }

  private refused(entity: Entity, ask: string, { kind, field }: NonNullable<Step['refusal']>): void {
    const at = field === null ? '' : `, field: '${fieldName(fieldIn(entity, field))}'`;
    this.lines.push(
      `expect(await unchanged(harness, () => ${ask})).toMatchObject({ outcome: '${kind}'${at} });`,
    );
  }

  private follow(step: Step): void {
    for (const { record, after } of step.follows) {
      if (this.implied.has(record.id)) continue;
      const entity = entityIn(this.domain, record.entity);
      const names = namesIn(this.domain, record.entity);
      const read = `await harness.read('${names.variables}', ${this.variableOf(record)}.id)`;
      if (after === undefined) {
        this.lines.push(`expect((${read}).outcome).toBe('not-found');`);
        continue;
      }
      const changed = entity.fields.flatMap((field) => {
        const value = valueOf(after, field.words);
        if (same(valueOf(record, field.words), value)) return [];
        return [`${fieldName(field)}: ${this.source(after, field.words, value) ?? 'null'}`];
      });
      this.lines.push(`expect((${read}).value).toMatchObject({ ${changed.join(', ')} });`);
    }
  }

  arrange(): ArrangedView {
    const [step] = this.scenario.steps;
    if (step === undefined) throw new Error('a scenario has a step');
    this.seeds(step);
    return {
      lines: this.lines,
      variable: this.variableOf(step.record),
      changes: this.changes(step).slice(2, -2),
    };
  }

  write(): readonly string[] {
    for (const step of this.scenario.steps) {
      this.seeds(step);
      this.attempt(step);
      this.follow(step);
    }
    return this.lines;
  }
}

/** What a scenario's only step arranges, and the record that it is about. */
export interface ArrangedView {
  readonly lines: readonly string[];
  readonly variable: string;
  /** The members that a change names. */
  readonly changes: string;
}

/** The records of a scenario's only step, put there for what a template asks for. */
export function arranged(domain: Domain, scenario: Scenario): ArrangedView {
  return new Writer(domain, scenario).arrange();
}

/** A scenario as the statements of a test that asks the project through a harness. */
export function scenarioLines(domain: Domain, scenario: Scenario): readonly string[] {
  return new Writer(domain, scenario).write();
}
