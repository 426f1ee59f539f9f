import type { ArtifactStore } from '../protocol/artifact-store.js';
import { RecentlyUsed } from './recently-used.js';

/**
 * Keeps what was read in memory, least recently used first out, up to `maxBytes`. An artifact never changes under its
 * hash, so what is kept cannot go stale; bytes are still verified when they are first read.
 */
export function createCachingStore(inner: ArtifactStore, maxBytes: number): ArtifactStore {
  const kept = new RecentlyUsed<Uint8Array>(maxBytes, ({ byteLength }) => byteLength);
  return {
    put: (content) => inner.put(content),
    has: (ref) => inner.has(ref),
    get: async (ref) => {
      const hit = kept.get(ref.sha256);
      if (hit?.byteLength === ref.bytes) return hit;
      const content = await inner.get(ref);
      if (content.byteLength <= maxBytes / 4) kept.add(ref.sha256, content);
      return content;
    },
  };
}
