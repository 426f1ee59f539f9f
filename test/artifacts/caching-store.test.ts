import { describe, expect, it } from '@jest/globals';
import { createCachingStore } from '../../src/artifacts/caching-store.js';
import type { ArtifactStore } from '../../src/protocol/artifact-store.js';
import { refOf } from '../doubles/artifacts.js';

/** Artifacts of a hundred bytes, and how often each was read from below the cache. */
function storeOf(maxBytes: number) {
  const reads: string[] = [];
  const inner: ArtifactStore = {
    put: () => Promise.reject(new Error('nobody expected a write')),
    has: () => Promise.resolve(true),
    get: ({ sha256 }) => {
      reads.push(sha256);
      return Promise.resolve(new Uint8Array(100));
    },
  };
  const store = createCachingStore(inner, maxBytes);
  return { reads, get: (name: string) => store.get({ sha256: refOf(name).sha256, bytes: 100 }) };
}

describe('artifacts in memory', () => {
  it('are read once, and the one that was used longest ago makes room', async () => {
    const { reads, get } = storeOf(400);
    for (const name of ['a', 'b', 'c', 'd', 'a', 'e', 'a', 'b']) await get(name);
    expect(reads).toEqual(['a', 'b', 'c', 'd', 'e', 'b'].map((name) => refOf(name).sha256));
  });

  it('take up their room once, also when several ask for one at the same time', async () => {
    const { reads, get } = storeOf(400);
    await Promise.all(Array.from({ length: 20 }, () => get('a')));
    for (const name of ['b', 'c', 'd']) await get(name);
    reads.length = 0;
    for (const name of ['a', 'b', 'c', 'd']) await get(name);
    expect(reads).toEqual([]);
  });
});
