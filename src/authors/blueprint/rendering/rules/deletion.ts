import type { Domain, Entity } from '../../domain/domain.js';
import { namesRecords, type Field } from '../../domain/field.js';
import { goTogether, isGathered, kindsGoingWith } from '../../scenarios/going-along.js';
import { fieldName, filterName } from '../field-code.js';
import { quoted } from '../literal.js';
import { entityNames, sentenceCase, type EntityNames } from '../words.js';
import { check, scopeOf, type CheckView, type RuleImport } from './check.js';
import { deletionGuard } from './guards.js';

/** Records of another kind that a reference field binds to the one that is deleted. */
export interface ChildView extends EntityNames {
  readonly field: string;
  /** What finds those that name it. */
  readonly filter: string;
  /** The field names several. */
  readonly isList: boolean;
  readonly onDelete: 'refuse' | 'cascade' | 'clear';
  /** Whether deleting one of them is more than taking it out of its repository. */
  readonly hasDeletion: boolean;
  /** Whether to find what goes with one of them takes looking anything up. */
  readonly gatherAwaits: boolean;
  /** What one of them is called in code. */
  readonly each: string;
}

export interface DeletionView {
  /** What implements it, first of all what refuses. */
  readonly function: string;
  /** What keeps one that others refer to, and what rules of the brief say of deleting one. */
  readonly used: readonly CheckView[];
  readonly guards: readonly CheckView[];
  readonly children: readonly ChildView[];
  /** Whether deletions of others need the present. */
  readonly passesNow: boolean;
  /** Whether all that goes is found before any of it is deleted: some of it could stand in the way of the rest. */
  readonly gathers: boolean;
  /** Whether to find all that goes takes looking anything up. */
  readonly gatherAwaits: boolean;
  /** Whether people who sign in go along. */
  readonly takesPeople: boolean;
  readonly prose: readonly string[];
  /** Deletions of others. */
  readonly imports: readonly RuleImport[];
}

function gatherAwaits(domain: Domain, singular: string): boolean {
  return (
    kindsGoingWith(domain, singular).size > 0 ||
    domain.rules.some(
      (rule) =>
        rule.kind === 'guard' &&
        rule.entity === singular &&
        rule.on.action === 'delete' &&
        rule.conditions.some(({ via, kind }) => via !== null || kind === 'count'),
    )
  );
}

function childrenOf(domain: Domain, entity: Entity, seen: readonly string[]): readonly ChildView[] {
  return domain.entities.flatMap((child) =>
    child.fields.flatMap((field) =>
      namesRecords(field.type) && field.type.entity === entity.singular
        ? [
            {
              ...entityNames(child.singular, child.plural),
              field: fieldName(field),
              filter: filterName(child, field),
              isList: field.type.kind === 'references',
              gatherAwaits: gatherAwaits(domain, child.singular),
              each:
                child.singular === entity.singular
                  ? 'child'
                  : entityNames(child.singular, child.plural).variable,
              onDelete: field.type.onDelete,
              hasDeletion:
                field.type.onDelete === 'cascade' &&
                (child.singular === entity.singular ||
                  hasDeletion(domain, child, [...seen, entity.singular])),
            },
          ]
        : [],
    ),
  );
}

/** Whether deleting one is more than taking it out of its repository. */
function hasDeletion(domain: Domain, entity: Entity, seen: readonly string[] = []): boolean {
  return (
    seen.includes(entity.singular) ||
    childrenOf(domain, entity, seen).length > 0 ||
    domain.rules.some(
      (rule) => rule.kind === 'guard' && rule.entity === entity.singular && rule.on.action === 'delete',
    )
  );
}

function inUse({ singular }: Entity, { plural, isList }: ChildView): string {
  return isList
    ? `There are ${plural} that name this ${singular}; take it off those first.`
    : `This ${singular} still has ${plural}; delete those first.`;
}

/** The statements that refuse to delete a record that such others name; those that go with it do not stand in the way. */
function refusal(domain: Domain, entity: Entity, child: ChildView): readonly string[] {
  const { variable } = entityNames(entity.singular, entity.plural);
  const named = `{ ${child.filter}: ${variable}.id }`;
  const message = `throw conflict('${quoted(inUse(entity, child))}');`;
  if (!goTogether(domain, entity.singular, child.singular))
    return [`if ((await repositories.${child.variables}.count(${named})) > 0) {`, `  ${message}`, '}'];
  return [
    `for (const { id } of await repositories.${child.variables}.all(${named})) {`,
    `  if (!going.has(id)) ${message}`,
    '}',
  ];
}

/** How records of the entity are deleted; undefined: nothing is bound to them. */
export function deletionOf(domain: Domain, entity: Entity): DeletionView | undefined {
  if (!hasDeletion(domain, entity)) return undefined;
  const scope = scopeOf(domain, entity);
  const { names } = scope;
  const children = childrenOf(domain, entity, []);
  const refusing = children.filter(({ onDelete }) => onDelete === 'refuse');
  const refuse = check({
    function: `refuseDeletingUsed${names.type}`,
    doc: `${sentenceCase(names.aSingular)} that others refer to is not deleted.`,
    lines: refusing.flatMap((child) => refusal(domain, entity, child)),
  });
  const guards = domain.rules.flatMap((rule) =>
    rule.kind === 'guard' && rule.entity === entity.singular && rule.on.action === 'delete'
      ? [deletionGuard(scope, rule)]
      : [],
  );
  const gathers = isGathered(domain, entity.singular);
  const people = domain.access?.people ?? '';
  const gone = children.filter(({ onDelete }) => onDelete === 'cascade').map(({ plural }) => plural);
  const clearing = children.filter(({ onDelete }) => onDelete === 'clear');
  const cleared = clearing.filter(({ isList }) => !isList).map(({ plural }) => plural);
  const listing = clearing.filter(({ isList }) => isList).map(({ plural }) => plural);
  return {
    function: refusing.length > 0 ? refuse.function : `delete${names.type}`,
    used: refusing.length > 0 ? [refuse] : [],
    guards,
    children,
    passesNow: children.some((child) => child.hasDeletion),
    gathers,
    gatherAwaits: gatherAwaits(domain, entity.singular),
    takesPeople: gathers
      ? kindsGoingWith(domain, entity.singular).has(people)
      : children.some((child) => child.onDelete === 'cascade' && child.singular === people),
    prose: [
      ...(refusing.length > 0 ? [refuse.doc] : []),
      ...guards.map(({ doc }) => doc),
      ...(gone.length > 0 ? [`Deleting ${names.aSingular} deletes its ${gone.join(' and ')}.`] : []),
      ...(cleared.length > 0
        ? [`Deleting ${names.aSingular} leaves its ${cleared.join(' and ')} without one.`]
        : []),
      ...(listing.length > 0
        ? [`Deleting ${names.aSingular} takes it off the ${listing.join(' and ')} that name it.`]
        : []),
    ],
    imports: children
      .filter((child) => child.hasDeletion && child.singular !== entity.singular)
      .map((child) => ({ name: `${gathers ? 'gather' : 'delete'}${child.type}`, of: child })),
  };
}

/** Whether a repository has to give all records of one parent: their deletion, or that of the parent, needs them. */
export function isWalked(domain: Domain, entity: Entity): boolean {
  return entity.fields.some(
    ({ type }) =>
      namesRecords(type) && (type.onDelete !== 'refuse' || goTogether(domain, entity.singular, type.entity)),
  );
}

/** Whether the record may go with the one that its `field` names, in any order: the database waits for the last of them. */
export function isDeferred(domain: Domain, entity: Entity, { type }: Field): boolean {
  return type.kind === 'reference' && goTogether(domain, entity.singular, type.entity);
}
