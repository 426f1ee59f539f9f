import type { Domain, Entity } from '../domain/domain.js';
import type { Field } from '../domain/field.js';
import type { Rule, State } from '../domain/rule.js';
import { tagOf } from './aspect-tags.js';
import { fieldName } from './field-code.js';
import { literal } from './literal.js';
import { Samples } from './samples.js';
import { unwritten } from './unwritten.js';
import { camelCase, entityNames, pascalCase, proseWords, snakeCase, type EntityNames } from './words.js';

type OfKind<Kind extends Rule['kind']> = Extract<Rule, { kind: Kind }>;

/** One check before a record is written, as the rules template needs it. */
export type CheckView =
  | {
      readonly kind: 'reference';
      readonly function: string;
      readonly doc: string;
      readonly field: string;
      readonly nullable: boolean;
      readonly target: EntityNames;
    }
  | {
      readonly kind: 'unique';
      readonly rule: string;
      readonly function: string;
      readonly doc: string;
      readonly field: string;
      readonly nullable: boolean;
      /** Members of the filter that finds others alike. */
      readonly picked: string;
      readonly refusal: string;
    }
  | {
      readonly kind: 'at-most';
      readonly rule: string;
      readonly function: string;
      readonly doc: string;
      readonly constant: string;
      readonly constantDoc: string;
      readonly limit: number;
      /** When the record is not one that counts; null: it always is. */
      readonly skip: string | null;
      readonly filter: string;
      readonly refusalBefore: string;
      readonly refusalAfter: string;
      readonly field: string | null;
    }
  | {
      readonly kind: 'order';
      readonly rule: string;
      readonly function: string;
      readonly doc: string;
      readonly earlier: string;
      readonly later: string;
      readonly skip: string | null;
      readonly refusedWhen: '<' | '<=';
      readonly refusal: string;
    };

function fieldOf(entity: Entity, words: string): Field {
  const field = entity.fields.find((candidate) => candidate.words === words);
  if (field === undefined) throw new Error(`${entity.singular} has no field "${words}"`);
  return field;
}

function entityOf(domain: Domain, singular: string): Entity {
  const entity = domain.entities.find((candidate) => candidate.singular === singular);
  if (entity === undefined) throw new Error(`there is no entity "${singular}"`);
  return entity;
}

function namesOf(entity: Entity): EntityNames {
  return entityNames(entity.singular, entity.plural);
}

/** `open loans`, or `loans`. */
function counted(entity: Entity, state: State | null): string {
  return state === null ? entity.plural : `${state.word} ${entity.plural}`;
}

function writtenState(is: State['is']): Extract<State['is'], { kind: 'unset' | 'equals' }> {
  return is.kind === 'unset' || is.kind === 'equals' ? is : unwritten(is);
}

function writtenLimit({ kind, limit }: OfKind<'at-most'>): number {
  return typeof limit === 'number' ? limit : unwritten({ kind });
}

function stateFilter(entity: Entity, state: State): string {
  const field = fieldOf(entity, state.field);
  const is = writtenState(state.is);
  return is.kind === 'unset' ? `${camelCase(state.word)}: true` : `${fieldName(field)}: ${literal(is.value)}`;
}

function referenceCheck(domain: Domain, entity: Entity, field: Field): CheckView[] {
  if (field.type.kind !== 'reference') return [];
  const target = namesOf(entityOf(domain, field.type.entity));
  return [
    {
      kind: 'reference',
      function: `requireKnown${pascalCase(field.words)}`,
      doc: `The ${field.words} of ${namesOf(entity).aSingular} must be ${target.aSingular} that exists.`,
      field: fieldName(field),
      nullable: field.optional,
      target,
    },
  ];
}

function uniqueCheck(entity: Entity, rule: OfKind<'unique'>): CheckView {
  const field = fieldOf(entity, rule.field);
  const per = rule.per === null ? undefined : fieldOf(entity, rule.per);
  const scope = per === undefined ? '' : ` for the same ${per.words}`;
  return {
    kind: 'unique',
    rule: rule.id,
    function: `refuseDuplicate${pascalCase(rule.field)}${per === undefined ? '' : `Per${pascalCase(per.words)}`}`,
    doc: `No two ${entity.plural} have the same ${proseWords(rule.field)}${scope}.`,
    field: fieldName(field),
    nullable: field.optional,
    picked: [field, ...(per === undefined ? [] : [per])].map(fieldName).join(', '),
    refusal: `There is already ${namesOf(entity).aSingular} with this ${proseWords(rule.field)}${scope}.`,
  };
}

function atMostCheck(domain: Domain, entity: Entity, rule: OfKind<'at-most'>): CheckView {
  const names = namesOf(entity);
  const per = rule.per === null ? undefined : fieldOf(entity, rule.per);
  const what = counted(entity, rule.limit === 1 && rule.state === null ? null : rule.state);
  const many = rule.limit === 1 ? what.replace(entity.plural, entity.singular) : what;
  const scope = per === undefined ? '' : ` per ${per.words}`;
  const skips: string[] = [];
  if (per?.optional === true) skips.push(`${names.variable}.${fieldName(per)} === null`);
  if (rule.state !== null) {
    const state = rule.state;
    const access = `${names.variable}.${fieldName(fieldOf(entity, state.field))}`;
    const is = writtenState(state.is);
    if (is.kind === 'unset') skips.push(`${access} !== null`);
    else if (is.value === true) skips.push(`!${access}`);
    else if (is.value === false) skips.push(access);
    else skips.push(`${access} !== ${literal(is.value)}`);
  }
  const target = per?.type.kind === 'reference' ? namesOf(entityOf(domain, per.type.entity)) : undefined;
  const subject = target === undefined ? 'There may be' : `${capitalise(target.aSingular)} may have`;
  return {
    kind: 'at-most',
    rule: rule.id,
    function: `limit${pascalCase(what)}${per === undefined ? '' : `Per${pascalCase(per.words)}`}`,
    doc: `${subject} at most so many ${what}.`,
    constant: `MOST_${snakeCase(what).toUpperCase()}${per === undefined ? '' : `_PER_${snakeCase(per.words).toUpperCase()}`}`,
    constantDoc: `How many ${what} there may be${scope}.`,
    limit: writtenLimit(rule),
    skip: skips.length === 0 ? null : skips.join(' || '),
    filter: `{ ${[
      ...(per === undefined ? [] : [`${fieldName(per)}: ${names.variable}.${fieldName(per)}`]),
      ...(rule.state === null ? [] : [stateFilter(entity, rule.state)]),
      `except: ${names.variable}.id`,
    ].join(', ')} }`,
    refusalBefore: `${subject} at most `,
    refusalAfter: ` ${many}.`,
    field: per === undefined ? null : fieldName(per),
  };
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function orderSentence(entity: Entity, rule: OfKind<'order'>): string {
  const verb = rule.equal ? 'must not be before' : 'must be after';
  const isNumber = ['integer', 'number', 'money'].includes(fieldOf(entity, rule.later).type.kind);
  const relation = isNumber ? (rule.equal ? 'must not be less than' : 'must be more than') : verb;
  return `The ${proseWords(rule.later)} of ${namesOf(entity).aSingular} ${relation} its ${proseWords(rule.earlier)}.`;
}

function orderCheck(entity: Entity, rule: OfKind<'order'>): CheckView {
  const skips = [rule.earlier, rule.later]
    .map((words) => fieldOf(entity, words))
    .filter((field) => field.optional)
    .map((field) => `${fieldName(field)} === null`);
  return {
    kind: 'order',
    rule: rule.id,
    function: `require${pascalCase(rule.later)}After${pascalCase(rule.earlier)}`,
    doc: orderSentence(entity, rule),
    earlier: fieldName(fieldOf(entity, rule.earlier)),
    later: fieldName(fieldOf(entity, rule.later)),
    skip: skips.length === 0 ? null : skips.join(' || '),
    refusedWhen: rule.equal ? '<' : '<=',
    refusal: orderSentence(entity, rule),
  };
}

function ruleCheck(domain: Domain, entity: Entity, rule: Rule): CheckView {
  switch (rule.kind) {
    case 'unique':
      return uniqueCheck(entity, rule);
    case 'at-most':
      return atMostCheck(domain, entity, rule);
    case 'order':
      return orderCheck(entity, rule);
    default:
      return unwritten(rule);
  }
}

/** Every check of an entity, cheap ones first: order of fields, references, uniqueness, counts. */
export function checksOf(domain: Domain, entity: Entity): readonly CheckView[] {
  const rules = domain.rules
    .filter((rule) => rule.entity === entity.singular)
    .map((rule) => ruleCheck(domain, entity, rule));
  const references = entity.fields.flatMap((field) => referenceCheck(domain, entity, field));
  const ofKind = (kind: CheckView['kind']): CheckView[] => rules.filter((rule) => rule.kind === kind);
  return [...ofKind('order'), ...references, ...ofKind('unique'), ...ofKind('at-most')];
}

/** One rule as its test needs it. */
export interface RuleTestView {
  readonly kind: Rule['kind'];
  readonly tag: string;
  readonly title: string;
  readonly [member: string]: unknown;
}

/** Counting further than this takes longer than a test may by default. */
const QUICK_LIMIT = 200;

function atMostTest(domain: Domain, entity: Entity, rule: OfKind<'at-most'>): Record<string, unknown> {
  const check = atMostCheck(domain, entity, rule);
  const samples = new Samples(entity, domain.rules);
  const per = rule.per === null ? undefined : fieldOf(entity, rule.per);
  const state = rule.state;
  const stated: string[] = [];
  let freed: string | null = null;
  if (state !== null) {
    const field = fieldOf(entity, state.field);
    const name = fieldName(field);
    const is = writtenState(state.is);
    stated.push(`${name}: ${is.kind === 'unset' ? 'null' : literal(is.value)}`);
    const left =
      is.kind === 'unset'
        ? samples.value(field)
        : typeof is.value === 'boolean'
          ? !is.value
          : (otherValue(field, is.value) ?? null);
    freed = left === null ? null : `{ ${name}: ${literal(left)} }`;
  }
  const object = (members: readonly string[]): string =>
    members.length === 0 ? '' : `{ ${members.join(', ')} }`;
  const what = counted(entity, state);
  const scope = per === undefined ? '' : ` for one ${per.words}`;
  return {
    title: `takes ${String(writtenLimit(rule))} ${rule.limit === 1 ? what.replace(entity.plural, entity.singular) : what}${scope} and refuses one more`,
    constant: check.kind === 'at-most' ? check.constant : '',
    per: per === undefined ? null : fieldName(per),
    target: per?.type.kind === 'reference' ? namesOf(entityOf(domain, per.type.entity)) : null,
    given: object([...(per === undefined ? [] : [`${fieldName(per)}: id`]), ...stated]),
    givenElsewhere: object(stated),
    freed,
    listQuery: per === undefined ? '' : `, { ${fieldName(per)}: id }`,
    timeout: writtenLimit(rule) > QUICK_LIMIT ? 60_000 : null,
  };
}

function otherValue(field: Field, value: string): string | undefined {
  return field.type.kind === 'enum' ? field.type.values.find((candidate) => candidate !== value) : undefined;
}

const ORDERED = {
  date: ['2026-05-01', '2026-05-02'],
  datetime: ['2026-05-01T09:00:00Z', '2026-05-01T09:00:01Z'],
  time: ['09:00', '09:01'],
} as const;

function orderTest(entity: Entity, rule: OfKind<'order'>): Record<string, unknown> {
  const later = fieldOf(entity, rule.later);
  const { kind } = later.type;
  const low = 'min' in later.type ? (later.type.min ?? 10) : 10;
  const [first, second] =
    kind === 'date' || kind === 'datetime' || kind === 'time'
      ? ORDERED[kind].map(literal)
      : [literal(low + 1), literal(low + 2)];
  const outcome = rule.equal ? 'done' : 'unprocessable';
  return {
    title: `takes ${proseWords(rule.later)} after ${proseWords(rule.earlier)} and refuses it before`,
    earlier: fieldName(fieldOf(entity, rule.earlier)),
    later: fieldName(later),
    pairs: [
      { name: 'right', earlier: first, later: second, outcome: 'done' },
      { name: 'equal', earlier: first, later: first, outcome },
      { name: 'wrong', earlier: second, later: first, outcome: 'unprocessable' },
    ],
  };
}

export function ruleTestsOf(domain: Domain, entity: Entity): readonly RuleTestView[] {
  return domain.rules
    .filter((rule) => rule.entity === entity.singular)
    .map((rule) => {
      const tag = tagOf(domain, { kind: 'rule', rule: rule.id });
      switch (rule.kind) {
        case 'unique': {
          const per = rule.per === null ? null : fieldName(fieldOf(entity, rule.per));
          const scope = rule.per === null ? '' : ` for the same ${rule.per}`;
          return {
            kind: rule.kind,
            tag,
            title: `refuses a second ${entity.singular} with the same ${proseWords(rule.field)}${scope}`,
            field: fieldName(fieldOf(entity, rule.field)),
            per,
          };
        }
        case 'at-most':
          return { kind: rule.kind, tag, title: '', ...atMostTest(domain, entity, rule) };
        case 'order':
          return { kind: rule.kind, tag, title: '', ...orderTest(entity, rule) };
        default:
          return unwritten(rule);
      }
    });
}
