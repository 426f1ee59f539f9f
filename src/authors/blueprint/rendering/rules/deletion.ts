import type { Domain, Entity } from '../../domain/domain.js';
import { namesRecords, type Field } from '../../domain/field.js';
import { fieldName, filterName } from '../field-code.js';
import { quoted } from '../literal.js';
import { entityNames, sentenceCase, type EntityNames } from '../words.js';
import { check, scopeOf, type CheckView } from './check.js';
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
  /** Whether one of them may be met again in the same go. */
  readonly tracked: boolean;
  /** What one of them is called in code. */
  readonly each: string;
}

export interface DeletionView {
  /** What implements it, first of all what refuses. */
  readonly function: string;
  readonly checks: readonly CheckView[];
  readonly children: readonly ChildView[];
  /** Whether deletions of others need the present. */
  readonly passesNow: boolean;
  /** Whether it keeps in mind what is deleted in one go: records may refer to each other in a ring. */
  readonly tracks: boolean;
  readonly prose: readonly string[];
  /** The rules files that deletions of others come from. */
  readonly imports: readonly string[];
}

/** Whether deleting `entity` may come back, from record to record, to a kind that it came by. */
function reachesRing(domain: Domain, entity: Entity, path: readonly string[] = []): boolean {
  if (path.includes(entity.singular)) return true;
  return domain.entities.some(
    (child) =>
      child.fields.some(
        ({ type }) =>
          type.kind === 'reference' && type.onDelete === 'cascade' && type.entity === entity.singular,
      ) && reachesRing(domain, child, [...path, entity.singular]),
  );
}

/** Whether deleting the record that `field` names may come back to the one that has the field. */
export function isInRing(domain: Domain, entity: Entity, { type }: Field): boolean {
  if (type.kind !== 'reference' || type.onDelete !== 'cascade') return false;
  const reached = new Set<string>([entity.singular]);
  for (const singular of reached) {
    for (const child of domain.entities) {
      const goesWith = child.fields.some(
        (each) =>
          each.type.kind === 'reference' && each.type.onDelete === 'cascade' && each.type.entity === singular,
      );
      if (goesWith) reached.add(child.singular);
    }
  }
  return reached.has(type.entity);
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
              each:
                child.singular === entity.singular
                  ? 'child'
                  : entityNames(child.singular, child.plural).variable,
              onDelete: field.type.onDelete,
              tracked: field.type.onDelete === 'cascade' && reachesRing(domain, child),
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
    lines: refusing.flatMap((child) => [
      `if ((await repositories.${child.variables}.count({ ${child.filter}: ${names.variable}.id })) > 0) {`,
      `  throw conflict('${quoted(inUse(entity, child))}');`,
      '}',
    ]),
  });
  const guards = domain.rules.flatMap((rule) =>
    rule.kind === 'guard' && rule.entity === entity.singular && rule.on.action === 'delete'
      ? [deletionGuard(scope, rule)]
      : [],
  );
  const gone = children.filter(({ onDelete }) => onDelete === 'cascade').map(({ plural }) => plural);
  const clearing = children.filter(({ onDelete }) => onDelete === 'clear');
  const cleared = clearing.filter(({ isList }) => !isList).map(({ plural }) => plural);
  const listing = clearing.filter(({ isList }) => isList).map(({ plural }) => plural);
  return {
    function: refusing.length > 0 ? refuse.function : `delete${names.type}`,
    checks: [...(refusing.length > 0 ? [refuse] : []), ...guards],
    children,
    passesNow: children.some((child) => child.hasDeletion),
    tracks: reachesRing(domain, entity),
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
      .map((child) => `import { delete${child.type} } from '../${child.folder}/${child.file}-rules.js';`)
      .filter((line, index, all) => all.indexOf(line) === index),
  };
}

/** Whether a repository has to give all records of one parent: their deletion, or that of the parent, needs them. */
export function isWalked(entity: Entity): boolean {
  return entity.fields.some(({ type }) => namesRecords(type) && type.onDelete !== 'refuse');
}
