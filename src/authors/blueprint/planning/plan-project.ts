import type { Analysis } from '../../../protocol/analysis.js';
import { CRITICAL_PARTS, type Plan } from '../../../protocol/plan.js';
import type { Domain } from '../domain/domain.js';
import { exampleBody, inCreationOrder, projectView } from '../rendering/project-view.js';
import { bindingsOf } from './bindings.js';
import { PHASES } from './file-blueprints.js';
import { API_PACKAGES } from './packages.js';
import { projectFiles } from './project-files.js';

/** Which file is each critical part of an API. */
function criticalPath(part: string, folder: string, file: string): string {
  switch (part) {
    case 'entry':
      return 'src/server.ts';
    case 'application':
      return 'src/app.ts';
    case 'schema':
      return `src/${folder}/${file}-schema.ts`;
    case 'storage':
      return 'src/storage/sqlite-storage.ts';
    case 'routes':
      return `src/${folder}/${file}-routes.ts`;
    default:
      return `test/${folder}/${file}.test.ts`;
  }
}

/** The whole plan of an API for `domain`. Equal analyses and domains give equal plans. */
export function planProject(analysis: Analysis, domain: Domain): Plan {
  const view = projectView(domain);
  const [first] = view.creationOrder;
  const [firstEntity] = inCreationOrder(domain);
  if (first === undefined || firstEntity === undefined) throw new Error('a domain has at least one entity');
  const bindings = bindingsOf(analysis, domain);
  return {
    version: 1,
    author: 'blueprint',
    name: domain.name,
    title: domain.title,
    description: domain.description,
    kind: 'api',
    language: 'typescript',
    phases: PHASES.map(({ id, title, critical }) => ({ id, title, critical })),
    files: projectFiles(domain).map((file) => ({
      action: 'create',
      path: file.path,
      role: file.blueprint.role,
      priority: file.priority,
      phase: file.blueprint.phase,
      purpose: file.purpose,
      dependencies: [...file.dependencies],
      contract: file.contract,
      requirements: bindings
        .filter((binding) => binding.files.includes(file.path) || binding.test === file.path)
        .map((binding) => binding.requirement),
    })),
    packages: [...API_PACKAGES],
    bindings: [...bindings],
    criticalParts: CRITICAL_PARTS.api.map((part) => ({
      part,
      path: criticalPath(part, first.folder, first.file),
    })),
    proofRecipe: {
      kind: 'api',
      build: 'build',
      start: 'start',
      health: { method: 'GET', path: '/health', status: 200 },
      request: { method: 'POST', path: first.route, body: exampleBody(domain, firstEntity), status: 201 },
    },
  };
}
