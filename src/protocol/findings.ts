import type { ArtifactRef } from './artifact.js';
import type { Diagnostic } from './diagnostic.js';

/** Findings as they travel: the first few, how many block, and the whole list as an artifact. */
export interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  readonly blocking: number;
  /** Equal for equal failures; '' when nothing blocks. */
  readonly signature: string;
  readonly all: ArtifactRef | null;
}
