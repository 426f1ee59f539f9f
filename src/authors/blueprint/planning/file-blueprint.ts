import type { FileSpec } from '../../../protocol/plan.js';
import type { PlacedEntity } from '../rendering/project-view.js';

export type Phase = 'foundation' | 'storage' | 'api' | 'tests' | 'delivery';

/** In order. */
export const PHASES: readonly Phase[] = ['foundation', 'storage', 'api', 'tests', 'delivery'];
/** Phases whose end is a gate. */
export const CRITICAL_PHASES: readonly Phase[] = ['foundation', 'storage', 'api'];

/** One file, or one for each entity, that the author has a template for. */
export interface FileBlueprint {
  /** Path in the templates' folder, without `.liquid`; the contract, if any, is beside it. */
  readonly template: string;
  readonly path: (entity: PlacedEntity) => string;
  /** Template of the contract, without `.contract`, where it is not named as the file's own. */
  readonly contract?: string;
  readonly role: FileSpec['role'];
  readonly phase: Phase;
  readonly purpose: (entity: PlacedEntity) => string;
  /** Whether it depends on the files that it imports as they are written, not just on what they promise. */
  readonly needsImplementation?: boolean;
  /** Whether an entity has such a file; by default every one has. */
  readonly when?: (entity: PlacedEntity) => boolean;
}

/** A file of the whole project; `path` is what the template is written to. */
export function one(
  path: string,
  role: FileSpec['role'],
  phase: Phase,
  purpose: string,
  more: Partial<FileBlueprint> = {},
): FileBlueprint {
  return { template: path, path: () => path, role, phase, purpose: () => purpose, ...more };
}

/** A source file of each entity. */
export function source(
  name: string,
  role: FileSpec['role'],
  phase: Phase,
  file: (entity: PlacedEntity) => string,
  purpose: (entity: PlacedEntity) => string,
  when?: (entity: PlacedEntity) => boolean,
): FileBlueprint {
  return {
    template: `src/entity/${name}.ts`,
    path: (entity) => `src/${entity.folder}/${file(entity)}.ts`,
    role,
    phase,
    purpose,
    ...(when === undefined ? {} : { when }),
  };
}
