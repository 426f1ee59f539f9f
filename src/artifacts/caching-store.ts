import { LRUCache } from 'lru-cache';
import type { ArtifactStore } from '../protocol/artifact-store.js';

/**
 * Keeps what was read in memory, least recently used first out, up to `maxBytes`. An artifact never changes under its
 * hash, so what is kept cannot go stale; bytes are still verified when they are first read.
 */
export function createCachingStore(inner: ArtifactStore, maxBytes: number): ArtifactStore {
  const kept = new LRUCache<string, Uint8Array>({
    maxSize: maxBytes,
    // One large artifact must not put all others out.
    maxEntrySize: Math.floor(maxBytes / 4),
    // The library has no entries of no size.
    sizeCalculation: ({ byteLength }) => Math.max(1, byteLength),
  });
  return {
    put: (content) => inner.put(content),
    has: (ref) => inner.has(ref),
    get: async (ref) => {
      const hit = kept.get(ref.sha256);
      if (hit?.byteLength === ref.bytes) return hit;
      const content = await inner.get(ref);
      kept.set(ref.sha256, content);
      return content;
    },
  };
}
