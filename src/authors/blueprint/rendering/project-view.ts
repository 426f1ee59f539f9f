import type { Domain, Entity } from '../domain/domain.js';
import { accessExamples, firstPersonExample, firstRecord } from './access-examples.js';
import { accessView, type AccessView } from './access-view.js';
import { tagOf } from './aspect-tags.js';
import { completedDomain } from './completed-domain.js';
import { ancestorsOf, inCreationOrder } from './creation-order.js';
import { entityView, type EntityView } from './entity-view.js';
import { apiExamples, commandExamples, libraryExample, type CommandExample } from './examples.js';
import { isDeferred } from './rules/deletion.js';

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
    /** Whether the database looks at some references only when all of a deletion is done. */
    readonly defers: boolean;
    readonly hasSerial: boolean;
    readonly hasSerialCodes: boolean;
    /** Whether anything asks for the day or the time that it is. */
    readonly hasCalendar: boolean;
    /** Whether rules reckon with days and moments. */
    readonly reckons: boolean;
    readonly needsTimeOf: boolean;
    /** Whether requests give moments, in any form. */
    readonly takesMoments: boolean;
    readonly examples: readonly string[];
    /** Source of a program that uses the package. */
    readonly example: string;
    readonly commands: readonly CommandExample[];
    /** The environment variable that names the file of a command-line program. */
    readonly fileVariable: string;
    /** What the first person can be made from, as JSON for a shell. */
    readonly firstBody: string;
    /** The same with a password, as source. */
    readonly firstRecord: string;
    /** Functions that say whom a record belongs to, for an import. */
    readonly ownerFunctions: string;
    readonly tags: Readonly<Record<'health' | 'documentation' | 'persistence' | 'problems', string>>;
  };
  /** Undefined: nobody signs in. */
  readonly access: (AccessView & { readonly ancestors: readonly EntityView[] }) | undefined;
  /** In the order of the brief. */
  readonly entities: readonly PlacedEntity[];
  /** In the order in which their tables can be created. */
  readonly creationOrder: readonly PlacedEntity[];
  /** In the order of their folders, as imports are sorted. */
  readonly importOrder: readonly PlacedEntity[];
}

export function projectView(given: Domain): ProjectView {
  const domain = completedDomain(given);
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
  const access = accessView(domain);
  const people = domain.entities.find(({ singular }) => singular === domain.access?.people);
  const ancestors = people === undefined ? [] : viewsOf(ancestorsOf(domain, people));
  return {
    project: {
      kind: domain.kind,
      name: domain.name,
      title: domain.title,
      description: domain.description,
      defers: domain.entities.some((entity) =>
        entity.fields.some((field) => isDeferred(domain, entity, field)),
      ),
      hasSerial: entities.some((entity) => entity.needsSerial),
      hasSerialCodes: entities.some(({ fields }) =>
        fields.some(({ sample }) => sample.startsWith('nextCode(')),
      ),
      hasCalendar: entities.some(({ calendar, rules }) => calendar !== '' || rules.calendar !== ''),
      reckons: entities.some(({ rules }) => rules.calendar !== ''),
      needsTimeOf: entities.some(({ calendar }) => calendar.includes('timeOf')),
      takesMoments: entities.some(({ valueSchemas }) => valueSchemas.includes('utcMoment')),
      examples:
        first === undefined
          ? []
          : access === undefined || people === undefined
            ? apiExamples(domain, first)
            : accessExamples(domain, people, access),
      example: first === undefined ? '' : libraryExample(domain, first),
      commands: first === undefined ? [] : commandExamples(domain, first),
      fileVariable: `${domain.name.toUpperCase().replaceAll('-', '_')}_FILE`,
      firstBody: people === undefined ? '' : firstPersonExample(domain, people),
      firstRecord: people === undefined ? '' : JSON.stringify(firstRecord(domain, people)),
      ownerFunctions: entities
        .flatMap(({ guard }) => (guard?.hasOwner === true ? [guard.ownerOf] : []))
        .sort()
        .join(', '),
      tags: {
        health: tagOf(domain, { kind: 'health' }),
        documentation: tagOf(domain, { kind: 'documentation' }),
        persistence: tagOf(domain, { kind: 'persistence' }),
        problems: tagOf(domain, { kind: 'problems' }),
      },
    },
    access: access === undefined ? undefined : { ...access, ancestors },
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
