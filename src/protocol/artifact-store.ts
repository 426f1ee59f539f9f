import type { ArtifactRef } from './artifact.js';

/**
 * Content-addressed bytes. Every driver passes the same test suite.
 * `put` returns only once the bytes are durable, and is idempotent: equal bytes, equal reference.
 */
export interface ArtifactStore {
  put(content: Uint8Array | string): Promise<ArtifactRef>;
  /** @throws MillwrightError `ArtifactMissing` when absent, `ArtifactCorrupt` when the bytes do not match the hash. */
  get(ref: ArtifactRef): Promise<Uint8Array>;
  has(ref: ArtifactRef): Promise<boolean>;
}
