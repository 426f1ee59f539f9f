import type { Domain, Entity } from '../domain/domain.js';
import { tagOf } from './aspect-tags.js';
import { entityView, type EntityView } from './entity-view.js';
import { fieldName } from './field-code.js';
import { Samples } from './samples.js';

/** What JSON has for a field. */
type JsonValue = string | number | boolean | null | string[];

/** An entity with what it takes to keep one of its records: those that it refers to, each after those that it needs. */
export type PlacedEntity = EntityView & {
  readonly ancestors: readonly EntityView[];
  readonly neededRepositories: string;
};

/** Everything that templates can name. */
export interface ProjectView {
  readonly project: {
    readonly name: string;
    readonly title: string;
    readonly description: string;
    readonly hasSerial: boolean;
    readonly examples: readonly string[];
    readonly tags: Readonly<Record<'health' | 'documentation' | 'persistence' | 'problems', string>>;
  };
  /** In the order of the brief. */
  readonly entities: readonly PlacedEntity[];
  /** In the order in which their tables can be created. */
  readonly creationOrder: readonly PlacedEntity[];
  /** In the order of their folders, as imports are sorted. */
  readonly importOrder: readonly PlacedEntity[];
}

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

/** A valid body of a POST that refers to nothing, for the README and for the proof recipe. */
export function exampleBody(domain: Domain, entity: Entity): Record<string, JsonValue> {
  const samples = new Samples(entity, domain.rules);
  return Object.fromEntries(
    entity.fields
      .filter((field) => !field.optional && field.default === null && field.set !== 'system')
      .map((field) => {
        const value = samples.value(field);
        return [fieldName(field), typeof value === 'object' && value !== null ? [...value] : value];
      }),
  );
}

function examplesOf(domain: Domain, order: readonly Entity[], route: string): readonly string[] {
  const first = order[0];
  if (first === undefined) return [];
  // A quote inside single quotes would end them for the shell.
  const body = JSON.stringify(exampleBody(domain, first)).replaceAll("'", "'\\''");
  const address = `http://127.0.0.1:3000${route}`;
  return [
    `curl -X POST ${address} -H 'content-type: application/json' -d '${body}'`,
    `curl '${address}?limit=5'`,
  ];
}

export function projectView(domain: Domain): ProjectView {
  const views = new Map(domain.entities.map((entity) => [entity.singular, entityView(domain, entity)]));
  const viewsOf = (entities: readonly Entity[]): EntityView[] =>
    entities.flatMap((entity) => {
      const view = views.get(entity.singular);
      return view === undefined ? [] : [view];
    });
  const place = (entity: Entity): PlacedEntity[] =>
    viewsOf([entity]).map((view) => {
      const ancestors = viewsOf(ancestorsOf(domain, entity));
      return {
        ...view,
        ancestors,
        neededRepositories: [...ancestors, view].map((one) => one.variables).join(', '),
      };
    });
  const entities = domain.entities.flatMap(place);
  const order = inCreationOrder(domain);
  return {
    project: {
      name: domain.name,
      title: domain.title,
      description: domain.description,
      hasSerial: entities.some((entity) => entity.needsSerial),
      examples: examplesOf(domain, order, viewsOf(order)[0]?.route ?? ''),
      tags: {
        health: tagOf(domain, { kind: 'health' }),
        documentation: tagOf(domain, { kind: 'documentation' }),
        persistence: tagOf(domain, { kind: 'persistence' }),
        problems: tagOf(domain, { kind: 'problems' }),
      },
    },
    entities,
    creationOrder: order.flatMap(place),
    importOrder: [...entities].sort((a, b) => (a.folder < b.folder ? -1 : 1)),
  };
}
