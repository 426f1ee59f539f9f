import type { Domain, Entity } from '../../../../src/authors/blueprint/domain/domain.js';
import { plural } from '../../../../src/authors/blueprint/reading/nouns.js';
import { boolean, date, entity, field, integer, oneOf, reference, text } from '../rules/domain-words.js';

/** Words that TypeScript, SQL, JavaScript's objects or the templates themselves use for something else. */
export const NAMES = [
  ...(
    'constructor proto prototype property value order group select table index from where join class default delete ' +
    'function return import export null undefined this super await static enum interface type object set promise ' +
    'error date record rule test page limit offset sort item count sum context storage store server app request reply ' +
    'query body refused other process health key transaction check arguments eval let package role session token ' +
    'harness sample migration repository service'
  ).split(' '),
  'to string',
  'has own property',
  'value of',
  'created at',
  'created',
  'insertion order',
  'address line 1',
  'vitamin c content',
];

/** A field for each of the names, of one type after the other. */
function fieldsNamed(names: readonly string[]): Entity['fields'] {
  return names.map((words, index) => {
    const kinds = [text(), integer(1, 9), boolean, date, oneOf('class', 'constructor', 'new')];
    return field(words, kinds[index % kinds.length] ?? text(), { optional: index % 4 === 0 });
  });
}

function searchable(given: Entity): Entity {
  const texts = given.fields.filter(({ type }) => type.kind === 'text').map(({ words }) => words);
  const numbers = given.fields.filter(({ type }) => type.kind === 'integer').map(({ words }) => words);
  return { ...given, searchable: texts, ranged: numbers, sortable: [...texts, ...numbers] };
}

const MOST_FIELDS = 12;

/** Records with every one of the names as a field. */
export function withReservedFields(kind: Domain['kind']): Domain {
  const groups: string[][] = [];
  for (let start = 0; start < NAMES.length; start += MOST_FIELDS) {
    groups.push(NAMES.slice(start, start + MOST_FIELDS));
  }
  return domainOf(
    kind,
    groups.map((names, index) => {
      const noun = `thing ${String.fromCharCode(97 + index)}`;
      return searchable(entity(noun, `${noun}s`, fieldsNamed(names)));
    }),
  );
}

/** A kind of record for every one of the names, each referring to the one before it. */
export function withReservedRecords(kind: Domain['kind']): Domain {
  return domainOf(
    kind,
    NAMES.map((name, index) => {
      const before = NAMES[index - 1];
      return entity(name, plural(name), [
        field('title', text()),
        ...(before === undefined ? [] : [field(before, reference(before, 'cascade'), { optional: true })]),
      ]);
    }),
  );
}

/** Records that are called as what guards them, where people sign in. */
export function withGuardedRecords(): Domain {
  const nouns = ['owner', 'guard', 'caller', 'session', 'password', 'token', 'role'];
  const user = entity('user', 'users', [
    field('email', { kind: 'email' }),
    field('session', reference('session')),
  ]);
  return {
    ...domainOf('api', [user, ...nouns.map((noun) => entity(noun, plural(noun), [field('title', text())]))]),
    access: { people: 'user', login: 'email', passwordMin: 8, roles: [], permissions: [], owners: [] },
  };
}

function domainOf(kind: Domain['kind'], entities: Entity[]): Domain {
  return {
    version: 1,
    kind,
    name: 'reserved',
    title: 'Reserved',
    description: 'Names that mean something else.',
    entities,
    rules: [],
    access: null,
    claims: entities.flatMap(({ singular }, index) => [
      { requirement: `R${String(index + 1)}`, aspect: { kind: 'records' as const, entity: singular } },
    ]),
  };
}
