import type { ArtifactStore } from '../../../src/protocol/artifact-store.js';
import type { ArtifactRef } from '../../../src/protocol/artifact.js';
import { MillwrightError } from '../../../src/protocol/errors.js';
import { refOf } from '../../doubles/artifacts.js';

/** An artifact store without a disk, for texts. */
export function createMemoryStore(): ArtifactStore {
  const kept = new Map<string, string>();
  return {
    put(content): Promise<ArtifactRef> {
      const text = typeof content === 'string' ? content : new TextDecoder().decode(content);
      const ref = refOf(text);
      kept.set(ref.sha256, text);
      return Promise.resolve(ref);
    },
    get(ref): Promise<Uint8Array> {
      const text = kept.get(ref.sha256);
      return text === undefined
        ? Promise.reject(new MillwrightError('ArtifactMissing', `no artifact ${ref.sha256}`))
        : Promise.resolve(new TextEncoder().encode(text));
    },
    has: (ref) => Promise.resolve(kept.has(ref.sha256)),
  };
}
