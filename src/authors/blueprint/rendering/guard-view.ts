import { ACTIONS, type Action } from '../domain/access.js';
import type { Domain, Entity } from '../domain/domain.js';
import { namesRecords } from '../domain/field.js';
import { tagOf } from './aspect-tags.js';
import { rolesOf } from './completed-domain.js';
import { namesIn } from './domain-names.js';
import { changeableTo } from './feasible.js';
import { fieldName, isList, isNullable } from './field-code.js';
import { literal } from './literal.js';
import { isRegistrationOpen, ownerPath, permissionFor, type EffectivePermission } from './permissions.js';
import type { Samples } from './samples.js';
import { camelCase, listed, type EntityNames } from './words.js';

export interface OwnerStep {
  /** The reference field that is followed. */
  readonly field: string;
  readonly nullable: boolean;
  readonly target: EntityNames;
  /** Variable of the record that has the field, and of the one that it names. */
  readonly from: string;
  readonly to: string;
}

function ownerSteps(domain: Domain, entity: Entity, path: readonly string[]): readonly OwnerStep[] {
  const steps: OwnerStep[] = [];
  let current: Entity | undefined = entity;
  let from = namesIn(domain, entity.singular).variable;
  for (const words of path) {
    const field: Entity['fields'][number] | undefined = current?.fields.find((each) => each.words === words);
    if (field?.type.kind !== 'reference')
      throw new Error(`"${words}" leads to no owner of ${entity.plural}.`);
    const named: string = field.type.entity;
    const to = `${camelCase(words)}Found`;
    steps.push({
      field: fieldName(field),
      nullable: isNullable(field),
      target: namesIn(domain, named),
      from,
      to,
    });
    from = to;
    current = domain.entities.find(({ singular }) => singular === named);
  }
  return steps;
}

/** What makes a record of the tests belong to the person whose id `id` is, as source. */
function ownedFields(steps: readonly OwnerStep[], id: string): string {
  const [step, ...rest] = steps;
  if (step === undefined) return '{}';
  if (rest.length === 0) return `{ ${step.field}: ${id} }`;
  return `{ ${step.field}: (await create${step.target.type}(harness, ${ownedFields(rest, id)})).id }`;
}

/** The id of the person, in SQL: `where('petId', 'in', pets of the person)`. */
function ownedSql(steps: readonly OwnerStep[], id: string): string {
  const [step, ...rest] = steps;
  if (step === undefined) return `'id', '=', ${id}`;
  if (rest.length === 0) return `'${step.field}', '=', ${id}`;
  return `'${step.field}', 'in', database.selectFrom('${step.target.tableKey}').select('id').where(${ownedSql(rest, id)})`;
}

/** The id of the person that a record in memory belongs to. */
function ownedInMemory(steps: readonly OwnerStep[], variable: string): string {
  const [first, ...rest] = steps;
  if (first === undefined) return `${variable}.id`;
  let expression = `${variable}.${first.field}`;
  let mayBeAbsent = first.nullable;
  let holder = first.target;
  for (const step of rest) {
    expression = `${holder.variables}.get(${expression}${mayBeAbsent ? " ?? ''" : ''})?.${step.field}`;
    mayBeAbsent = true;
    holder = step.target;
  }
  return expression;
}

function permissionCode({ signedIn, owner, roles }: EffectivePermission, hasRoles: boolean): string {
  const named = hasRoles ? `, roles: ${literal(roles)}` : '';
  return `{ signedIn: ${String(signedIn)}, owner: ${String(owner)}${named} }`;
}

function allowedProse(entity: Entity, permission: EffectivePermission): string {
  if (permission.anyone) return 'anyone, signed in or not';
  if (permission.signedIn) return 'everyone who is signed in';
  const who = [
    ...(permission.owner ? [`the one whose ${entity.singular} it is`] : []),
    ...permission.roles.map((role) => `people with the role ${role}`),
  ];
  return who.length === 0 ? 'nobody' : listed(who, 'and');
}

/** Who tests do something as: the ordinary person, someone of a role, or whoever owns the record. */
function actorFor(permission: EffectivePermission, roles: readonly string[]): string {
  const [ordinary] = roles;
  if (permission.signedIn) return 'anyone';
  if (ordinary !== undefined && permission.roles.includes(ordinary)) return 'anyone';
  return permission.roles[0] ?? (permission.owner ? 'owner' : 'anyone');
}

const VERBS: Readonly<Record<Action, string>> = {
  create: 'created',
  read: 'read and listed',
  change: 'changed',
  delete: 'deleted',
};

/** What guards the records of one kind; undefined: nobody signs in. `domain` is a completed one. */
export function guardView(domain: Domain, entity: Entity, samples: Samples) {
  const { access } = domain;
  if (access === null) return undefined;
  const names = namesIn(domain, entity.singular);
  const roles = rolesOf(domain);
  const isPeople = entity.singular === access.people;
  const isOpen = isPeople && isRegistrationOpen(domain);
  const path = ownerPath(domain, entity.singular);
  const steps = path === undefined ? [] : ownerSteps(domain, entity, path);
  const permissions = ACTIONS.map((action) => ({
    action,
    permission: permissionFor(domain, entity.singular, action),
  }));
  const of = (action: Action): EffectivePermission => permissionFor(domain, entity.singular, action);
  const read = of('read');
  const change = of('change');
  const named = (words: readonly string[]): string[] =>
    entity.fields.filter((field) => words.includes(field.words)).map(fieldName);
  const changeable = entity.fields.filter(
    (field) => field.set === 'client' && !namesRecords(field.type) && !samples.isUnique(field),
  );
  const pick = (isAllowed: boolean) =>
    changeable.filter(
      (field) =>
        (change.fields === null || change.fields.includes(field.words)) === isAllowed &&
        literal(samples.value(field)) !== literal(samples.value(field, 1)),
    );
  // Whoever may make the change makes one that no rule refuses.
  const [allowed = []] = pick(true).flatMap((field) => {
    const value = changeableTo(domain, entity, field, [samples.value(field, 1)]);
    return value === undefined ? [] : [[`${fieldName(field)}: ${literal(value)}`]];
  });
  const [refused] = pick(false).map((field) => [`${fieldName(field)}: ${literal(samples.value(field, 1))}`]);
  // Forms send all that they show: a list that is as it was is no change, whoever may change it.
  const shown = entity.fields.filter(
    (field) => field.set === 'client' && isList(field) && change.fields?.includes(field.words) === false,
  );
  const ownerChange = [
    ...allowed,
    ...shown.map((field) => `${fieldName(field)}: record.${fieldName(field)}`),
  ];
  const [first] = steps;
  return {
    name: `${names.variable}Guard`,
    ownerOf: `ownerOf${names.type}`,
    hasOwner: path !== undefined,
    steps,
    lastStep: steps.at(-1),
    isPeople,
    /** Whether anybody may create one: people register. */
    isOpen,
    /** Whether they are read and listed without signing in. */
    isReadOpen: read.anyone,
    permissions: permissions.map(({ action, permission }) => ({
      action,
      isForAll: permission.signedIn,
      code: permissionCode(permission, roles.length > 0),
      actor: actorFor(permission, roles),
      prose: `${names.plural} are ${VERBS[action]} by ${isOpen && action === 'create' ? 'anyone: people register' : allowedProse(entity, permission)}${
        action === 'change' && permission.fields !== null && permission.owner
          ? `; the former changes ${listed(
              named(permission.fields).map((name) => `\`${name}\``),
              'and',
            )} only`
          : ''
      }`,
    })),
    ownerFields: change.fields === null ? 'null' : literal(named(change.fields)),
    /** Whether a list shows some people their own records only. */
    listsOwn: read.owner && !read.signedIn,
    ownedSql: ownedSql(steps, 'filter.ownedBy'),
    ownedInMemory: ownedInMemory(steps, names.variable),
    /** Further maps that the twin in memory looks into. */
    maps: steps
      .slice(0, -1)
      .map(({ target }) => target)
      .filter(({ variables }, index, all) => all.findIndex((each) => each.variables === variables) === index),
    ownedFields: ownedFields(steps, 'owner.id'),
    mine: ownedFields(steps, 'harness.me'),
    /** What a query names to ask for the records of one owner. */
    firstField: first?.field,
    sampleTargets: steps.slice(0, -1).map(({ target }) => target),
    tests: permissionTests(domain, entity, roles, path !== undefined, {
      allowed: object(allowed),
      byOwner: object(ownerChange),
      refused: refused === undefined ? undefined : object(refused),
    }),
  };
}

/** The source of an object with these members. */
function object(members: readonly string[]): string {
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

/** Changes as the tests make them, as source. */
interface TestedChanges {
  readonly allowed: string;
  /** What the owner sends who changes what is allowed: `record` is the record as it was. */
  readonly byOwner: string;
  /** What an owner may not change. */
  readonly refused: string | undefined;
}

const SEES: Readonly<Record<Action, string>> = {
  create: 'create one',
  read: 'read and list them',
  change: 'change one',
  delete: 'delete one',
};

/** What shows who may do what: for each action someone who may, and everybody who may not. */
function permissionTests(
  domain: Domain,
  entity: Entity,
  roles: readonly string[],
  hasOwner: boolean,
  changes: TestedChanges,
) {
  const { access } = domain;
  const isOpen = entity.singular === access?.people && isRegistrationOpen(domain);
  const of = (action: Action): EffectivePermission => permissionFor(domain, entity.singular, action);
  const readable = of('read');
  return ACTIONS.map((action) => {
    const permission = of(action);
    const others = roles.filter((role) => !permission.roles.includes(role));
    const isRestricted = !permission.signedIn && !(isOpen && action === 'create');
    // Where a foreign record may not be read either, it is not even said to be there.
    const stranger = others[0] ?? 'anyone';
    const mayRead = readable.signedIn || readable.roles.includes(stranger);
    const mayAsKind = permission.owner || (action !== 'read' && readable.owner);
    const refusal = action === 'create' || mayRead || !mayAsKind ? 'forbidden' : 'not-found';
    return {
      action,
      tag: tagOf(domain, { kind: 'permission', entity: entity.singular, action }),
      isOpen: isOpen && action === 'create',
      isReadOpen: permission.anyone && action === 'read',
      isRestricted,
      owner: permission.owner && hasOwner,
      roles: permission.roles.map((role) => literal(role)),
      /** Someone signed in who neither owns the record nor has a role that may. */
      hasStranger: roles.length === 0 || others.length > 0,
      strangerGiven: roles.length === 0 ? '' : `, { role: ${literal(stranger)} }`,
      title:
        isOpen && action === 'create'
          ? `lets anyone register`
          : `lets ${allowedProse(entity, permission)} ${SEES[action]}${permission.anyone ? '' : ', and nobody else'}`,
      refusal: literal(refusal),
      change: changes.allowed,
      ownerChange: changes.byOwner,
      refusedChange: permission.fields === null || !permission.owner ? undefined : changes.refused,
    };
  });
}
