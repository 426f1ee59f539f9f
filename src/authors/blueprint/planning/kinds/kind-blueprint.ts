import type { PlannedPackage, ProofRecipe } from '../../../../protocol/plan.js';
import type { Domain } from '../../domain/domain.js';
import type { PlacedEntity, ProjectView } from '../../rendering/project-view.js';
import type { FileBlueprint, Phase } from '../file-blueprint.js';

/** Where something that was asked for is implemented, and by what. */
export interface Place {
  readonly path: string;
  readonly symbol: string;
  readonly test: string;
}

/** What may be asked of a project as a whole. */
export type ProjectAspect = 'documentation' | 'health' | 'persistence' | 'problems';

/** What a kind of project has around the records, their rules and their storage, which every kind shares. */
export interface KindBlueprint {
  readonly phaseTitles: Readonly<Record<Phase, string>>;
  readonly files: readonly FileBlueprint[];
  readonly entityFiles: readonly FileBlueprint[];
  readonly packages: readonly PlannedPackage[];
  /** The file that is a critical part of the project (`CRITICAL_PARTS`); `entity` is the first that is created. */
  criticalPath(part: string, entity: PlacedEntity): string;
  /** Undefined: this kind of project has no such thing. */
  place(aspect: ProjectAspect): Place | undefined;
  proofRecipe(domain: Domain, view: ProjectView): ProofRecipe;
}

/** Every kind's tests are in the same place. */
export function testOf(entity: PlacedEntity): string {
  return `test/${entity.folder}/${entity.file}.test.ts`;
}
