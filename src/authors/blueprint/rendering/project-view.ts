import type { Domain, Entity } from '../domain/domain.js';
import { tagOf } from './aspect-tags.js';
import { entityView, type EntityView } from './entity-view.js';
import { apiExamples, commandExamples, libraryExample, type CommandExample } from './examples.js';
import { queryCode } from './field-code.js';

/** An entity with what it takes to keep one of its records: those that it refers to, each after those that it needs. */
export type PlacedEntity = EntityView & {
  readonly ancestors: readonly EntityView[];
  readonly neededRepositories: string;
};

/** Everything that templates can name. */
export interface ProjectView {
  readonly project: {
    readonly kind: Domain['kind'];
    readonly name: string;
    readonly title: string;
    readonly description: string;
    readonly hasSerial: boolean;
    /** How a number in a query is read, as source. */
    readonly numberInQuery: string;
    readonly examples: readonly string[];
    /** Source of a program that uses the package. */
    readonly example: string;
    readonly commands: readonly CommandExample[];
    /** The environment variable that names the file of a command-line program. */
    readonly fileVariable: string;
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
  const [first] = order;
  return {
    project: {
      kind: domain.kind,
      name: domain.name,
      title: domain.title,
      description: domain.description,
      hasSerial: entities.some((entity) => entity.needsSerial),
      numberInQuery: queryCode(domain.kind).number,
      examples: first === undefined ? [] : apiExamples(domain, first),
      example: first === undefined ? '' : libraryExample(domain, first),
      commands: first === undefined ? [] : commandExamples(domain, first),
      fileVariable: `${domain.name.toUpperCase().replaceAll('-', '_')}_FILE`,
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

/** The first entity that is created, which needs no other. */
export function firstCreated(
  domain: Domain,
  view: ProjectView,
): { readonly entity: Entity; readonly placed: PlacedEntity } {
  const [entity] = inCreationOrder(domain);
  const [placed] = view.creationOrder;
  if (entity === undefined || placed === undefined) throw new Error('a domain has at least one entity');
  return { entity, placed };
}
