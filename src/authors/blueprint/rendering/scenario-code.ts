import type { Domain, Entity } from '../domain/domain.js';
import { baseRecordsOf } from '../scenarios/base.js';
import { isSerial } from '../scenarios/records.js';
import type { Scenario, Step } from '../scenarios/story.js';
import { isFresh, same, type Value } from '../scenarios/values.js';
import { entityIn, fieldIn, recordIn, valueOf, type Rec } from '../scenarios/world.js';
import { namesIn } from './domain-names.js';
import { fieldName } from './field-code.js';
import { literal } from './literal.js';
import { ScenarioRecords } from './scenario-records.js';

/** A scenario as statements of a test. */
class Writer {
  readonly lines: string[] = [];
  private readonly records: ScenarioRecords;
  private attempts = 0;

  constructor(
    private readonly domain: Domain,
    private readonly scenario: Scenario,
  ) {
    this.records = new ScenarioRecords(domain, scenario);
  }

  /** The expression of a value; undefined: it is left to the record that has it. */
  private source(record: Rec, words: string, value: Value): string | undefined {
    if (isFresh(value)) {
      const owner = this.records.all.find(
        (other) =>
          other.id !== record.id && this.records.hasVariable(other.id) && same(valueOf(other, words), value),
      );
      return owner === undefined
        ? undefined
        : `${this.records.variableOf(owner)}.${fieldName(fieldIn(entityIn(this.domain, owner.entity), words))}`;
    }
    const { type } = fieldIn(entityIn(this.domain, record.entity), words);
    if (type.kind === 'reference' && typeof value === 'string') {
      if (this.records.isImplied(value)) return undefined;
      const target = recordIn(this.records.all, value);
      return target === undefined ? undefined : `${this.records.variableOf(target)}.id`;
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
      .filter(({ id }) => !this.records.isImplied(id))
      .map((record) => {
        const made = this.seed(record);
        return this.records.isNamed(record.id) ? `const ${this.records.variableOf(record)} = ${made}` : made;
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
        if (this.records.isNamed(record.id)) {
          this.lines.push(
            `const ${this.records.variableOf(record)} = ${names.variable}Schema.parse((${ask}).value);`,
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
    const id = `${this.records.variableOf(record)}.id`;
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
      if (this.records.isImplied(record.id)) continue;
      const entity = entityIn(this.domain, record.entity);
      const names = namesIn(this.domain, record.entity);
      const read = `await harness.read('${names.variables}', ${this.records.variableOf(record)}.id)`;
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
      variable: this.records.variableOf(step.record),
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
