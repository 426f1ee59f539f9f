import type { Analysis } from '../../../protocol/analysis.js';
import { CRITICAL_PARTS, type Plan } from '../../../protocol/plan.js';
import type { Domain } from '../domain/domain.js';
import { firstCreated, projectView } from '../rendering/project-view.js';
import { bindingsOf } from './bindings.js';
import { CRITICAL_PHASES, PHASES } from './file-blueprint.js';
import { KINDS } from './kinds/kinds.js';
import { projectFiles } from './project-files.js';

/** The whole plan of a project for `domain`. Equal analyses and domains give equal plans. */
export function planProject(analysis: Analysis, domain: Domain): Plan {
  const view = projectView(domain);
  const kind = KINDS[domain.kind];
  const { placed } = firstCreated(domain, view);
  const bindings = bindingsOf(analysis, domain);
  return {
    version: 1,
    author: 'blueprint',
    name: domain.name,
    title: domain.title,
    description: domain.description,
    kind: domain.kind,
    language: 'typescript',
    phases: PHASES.map((id) => ({
      id,
      title: kind.phaseTitles[id],
      critical: CRITICAL_PHASES.includes(id),
    })),
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
    packages: [...kind.packages],
    bindings: [...bindings],
    criticalParts: CRITICAL_PARTS[domain.kind].map((part) => ({
      part,
      path: kind.criticalPath(part, placed),
    })),
    proofRecipe: kind.proofRecipe(domain, view),
  };
}
