import type { Binding } from '../../../protocol/plan.js';
import type { Analysis } from '../../../protocol/analysis.js';
import type { Aspect } from '../domain/aspect.js';
import type { Domain } from '../domain/domain.js';
import { testOf, type Place } from './kinds/kind-blueprint.js';
import { KINDS } from './kinds/kinds.js';
import { projectView, type PlacedEntity, type ProjectView } from '../rendering/project-view.js';

function inEntity(entity: PlacedEntity, file: string, symbol: string): Place {
  return {
    path: `src/${entity.folder}/${file}.ts`,
    symbol,
    test: testOf(entity),
  };
}

function placesOf(domain: Domain, view: ProjectView, aspect: Aspect): readonly Place[] {
  const entityNamed = (singular: string): PlacedEntity | undefined =>
    view.entities.find((entity) => entity.singular === singular);
  switch (aspect.kind) {
    case 'documentation':
    case 'health':
    case 'persistence':
    case 'problems': {
      const place = KINDS[domain.kind].place(aspect.kind);
      return place === undefined ? [] : [place];
    }
    case 'rule': {
      const rule = domain.rules.find(({ id }) => id === aspect.rule);
      const entity = rule === undefined ? undefined : entityNamed(rule.entity);
      const symbol = entity?.rules.symbols.get(aspect.rule);
      return entity === undefined || symbol === undefined
        ? []
        : [inEntity(entity, `${entity.file}-rules`, symbol)];
    }
    case 'sign-in':
      return [
        {
          path: 'src/access/session-service.ts',
          symbol: 'createSessionService',
          test: 'test/access/sign-in.test.ts',
        },
        {
          path: 'src/access/authentication.ts',
          symbol: 'requireSignIn',
          test: 'test/access/sign-in.test.ts',
        },
      ];
    default: {
      const entity = entityNamed(aspect.entity);
      return entity === undefined ? [] : entityPlaces(entity, aspect);
    }
  }
}

function entityPlaces(entity: PlacedEntity, aspect: Extract<Aspect, { entity: string }>): readonly Place[] {
  switch (aspect.kind) {
    case 'records':
      return [inEntity(entity, `${entity.file}-service`, `create${entity.type}Service`)];
    case 'limit':
    case 'required':
    case 'optional':
    case 'form':
    case 'default':
      return [inEntity(entity, `${entity.file}-schema`, `new${entity.type}Schema`)];
    case 'reference':
      return entity.rules.checks.flatMap((check) =>
        check.reference === aspect.field ? [inEntity(entity, `${entity.file}-rules`, check.function)] : [],
      );
    case 'filter':
    case 'search':
    case 'pagination':
      return [inEntity(entity, `sqlite-${entity.file}-repository`, `sqlite${entity.types}`)];
    case 'range':
    case 'sort':
      return [
        {
          ...inEntity(entity, `sqlite-${entity.file}-repository`, `sqlite${entity.types}`),
          test: `test/${entity.folder}/${entity.file}-lists.test.ts`,
        },
      ];
    case 'fixed':
      return entity.fields.some((field) => field.words === aspect.field && field.givenOnce)
        ? [inEntity(entity, `${entity.file}-service`, `create${entity.type}Service`)]
        : [
            inEntity(entity, `${entity.file}-schema`, `${entity.variable}ChangesSchema`),
            inEntity(entity, `${entity.file}-schema`, `new${entity.type}Schema`),
          ];
    case 'deletion':
      return entity.rules.deletion === undefined
        ? []
        : [inEntity(entity, `${entity.file}-rules`, entity.rules.deletion.function)];
    case 'permission': {
      const test = `test/${entity.folder}/${entity.file}-permissions.test.ts`;
      const { guard } = entity;
      const permission = guard?.permissions.find(({ action }) => action === aspect.action);
      if (guard === undefined || permission === undefined) return [];
      // No guard is asked about what is open to anyone; of what is open to all who sign in, signing in alone decides.
      if (aspect.action === 'read' && guard.isReadOpen)
        return [{ ...inEntity(entity, `${entity.file}-routes`, `${entity.variable}Routes`), test }];
      if (permission.isForAll && !(aspect.action === 'create' && guard.isOpen))
        return [{ path: 'src/access/authentication.ts', symbol: 'requireSignIn', test }];
      return [
        { path: 'src/access/guard.ts', symbol: 'createGuard', test },
        { path: 'src/access/guards.ts', symbol: guard.name, test },
      ];
    }
  }
}

/** For every requirement that a test shows: the files, the symbol and the test, from what the requirement is about. */
export function bindingsOf(analysis: Analysis, domain: Domain): readonly Binding[] {
  const view = projectView(domain);
  return analysis.requirements
    .filter(({ proof }) => proof.kind === 'test')
    .map(({ id }) => {
      const places = domain.claims
        .filter((claim) => claim.requirement === id)
        .flatMap((claim) => placesOf(domain, view, claim.aspect));
      const [first] = places;
      return {
        requirement: id,
        files: [...new Set(places.map(({ path }) => path))],
        symbol: first === undefined ? null : { path: first.path, export: first.symbol },
        test: first?.test ?? null,
      };
    });
}
