import type { Domain, Entity } from '../domain/domain.js';
import { tagOf } from './aspect-tags.js';
import { adminOf, rolesOf } from './completed-domain.js';
import { ancestorsOf } from './creation-order.js';
import { namesIn, recordId, signInRoute } from './domain-names.js';
import { fieldName, isNullable, requiredReferences } from './field-code.js';
import { literal } from './literal.js';
import { isRegistrationOpen, permissionFor } from './permissions.js';
import type { Samples, Value } from './samples.js';
import { samplesFor } from './settled-samples.js';
import { listed, snakeCase } from './words.js';

/** A password that tests and examples use; nothing that is delivered has one. */
export function samplePassword(domain: Domain): string {
  return 'correct horse battery staple'.padEnd(domain.access?.passwordMin ?? 0, '!');
}

function personId(index: number): string {
  return `00000000-0000-4000-a000-${String(index + 1).padStart(12, '0')}`;
}

/** Values of a person's fields that no other person of the tests has. */
function personRecord(
  entity: Entity,
  samples: Samples,
  number: number,
  login: string,
  role: string | undefined,
) {
  const valueOf = (field: Entity['fields'][number]): Value => {
    if (field.words === 'role' && role !== undefined) return role;
    if (field.words === login) return `signed-in-${String(number)}@example.com`;
    if (samples.isUnique(field)) return samples.nth(field, number);
    return field.type.kind === 'reference' && isNullable(field) ? null : samples.value(field);
  };
  return entity.fields
    .filter((field) => field.type.kind !== 'reference' || isNullable(field))
    .map((field) => `${fieldName(field)}: ${literal(valueOf(field))}`)
    .join(', ');
}

/** The references that a record cannot be without, as the code that creates the first person names them. */
function parentsOf(domain: Domain, entity: Entity) {
  return requiredReferences(entity).map(({ name, entity: named }) => ({
    field: name,
    variable: namesIn(domain, named).variable,
  }));
}

/** How many records of the entity the tests' own people are, or need. */
export function seedsOf(domain: Domain, entity: Entity): number {
  const people = domain.entities.find(({ singular }) => singular === domain.access?.people);
  if (people === undefined) return 0;
  if (people === entity) return Math.max(1, rolesOf(domain).length);
  return ancestorsOf(domain, people).includes(entity) ? 1 : 0;
}

/** Whether anybody may delete records of the kind in any state that they are in. */
function isDeletable(domain: Domain, { singular }: Entity): boolean {
  const { signedIn, owner, roles } = permissionFor(domain, singular, 'delete');
  return !isGuarded(domain, singular) && (signedIn || owner || roles.length > 0);
}

/** The same of somebody who owns none of them. */
function isDeletableByOthers(domain: Domain, { singular }: Entity): boolean {
  const { signedIn, roles } = permissionFor(domain, singular, 'delete');
  return !isGuarded(domain, singular) && (signedIn || roles.length > 0);
}

/** Does a rule of the brief refuse some deletions? */
function isGuarded(domain: Domain, singular: string): boolean {
  return domain.rules.some(
    (rule) => rule.kind === 'guard' && rule.entity === singular && rule.on.action === 'delete',
  );
}

/** What signing in is to the templates; undefined: nobody signs in. `domain` is a completed one. */
export function accessView(domain: Domain) {
  const { access } = domain;
  const entity = domain.entities.find(({ singular }) => singular === access?.people);
  if (access === null || entity === undefined) return undefined;
  const people = namesIn(domain, entity.singular);
  const roles = rolesOf(domain);
  const admin = adminOf(roles);
  const samples = samplesFor(domain, entity);
  const login = entity.fields.find(({ words }) => words === access.login);
  const actors = roles.length === 0 ? [undefined] : roles;
  const isOpen = isRegistrationOpen(domain);
  const parents = ancestorsOf(domain, entity).map((parent) => ({
    ...namesIn(domain, parent.singular),
    references: parentsOf(domain, parent),
  }));
  return {
    people,
    login: login === undefined ? 'email' : fieldName(login),
    passwordMin: access.passwordMin,
    tooShort: literal('x'.repeat(access.passwordMin - 1)),
    password: literal(samplePassword(domain)),
    roles,
    roleUnion: roles.map((role) => literal(role)).join(' | '),
    roleList: literal(roles),
    admin: literal(admin ?? null),
    /** Of the tests' own people, the one who is an administrator. */
    adminId: personId(Math.max(0, roles.indexOf(admin ?? ''))),
    adminName: admin ?? '',
    /** The role of whoever registers. */
    newcomer: literal(roles[0] ?? null),
    /** A role that is not the administrators'. */
    ordinary: literal(roles.find((role) => role !== admin) ?? null),
    isOpen,
    /** What is read and listed without signing in, in prose; empty: nothing. */
    openlyRead: listed(
      domain.entities
        .filter(({ singular }) => permissionFor(domain, singular, 'read').anyone)
        .map(({ plural }) => plural),
      'and',
    ),
    isDeletable: isDeletable(domain, entity),
    /** Records of the tests' own people that take them along when they are deleted. */
    takenAlongWith: entity.fields.flatMap((field) => {
      const { type } = field;
      if (type.kind !== 'reference' || type.onDelete !== 'cascade' || isNullable(field)) return [];
      const named = domain.entities.find(({ singular }) => singular === type.entity);
      return named === undefined || named === entity || !isDeletableByOthers(domain, named)
        ? []
        : [{ ...namesIn(domain, named.singular), recordId: recordId(domain, named.singular) }];
    }),
    /** What has to be there before one of the people can be, each after what it needs itself. */
    parents,
    references: parentsOf(domain, entity),
    /** Whether someone has to be there before anyone else can do everything: what people belong to nobody else can create. */
    hasFirst: !isOpen || roles.length > 0 || parents.length > 0,
    firstSetting: roles.length > 0 ? 'FIRST_ADMIN' : 'FIRST_PERSON',
    firstNoun:
      roles.length > 0
        ? `the first ${snakeCase(admin ?? '').replaceAll('_', ' ')}`
        : `the first ${entity.singular}`,
    route: signInRoute(domain.entities),
    /** People that the tests ask as: the ordinary one first, then one of each further role. */
    actors: actors.map((role, index) => ({
      key: literal(role ?? 'anyone'),
      id: personId(index),
      record: personRecord(entity, samples, index + 1, access.login, role),
    })),
    referenceIds: requiredReferences(entity).map(({ name, entity: named }) => ({
      name,
      id: recordId(domain, named),
    })),
    fieldsCall:
      ancestorsOf(domain, entity).length > 0
        ? `await ${people.variable}Fields(harness, `
        : `${people.variable}Fields(`,
    tag: tagOf(domain, { kind: 'sign-in' }),
  };
}

export type AccessView = NonNullable<ReturnType<typeof accessView>>;
