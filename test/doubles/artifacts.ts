import { createHash } from 'node:crypto';
import type { ArtifactRef } from '../../src/protocol/artifact.js';
import { applyChanges, encodeManifest, type ManifestFile, type TreeView } from '../../src/protocol/tree.js';

/** The reference that a store would give this text. */
export function refOf(text: string): ArtifactRef {
  return { sha256: createHash('sha256').update(text).digest('hex'), bytes: Buffer.byteLength(text) };
}

/** Trees by the hash of their manifest, as a store keeps them. */
export class MemoryTrees {
  readonly #manifests = new Map<string, readonly ManifestFile[]>();

  files(tree: TreeView): readonly ManifestFile[] {
    const { manifest } = tree;
    const stored = manifest === null ? [] : this.#manifests.get(manifest.sha256);
    if (stored === undefined) throw new Error(`no such manifest: ${manifest?.sha256 ?? ''}`);
    return applyChanges(stored, tree.changes);
  }

  fold(tree: TreeView): ArtifactRef {
    const files = this.files(tree);
    const ref = refOf(encodeManifest(files));
    this.#manifests.set(ref.sha256, files);
    return ref;
  }
}
