import type { ProjectKind } from '../../../protocol/analysis.js';

/** Kinds of projects that blueprints write, plan and prove. A brief for another one needs a model. */
export const DELIVERED_KINDS: ReadonlySet<ProjectKind> = new Set<ProjectKind>(['api', 'cli', 'library']);
