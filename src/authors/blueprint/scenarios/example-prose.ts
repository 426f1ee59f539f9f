import type { AcceptanceExample } from '../../../protocol/analysis.js';
import type { Domain, Entity } from '../domain/domain.js';
import type { Rule } from '../domain/rule.js';
import { fieldName } from '../rendering/field-code.js';
import { entityNames, listed, proseWords } from '../rendering/words.js';
import { baseRecordsOf } from './base.js';
import { deletionStories, ruleStories } from './rule-stories.js';
import type { Scenario, Step } from './story.js';
import { isFresh, same, type Value } from './values.js';
import { entityIn, fieldIn, valueOf, type Rec } from './world.js';

/** How the parts of a scenario are said where a project of one kind is asked for things. */
export interface AskingWords {
  readonly create: (entity: Entity, members: string) => string;
  readonly change: (entity: Entity, members: string) => string;
  readonly remove: (entity: Entity) => string;
  readonly done: (kind: Step['kind']) => string;
  readonly refused: (kind: 'conflict' | 'unprocessable', field: string | undefined) => string;
}

const MOST_EXAMPLES = 6;

function valueProse(value: Value): string {
  return value === null ? 'nothing' : String(typeof value === 'object' ? JSON.stringify(value) : value);
}

/** The fields of a record that a scenario is about: what differs from a plain one, or is in a rule. */
function told(domain: Domain, record: Rec, about: ReadonlySet<string>): readonly string[] {
  const entity = entityIn(domain, record.entity);
  const base = baseRecordsOf(domain).of(entity).record;
  return entity.fields
    .filter((field) => field.type.kind !== 'reference')
    .filter(
      (field) => about.has(field.words) || !same(valueOf(record, field.words), valueOf(base, field.words)),
    )
    .filter((field) => !isFresh(valueOf(record, field.words)))
    .map((field) => `${proseWords(field.words)} ${valueProse(valueOf(record, field.words))}`);
}

function seedProse(domain: Domain, record: Rec, about: ReadonlySet<string>, count: number): string {
  const entity = entityIn(domain, record.entity);
  const names = entityNames(entity.singular, entity.plural);
  const values = told(domain, record, about);
  const what = count === 1 ? names.aSingular : `${String(count)} ${entity.plural}`;
  return values.length === 0 ? what : `${what} with ${listed(values, 'and')}`;
}

function givenProse(domain: Domain, records: readonly Rec[], about: ReadonlySet<string>): string {
  const sentences = records.map((record) => seedProse(domain, record, about, 1));
  const unlike = [...new Set(sentences)].map((sentence) => {
    const alike = records.filter((_, index) => sentences[index] === sentence);
    const [first] = alike;
    return first === undefined ? sentence : seedProse(domain, first, about, alike.length);
  });
  return unlike.length === 0 ? 'an empty database' : listed(unlike, 'and');
}

/** A value that tests make up, or the id of a record, is said by whose it is. */
function changeProse(
  entity: Entity,
  { record }: Step,
  words: string,
  value: Value,
  there: readonly Rec[],
): string {
  const field = fieldIn(entity, words);
  if (same(valueOf(record, words), value)) return `its own ${proseWords(words)}`;
  const isShared = there.some(
    (other) => other.entity === record.entity && same(valueOf(other, words), value),
  );
  if (field.type.kind === 'reference' && !isShared) return `another ${proseWords(words)}`;
  if (!isFresh(value) && field.type.kind !== 'reference') return `${fieldName(field)} ${valueProse(value)}`;
  return `the same ${proseWords(words)}`;
}

function membersOf(domain: Domain, step: Step, about: ReadonlySet<string>, there: readonly Rec[]): string {
  const entity = entityIn(domain, step.record.entity);
  if (step.changes !== null) {
    return listed(
      Object.entries(step.changes).map(([words, value]) => changeProse(entity, step, words, value, there)),
      'and',
    );
  }
  const shared = entity.fields.flatMap((field) => {
    const value = valueOf(step.record, field.words);
    const isShared = there.some(
      (record) => record.entity === entity.singular && same(valueOf(record, field.words), value),
    );
    if (!about.has(field.words) || !isShared) return [];
    return isFresh(value) || field.type.kind === 'reference' ? [`the same ${proseWords(field.words)}`] : [];
  });
  return listed([...told(domain, step.record, about), ...shared], 'and');
}

function exampleOf(
  domain: Domain,
  step: Step,
  there: readonly Rec[],
  about: ReadonlySet<string>,
  words: AskingWords,
): AcceptanceExample {
  const entity = entityIn(domain, step.record.entity);
  const members = membersOf(domain, step, about, there);
  const when =
    step.kind === 'create'
      ? words.create(entity, members)
      : step.kind === 'change'
        ? words.change(entity, members)
        : words.remove(entity);
  const field = step.refusal?.field;
  const then =
    step.refusal === null
      ? words.done(step.kind)
      : words.refused(step.refusal.kind, field == null ? undefined : fieldName(fieldIn(entity, field)));
  const settled = Object.entries(step.settled).map(
    ([field, value]) => `its ${proseWords(field)} is ${valueProse(value)}`,
  );
  const follows = step.follows.map(({ record, after }) => {
    const other = entityIn(domain, record.entity);
    if (after === undefined) return `the ${other.singular} is gone`;
    const changed = other.fields
      .filter(({ words: field }) => !same(valueOf(record, field), valueOf(after, field)))
      .map(({ words: field }) => `its ${proseWords(field)} is ${valueProse(valueOf(after, field))}`);
    return `of the ${other.singular} ${listed(changed, 'and')}`;
  });
  return {
    given: givenProse(domain, there, about),
    when,
    then: [then, ...settled, ...new Set(follows)].join('; '),
  };
}

/** The steps of scenarios as examples, both sides in turn. */
function examplesOf(
  domain: Domain,
  scenarios: readonly Scenario[],
  about: ReadonlySet<string>,
  words: AskingWords,
) {
  const all = scenarios.flatMap(({ steps }) => {
    const there: Rec[] = [];
    return steps.map((step) => {
      there.push(...step.seeds.filter(({ id }) => step.kind !== 'create' || id !== step.record.id));
      const example = exampleOf(domain, step, [...there], about, words);
      if (step.kind === 'create' && step.refusal === null) there.push(step.record);
      return { example, done: step.refusal === null };
    });
  });
  const [done, refused] = [all.filter((each) => each.done), all.filter((each) => !each.done)];
  const half = MOST_EXAMPLES / 2;
  return [...done.slice(0, half), ...refused.slice(0, half)].map(({ example }) => example);
}

/** Everything that a rule names: its members are called otherwise than the fields that they hold. */
function namedIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(namedIn) : [];
}

/** Concrete cases of a rule, on both sides of what it allows. */
export function ruleExamples(domain: Domain, rule: Rule, words: AskingWords): readonly AcceptanceExample[] {
  return examplesOf(domain, ruleStories(domain, rule), new Set(namedIn(rule)), words);
}

/**
 * Concrete cases of deleting. `except`: `entity/field` of references that the brief says nothing of; `refusedOnly`: only those
 * in which nothing is deleted.
 */
export function deletionExamples(
  domain: Domain,
  singular: string,
  words: AskingWords,
  { except, refusedOnly }: { readonly except: ReadonlySet<string>; readonly refusedOnly: boolean },
): readonly AcceptanceExample[] {
  const stories = deletionStories(domain, singular, except);
  const told = refusedOnly
    ? stories.filter(({ steps }) => steps.every(({ refusal }) => refusal !== null))
    : stories;
  return examplesOf(domain, told, new Set(), words);
}
