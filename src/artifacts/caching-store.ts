import type { ArtifactStore } from '../protocol/artifact-store.js';
import type { ArtifactRef } from '../protocol/artifact.js';

/**
 * Keeps what was read in memory, least recently used first out, up to `maxBytes`. An artifact never changes under its
 * hash, so what is kept cannot go stale; bytes are still verified when they are first read.
 */
export function createCachingStore(inner: ArtifactStore, maxBytes: number): ArtifactStore {
  // A Map iterates in insertion order: re-inserting on each hit keeps the least recently used one first.
  const kept = new Map<string, Uint8Array>();
  let bytes = 0;
  const keep = (sha256: string, content: Uint8Array): void => {
    // Of two who miss it at once the first keeps it: counted twice, its bytes would be missing for good.
    if (kept.has(sha256) || content.byteLength > maxBytes / 4) return;
    kept.set(sha256, content);
    bytes += content.byteLength;
    for (const [oldest, old] of kept) {
      if (bytes <= maxBytes) break;
      kept.delete(oldest);
      bytes -= old.byteLength;
    }
  };
  return {
    put: (content) => inner.put(content),
    has: (ref) => inner.has(ref),
    get: async (ref: ArtifactRef) => {
      const hit = kept.get(ref.sha256);
      if (hit?.byteLength === ref.bytes) {
        kept.delete(ref.sha256);
        kept.set(ref.sha256, hit);
        return hit;
      }
      const content = await inner.get(ref);
      keep(ref.sha256, content);
      return content;
    },
  };
}
