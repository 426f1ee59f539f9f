import type { ProofRecipe } from '../../../../protocol/plan.js';
import type { Domain } from '../../domain/domain.js';
import { completedDomain } from '../../rendering/completed-domain.js';
import { exampleBody } from '../../rendering/examples.js';
import { firstCreated, type ProjectView } from '../../rendering/project-view.js';
import { one, source } from '../file-blueprint.js';
import { API_PACKAGES } from '../packages.js';
import { testOf, type KindBlueprint, type ProjectAspect } from './kind-blueprint.js';

type ApiRecipe = Extract<ProofRecipe, { kind: 'api' }>;

const TEST = 'test/service.test.ts';
const PLACES = {
  documentation: { path: 'src/http/health-routes.ts', symbol: 'healthRoutes', test: TEST },
  health: { path: 'src/http/health-routes.ts', symbol: 'healthRoutes', test: TEST },
  persistence: { path: 'src/storage/sqlite-storage.ts', symbol: 'openSqliteStorage', test: TEST },
  problems: { path: 'src/http/problem-handler.ts', symbol: 'handleProblems', test: TEST },
} as const satisfies Record<ProjectAspect, unknown>;

/** Creates a record; where people sign in, one of them registers, or the request is refused without a token. */
function proofRequest(domain: Domain, view: ProjectView): ApiRecipe['request'] {
  const { entity, placed } = firstCreated(domain, view);
  const body = exampleBody(domain, entity);
  const status = view.access === undefined || placed.guard?.isOpen === true ? 201 : 401;
  return { method: 'POST', path: placed.route, body, status };
}

/** HTTP around the records. */
export const API: KindBlueprint = {
  phaseTitles: {
    foundation: 'Settings, problems, schemas',
    storage: 'Repositories and database',
    api: 'Rules, services, routes',
    tests: 'Tests',
    delivery: 'Documentation and delivery',
  },
  files: [
    one('src/config.ts', 'backend', 'foundation', 'Settings from the environment, parsed once.'),
    one('src/http/problem.ts', 'api', 'foundation', 'Problem details, which every error is answered with.'),
    one('src/http/record-id.ts', 'api', 'foundation', 'The id in a path.'),
    one('src/http/problem-handler.ts', 'api', 'api', 'Answers every error with problem details.'),
    one('src/http/health-routes.ts', 'api', 'api', 'Health check and OpenAPI document.'),
    one('src/app.ts', 'backend', 'api', 'Puts the API together.', { needsImplementation: true }),
    one('src/server.ts', 'backend', 'api', 'Starts and stops the service.', { needsImplementation: true }),
    one('test/support/api.ts', 'tester', 'tests', 'The API over an empty database, for tests.', {
      needsImplementation: true,
    }),
    one('test/support/harness.ts', 'tester', 'tests', 'Asks the API as its clients do, for tests.', {
      template: 'test/support/harness.api.ts',
      contract: 'test/support/harness.ts',
      needsImplementation: true,
    }),
    one('test/service.test.ts', 'tester', 'tests', 'Health, documentation, errors, settings.', {
      needsImplementation: true,
    }),
    one('README.md', 'docs', 'delivery', 'How to run, use and change the service.', {
      template: 'root/README.md',
    }),
    one('Dockerfile', 'devops', 'delivery', 'An image that runs as an ordinary user.', {
      template: 'root/Dockerfile',
    }),
    one('.dockerignore', 'devops', 'delivery', 'What the image does without.', {
      template: 'root/dockerignore',
    }),
  ],
  entityFiles: [
    source(
      'routes',
      'api',
      'api',
      ({ file }) => `${file}-routes`,
      ({ plural }) => `HTTP for ${plural}.`,
    ),
  ],
  packages: API_PACKAGES,
  criticalPath(part, entity) {
    switch (part) {
      case 'entry':
        return 'src/server.ts';
      case 'application':
        return 'src/app.ts';
      case 'schema':
        return `src/${entity.folder}/${entity.file}-schema.ts`;
      case 'storage':
        return 'src/storage/sqlite-storage.ts';
      case 'routes':
        return `src/${entity.folder}/${entity.file}-routes.ts`;
      default:
        return testOf(entity);
    }
  },
  place: (aspect) => PLACES[aspect],
  proofRecipe(domain, view) {
    return {
      kind: 'api',
      build: 'build',
      start: 'start',
      health: { method: 'GET', path: '/health', status: 200 },
      request: proofRequest(completedDomain(domain), view),
    };
  },
};
