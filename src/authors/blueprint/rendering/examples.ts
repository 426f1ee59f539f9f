import type { Domain, Entity } from '../domain/domain.js';
import type { Field } from '../domain/field.js';
import { samplePassword } from './access-view.js';
import { fieldName } from './field-code.js';
import { literal } from './literal.js';
import { isFresh } from '../scenarios/values.js';
import { createdWith } from './feasible.js';
import { samplesFor } from './settled-samples.js';
import { entityNames } from './words.js';

/** What JSON has for a field. */
export type JsonValue = string | number | boolean | null | string[];

/** Values of fields that must not lie in the past, whenever the example is tried. */
function farAhead(domain: Domain, entity: Entity): Record<string, string> {
  return Object.fromEntries(
    domain.rules.flatMap((rule) => {
      if (rule.kind !== 'moment' || rule.entity !== entity.singular || rule.lies !== 'future') return [];
      const type = entity.fields.find(({ words }) => words === rule.field)?.type.kind;
      return [[rule.field, type === 'date' ? '2099-06-01' : '2099-06-01T09:30:00Z']];
    }),
  );
}

/** A valid record that refers to nothing, for the README and for the proof recipe. */
export function exampleBody(domain: Domain, entity: Entity): Record<string, JsonValue> {
  const samples = samplesFor(domain, entity);
  const found = createdWith(domain, entity, farAhead(domain, entity));
  const fields = Object.fromEntries(
    entity.fields
      .filter((field) => isTold(domain, entity, field))
      .map((field) => {
        const known = found?.values[field.words];
        const value = known === undefined || isFresh(known) ? samples.value(field) : known;
        return [fieldName(field), typeof value === 'object' && value !== null ? [...value] : value];
      }),
  );
  return domain.access?.people === entity.singular ? { ...fields, password: samplePassword(domain) } : fields;
}

/** What may be left out is, unless a rule may ask for it. */
function isTold(domain: Domain, entity: Entity, field: Field): boolean {
  if (field.set === 'system' || field.type.kind === 'reference') return false;
  if (!field.optional && field.default === null) return true;
  return domain.rules.some(
    (rule) => rule.kind === 'required-when' && rule.entity === entity.singular && rule.field === field.words,
  );
}

/** `text` as one word of a shell; an option's value is quoted, and its name is not. */
export function shellWord(text: string): string {
  if (/^[\w./:=@-]+$/.test(text)) return text;
  const [, name = '', value = ''] = /^(--[\w-]+=)?(.*)$/s.exec(text) ?? [];
  return `${name}'${value.replaceAll("'", "'\\''")}'`;
}

/** Two requests of a running API. */
export function apiExamples(domain: Domain, entity: Entity): readonly string[] {
  const address = `http://127.0.0.1:3000${entityNames(entity.singular, entity.plural).route}`;
  const body = shellWord(JSON.stringify(exampleBody(domain, entity)));
  return [
    `curl -X POST ${address} -H 'content-type: application/json' -d ${body}`,
    `curl '${address}?limit=5'`,
  ];
}

/** A program that uses the package: it keeps one record, and prints the list of them as JSON. */
export function libraryExample(domain: Domain, entity: Entity): string {
  const { variables } = entityNames(entity.singular, entity.plural);
  const fields = Object.entries(exampleBody(domain, entity)).map(
    ([name, value]) => `${name}: ${literal(value)}`,
  );
  return [
    `import { createStore } from '${domain.name}';`,
    '',
    'const store = await createStore();',
    `await store.${variables}.create({ ${fields.join(', ')} });`,
    `console.log(JSON.stringify(await store.${variables}.list(), null, 2));`,
    'await store.close();',
  ].join('\n');
}

/** One command of the program, and a text that its output has in it. */
export interface CommandExample {
  readonly arguments: readonly string[];
  /** The same as a line for a shell. */
  readonly line: string;
  readonly prints: string;
}

/** How the program writes a field's option; the delivered `flagOf` does the same. */
function flagOf(name: string): string {
  const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return ['file', 'help', 'json', 'search'].includes(flag)
    ? `${flag}-value`
    : flag === 'q'
      ? 'search'
      : flag.replace(/^no-/, 'with-no-');
}

/** Adds one record, then lists it. */
export function commandExamples(domain: Domain, entity: Entity): readonly CommandExample[] {
  const group = entityNames(entity.singular, entity.plural).route.slice(1);
  const options = Object.entries(exampleBody(domain, entity)).flatMap(([name, value]) =>
    Array.isArray(value) ? [`--${flagOf(name)}`, ...value] : [`--${flagOf(name)}=${String(value)}`],
  );
  const command = (words: readonly string[], prints: string): CommandExample => ({
    arguments: words,
    line: words.map(shellWord).join(' '),
    prints,
  });
  return [
    command([group, 'add', ...options, '--json'], '"id": "'),
    command([group, 'list', '--json'], '"total": 1'),
  ];
}
