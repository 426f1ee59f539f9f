import type { Domain, Entity } from '../domain/domain.js';

function needed(domain: Domain, entity: Entity): readonly Entity[] {
  const names = entity.fields.flatMap((field) =>
    field.type.kind === 'reference' && !field.optional && field.type.entity !== entity.singular
      ? [field.type.entity]
      : [],
  );
  return domain.entities.filter((candidate) => names.includes(candidate.singular));
}

/** The entities that must exist before one of `entity` can, nearest last. Required references have no cycle. */
export function ancestorsOf(domain: Domain, entity: Entity): readonly Entity[] {
  const found: Entity[] = [];
  const visit = (current: Entity, path: readonly string[]): void => {
    for (const parent of needed(domain, current)) {
      if (path.includes(parent.singular)) continue;
      visit(parent, [...path, parent.singular]);
      if (!found.includes(parent)) found.push(parent);
    }
  };
  visit(entity, [entity.singular]);
  return found;
}

/** Parents before children. */
export function inCreationOrder(domain: Domain): readonly Entity[] {
  const order: Entity[] = [];
  for (const entity of domain.entities) {
    for (const each of [...ancestorsOf(domain, entity), entity]) {
      if (!order.includes(each)) order.push(each);
    }
  }
  return order;
}
